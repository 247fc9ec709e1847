"""Waiting work reaches whoever should have it, at once, and nobody else."""

import pytest

from tests.routing.floor import Floor
from warmline.interactions import Status
from warmline.routing import accept_offer, decline_offer, place, set_presence, update_queue
from warmline.routing.model import QueueChange


async def test_nobody_there_leaves_it_waiting(floor: Floor) -> None:
    queue = await floor.queue()
    waits = await floor.contact(queue)
    await floor.agent("Away", present=False)
    await floor.settle()
    assert await floor.status(waits) == "queued"
    assert await floor.offers() == []


async def test_agent_without_the_team_is_not_chosen(floor: Floor) -> None:
    claims, sales = await floor.team("claims"), await floor.team("sales")
    queue = await floor.queue("claims", claims)
    await floor.agent("Seller", sales)
    waits = await floor.contact(queue)
    await floor.settle()
    assert await floor.status(waits) == "queued"
    adjuster = await floor.agent("Adjuster", claims)
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id, offer.queue_id) == (waits, adjuster.id, queue.id)
    assert await floor.status(waits) == "offered"


async def test_who_may_not_take_work_is_not_offered_any(floor: Floor) -> None:
    queue = await floor.queue()
    reader = await floor.agent("Reader", present=False, permissions=("case.read",))
    await floor.act(set_presence, floor.system, reader.id, status="available")
    waits = await floor.contact(queue)
    await floor.settle()
    assert await floor.status(waits) == "queued"


async def test_oldest_is_served_first_and_priority_counts_in_minutes(floor: Floor) -> None:
    queue = await floor.queue()
    new, old, urgent = [await floor.contact(queue, ago=ago) for ago in (1, 120, 60)]
    await floor.sql("update interaction set priority = 2 where id = $1", urgent)
    agent = await floor.agent("Only", capacity={"text": 1})
    served = []
    for _ in range(3):
        await floor.settle()
        (offer,) = await floor.offers()
        await floor.act(accept_offer, agent, offer.id)
        await floor.move(offer.interaction_id, Status.RESOLVED)
        served.append(offer.interaction_id)
    assert served == [urgent, old, new]


