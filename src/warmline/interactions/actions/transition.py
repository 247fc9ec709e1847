"""The one door through which an interaction's status changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.ownership import cancel_hand_off, take_over
from warmline.interactions.errors import InteractionNotFound, TransitionRefused
from warmline.interactions.events import InteractionQueued, InteractionStatusChanged
from warmline.interactions.model import ENDED, HANDLE_TIME, MOMENTS, Status, may
from warmline.interactions.store import status as store
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

# Between these many interactions can go at once: nothing follows but times and events.
IN_LINE = frozenset({Status.QUEUED, Status.OFFERED})


def consequences(row: Any, to: Status, at: datetime) -> dict[str, Any]:
    """The times that the new status sets and the seconds that the old one spent; ``row`` is the interaction's."""
    values: dict[str, Any] = {
        "queued_at": None,
        "first_offered_at": None,
        "answered_at": None,
        "ended_at": None,
        "resolved_at": None,
        "closed_at": None,
        "talk_seconds": 0.0,
        "hold_seconds": 0.0,
        "wrap_up_seconds": 0.0,
    }
    spent = HANDLE_TIME.get(Status(row["status"]))
    if spent:
        values[spent] = max(0.0, (at - row["status_since"]).total_seconds())
    moment = MOMENTS.get(to)
    if moment and row["status"] != to:
        name, each_time = moment
        if each_time or row[name] is None:
            values[name] = at
    # What is resolved without a wrap-up ends there and then.
    if to is Status.RESOLVED and row["status"] not in (Status.WRAP_UP, Status.RESOLVED):
        values["ended_at"] = at
    # Work that comes back from the customer starts a new wait; work that comes back from an agent keeps its age.
    if to is Status.QUEUED and row["status"] in ("waiting_customer", "reopened"):
        values["queued_at"] = at
    return values


async def transition(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    to: Status,
    *,
    at: datetime | None = None,
    owner_id: UUID | None = None,
    queue_id: UUID | None = None,
    preferred_id: UUID | None = None,
) -> Any:
    """Change the status, with the times, handle time and owner that go with it; returns the row.

    ``owner_id`` with ``active`` is somebody taking the work: the case's context and an open hand-off go with it.
    ``preferred_id`` is the agent to whom it is to be offered first. Queued work is nobody's.

    Raises ``TransitionRefused`` where the present status does not allow it, ``InteractionNotFound``.
    """
    row = await store.lock_interaction(conn, actor.org_id, interaction_id)
    if row is None:
        raise InteractionNotFound(id=interaction_id)
    if not may(Status(row["status"]), to):
        raise TransitionRefused(id=interaction_id, status=row["status"], to=to.value)
    at = at or clock.now()
    changed = await store.change_status(
        conn,
        actor.org_id,
        interaction_id,
        status=to.value,
        at=at,
        owner_id=owner_id,
        queue_id=queue_id,
        preferred_id=preferred_id,
        clear_owner=to is Status.QUEUED,
        **consequences(row, to, at),
    )
    await publish(conn, actor.org_id, actor.ref, _announced(row, changed), request_id=actor.request_id)
    if to is Status.ACTIVE and owner_id:
        await take_over(conn, actor, row, owner_id, at)
    elif to in ENDED or to is Status.REOPENED:
        await cancel_hand_off(conn, actor, row, at)
    return changed


async def lock_in_line(
    conn: Conn, org_id: UUID, ids: Sequence[UUID], status: Status, *, skip_locked: bool = False
) -> list[Any]:
    """Those of the interactions that have the status, locked until commit, for ``change_in_line``. With ``skip_locked``
    those that somebody else is busy with are left out, instead of waited for."""
    return await store.lock_interactions(conn, org_id, ids, status.value, skip_locked=skip_locked)


async def change_in_line(
    conn: Conn,
    actor: Actor,
    rows: Sequence[Any],
    to: Status,
    *,
    at: datetime | None = None,
    first: Sequence[Event] = (),
) -> None:
    """``transition`` for many that wait or are offered, in one statement: ``rows`` are from ``lock_in_line``, ``to`` is
    the other of these two. The events ``first`` are announced before those of the change."""
    if to not in IN_LINE or any(row["status"] not in IN_LINE for row in rows):
        raise ValueError(f"Many at once can only be queued or offered, not {to.value}.")
    at = at or clock.now()
    changed = await store.change_statuses(
        conn,
        actor.org_id,
        status=to.value,
        at=at,
        clear_owner=to is Status.QUEUED,
        values={row["id"]: consequences(row, to, at) for row in rows},
    )
    after = {row["id"]: row for row in changed}
    events = [event for row in rows for event in _announced(row, after[row["id"]])]
    await publish(conn, actor.org_id, actor.ref, [*first, *events], request_id=actor.request_id)


def offered_in_line(rows: Sequence[Any], at: datetime) -> list[Event]:
    """What ``change_in_line`` to offered announces of rows that wait, for who writes that in the same statement as
    offers (``write_offers``): status, since when, and when it was first offered. Nothing else changes."""
    events = []
    for row in rows:
        if row["status"] != Status.QUEUED:
            raise ValueError(f"Only what waits can be offered, not what is {row['status']}.")
        events += _announced(row, {**row, "status": Status.OFFERED.value, "status_since": at})
    return events


def _announced(row: Any, changed: Any) -> list[Any]:
    ids = {"interaction_id": row["id"], "case_id": row["case_id"], "customer_id": row["customer_id"]}
    watched = ("status", "owner_id", "queue_id", "preferred_id", "automatic")
    different = [name for name in watched if row[name] != changed[name]]
    events: list[Any] = [
        InteractionStatusChanged(
            **ids,
            from_status=row["status"],
            to_status=changed["status"],
            agent_id=changed["owner_id"],
            since=changed["status_since"],
            before={name: row[name] for name in different},
            after={name: changed[name] for name in different},
        )
    ]
    if changed["status"] == "queued":
        events.append(InteractionQueued(**ids, queue_id=changed["queue_id"]))
    return events
