"""What is asked of the event log beyond reading on: how far behind a reader is, and pages of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import structlog

from warmline.kit.db import Conn
from warmline.kit.events import SQL as LOG
from warmline.kit.events import Recorded
from warmline.kit.sql import load

SQL = load(__package__)
log = structlog.get_logger(__name__)


async def read_after(conn: Conn, org_id: UUID, place: tuple[int, int], *, limit: int) -> list[Recorded]:
    """Like ``kit.events.read_after``, but an event that this version cannot read is told of as one without fields, for
    nobody must miss the others because of it."""
    rows = await LOG.read_events(conn, org_id=org_id, xact=str(place[0]), seq=place[1], size=limit)
    return [_read(row) for row in rows]


def _read(row: Any) -> Recorded:
    try:
        return Recorded.read(row)
    except msgspec.ValidationError as error:
        log.error("event_unreadable", type=row["type"], seq=row["seq"], problem=str(error))
        return Recorded.read({**row, "type": "", "data": {}})


async def count_after(conn: Conn, org_id: UUID, place: tuple[int, int], limit: int) -> int:
    """Events after the place, at most the limit."""
    return int(await SQL.count_after(conn, org_id=org_id, xact=str(place[0]), seq=place[1], size=limit))


async def ages(conn: Conn, org_id: UUID, entities: Sequence[tuple[str, UUID]]) -> dict[tuple[str, UUID], float]:
    """Seconds since something was last logged about each case, interaction and customer. Of a customer counts what is
    about no case."""
    kinds, ids = [kind for kind, _ in entities], [id_ for _, id_ in entities]
    rows = await SQL.ages(conn, org_id=org_id, kinds=kinds, ids=ids)
    return {(row["kind"], row["id"]): max(0.0, round(row["age"], 3)) for row in rows}


async def list_events(
    conn: Conn, org_id: UUID, place: tuple[int, int], *, types: list[str] | None, with_people: bool, limit: int
) -> list[Any]:
    """Rows of the log after the place, in its order; events about accounts only ``with_people``."""
    found: list[Any] = await SQL.list_events(
        conn, org_id=org_id, xact=str(place[0]), seq=place[1], types=types, with_people=with_people, size=limit
    )
    return found
