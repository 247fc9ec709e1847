"""What an organisation set up decides who is offered what: skills, rings, overflow, hours, what may be interrupted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.calendars import ExceptionalDay, NewCalendar, create_calendar
from warmline.kit import clock
from warmline.kit.ids import new_id
from warmline.routing import QueueChange, QueueView, RingStep, accept_offer, update_queue


async def skill(floor: Floor, code: str) -> UUID:
    skill_id = new_id()
    await floor.sql("insert into skill (org_id, id, code, name) values ($1, $2, $3, $3)", floor.org_id, skill_id, code)
    return skill_id


async def knows(floor: Floor, agent: Actor, skill_id: UUID, level: int) -> None:
    await floor.sql("insert into agent_skill values ($1, $2, $3, $4)", floor.org_id, agent.id, skill_id, level)


async def change(floor: Floor, queue: QueueView, **values: Any) -> None:
    await floor.act(update_queue, floor.supervisor, queue.id, QueueChange(**values))


async def asked(floor: Floor, interaction_id: UUID) -> list[UUID]:
    """The agents to whom it is offered once all is settled."""
    await floor.settle()
    return [each.agent_id for each in await floor.offers() if each.interaction_id == interaction_id]


async def test_nobody_below_the_level_is_asked_until_a_ring_lowers_it(floor: Floor) -> None:
    spanish = await skill(floor, "es")
    queue = await floor.queue("claims", skills={"es": 4}, rings=[RingStep(after_seconds=60, lower=2)])
    beginner, fluent = await floor.agent("Beginner"), await floor.agent("Fluent", present=False)
    await knows(floor, beginner, spanish, 2)
    await knows(floor, fluent, spanish, 4)
    fresh, old = await floor.contact(queue, ago=5), await floor.contact(queue, ago=61)
    assert await asked(floor, fresh) == []
    assert await asked(floor, old) == [beginner.id]
    await floor.presence(fluent, "available")
    assert await asked(floor, fresh) == [fluent.id]


async def test_who_serves_the_other_queue_is_asked_after_overflow_and_the_work_stays(floor: Floor) -> None:
    spanish = await skill(floor, "es")
    claims, general = await floor.team("claims"), await floor.team("general")
    other = await floor.queue("general", general)
    queue = await floor.queue("claims", claims, skills={"es": 1}, overflow_queue_id=other.id, overflow_seconds=120)
    helper = await floor.agent("Helper", general)
    unskilled = await floor.agent("Unskilled", claims, present=False)
    fresh, old = await floor.contact(queue, ago=100), await floor.contact(queue, ago=121)
    assert await asked(floor, fresh) == []
    assert await asked(floor, old) == [helper.id]
    assert await floor.sql("select queue_id from interaction where id = $1", old) == queue.id
    able = await floor.agent("Able", claims)
    await knows(floor, able, spanish, 1)
    # The inner ring wins, however idle others are.
    late = await floor.contact(queue, ago=500)
    assert await asked(floor, late) == [able.id]
    assert unskilled.id not in [each.agent_id for each in await floor.offers()]


async def test_work_waits_while_its_queue_is_closed(floor: Floor) -> None:
    days = [clock.now().date() + timedelta(days=n) for n in (-1, 0, 1)]
    closed = NewCalendar(
        code="closed",
        name="Closed these days",
        timezone="UTC",
        weekly={"mon": [("09:00", "17:00")]},
        exceptions=[ExceptionalDay(date=str(day), hours=[], name="Away") for day in days],
    )
    never = await floor.act(create_calendar, floor.supervisor, closed)
    queue = await floor.queue("claims", calendar_id=never.id)
    agent = await floor.agent("Here")
    waits = await floor.contact(queue)
    assert await asked(floor, waits) == []
    await change(floor, queue, calendar_id=None)
    assert await asked(floor, waits) == [agent.id]


async def test_a_call_interrupts_only_what_may_be_interrupted(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Only")
    chat = await floor.contact(queue)
    assert await asked(floor, chat) == [agent.id]
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    call = await floor.contact(queue, medium="voice")
    assert await asked(floor, call) == []
    await floor.sql(
        "insert into agent_routing (org_id, agent_id, interruptible) values ($1, $2, '{text}')", floor.org_id, agent.id
    )
    await floor.presence(agent, "busy")
    await floor.presence(agent, "available")
    assert await asked(floor, call) == [agent.id]


async def test_the_agent_whom_a_customer_prefers_is_asked_while_that_holds(floor: Floor) -> None:
    queue = await floor.queue()
    idle, chosen = await floor.agent("Idle"), await floor.agent("Chosen")
    for until, expected in ((clock.now() + timedelta(days=1), chosen), (clock.now() - timedelta(days=1), idle)):
        await floor.presence(idle, "away")
        await floor.presence(chosen, "away")
        work = await floor.contact(queue)
        await floor.sql(
            "insert into preferred_agent (org_id, customer_id, agent_id, until)"
            " select org_id, customer_id, $3, $4 from interaction where org_id = $1 and id = $2",
            floor.org_id,
            work,
            chosen.id,
            until,
        )
        await floor.presence(idle, "available")
        await floor.presence(chosen, "available")
        assert await asked(floor, work) == [expected.id]