async def test_waiting_work_is_picked_up_when_an_agent_frees(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Only", capacity={"text": 1})
    first = await floor.contact(queue, ago=10)
    await floor.settle()
    second = await floor.contact(queue)
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    await floor.settle()
    assert await floor.status(second) == "queued"
    await floor.move(first, Status.RESOLVED)
    await floor.settle()
    assert await floor.status(second) == "offered"


async def test_nobody_over_the_limit_is_chosen_and_silent_chats_count_on(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Only", capacity={"text": 2})
    for status in (Status.ON_HOLD, Status.WAITING_CUSTOMER):
        chat = await floor.contact(queue, session=f"chat-{status}")
        await floor.settle()
        (offer,) = await floor.offers()
        await floor.act(accept_offer, agent, offer.id)
        await floor.move(chat, status)
    waits = await floor.contact(queue)
    await floor.settle()
    assert await floor.status(waits) == "queued"


async def test_a_mail_that_waits_for_its_answer_leaves_room(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Only", capacity={"text": 1})
    mail = await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    await floor.move(mail, Status.WAITING_CUSTOMER)
    waits = await floor.contact(queue)
    await floor.settle()
    assert await floor.status(waits) == "offered"


async def test_a_call_takes_all_of_an_agent(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.agent("Only")
    call = await floor.contact(queue, medium="voice", ago=60)
    chat = await floor.contact(queue)
    await floor.settle()
    assert (await floor.status(call), await floor.status(chat)) == ("offered", "queued")


async def test_longest_idle_agent_is_asked_first(floor: Floor) -> None:
    queue = await floor.queue()
    first, second = await floor.agent("First"), await floor.agent("Second")
    await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    assert offer.agent_id == first.id
    await floor.act(accept_offer, first, offer.id)
    await floor.move(offer.interaction_id, Status.RESOLVED)
    await floor.settle()
    await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    assert offer.agent_id == second.id


async def test_the_agent_who_had_the_chat_is_offered_the_mail(floor: Floor) -> None:
    queue = await floor.queue()
    talker = await floor.agent("Talker")
    await floor.contact(queue, who="ann@example.org", session="chat", text="My claim for the broken window 4711")
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, talker, offer.id)
    await floor.agent("Idle")
    mail = await floor.contact(queue, who="ann@example.org", text="More about my claim for the broken window 4711")
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id) == (mail, talker.id)
    assert offer.explanation["rule"] in ("case_owner", "last_agent")


async def test_others_get_it_where_who_knows_it_has_no_room(floor: Floor) -> None:
    queue = await floor.queue()
    talker = await floor.agent("Talker", capacity={"text": 1})
    await floor.contact(queue, who="ann@example.org", session="chat")
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, talker, offer.id)
    idle = await floor.agent("Idle")
    await floor.contact(queue, who="ann@example.org")
    await floor.settle()
    (offer,) = await floor.offers()
    assert offer.agent_id == idle.id
    assert offer.explanation["preferred"][0]["outcome"] == "at_capacity"


async def test_a_customer_who_answers_comes_back_to_the_same_agent(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Owner")
    mail = await floor.contact(queue, who="ann@example.org")
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    await floor.move(mail, Status.WAITING_CUSTOMER)
    await floor.sql("update interaction set last_message_at = now() - interval '1 hour' where id = $1", mail)
    await floor.agent("Idle")
    await floor.sql("update case_record set owner_id = null")
    assert await floor.contact(queue, who="ann@example.org") == mail
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id, offer.explanation["rule"]) == (mail, agent.id, "had_it")


async def test_a_decision_explains_itself(floor: Floor) -> None:
    team = await floor.team("claims")
    queue = await floor.queue("claims", team, priority=5, service_seconds=600)
    await floor.agent("Stranger")
    away = await floor.agent("Away", team)
    await floor.presence(away, "busy")
    caller = await floor.agent("Caller", team, capacity={"voice": 1})
    full = await floor.agent("Full", team, capacity={"text": 1})
    await floor.contact(queue)
    await floor.settle()
    (first,) = await floor.offers()
    await floor.act(accept_offer, full, first.id)
    chosen, other = await floor.agent("Chosen", team), await floor.agent("Other", team)
    waits = await floor.contact(queue, ago=120)
    await floor.settle()
    (offer,) = await floor.offers()
    why = offer.explanation
    assert (offer.interaction_id, offer.agent_id) == (waits, chosen.id)
    parts = sum(why["score"][part] for part in ("waiting", "queue", "interaction", "sla"))
    assert why["score"]["total"] == pytest.approx(parts, abs=0.01)
    assert why["score"]["waiting"] >= 2.0
    assert why["score"]["waiting"] < 3.0
    assert (why["candidates"], why["runner_up"]) == (2, str(other.id))
    assert why["excluded"] == {"busy": 1, "medium_not_served": 1, "at_capacity": 1, "not_in_team": 1}
    examples = {(each["agent_id"], each["why"]) for each in why["examples"]}
    assert examples == {(str(away.id), "busy"), (str(caller.id), "medium_not_served"), (str(full.id), "at_capacity")}


async def test_a_queue_that_is_switched_off_is_not_served(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.act(update_queue, floor.system, queue.id, QueueChange(active=False))
    waits = await floor.contact(queue)
    await floor.agent("Idle")
    await floor.settle()
    assert await floor.status(waits) == "queued"
    await floor.act(update_queue, floor.system, queue.id, QueueChange(active=True))
    await floor.settle()
    assert await floor.status(waits) == "offered"


async def test_who_declined_is_asked_again_after_a_while(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Only")
    waits = await floor.contact(queue, ago=90)
    await floor.settle()
    (offer,) = await floor.offers()
    age = await floor.queued_at(waits)
    await floor.act(decline_offer, agent, offer.id, reason="lunch")
    await floor.settle()
    await floor.sweep()
    assert (await floor.status(waits), await floor.queued_at(waits)) == ("queued", age)
    await floor.sql("update offer set answered_at = answered_at - interval '61 seconds'")
    await floor.sweep()
    assert await floor.status(waits) == "offered"


async def test_only_one_engine_works_at_a_time(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.contact(queue)
    await floor.agent("Idle")
    async with floor.db.transaction(floor.org_id) as one, floor.db.transaction(floor.org_id) as two:
        assert await place(one, floor.org_id) == 1
        assert await place(two, floor.org_id) == 0
    assert len(await floor.offers()) == 1


async def test_many_are_placed_in_one_go_and_each_once(floor: Floor) -> None:
    queue = await floor.queue()
    waits = {await floor.contact(queue, ago=100 - n) for n in range(20)}
    for n in range(10):
        await floor.agent(f"Agent {n}", capacity={"text": 2})
    await floor.settle()
    offers = await floor.offers()
    assert {each.interaction_id for each in offers} == waits
    assert all(sum(one.agent_id == each.agent_id for one in offers) == 2 for each in offers)
