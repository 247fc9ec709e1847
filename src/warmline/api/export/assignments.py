"""Which contact is in which case, and of which customer: one line each, for whoever measures that."""

from collections.abc import AsyncGenerator
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import note_export
from warmline.kit.db import Database
from warmline.kit.sql import load

SQL = load(__package__)
PREFETCH = 1000


class Assignment(msgspec.Struct, frozen=True):
    """``case`` is None where the contact belongs to none, as an automatic reply."""

    external_id: str
    case: UUID | None
    customer: UUID | None


async def assignments(db: Database, actor: Actor) -> AsyncGenerator[bytes, None]:
    """A line for each contact, in the order in which they were recorded."""
    actor.need("export")
    async with db.transaction(actor.org_id) as conn:
        await note_export(conn, actor, "assignments")
    async with db.snapshot(actor.org_id) as conn:
        async for row in conn.cursor(SQL.assignments.sql, actor.org_id, prefetch=PREFETCH):
            yield msgspec.json.encode(Assignment(*row)) + b"\n"
