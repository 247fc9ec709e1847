"""A case's status: who it waits for, and whether it is settled."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.errors import CaseJoinedAway, CaseNotFound, CaseTransitionRefused
from warmline.interactions.events import CaseClosedForGood, CaseReopened, CaseResolved, CaseUpdated
from warmline.interactions.model import CASE_TRANSITIONS, CaseStatus
from warmline.interactions.store import writing
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

SETTLED = {CaseStatus.RESOLVED, CaseStatus.CLOSED}


def _told(before: CaseStatus, to: CaseStatus) -> type[Event]:
    if to is CaseStatus.RESOLVED:
        return CaseResolved
    if to is CaseStatus.CLOSED:
        return CaseClosedForGood
    return CaseReopened if before in SETTLED else CaseUpdated


async def case_becomes(conn: Conn, actor: Actor, case_id: UUID, to: CaseStatus, *, outcome: str | None = None) -> None:
    """Set the status of a case that the actor was let through to; nothing happens where it has it already."""
    row = await writing.lock_case(conn, actor.org_id, case_id)
    if row is None:
        raise CaseNotFound(id=case_id)
    if row["joined_into"]:
        raise CaseJoinedAway(id=case_id, into_id=row["joined_into"])
    before = CaseStatus(row["status"])
    if before is to:
        return
    if to not in CASE_TRANSITIONS[before]:
        raise CaseTransitionRefused(id=case_id, status=before.value, to=to.value)
    await writing.set_case_status(conn, actor.org_id, case_id, to.value, clock.now(), outcome)
    after = {"status": to.value, **({"outcome": outcome} if outcome else {})}
    event = _told(before, to)(
        case_id=case_id, customer_id=row["customer_id"], before={"status": before.value}, after=after
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
