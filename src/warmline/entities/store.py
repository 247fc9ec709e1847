"""The queries of patterns: one function per query."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.entities.model import EntityPattern, NewPattern
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.entities")
COLUMNS = EntityPattern.__struct_fields__
SET = ("label", "expression", "cues", "needs_cue", "confidence", "active")


def _pattern(row: Any) -> EntityPattern:
    return msgspec.convert({name: row[name] for name in COLUMNS}, EntityPattern)


async def patterns(
    conn: Conn, org_id: UUID, *, after: UUID | None, size: int, kind: str | None = None
) -> list[EntityPattern]:
    """A page, in the order in which they were made."""
    rows = await SQL.list_patterns(conn, org_id=org_id, after=after, size=size, kind=kind)
    return [_pattern(row) for row in rows]


async def patterns_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[EntityPattern]:
    """These patterns."""
    return [_pattern(row) for row in await SQL.patterns_by_id(conn, org_id=org_id, ids=list(ids))]


async def active_patterns(conn: Conn, org_id: UUID) -> list[EntityPattern]:
    """All that are switched on."""
    return [_pattern(row) for row in await SQL.active_patterns(conn, org_id=org_id)]


async def version(conn: Conn, org_id: UUID) -> str:
    """A word that changes whenever a pattern does."""
    return str(await SQL.patterns_version(conn, org_id=org_id))


async def count_alone(conn: Conn, org_id: UUID) -> int:
    """How many there are; nobody else adds one before this transaction ends."""
    await SQL.lock_patterns(conn, org_id=org_id)
    return int(await SQL.count_patterns(conn, org_id=org_id))


async def insert_pattern(conn: Conn, org_id: UUID, new: NewPattern) -> EntityPattern | None:
    """The new pattern; None where one of that kind and label is there."""
    row = await SQL.insert_pattern(conn, org_id=org_id, **msgspec.structs.asdict(new))
    return _pattern(row) if row else None


async def lock_pattern(conn: Conn, org_id: UUID, pattern_id: UUID) -> EntityPattern | None:
    """One pattern, locked until commit, or None."""
    row = await SQL.lock_pattern(conn, org_id=org_id, id=pattern_id)
    return _pattern(row) if row else None


async def update_pattern(conn: Conn, org_id: UUID, pattern: EntityPattern) -> EntityPattern:
    """The pattern as it is now."""
    values = {name: getattr(pattern, name) for name in SET}
    return _pattern(await SQL.update_pattern(conn, org_id=org_id, id=pattern.id, **values))


async def delete_pattern(conn: Conn, org_id: UUID, pattern_id: UUID) -> None:
    """The pattern is gone."""
    await SQL.delete_pattern(conn, org_id=org_id, id=pattern_id)
