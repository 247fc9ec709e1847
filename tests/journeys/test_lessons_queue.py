"""No queue: newest served, oldest starves (cw#10583, cw#10376); no position or estimate (cw#10059); an agent over the
limit chosen again and again (Rocket.Chat); an idle chat that stops counting towards capacity."""

from typing import Any

import pytest

from tests.application import Person
from tests.journeys.house import Office
from warmline import sdk
from warmline.engine import Agent, Floor, Queue, Task
from warmline.kit.ids import new_id


async def mails(office: Office, box: sdk.Account, count: int) -> list[str]:
    """So many customers mail, a minute after another; their interactions, the oldest first."""
    for _ in range(count):
        await office.mail(box, office.address(), "Where is my claim?", "Claim")
        await office.settle()
        await office.let_pass(minutes=1)
    return [each["id"] for each in (await office.interactions())[-count:]]


async def open_offers(office: Office, agent: Person) -> list[dict[str, Any]]:
    """What is offered to the agent now."""
    await office.settle()
    found: list[dict[str, Any]] = await office.admin.items("/offers", status="offered", agent_id=str(agent.agent_id))
    return found


async def accept_all(office: Office, agent: Person) -> list[str]:
    """The agent takes everything that is offered, until nothing more is; the interactions, in that order."""
    taken = []
    while offers := await open_offers(office, agent):
        for each in offers:
            assert (await agent.post(f"/offers/{each['id']}/accept")).status_code == 200
            taken.append(each["interaction_id"])
    return taken


async def finish(agent: Person, interaction_id: str) -> None:
    """The agent has done it."""
    done = await agent.post(f"/interactions/{interaction_id}/wrap-up", json={"resolve_case": True})
    assert done.status_code == 200, done.text


async def test_the_oldest_is_served_first(office: Office) -> None:
    waiting = await mails(office, await office.mailbox(await office.queue()), 4)
    agent = await office.at_work(capacity=1)
    served = []
    while taken := await accept_all(office, agent):
        served += taken
        await finish(agent, taken[0])
    assert served == waiting


async def test_what_waits_long_is_served_before_what_is_more_urgent_and_new(office: Office) -> None:
    """Age and priority are one number: thirty points of priority are thirty minutes, and no more."""
    plain, urgent = await office.queue("plain"), await office.queue("urgent", priority=30, service_seconds=36_000)
    (old,) = await mails(office, await office.mailbox(plain), 1)
    await office.let_pass(minutes=60)
    (new,) = await mails(office, await office.mailbox(urgent), 1)
    agent = await office.at_work(capacity=1)
    assert await accept_all(office, agent) == [old]
    await finish(agent, old)
    assert await accept_all(office, agent) == [new]


def test_no_flood_of_urgent_work_starves_the_rest() -> None:
    """One agent, and each minute something new of the highest priority; the one that is not urgent has its turn, and
    as soon as its age says so."""
    plain, vip = Queue(id=new_id()), Queue(id=new_id(), priority=30.0)
    floor = Floor([plain, vip])
    old = Task(id=new_id(), queue_id=plain.id, medium="text", queued_at=0.0)
    floor.put_task(old, 0.0)
    for minute in range(1000):
        now = 60.0 * minute
        floor.put_task(Task(id=new_id(), queue_id=vip.id, medium="text", queued_at=now), now)
        floor.put_agent(Agent(id=new_id(), capacity={"text": 1}))
        (decision,) = floor.decide(now)
        floor.drop_agent(decision.agent_ids[0])
        if decision.task.id == old.id:
            assert minute <= 30, "thirty points are thirty minutes"
            return
    raise AssertionError("it starved")


async def test_an_agent_over_capacity_is_never_chosen(office: Office) -> None:
    waiting = await mails(office, await office.mailbox(await office.queue()), 7)
    full, other = await office.at_work(capacity=2), await office.at_work(capacity=3)
    for _ in range(3):
        await office.settle()
        assert len(await open_offers(office, full)) == 2
        assert len(await open_offers(office, other)) == 3
    assert len(await accept_all(office, full)) == 2
    assert len(await accept_all(office, other)) == 3
    left = [each["interaction_id"] for each in await office.admin.items(f"/queues/{await queue_of(office)}/waiting")]
    assert left == waiting[5:]
    refused = await full.post(f"/interactions/{waiting[5]}/take")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_room")


async def queue_of(office: Office) -> str:
    (queue,) = await office.admin.items("/queues")
    return str(queue["id"])


async def test_silent_chats_keep_counting(office: Office) -> None:
    """Held, or waiting for the visitor's word: both are still the agent's, and nothing is put on top of them."""
    site = await office.chat(await office.queue())
    agent = await office.at_work(capacity=2)
    chats = []
    for step in ("hold", "wait"):
        await office.visit(site, "Hello, is anybody there?")
        chats += await accept_all(office, agent)
        assert (await agent.post(f"/interactions/{chats[-1]}/{step}")).status_code == 200
    await office.let_pass(minutes=60 * 24)
    await office.visit(site, "Hello, I am the third.")
    assert await open_offers(office, agent) == []
    assert [each["status"] for each in await office.interactions()] == ["on_hold", "waiting_customer", "queued"]
    await finish(agent, chats[0])
    (offer,) = await open_offers(office, agent)
    assert offer["interaction_id"] not in chats


async def test_who_waits_is_told_the_place_and_about_how_long(office: Office) -> None:
    site = await office.chat(await office.queue())
    agent = await office.at_work(capacity=1)
    for _ in range(3):
        await office.visit(site, "Something of six minutes.")
        (quick,) = await accept_all(office, agent)
        await office.let_pass(minutes=6)
        await finish(agent, quick)
    await office.visit(site, "This one takes long.")
    (long,) = await accept_all(office, agent)
    visitors = []
    for _ in range(3):
        visitors.append(await office.visit(site, "I wait."))
        await office.settle()
    told = [(await each.get("/position")).json() for each in visitors]
    assert [each["place"] for each in told] == [1, 2, 3]
    # One agent, six minutes each.
    assert [each["estimate"] for each in told] == pytest.approx([360, 720, 1080], rel=0.05)
    assert [each["state"] for each in told] == ["waiting"] * 3
    await finish(agent, long)
    await accept_all(office, agent)
    told = [(await each.get("/position")).json() for each in visitors]
    assert [(each["state"], each["place"]) for each in told] == [("talking", None), ("waiting", 1), ("waiting", 2)]


async def test_work_is_picked_up_as_soon_as_somebody_is_free(office: Office) -> None:
    """Waiting work not picked up when an agent frees (Chatwoot): nobody has to reload, reopen or reassign anything."""
    first, second = await mails(office, await office.mailbox(await office.queue()), 2)
    agent = await office.at_work(capacity=1)
    assert await accept_all(office, agent) == [first]
    await finish(agent, first)
    (offer,) = await open_offers(office, agent)
    assert offer["interaction_id"] == second
