"""Customers who are called back keep their place, are called until they are reached, and may change their mind."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.routing.floor import Floor
from tests.routing.test_work import working
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.interactions.errors import InteractionNotFound
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid
from warmline.kit.ids import new_id
from warmline.routing import (
    CallbackView,
    NewCallback,
    OfferView,
    QueueView,
    accept_offer,
    cancel_callback,
    list_callbacks,
    position,
    record_attempt,
    request_callback,
    set_presence,
)
from warmline.routing.errors import (
    CallbackEnded,
    CallbackNotFound,
    CallbackNotYours,
    CallbackWaits,
    NoQueueForCallback,
    NothingToCallAbout,
    OfferAnswered,
    OfferExpired,
)
from warmline.sdk import Medium

NUMBER = "+44 20 7946 0018"
BOTH = {"text": 3, "voice": 1}


async def chat(floor: Floor, queue: QueueView, **values: Any) -> UUID:
    """A customer who waits in the chat."""
    return await floor.contact(queue, who="ann@example.org", session="s1", **values)


async def ask(floor: Floor, waits: UUID, **values: Any) -> CallbackView:
    new = NewCallback(**(values or {"number": NUMBER}))
    found: CallbackView = await floor.act(request_callback, floor.system, waits, new)
    return found


async def test_refuses_what_is_no_number_of_theirs(floor: Floor) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue)
    for values, problem in (
        ({"number": "020 7946 0018"}, "country code"),
        ({"number": "anonymous"}, "country code"),
        ({}, "either a number"),
        ({"number": NUMBER, "handle_id": new_id()}, "either a number"),
        ({"handle_id": new_id()}, "no telephone number of the customer"),
        ({"number": NUMBER, "not_before": clock.now() + timedelta(days=31)}, "30 days"),
        ({"number": NUMBER, "not_before": clock.now().replace(tzinfo=None)}, "time zone"),
    ):
        with pytest.raises(Invalid, match=problem):
            await floor.act(request_callback, floor.system, waits, NewCallback(**values))
    assert await floor.sql("select medium from interaction where id = $1", waits) == "text"


async def test_refuses_who_may_not_and_what_is_not_there(floor: Floor, db: Database, other_org: UUID) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue)
    new = NewCallback(number=NUMBER)
    reader = await floor.agent("Reader", permissions=("case.read",), present=False)
    with pytest.raises(Forbidden):
        await floor.act(request_callback, reader, waits, new)
    elsewhere = Floor(db, other_org)
    with pytest.raises(InteractionNotFound):
        await elsewhere.act(request_callback, elsewhere.system, waits, new)
    asked = await ask(floor, waits)
    with pytest.raises(CallbackNotFound):
        await elsewhere.act(cancel_callback, elsewhere.system, asked.id)
    with pytest.raises(CallbackWaits):
        await ask(floor, waits)
    done = await floor.contact(queue)
    await floor.move(done, Status.RESOLVED)
    with pytest.raises(NothingToCallAbout, match="resolved"):
        await ask(floor, done)


async def test_refuses_a_queue_that_does_not_telephone(floor: Floor) -> None:
    texts, calls = await floor.queue("texts", media=[Medium.TEXT]), await floor.queue("calls", media=[Medium.VOICE])
    waits = await chat(floor, texts)
    with pytest.raises(NoQueueForCallback):
        await ask(floor, waits)
    loose = await floor.contact(None)
    with pytest.raises(NoQueueForCallback):
        await ask(floor, loose)
    await ask(floor, waits, number=NUMBER, queue_id=calls.id)
    assert await floor.sql("select queue_id from interaction where id = $1", waits) == calls.id


async def test_the_place_is_kept_though_the_session_ends(floor: Floor) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue, ago=600.0)
    age = await floor.queued_at(waits)
    asked = await ask(floor, waits)
    assert (asked.number, asked.status, asked.not_before) == ("+442079460018", "waiting", None)
    await floor.contact(queue, who="ann@example.org", session="s1", ends=True)
    assert (await floor.status(waits), await floor.queued_at(waits)) == ("queued", age)
    # Of those who only text nobody can call.
    await floor.agent("Texts", capacity={"text": 3})
    await floor.settle()
    assert not await floor.offers()
    bo = await floor.agent("Bo", capacity=BOTH)
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id) == (waits, bo.id)
    await floor.act(accept_offer, bo, offer.id)
    # What is said in the chat meanwhile, or that it ends, does not take the call away.
    await floor.contact(queue, who="ann@example.org", session="s1", ends=True)
    assert await floor.status(waits) == "active"
    (seen,) = await floor.act(list_callbacks, bo, interaction_id=waits)
    assert seen.number == "+442079460018"


async def test_not_before_the_time_that_the_customer_chose(floor: Floor) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue, ago=600.0)
    later = clock.now() + timedelta(hours=1)
    await ask(floor, waits, number=NUMBER, not_before=later)
    bo = await floor.agent("Bo", capacity=BOTH)
    await floor.settle()
    assert not await floor.offers(bo)
    assert (await floor.act(position, waits)).place == 1
    # Who came after is not behind who is called later.
    second = await floor.contact(queue, ago=10.0)
    await floor.presence(bo, "away")
    assert (await floor.act(position, second)).place == 1
    await floor.presence(bo, "available")
    await floor.settle()
    assert [each.interaction_id for each in await floor.offers()] == [second]


async def reached_by(floor: Floor, agent: Actor, waits: UUID) -> None:
    """The agent is offered the callback and takes it."""
    await floor.settle()
    (offer,) = [each for each in await floor.offers() if each.interaction_id == waits]
    await floor.act(accept_offer, agent, offer.id)


async def test_an_attempt_is_noted_by_who_has_the_work(floor: Floor) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue)
    asked = await ask(floor, waits)
    bo = await floor.agent("Bo", capacity=BOTH)
    with pytest.raises(CallbackNotYours):
        await floor.act(record_attempt, bo, asked.id, outcome="no_answer")
    await reached_by(floor, bo, waits)
    done = await floor.act(record_attempt, bo, asked.id, outcome="reached")
    assert (done.status, [each["outcome"] for each in done.attempts]) == ("completed", ["reached"])
    assert await floor.status(waits) == "active"
    for again in (record_attempt, cancel_callback):
        with pytest.raises(CallbackEnded, match="completed"):
            await floor.act(again, bo, asked.id, **({"outcome": "reached"} if again is record_attempt else {}))


async def test_who_does_not_answer_is_called_again_and_at_last_not_any_more(floor: Floor) -> None:
    await floor.sql(
        'update organization set settings = \'{"routing": {"callback_attempts": 2, "callback_retry_seconds": 600}}\''
        " where org_id = $1 returning 1",
        floor.org_id,
    )
    queue = await floor.queue()
    waits = await chat(floor, queue, ago=900.0)
    age = await floor.queued_at(waits)
    asked = await ask(floor, waits)
    bo = await floor.agent("Bo", capacity=BOTH)
    await reached_by(floor, bo, waits)
    tried = await floor.act(record_attempt, bo, asked.id, outcome="no_answer", note="rang out")
    assert tried.status == "waiting"
    assert tried.not_before - clock.now() > timedelta(seconds=590)
    assert (await floor.status(waits), await floor.queued_at(waits)) == ("queued", age)
    await floor.settle()
    assert not await floor.offers()
    await floor.sql("update work_need set not_before = now() where interaction_id = $1 returning 1", waits)
    await floor.move(waits, Status.QUEUED)
    await reached_by(floor, bo, waits)
    failed = await floor.act(record_attempt, bo, asked.id, outcome="busy")
    assert (failed.status, failed.reason) == ("failed", "busy after 2 of 2 attempts")
    assert [(each["outcome"], each["note"]) for each in failed.attempts] == [("no_answer", "rang out"), ("busy", None)]
    assert await floor.status(waits) == "resolved"


async def test_a_wrong_number_is_not_called_again(floor: Floor) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue)
    asked = await ask(floor, waits)
    bo = await floor.agent("Bo", capacity=BOTH)
    await reached_by(floor, bo, waits)
    failed = await floor.act(record_attempt, bo, asked.id, outcome="wrong_number")
    assert (failed.status, await floor.status(waits)) == ("failed", "resolved")


@pytest.mark.parametrize("keeps", [False, True])
async def test_customers_change_their_mind(floor: Floor, keeps: bool) -> None:
    queue = await floor.queue()
    waits = await chat(floor, queue, ago=300.0)
    age = await floor.queued_at(waits)
    asked = await ask(floor, waits)
    ended = await floor.act(cancel_callback, floor.system, asked.id, reason="rather write", keep_waiting=keeps)
    assert (ended.status, ended.reason) == ("cancelled", "rather write")
    if not keeps:
        assert await floor.status(waits) == "abandoned"
        return
    assert (await floor.status(waits), await floor.queued_at(waits)) == ("queued", age)
    carried = await floor.sql("select medium || ' ' || initiation from interaction where id = $1", waits)
    assert carried == "text inbound"
    await floor.contact(queue, who="ann@example.org", session="s1", ends=True)
    assert await floor.status(waits) == "abandoned"


async def test_cancelled_while_it_is_offered_and_accepted_at_once(floor: Floor) -> None:
    """Either the agent has it, and sees that it is cancelled, or nobody has: no offer is left open."""
    queue = await floor.queue()
    bo = await floor.agent("Bo", capacity={"text": 50, "voice": 1})
    for n in range(6):
        waits = await floor.contact(queue, who=f"c{n}@example.org", session=f"s{n}")
        asked = await ask(floor, waits)
        await floor.settle()
        (offer,) = await floor.offers()
        results: Sequence[Any] = await asyncio.gather(
            floor.act(accept_offer, bo, offer.id),
            floor.act(cancel_callback, floor.system, asked.id),
            return_exceptions=True,
        )
        assert isinstance(results[0], OfferView | OfferAnswered | OfferExpired), results[0]
        assert isinstance(results[1], CallbackView), results[1]
        assert results[1].status == "cancelled"
        expected = "active" if isinstance(results[0], OfferView) else "abandoned"
        assert await floor.status(waits) == expected
        assert not await floor.offers()
        if expected == "active":
            await floor.move(waits, Status.RESOLVED)


async def test_an_agent_can_promise_a_call_for_later(floor: Floor) -> None:
    queue = await floor.queue()
    bo = await floor.agent("Bo", capacity=BOTH)
    (talk,) = await working(floor, bo, queue, ago=60.0)
    age = await floor.queued_at(talk)
    asked = await floor.act(
        request_callback, bo, talk, NewCallback(number=NUMBER, not_before=clock.now() + timedelta(hours=2))
    )
    assert asked.status == "waiting"
    assert (await floor.status(talk), await floor.queued_at(talk)) == ("queued", age)


async def test_a_callback_ends_with_its_work(floor: Floor) -> None:
    queue = await floor.queue()
    bo = await floor.agent("Bo", capacity=BOTH)
    first, second = [await floor.contact(queue, session=f"s{n}") for n in range(2)]
    asked = [await ask(floor, each) for each in (first, second)]
    await reached_by(floor, bo, first)
    await floor.move(first, Status.RESOLVED)
    await floor.act(set_presence, bo, bo.id, status="away")
    await floor.move(second, Status.ABANDONED)
    await floor.settle()
    ends = {each.id: each.status for each in await floor.act(list_callbacks, floor.supervisor)}
    assert ends == {asked[0].id: "completed", asked[1].id: "cancelled"}
