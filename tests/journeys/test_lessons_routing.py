"""No skills without paying (Chatwoot); agents who stay reserved for work that nobody answers, and waiting work that is
not picked up; business hours ignored, with lunch breaks (cw PR 13392, cw#14009)."""

from typing import Any
from uuid import UUID

import pytest

from tests.application import Person
from tests.journeys.house import Office
from tests.journeys.test_lessons_queue import accept_all, finish, mails, open_offers
from warmline.accounts import system
from warmline.interactions import Status, transition
from warmline.kit import clock

EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


async def queued_since(office: Office, interaction_id: str) -> Any:
    """Since when it waits, and that it does."""
    found = (await office.admin.get(f"/interactions/{interaction_id}")).json()
    assert found["status"] in ("queued", "offered")
    return found["queued_at"]


async def can(office: Office, agent: Person, skill: dict[str, Any], level: int) -> None:
    """The agent has the skill."""
    answer = await office.admin.put(f"/agents/{agent.agent_id}/skills/{skill['id']}", json={"level": level})
    assert answer.status_code < 300, answer.text


async def test_work_goes_to_who_can_do_it_and_to_others_after_a_while(office: Office) -> None:
    glass = await office.admin.made("/skills", code="glass", name="Glass")
    rings = [{"after_seconds": 600, "lower": 2}, {"after_seconds": 1800, "any_skill": True}]
    box = await office.mailbox(await office.queue(skills={"glass": 4}, rings=rings))
    other, beginner, expert = [await office.at_work(capacity=1) for _ in range(3)]
    await can(office, beginner, glass, 2)
    await can(office, expert, glass, 5)
    first, second, third = await mails(office, box, 3)
    assert [each["interaction_id"] for each in await open_offers(office, expert)] == [first]
    assert await open_offers(office, other) == await open_offers(office, beginner) == []
    assert await accept_all(office, expert) == [first]
    await office.let_pass(minutes=10)
    assert [each["interaction_id"] for each in await open_offers(office, beginner)] == [second]
    assert await open_offers(office, other) == []
    assert await accept_all(office, beginner) == [second]
    await office.let_pass(minutes=20)
    assert [each["interaction_id"] for each in await open_offers(office, other)] == [third]


async def missed(office: Office, agent: Person) -> None:
    """The agent does not answer: the browser has crashed, or the process has died."""
    async with office.db.transaction(office.org_id) as conn:
        await conn.execute("update offer set offered_at = now() - interval '31 s', expires_at = now() - interval '1 s'")


async def gone(office: Office, agent: Person) -> None:
    """The agent goes offline."""
    assert (await agent.put("/me/presence", json={"status": "offline"})).status_code == 200


async def void(office: Office, agent: Person) -> None:
    """The offer is no more, though nobody answered it and nothing was told of it."""
    async with office.db.transaction(office.org_id) as conn:
        await conn.execute("update offer set status = 'cancelled', answered_at = now() where status = 'offered'")


@pytest.mark.parametrize("event", [missed, gone, void])
async def test_nobody_stays_reserved_and_the_work_waits_at_its_own_age(office: Office, event: Any) -> None:
    (waits,) = await mails(office, await office.mailbox(await office.queue()), 1)
    await office.let_pass(minutes=30)
    agent = await office.at_work(capacity=1)
    (offer,) = await open_offers(office, agent)
    age = await queued_since(office, waits)
    await event(office, agent)
    await office.settle()
    assert await queued_since(office, waits) == age
    assert (await agent.put("/me/presence", json={"status": "available"})).status_code == 200
    (again,) = await open_offers(office, agent)
    assert (again["interaction_id"], again["id"] != offer["id"]) == (waits, True)
    assert await queued_since(office, waits) == age
    assert await accept_all(office, agent) == [waits]
    await finish(agent, waits)


async def test_a_customer_who_leaves_frees_who_was_asked(office: Office) -> None:
    site = await office.chat(await office.queue())
    agent = await office.at_work(capacity=1)
    await office.visit(site, "Hello?")
    (offer,) = await open_offers(office, agent)
    await office.visit(site, "I wait, too.")
    assert len(await open_offers(office, agent)) == 1
    async with office.db.transaction(office.org_id) as conn:
        await transition(conn, system(office.org_id, "tests"), UUID(offer["interaction_id"]), Status.ABANDONED)
    (next_one,) = await open_offers(office, agent)
    assert next_one["interaction_id"] != offer["interaction_id"]


async def test_a_closed_queue_keeps_its_work_and_offers_it_when_it_opens(office: Office) -> None:
    """A break is no more than hours in which the queue is closed; nothing is lost in it, and nobody is disturbed."""
    another_day = EVERY_DAY[(clock.now().weekday() + 3) % 7]
    hours = {another_day: [["09:00", "12:00"], ["13:00", "17:00"]]}
    calendar = await office.admin.made("/calendars", code="desk", name="Desk", timezone="UTC", weekly=hours)
    queue = await office.queue(calendar_id=calendar["id"])
    waiting = await mails(office, await office.mailbox(queue), 2)
    agent = await office.at_work(capacity=2)
    assert await open_offers(office, agent) == []
    assert (await office.admin.get(f"/queues/{queue}")).json()["open"] is False
    since = [await queued_since(office, each) for each in waiting]
    weekly = {each: [["00:00", "12:00"], ["12:00", "24:00"]] for each in EVERY_DAY}
    changed = await office.admin.patch(f"/calendars/{calendar['id']}", json={"weekly": weekly})
    assert changed.status_code == 200, changed.text
    assert {each["interaction_id"] for each in await open_offers(office, agent)} == set(waiting)
    assert [await queued_since(office, each) for each in waiting] == since
