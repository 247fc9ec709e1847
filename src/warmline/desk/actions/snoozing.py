"""Put a contact off, and have it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from warmline.accounts import Actor
from warmline.desk import store
from warmline.desk.actions.asking import own_desk
from warmline.desk.actions.telling import tell
from warmline.desk.errors import AlreadyPast, TooManySnoozed
from warmline.desk.events import SnoozeRemoved, SnoozeSet
from warmline.desk.model import MOST_SNOOZED, SnoozeView
from warmline.interactions import visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.ids import new_id
from warmline.kit.jobs import enqueue

WAKE_JOB = "desk.wake"
# The queue counts from when the transaction began: without a moment more the job could come too early, and end nothing.
LATER = timedelta(seconds=1)
Reason = Literal["time", "customer", "agent"]


async def snooze(conn: Conn, actor: Actor, interaction_id: UUID, *, until: datetime | None) -> SnoozeView:
    """Put a contact off, until a time or until the customer writes, which ends every snooze. Who snoozes it again
    changes the time.

    Raises ``NoDesk``, ``InteractionNotFound``, ``AlreadyPast``, ``TooManySnoozed``.
    """
    agent_id = own_desk(actor)
    found = await visible_interaction(conn, actor, interaction_id)
    _check(until)
    if await store.count_snoozes(conn, actor.org_id, agent_id) >= MOST_SNOOZED:
        raise TooManySnoozed(most=MOST_SNOOZED)
    values: dict[str, Any] = {"agent_id": agent_id, "interaction_id": interaction_id, "until": until}
    snooze_id = await store.set_snooze(conn, actor.org_id, id=new_id(), **values)
    ids: dict[str, Any] = {"interaction_id": interaction_id, "case_id": found.case_id, "customer_id": found.customer_id}
    await tell(conn, actor, SnoozeSet(**ids, snooze_id=snooze_id, agent_id=agent_id, until=until))
    if until:
        payload = {"snooze_id": str(snooze_id)}
        await enqueue(conn, actor.org_id, WAKE_JOB, payload, delay=until - clock.now() + LATER)
    return (await store.snoozes(conn, actor.org_id, agent_id, [snooze_id]))[snooze_id]


def _check(until: datetime | None) -> None:
    if until is None:
        return
    if until.tzinfo is None:
        raise Invalid.field("until", "say the zone too: 2026-03-02T09:00:00Z")
    if until <= clock.now():
        raise AlreadyPast(until=until.isoformat())


async def take_back(conn: Conn, actor: Actor, interaction_id: UUID) -> None:
    """Have a contact back at once; nothing happens where one has not snoozed it. It does not become unread."""
    agent_id = own_desk(actor)
    await visible_interaction(conn, actor, interaction_id)
    rows = await store.remove_snooze(conn, actor.org_id, agent_id, interaction_id)
    await _tell_back(conn, actor, rows, "agent")


async def wake_due(conn: Conn, actor: Actor, snooze_id: UUID) -> None:
    """A snooze ends if its time has come, and its contact is unread. One that was put off further stays."""
    rows = await store.remove_due_snooze(conn, actor.org_id, snooze_id, clock.now())
    await _wake(conn, actor, rows, "time")


async def wake_answered(conn: Conn, actor: Actor, heard: Mapping[UUID, datetime]) -> None:
    """Customers wrote in these contacts, last at these times: what anybody had snoozed of them by then is back."""
    rows = await store.remove_answered_snoozes(conn, actor.org_id, heard)
    await _wake(conn, actor, rows, "customer")


async def _wake(conn: Conn, actor: Actor, rows: Sequence[Any], reason: Reason) -> None:
    if rows:
        pairs = [(row["agent_id"], row["interaction_id"]) for row in rows]
        await store.mark_unread(conn, actor.org_id, pairs, clock.now())
        await _tell_back(conn, actor, rows, reason)


async def _tell_back(conn: Conn, actor: Actor, rows: Sequence[Any], reason: Reason) -> None:
    names = ("interaction_id", "case_id", "customer_id", "agent_id")
    events = [
        SnoozeRemoved(snooze_id=row["id"], reason=reason, **{name: row[name] for name in names})
        for row in sorted(rows, key=lambda row: row["id"])
    ]
    await tell(conn, actor, *events)
