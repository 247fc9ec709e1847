"""Customers who are to be called back: they keep their place, and are called until somebody reaches them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from warmline import customers
from warmline.accounts import Actor
from warmline.interactions import Status, carry_by, transition, visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import Invalid
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id
from warmline.routing import store
from warmline.routing.actions.offers import take_back
from warmline.routing.actions.targets import served_queue
from warmline.routing.actions.transferring import IN_HAND, WAITS
from warmline.routing.errors import (
    CallbackEnded,
    CallbackNotFound,
    CallbackNotYours,
    CallbackWaits,
    NoQueueForCallback,
    NothingToCallAbout,
)
from warmline.routing.events import (
    CallbackAttempted,
    CallbackCancelled,
    CallbackCompleted,
    CallbackFailed,
    CallbackRequested,
)
from warmline.routing.snapshots import visible_callback
from warmline.routing.store import callbacks as kept
from warmline.routing.together import FUTILE, NO_ANSWER, REACHED, CallbackView, NewCallback

VOICE, CALLBACK = "voice", "callback"
FARTHEST = timedelta(days=30)
# Who may ask for a customer, or say that they have changed their mind.
ASKS = ("interaction.work", "interaction.create", "queue.manage")


async def request_callback(conn: Conn, actor: Actor, interaction_id: UUID, new: NewCallback) -> CallbackView:
    """Have a customer called back. The interaction waits in its queue at its own age, now as work by voice, and its
    session may end; with ``not_before`` it is offered from then on.

    Raises ``NothingToCallAbout`` for what has ended, ``NoQueueForCallback``, ``CallbackWaits``, ``Invalid`` for a
    number without a country code or somebody else's handle.
    """
    actor.need(*ASKS)
    shown = await visible_interaction(conn, actor, interaction_id)
    not_before = _checked(new.not_before)
    await take_back(conn, actor, [interaction_id], reason=CALLBACK)
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    if Status(work["status"]) not in WAITS | IN_HAND:
        raise NothingToCallAbout(id=interaction_id, status=work["status"])
    queue_id = await _queue(conn, actor, work, new.queue_id)
    was = await kept.carried(conn, actor.org_id, interaction_id)
    number, handle_id = await _number(conn, actor, was["customer_id"], new)
    settings = await store.settings(conn, actor.org_id)
    callback_id = new_id()
    try:
        async with savepoint(conn):
            await kept.insert_callback(
                conn,
                actor.org_id,
                id=callback_id,
                interaction_id=interaction_id,
                customer_id=was["customer_id"],
                handle_id=handle_id,
                number=number,
                not_before=not_before,
                most_attempts=settings.callback_attempts,
                retry_seconds=settings.callback_retry_seconds,
                medium_before=was["medium"],
                initiation_before=was["initiation"],
                at=clock.now(),
                requested_by=actor.ref,
            )
    except asyncpg.UniqueViolationError as error:
        raise CallbackWaits() from error
    await carry_by(conn, actor, interaction_id, medium=VOICE, initiation=CALLBACK)
    await wait_again(conn, actor, interaction_id, Status(work["status"]), not_before, queue_id)
    event = CallbackRequested(
        interaction_id=interaction_id,
        case_id=shown.case_id,
        customer_id=shown.customer_id,
        callback_id=callback_id,
        not_before=not_before,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_callback(conn, actor, callback_id)


def _checked(not_before: datetime | None) -> datetime | None:
    if not_before is None:
        return None
    if not_before.tzinfo is None:
        raise Invalid.field("not_before", "say in which time zone, such as 2026-03-02T10:00:00+01:00")
    now = clock.now()
    if not_before > now + FARTHEST:
        raise Invalid.field("not_before", f"at most {FARTHEST.days} days from now")
    return not_before if not_before > now else None


async def _queue(conn: Conn, actor: Actor, work: Any, queue_id: UUID | None) -> UUID | None:
    """The queue to move it to, None to leave it where it is; its agents telephone."""
    if queue_id is None and work["queue_id"] is None:
        raise NoQueueForCallback()
    queue = await served_queue(conn, actor, queue_id or work["queue_id"])
    if queue["media"] and VOICE not in queue["media"]:
        raise NoQueueForCallback()
    return queue_id


async def _number(conn: Conn, actor: Actor, customer_id: UUID, new: NewCallback) -> tuple[str, UUID | None]:
    """The number to call, and the customer's handle that it is, where it is one."""
    if (new.number is None) == (new.handle_id is None):
        raise Invalid.field("number", "give either a number or one of the customer's handles")
    known = await kept.numbers_of_customer(conn, actor.org_id, customer_id)
    if new.handle_id:
        if new.handle_id not in known:
            raise Invalid.field("handle_id", "this is no telephone number of the customer")
        return known[new.handle_id], new.handle_id
    found = customers.normalise("phone", new.number or "")
    if found is None or not found[1].startswith("+"):
        raise Invalid.field("number", "write it with its country code, such as +44 20 7946 0018")
    return found[1], next((id_ for id_, value in known.items() if value == found[1]), None)


async def wait_again(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    status: Status,
    not_before: datetime | None,
    queue_id: UUID | None = None,
) -> None:
    """Let the work wait at its own age, to be offered from ``not_before`` on. Queueing it anew, though it is queued,
    tells the engine to look at it again."""
    await kept.postpone_work(conn, actor.org_id, interaction_id, not_before)
    if status in IN_HAND:
        await transition(conn, actor, interaction_id, Status.TRANSFERRED)
    await transition(conn, actor, interaction_id, Status.QUEUED, queue_id=queue_id)


