"""The queries of search. None asks who may see what: actions do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.db import Conn
from warmline.kit.sql import load
from warmline.search.model import Filter

SQL = load("warmline.search")
# The newest of the messages of one conversation of which an excerpt is made.
MOST_MESSAGES = 200
Key = tuple[datetime, UUID]


async def searchable(conn: Conn, org_id: UUID, ids: Sequence[UUID], *, longest: int) -> list[Any]:
    """All that can be searched of these interactions."""
    found: list[Any] = await SQL.searchable(conn, org_id=org_id, ids=list(ids), longest=longest)
    return found


async def write_lines(
    conn: Conn, org_id: UUID, lines: Sequence[tuple[UUID, datetime, str, int, Sequence[UUID]]]
) -> None:
    """Write what can be searched: id, beginning, words as a tsvector is written, of how many characters and of which
    messages."""
    ids, times, words, sizes, messages = zip(*lines, strict=True)
    await SQL.write_lines(
        conn,
        org_id=org_id,
        ids=list(ids),
        times=list(times),
        words=list(words),
        sizes=list(sizes),
        messages=[_array(each) for each in messages],
    )


async def characters_of(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Of how many characters the lines of these interactions were made; those without one, or where it is not known,
    are left out."""
    rows = await SQL.characters_of(conn, org_id=org_id, ids=list(ids))
    return {row["interaction_id"]: row["characters"] for row in rows}


async def said_now(conn: Conn, org_id: UUID, ids: Sequence[UUID], *, longest: int) -> list[Any]:
    """Those of these messages that are not in a line yet, as they can be searched, in their order."""
    found: list[Any] = await SQL.said_now(conn, org_id=org_id, ids=list(ids), longest=longest)
    return found


async def add_to_lines(conn: Conn, org_id: UUID, lines: Sequence[tuple[UUID, str, int, Sequence[UUID]]]) -> None:
    """Put words behind those of the lines that are there: id, words, characters, messages."""
    ids, words, sizes, messages = zip(*lines, strict=True)
    await SQL.add_to_lines(
        conn,
        org_id=org_id,
        ids=list(ids),
        words=list(words),
        sizes=list(sizes),
        messages=[_array(each) for each in messages],
    )


def _array(ids: Sequence[UUID]) -> str:
    """As PostgreSQL writes an array: one of arrays has to have parts of one length."""
    return "{" + ",".join(map(str, ids)) + "}"


async def interactions_of(conn: Conn, org_id: UUID, *, cases: set[UUID], customers: set[UUID]) -> set[UUID]:
    """The interactions of these cases and customers."""
    found: set[UUID] = set()
    if cases:
        found |= {row["id"] for row in await SQL.interactions_of_cases(conn, org_id=org_id, ids=list(cases))}
    if customers:
        found |= {row["id"] for row in await SQL.interactions_of_customers(conn, org_id=org_id, ids=list(customers))}
    return found


async def walk(
    conn: Conn, org_id: UUID, wanted: str, filters: Filter, before: Key | None, size: int
) -> list[tuple[Key, bool]]:
    """The newest interactions by the filter, and whether each has the words."""
    at, id_ = before or (None, None)
    rows = await SQL.walk(
        conn, org_id=org_id, wanted=wanted, before_at=at, before_id=id_, size=size, **msgspec.structs.asdict(filters)
    )
    return [((row["started_at"], row["id"]), row["found"]) for row in rows]


async def by_words(conn: Conn, wanted: str, filters: Filter, before: Key | None, size: int) -> list[Key]:
    """Interactions with the words, the newest first."""
    at, id_ = before or (None, None)
    rows = await SQL.by_words(
        conn, wanted=wanted, before_at=at, before_id=id_, size=size, **msgspec.structs.asdict(filters)
    )
    return [(row["started_at"], row["id"]) for row in rows]


async def ranks(conn: Conn, org_id: UUID, wanted: str, ids: Sequence[UUID]) -> dict[UUID, float]:
    """How much these interactions are about the words."""
    return {row["id"]: row["rank"] for row in await SQL.ranks(conn, org_id=org_id, wanted=wanted, ids=list(ids))}


async def facet_columns(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """By what these interactions can be filtered."""
    found: list[Any] = await SQL.facet_columns(conn, org_id=org_id, ids=list(ids))
    return found


async def shown(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """These interactions as they are shown."""
    return {row["interaction_id"]: row for row in await SQL.shown(conn, org_id=org_id, ids=list(ids))}


async def said(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """What was said in these interactions."""
    found: list[Any] = await SQL.said(conn, org_id=org_id, ids=list(ids), most=MOST_MESSAGES)
    return found
