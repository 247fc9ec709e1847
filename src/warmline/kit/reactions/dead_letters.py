"""Events that a reaction could not handle: shown, and run again when the cause is mended."""

from datetime import datetime
from uuid import UUID

import msgspec

from warmline.kit.db import Database
from warmline.kit.errors import NotFound, WarmlineError
from warmline.kit.events import SQL, Recorded
from warmline.kit.reactions.model import Reaction, registry
from warmline.kit.trouble import describe


class ReactionUnknown(WarmlineError):
    """The event failed in the reaction {reaction}, which this version does not have."""

    status = 409


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """The event at ``xact``-``seq`` failed in a reaction ``attempts`` times; ``error`` is the end of a traceback."""

    id: UUID
    reaction: str
    xact: int
    seq: int
    type: str
    error: str
    attempts: int
    failed_at: datetime


async def dead_letters(db: Database, org_id: UUID, *, before: UUID | None = None, limit: int = 100) -> list[DeadLetter]:
    """Those that wait for somebody, the latest first; ``before`` is the id of the last one of the page before."""
    async with db.transaction(org_id) as conn:
        rows = await SQL.dead_letters(conn, org_id=org_id, before=before, size=limit)
    return [DeadLetter(**row) for row in rows]


async def retry_dead_letter(db: Database, org_id: UUID, id_: UUID) -> None:
    """Handle that one event again. What goes wrong is raised, and the letter is kept with its new error."""
    try:
        async with db.transaction(org_id) as conn:
            row = await SQL.lock_dead_letter(conn, org_id=org_id, id=id_)
            if row is None:
                raise NotFound(kind="dead letter", id=id_)
            await _reaction(row["reaction"])(conn, org_id, [Recorded.read(row)])
            await SQL.resolve_dead_letter(conn, org_id=org_id, id=id_)
    except (NotFound, ReactionUnknown):
        raise
    except Exception as error:
        async with db.transaction(org_id) as conn:
            await SQL.keep_dead_letter(conn, org_id=org_id, id=id_, error=describe(error))
        raise


def _reaction(name: str) -> Reaction:
    if name not in registry:
        raise ReactionUnknown(reaction=name)
    return registry[name]
