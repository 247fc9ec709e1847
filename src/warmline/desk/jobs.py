"""What follows from events: snoozes end, and followers have something to look at."""

from typing import Any
from uuid import UUID

from warmline.accounts import system
from warmline.desk.actions.following import note_moves
from warmline.desk.actions.snoozing import WAKE_JOB, wake_answered, wake_due
from warmline.desk.actions.sweeping import sweep
from warmline.desk.notices.jobs import REACTIONS as NOTICES
from warmline.interactions import (
    CaseClosedForGood,
    CaseJoined,
    CaseReopened,
    CaseResolved,
    CaseSplit,
    CaseUpdated,
    InteractionStarted,
    InteractionStatusChanged,
    MessageReceived,
    NoteAdded,
    ReplyQueued,
)
from warmline.kit.db import Conn, Database
from warmline.kit.events import Event, Recorded
from warmline.kit.jobs import Job, Periodic, every, job
from warmline.kit.reactions import Reaction, reacts_to

# What moves a case for those who follow it. How a contact goes through queues and offers is not among it.
MOVES: tuple[type[Event], ...] = (
    CaseClosedForGood,
    CaseJoined,
    CaseReopened,
    CaseResolved,
    CaseSplit,
    CaseUpdated,
    InteractionStarted,
    MessageReceived,
    NoteAdded,
    ReplyQueued,
)
# Of the changes of status, these two are for followers, too.
ENDS = frozenset({"resolved", "reopened"})


@reacts_to(MessageReceived, name="desk.answered")
async def answered(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """A customer's message ends every snooze of its contact."""
    heard = {id_: each.at for each in batch if (id_ := each.event.interaction_id) is not None}
    await wake_answered(conn, system(org_id, "desk"), heard)


@reacts_to(*MOVES, InteractionStatusChanged, name="desk.moved")
async def moved(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Followers of a case that moved have something to look at."""
    matter = [each for each in batch if _matters(each.event)]
    moves = [(case_id, each.actor, each.at) for each in matter if (case_id := each.event.case_id) is not None]
    await note_moves(conn, org_id, moves)


def _matters(event: Event) -> bool:
    return not isinstance(event, InteractionStatusChanged) or event.to_status in ENDS


@job(WAKE_JOB)
async def wake(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """A snoozed contact is back at its time."""
    async with db.transaction(org_id) as conn:
        await wake_due(conn, system(org_id, "desk"), UUID(payload["snooze_id"]))


@every(seconds=3600, name="desk.sweep")
async def forget(db: Database, org_id: UUID) -> None:
    """What was read long ago is not kept."""
    await sweep(db, org_id)


REACTIONS: list[Reaction] = [answered, moved, *NOTICES]
JOBS: list[Job] = [wake]
PERIODIC: list[Periodic] = [forget]
