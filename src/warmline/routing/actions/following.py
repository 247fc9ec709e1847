"""What follows from how work goes: presence, open invitations, callbacks, and what customers were told."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from warmline.accounts import system
from warmline.interactions import ENDED, InteractionStatusChanged, Status, transition
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.jobs import enqueue
from warmline.routing import store
from warmline.routing.actions.callbacks import end_callback
from warmline.routing.actions.inviting import announce_ends, step_out
from warmline.routing.events import PresenceChanged
from warmline.routing.model import PresenceStatus
from warmline.routing.store import callbacks, invitations, moving

# Who is there no longer, by their own word or because they do not answer; who is only away comes back.
GONE = frozenset({PresenceStatus.OFFLINE.value, PresenceStatus.NOT_RESPONDING.value})
WRAP_UP_JOB, REQUEUE_JOB = "routing.end_wrap_up", "routing.requeue_absent"
Changes = Sequence[tuple[InteractionStatusChanged, datetime]]


async def show_wrap_up(conn: Conn, org_id: UUID, changes: Changes) -> None:
    """Agents who begin to wrap up a conversation that takes all of them are shown so, and as available once they have
    finished, unless they said otherwise meanwhile."""
    touched = {who for change, _ in changes if (who := _wraps_up(change))}
    if not touched:
        return
    for agent_id in sorted(touched):
        await store.lock_presence(conn, org_id, agent_id)
    busy = await moving.wrapping_up(conn, org_id, sorted(touched))
    at = clock.now()
    into = await moving.follow_into_wrap_up(conn, org_id, sorted(busy), at)
    out = await moving.follow_out_of_wrap_up(conn, org_id, sorted(touched - busy), at)
    await _announce(conn, org_id, into, PresenceStatus.AVAILABLE, PresenceStatus.WRAP_UP)
    await _announce(conn, org_id, out, PresenceStatus.WRAP_UP, PresenceStatus.AVAILABLE)


def _wraps_up(change: InteractionStatusChanged) -> UUID | None:
    """Whose wrap-up the change begins or ends."""
    if Status.WRAP_UP not in (change.from_status, change.to_status):
        return None
    had_it = change.before.get("owner_id")
    return UUID(str(had_it)) if had_it else change.agent_id


async def _announce(
    conn: Conn, org_id: UUID, agent_ids: Iterable[UUID], before: PresenceStatus, after: PresenceStatus
) -> None:
    events = [
        PresenceChanged(
            agent_id=agent_id,
            before={"status": before.value, "reason": None},
            after={"status": after.value, "reason": None},
        )
        for agent_id in agent_ids
    ]
    await publish(conn, org_id, system(org_id, "routing").ref, events)


async def limit_wrap_ups(conn: Conn, org_id: UUID, changes: Changes) -> None:
    """Where a queue limits how long a conversation may be wrapped up, end it then."""
    for change, _ in changes:
        if change.to_status == Status.WRAP_UP and change.interaction_id:
            row = await moving.wrap_up_limit(conn, org_id, change.interaction_id)
            if row:
                delay = timedelta(seconds=row["wrap_up_seconds"])
                await enqueue(conn, org_id, WRAP_UP_JOB, {"interaction_id": str(change.interaction_id)}, delay=delay)


async def end_wrap_up(conn: Conn, org_id: UUID, interaction_id: UUID) -> float | None:
    """Resolve what has been wrapped up for as long as its queue allows, as it is. Returns the seconds that are left
    where that is still to come; None where it is done."""
    await store.lock_work(conn, org_id, interaction_id)
    row = await moving.wrap_up_limit(conn, org_id, interaction_id)
    if row is None or row["status"] != Status.WRAP_UP:
        return None
    left: float = row["wrap_up_seconds"] - (clock.now() - row["status_since"]).total_seconds()
    if left > 0:
        return left
    await transition(conn, system(org_id, "routing"), interaction_id, Status.RESOLVED)
    return None


async def watch_absent(conn: Conn, org_id: UUID, changed: Iterable[PresenceChanged]) -> None:
    """Look after agents who went, once they have been gone for as long as the organisation allows."""
    gone = {each.agent_id for each in changed if each.after.get("status") in GONE}
    limit = (await store.settings(conn, org_id)).requeue_after_seconds if gone else None
    if limit is None:
        return
    for agent_id in sorted(gone):
        await enqueue(conn, org_id, REQUEUE_JOB, {"agent_id": str(agent_id)}, delay=timedelta(seconds=limit))


async def close_conversations(conn: Conn, org_id: UUID, changes: Changes) -> None:
    """Colleagues who were asked in are not needed any more where the conversation is over, nor for advice where the
    work waits for somebody else; and nobody is to be called back about what has ended."""
    actor = system(org_id, "routing")
    ended = _latest(changes, ENDED)
    for statuses, kind in ((ENDED | {Status.WRAP_UP}, "conference"), (ENDED | {Status.QUEUED}, "consult")):
        until = _latest(changes, statuses)
        if until:
            rows = await invitations.end_invitations_into(conn, org_id, until, kind, at=clock.now(), outcome="over")
            await announce_ends(conn, actor, rows)
            await step_out(conn, actor, [row for row in rows if row["status"] == "left"])
    for interaction_id, at in sorted(ended.items()):
        row = await callbacks.open_callback_of(conn, org_id, interaction_id)
        if row and row["requested_at"] <= at:
            await _end_callback(conn, org_id, row)


async def _end_callback(conn: Conn, org_id: UUID, row: Any) -> None:
    """The work is over though nobody said how the call went. Who resolved it has spoken with the customer."""
    work = await store.lock_work(conn, org_id, row["interaction_id"])
    resolved = work["status"] == Status.RESOLVED
    await end_callback(conn, system(org_id, "routing"), row, "completed" if resolved else "cancelled", work["status"])


def _latest(changes: Changes, statuses: frozenset[Status]) -> dict[UUID, datetime]:
    """The interactions that got one of the statuses, and when they last did."""
    return {
        change.interaction_id: at for change, at in changes if change.interaction_id and change.to_status in statuses
    }
