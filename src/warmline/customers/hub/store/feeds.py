"""The queries of feeds and their runs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.hub.model import Counts, Feed, FeedRun, RowProblem
from warmline.customers.hub.store.sql import SQL
from warmline.kit.db import Conn


def _feed(row: Any) -> Feed:
    return msgspec.convert(dict(row), Feed)


def _run(row: Any) -> FeedRun:
    return msgspec.convert(dict(row), FeedRun)


async def feed_organization(conn: Conn, feed_id: UUID) -> UUID | None:
    found: UUID | None = await SQL.feed_organization(conn, id=feed_id)
    return found


async def insert_feed(conn: Conn, org_id: UUID, **values: Any) -> Feed | None:
    """None where the code is taken."""
    row = await SQL.insert_feed(conn, org_id=org_id, **values)
    return _feed(row) if row else None


async def feeds_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Feed]:
    return [_feed(row) for row in await SQL.feeds_by_id(conn, org_id=org_id, ids=list(ids))]


async def list_feeds(conn: Conn, org_id: UUID, *, after: str | None, size: int) -> list[Feed]:
    return [_feed(row) for row in await SQL.list_feeds(conn, org_id=org_id, after=after, size=size)]


async def lock_feed(conn: Conn, org_id: UUID, feed_id: UUID) -> Feed | None:
    row = await SQL.lock_feed(conn, org_id=org_id, id=feed_id)
    return _feed(row) if row else None


async def update_feed(conn: Conn, org_id: UUID, feed: Feed) -> None:
    await SQL.update_feed(
        conn,
        org_id=org_id,
        id=feed.id,
        name=feed.name,
        mapping=feed.mapping,
        encoding=feed.encoding,
        priority=feed.priority,
        adopts=feed.adopts,
        active=feed.active,
    )


async def set_feed_secret(conn: Conn, org_id: UUID, feed_id: UUID, secret: bytes) -> None:
    await SQL.set_feed_secret(conn, org_id=org_id, id=feed_id, secret=secret)


async def insert_run(
    conn: Conn, org_id: UUID, run_id: UUID, *, feed_id: UUID, origin: str, started_by: str, at: datetime
) -> None:
    await SQL.insert_run(
        conn, org_id=org_id, id=run_id, feed_id=feed_id, origin=origin, started_by=started_by, started_at=at
    )


async def count_run(conn: Conn, org_id: UUID, run_id: UUID, counts: Counts, finished_at: datetime | None) -> None:
    await SQL.count_run(conn, org_id=org_id, id=run_id, finished_at=finished_at, **msgspec.structs.asdict(counts))


async def runs_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[FeedRun]:
    return [_run(row) for row in await SQL.runs_by_id(conn, org_id=org_id, ids=list(ids))]


async def last_runs(conn: Conn, org_id: UUID, feed_ids: Collection[UUID]) -> dict[UUID, FeedRun]:
    """By feed; without those that never delivered."""
    runs = [_run(row) for row in await SQL.last_runs(conn, org_id=org_id, feed_ids=list(feed_ids))]
    return {each.feed_id: each for each in runs}


async def list_runs(conn: Conn, org_id: UUID, feed_id: UUID, *, before: UUID | None, size: int) -> list[FeedRun]:
    rows = await SQL.list_runs(conn, org_id=org_id, feed_id=feed_id, before=before, size=size)
    return [_run(row) for row in rows]


async def insert_problems(conn: Conn, org_id: UUID, run_id: UUID, problems: Sequence[RowProblem], first: int) -> None:
    """``first`` is how many problems of the run were kept before; it keeps those of one row apart."""
    await SQL.insert_problems(
        conn,
        org_id=org_id,
        run_id=run_id,
        numbers=[each.row for each in problems],
        positions=list(range(first, first + len(problems))),
        keys=[each.key for each in problems],
        refused=[each.refused for each in problems],
        problems=[each.problem for each in problems],
    )


async def list_problems(
    conn: Conn, org_id: UUID, run_id: UUID, *, after: tuple[int, int] | None, size: int
) -> list[tuple[int, RowProblem]]:
    """With the position of each, for the cursor."""
    row, position = after or (None, None)
    rows = await SQL.list_problems(
        conn, org_id=org_id, run_id=run_id, after_row=row, after_position=position, size=size
    )
    return [
        (
            each["position"],
            RowProblem(
                row=each["row_number"], key=each["external_key"], refused=each["refused"], problem=each["problem"]
            ),
        )
        for each in rows
    ]


async def organization_defaults(conn: Conn, org_id: UUID) -> tuple[str | None, str]:
    """The country of telephone numbers, and the time zone."""
    row = await SQL.organization_defaults(conn, org_id=org_id)
    return row["phone_region"], row["time_zone"]