async def record_attempt(
    conn: Conn, actor: Actor, callback_id: UUID, *, outcome: str, note: str | None = None
) -> CallbackView:
    """Say how a call went, for who has the work. Reached: the conversation goes on. Not: it is tried again after a
    while, at its own age, until ``most_attempts``; then the work is resolved, with the reason.

    Raises ``CallbackEnded``, ``CallbackNotYours``.
    """
    actor.need("interaction.work")
    row, work = await _lock(conn, actor, callback_id)
    if row["status"] != "waiting":
        raise CallbackEnded(status=row["status"])
    if actor.agent_id is None or work["owner_id"] != actor.agent_id or Status(work["status"]) not in IN_HAND:
        raise CallbackNotYours()
    at, tried = clock.now(), len(row["attempts"]) + 1
    again = outcome != REACHED and outcome not in FUTILE and tried < row["most_attempts"]
    not_before = at + timedelta(seconds=row["retry_seconds"]) if again else None
    attempt = {"at": at, "agent_id": actor.agent_id, "outcome": outcome, "note": note}
    await kept.note_attempt(conn, actor.org_id, callback_id, attempt, not_before)
    attempted = CallbackAttempted(
        **await _about(conn, actor, row),
        callback_id=callback_id,
        agent_id=actor.agent_id,
        outcome=outcome,
        not_before=not_before,
    )
    await publish(conn, actor.org_id, actor.ref, [attempted], request_id=actor.request_id)
    if again:
        await wait_again(conn, actor, work["id"], Status(work["status"]), not_before)
    elif outcome == REACHED:
        await end_callback(conn, actor, row, "completed", None)
    else:
        await end_callback(conn, actor, row, "failed", f"{outcome} after {tried} of {row['most_attempts']} attempts")
        await _close(conn, actor, work)
    return await visible_callback(conn, actor, callback_id)


async def _close(conn: Conn, actor: Actor, work: Any) -> None:
    """Nobody could be reached: nothing is left to do, and the callback says why."""
    if work["status"] == Status.ON_HOLD:
        await transition(conn, actor, work["id"], Status.ACTIVE)
    await transition(conn, actor, work["id"], Status.RESOLVED)


async def cancel_callback(
    conn: Conn, actor: Actor, callback_id: UUID, *, reason: str | None = None, keep_waiting: bool = False
) -> CallbackView:
    """The customer does not want to be called back: what waits is abandoned, or, with ``keep_waiting``, waits on as
    what it was, for one who is still in the chat. What an agent has already stays with that agent.

    Raises ``CallbackEnded``, ``CallbackNotFound``.
    """
    actor.need(*ASKS)
    seen = await visible_callback(conn, actor, callback_id)
    await take_back(conn, actor, [seen.interaction_id], reason="callback_cancelled")
    row, work = await _lock(conn, actor, callback_id)
    if row["status"] != "waiting":
        raise CallbackEnded(status=row["status"])
    await end_callback(conn, actor, row, "cancelled", reason)
    if Status(work["status"]) not in WAITS:
        return await visible_callback(conn, actor, callback_id)
    if keep_waiting:
        await carry_by(conn, actor, work["id"], medium=row["medium_before"], initiation=row["initiation_before"])
        await wait_again(conn, actor, work["id"], Status(work["status"]), None)
    else:
        await transition(conn, actor, work["id"], Status.ABANDONED)
    return await visible_callback(conn, actor, callback_id)


async def _lock(conn: Conn, actor: Actor, callback_id: UUID) -> tuple[Any, Any]:
    """The callback and its interaction, which is locked first, as everywhere."""
    seen = await visible_callback(conn, actor, callback_id)
    work = await store.lock_work(conn, actor.org_id, seen.interaction_id)
    row = await kept.lock_callback(conn, actor.org_id, callback_id)
    if row is None:
        raise CallbackNotFound(id=callback_id)
    return row, work


async def _about(conn: Conn, actor: Actor, row: Any) -> dict[str, Any]:
    about = await store.whose_work(conn, actor.org_id, [row["interaction_id"]])
    return {**about[row["interaction_id"]], "interaction_id": row["interaction_id"]}


async def end_callback(conn: Conn, actor: Actor, row: Any, status: str, reason: str | None) -> None:
    """A callback comes to its end, which is announced."""
    await kept.end_callback(conn, actor.org_id, row["id"], status=status, at=clock.now(), reason=reason)
    about = await _about(conn, actor, row)
    event: Event
    if status == "completed":
        event = CallbackCompleted(**about, callback_id=row["id"])
    elif status == "failed":
        event = CallbackFailed(**about, callback_id=row["id"], reason=reason or NO_ANSWER)
    else:
        event = CallbackCancelled(**about, callback_id=row["id"], reason=reason)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def list_callbacks(
    conn: Conn,
    actor: Actor,
    *,
    before: UUID | None = None,
    status: str | None = None,
    interaction_id: UUID | None = None,
    size: int = 51,
) -> list[CallbackView]:
    """A page of callbacks, the newest first: all, or those of conversations within the actor's reach."""
    actor.need("case.read", "case.read_team")
    return await kept.list_callbacks(
        conn,
        actor,
        all_of_them=actor.may("case.read"),
        before=before,
        status=status,
        interaction_id=interaction_id,
        size=size,
    )
