"""What follows from events beside the engine's own work, which is in ``shard``."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from warmline.interactions import InteractionStatusChanged, Status
from warmline.kit.db import Conn, Database
from warmline.kit.events import Recorded
from warmline.kit.jobs import Job, Periodic, enqueue, every, job
from warmline.kit.reactions import Reaction, reacts_to
from warmline.routing.actions import following, requeueing
from warmline.routing.actions.presence import note_finished
from warmline.routing.actions.waiting import forget_estimates, measure
from warmline.routing.events import PresenceChanged
from warmline.routing.rules.jobs import JOBS as RULES_JOBS
from warmline.routing.rules.jobs import PERIODIC as RULES_PERIODIC
from warmline.routing.rules.jobs import REACTIONS as RULES_REACTIONS

IN_HAND = frozenset({Status.ACTIVE, Status.ON_HOLD, Status.WRAP_UP})


@reacts_to(InteractionStatusChanged, name="routing.finished")
async def finished(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Agents are idle since the last piece of work left their hands."""
    await note_finished(conn, org_id, [(who, one.at) for one in batch if (who := finished_by(one))])


def finished_by(recorded: Recorded) -> UUID | None:
    """The agent out of whose hands the event took a piece of work."""
    event = recorded.event
    if not isinstance(event, InteractionStatusChanged) or event.from_status not in IN_HAND:
        return None
    if event.to_status in IN_HAND:
        return None
    had_it = event.before.get("owner_id")
    return UUID(str(had_it)) if had_it else event.agent_id


@reacts_to(InteractionStatusChanged, name="routing.wrap_up")
async def wrap_up(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Agents are shown in wrap-up while they wrap up a conversation that takes all of them, no longer than its queue
    allows."""
    changes = _changes(batch)
    await following.show_wrap_up(conn, org_id, changes)
    await following.limit_wrap_ups(conn, org_id, changes)


@reacts_to(InteractionStatusChanged, name="routing.conversations")
async def conversations(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Invitations and callbacks end with what they are about."""
    await following.close_conversations(conn, org_id, _changes(batch))


@reacts_to(InteractionStatusChanged, name="routing.estimates")
async def estimates(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """What waiting customers were told is compared with how long it was."""
    answered = {change.interaction_id: at for change, at in _changes(batch) if change.to_status == Status.ACTIVE}
    if answered:
        await measure(conn, org_id, [(id_, at) for id_, at in answered.items() if id_])


@reacts_to(PresenceChanged, name="routing.absent")
async def absent(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """The live work of agents who went waits for others, once they have been gone for long enough."""
    changed = [each.event for each in batch if isinstance(each.event, PresenceChanged)]
    await following.watch_absent(conn, org_id, changed)


def _changes(batch: list[Recorded]) -> following.Changes:
    return [
        (each.event, each.event.since or each.at) for each in batch if isinstance(each.event, InteractionStatusChanged)
    ]


@job(following.REQUEUE_JOB)
async def requeue_absent(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """Requeue what an agent left behind, or look again when their time is up."""
    async with db.transaction(org_id) as conn:
        left = await requeueing.requeue_absent(conn, org_id, UUID(payload["agent_id"]), sorted(following.GONE))
        if left is not None:
            await enqueue(conn, org_id, following.REQUEUE_JOB, payload, delay=timedelta(seconds=left))


@job(following.WRAP_UP_JOB)
async def end_wrap_up(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """End a wrap-up whose time is up, or look again when it is."""
    async with db.transaction(org_id) as conn:
        left = await following.end_wrap_up(conn, org_id, UUID(payload["interaction_id"]))
        if left is not None:
            await enqueue(conn, org_id, following.WRAP_UP_JOB, payload, delay=timedelta(seconds=left))


@every(seconds=3600, name="routing.estimates.forget")
async def forget(db: Database, org_id: UUID) -> None:
    """What customers were told long ago is not kept."""
    await forget_estimates(db, org_id)


REACTIONS: list[Reaction] = [finished, wrap_up, conversations, estimates, absent, *RULES_REACTIONS]
JOBS: list[Job] = [requeue_absent, end_wrap_up, *RULES_JOBS]
PERIODIC: list[Periodic] = [forget, *RULES_PERIODIC]
