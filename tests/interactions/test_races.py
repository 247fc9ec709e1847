"""What happens at the same moment: one after the other, and the second sees what the first did."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from tests.conftest import eventually
from tests.interactions.desk import START, Desk, mail
from tests.interactions.test_correct import case_of
from tests.interactions.test_suggestions import suggested
from tests.interactions.test_work import an_agent, taken, target
from warmline.accounts import Actor
from warmline.interactions import NewReply, reply
from warmline.interactions.actions import correct, join, signals
from warmline.interactions.actions.hand_off import NewHandOff, hand_off
from warmline.interactions.actions.link import link
from warmline.kit.errors import Conflict

T = TypeVar("T")
ADA = "ada@example.com"


@pytest.fixture
async def ana(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "ana")


async def both(*acts: Coroutine[Any, Any, Any]) -> list[Any]:
    """All at once; what was refused comes back as its error."""
    done = await asyncio.gather(*acts, return_exceptions=True)
    unexpected = [each for each in done if isinstance(each, BaseException) and not isinstance(each, Conflict)]
    assert not unexpected, unexpected
    return done


async def matters(desk: Desk, count: int) -> list[tuple[UUID, UUID]]:
    texts = ("Hail broke my windscreen", "An invoice please", "A card is lost")
    return [await desk.placed(ADA, texts[n], at=START + timedelta(days=40 * n)) for n in range(count)]


async def test_two_who_correct_at_once_can_both_be_undone(desk: Desk) -> None:
    (one, home), (_, there), (_, elsewhere) = await matters(desk, 3)
    await both(*(desk.act(correct.move, desk.actor, one, case, reason="mine is right") for case in (there, elsewhere)))
    made = await desk.rows("select id, previous_case_id, case_id from case_decision where kind = 'move' order by id")
    chain = {row["previous_case_id"]: row["case_id"] for row in made}
    assert chain[home] in (there, elsewhere)
    assert chain[chain[home]] in (there, elsewhere), "the second began where the first ended"
    last = next(row["id"] for row in made if row["previous_case_id"] == chain[home])
    first = next(row["id"] for row in made if row["previous_case_id"] == home)
    await desk.act(correct.undo, desk.actor, last, reason="neither")
    back = await desk.act(correct.undo, desk.actor, first, reason="neither")
    assert back.case_id == home


async def test_two_cases_are_not_joined_into_each_other(desk: Desk) -> None:
    (_, one), (_, two) = await matters(desk, 2)
    done = await both(
        desk.act(join.join, desk.actor, one, two, reason="one matter"),
        desk.act(join.join, desk.actor, two, one, reason="one matter"),
    )
    assert sum(isinstance(each, Conflict) for each in done) == 1
    assert len(await desk.rows("select id from case_record where joined_into is null")) == 1


async def meanwhile(desk: Desk, first: Coroutine[Any, Any, Any], then: Coroutine[Any, Any, T]) -> T:
    """Commit the first only once the second waits for it, or has gone past."""
    task = asyncio.ensure_future(then)

    async def waits() -> bool:
        found = await desk.rows("select pid from pg_locks where not granted")
        return bool(found) or task.done()

    await eventually(waits)
    await first
    return await task


async def test_what_comes_in_while_cases_are_joined_is_in_the_one_that_stands(desk: Desk) -> None:
    (_, case_id), (_, into) = await matters(desk, 2)
    [row] = await desk.rows("select reference from case_record where id = $1", case_id)
    # Nothing goes on there, so that the contact waits for no interaction.
    await desk.rows("update interaction set status = 'resolved'")
    more = desk.contact("email", mail(ADA), f"About {row['reference']}", at=START + timedelta(days=41))
    open_one = desk.db.transaction(desk.org)
    conn = await open_one.__aenter__()
    await join.join(conn, desk.actor, case_id, into, reason="one matter")
    [received] = await meanwhile(desk, open_one.__aexit__(None, None, None), desk.say(more))
    assert received.case_id == into


async def test_a_contact_that_is_moved_meanwhile_is_joined_where_it_is(desk: Desk) -> None:
    (one, case_id), (_, into), (_, third) = await matters(desk, 3)
    open_one = desk.db.transaction(desk.org)
    conn = await open_one.__aenter__()
    await correct.move(conn, desk.actor, one, third, reason="not there")
    joining = desk.act(join.join, desk.actor, case_id, into, reason="one matter")
    await meanwhile(desk, open_one.__aexit__(None, None, None), joining)
    assert await case_of(desk, one) == third


async def test_work_is_handed_over_once(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    new = NewHandOff(to_kind="queue", to_id=desk.queue, reason="lunch")
    done = await both(*(desk.act(hand_off, ana, interaction_id, new) for _ in range(4)))
    assert sum(isinstance(each, Conflict) for each in done) == 3
    assert len(await desk.rows("select id from hand_off")) == 1


async def test_signals_of_one_kind_at_once_leave_one_latest(desk: Desk) -> None:
    interaction_id, _ = await desk.placed(ADA, "Hail broke my windscreen")
    new = [signals.NewSignal(kind="sentiment", value=n / 10) for n in range(6)]
    done = await both(*(desk.act(signals.record_signal, desk.actor, interaction_id, each) for each in new))
    assert not [each for each in done if isinstance(each, Conflict)]
    assert len(await desk.rows("select id from signal where superseded_by is null")) == 1
    assert len(await desk.rows("select id from signal")) == 6


async def test_a_link_is_made_once(desk: Desk) -> None:
    (one, _), (two, _) = await matters(desk, 2)
    done = await both(*(desk.act(link, desk.actor, one, two, kind="repeats", reason="x") for _ in range(3)))
    assert sum(isinstance(each, Conflict) for each in done) == 2


async def test_two_answers_at_once_are_by_one_participant(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    ways = [await target(desk) for _ in range(3)]
    await both(*(desk.act(reply, ana, interaction_id, way, NewReply(text="We look into it.")) for way in ways))
    assert len(await desk.rows("select id from participant where role = 'agent'")) == 1
    assert len(await desk.rows("select id from message where direction = 'outbound'")) == 3


async def test_a_suggestion_is_answered_once(desk: Desk) -> None:
    decision_id, *_ = await suggested(desk)
    done = await both(*(desk.act(correct.answer, desk.actor, decision_id, accept=accept) for accept in (True, False)))
    assert sum(isinstance(each, Conflict) for each in done) == 1
