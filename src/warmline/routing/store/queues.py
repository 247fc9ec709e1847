"""Queues, and what waits in them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.calendars import change_after, hours_of
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing.model import (
    QueueLoad,
    QueueView,
    WaitingItem,
)
from warmline.routing.store.sql import SQL, shown


async def insert_queue(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A new queue; raises asyncpg's UniqueViolationError where its code is taken."""
    await SQL.insert_queue(conn, org_id=org_id, **values)


async def lock_queue(conn: Conn, org_id: UUID, queue_id: UUID) -> Any:
    """A queue with its ``team_ids``, locked until commit; None where there is none."""
    return await SQL.lock_queue(conn, org_id=org_id, id=queue_id)


async def change_queue(conn: Conn, org_id: UUID, queue_id: UUID, **values: Any) -> None:
    """Set a queue's fields."""
    await SQL.change_queue(conn, org_id=org_id, id=queue_id, **values)


async def set_queue_teams(conn: Conn, org_id: UUID, queue_id: UUID, team_ids: Sequence[UUID]) -> None:
    """Set who serves a queue."""
    await SQL.set_queue_teams(conn, org_id=org_id, queue_id=queue_id, team_ids=list(team_ids))


async def unknown_teams(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[UUID]:
    """Those of the ids that are no team's."""
    return [row["id"] for row in await SQL.unknown_teams(conn, org_id=org_id, ids=list(ids))]


async def queues(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[QueueView]:
    """These queues: all, or those that the actor's teams serve."""
    rows = await SQL.queues_by_id(
        conn, org_id=actor.org_id, ids=list(ids), all=all_of_them, team_ids=list(actor.team_ids)
    )
    return await _with_hours(conn, actor.org_id, rows)


async def list_queues(conn: Conn, actor: Actor, *, all_of_them: bool, after: str | None, size: int) -> list[QueueView]:
    """A page of queues by code."""
    rows = await SQL.list_queues(
        conn, org_id=actor.org_id, all=all_of_them, team_ids=list(actor.team_ids), after=after, size=size
    )
    return await _with_hours(conn, actor.org_id, rows)


async def _with_hours(conn: Conn, org_id: UUID, rows: Sequence[Any]) -> list[QueueView]:
    """Queues as they are shown, each open or closed by its calendar at this moment."""
    at = clock.now()
    kept = await hours_of(conn, org_id, sorted({row["calendar_id"] for row in rows if row["calendar_id"]}))
    now = {id_: change_after(hours, at) for id_, hours in kept.items()}
    found = []
    for row in rows:
        opened, opens_at, closes_at = now.get(row["calendar_id"], (True, None, None))
        times = {"open": opened, "opens_at": opens_at, "closes_at": closes_at}
        found.append(msgspec.convert({**row, **times}, QueueView))
    return found


async def count_waiting(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[QueueLoad]:
    """How much waits in these queues."""
    return shown(await SQL.count_waiting(conn, org_id=org_id, ids=list(ids)), QueueLoad)


async def waiting_in_queue(
    conn: Conn, org_id: UUID, queue_id: UUID, *, after: tuple[float, UUID] | None, size: int
) -> list[Any]:
    """A page of waiting work in its order, with each one's ``key`` in that order."""
    key, id_ = after or (None, None)
    found: list[Any] = await SQL.waiting_in_queue(
        conn, org_id=org_id, queue_id=queue_id, after_key=key, after_id=id_, size=size
    )
    return found


def waiting_item(row: Any, score: dict[str, float]) -> WaitingItem:
    """A row of ``waiting_in_queue`` as it is shown."""
    fields = {name: row[name] for name in WaitingItem.__struct_fields__ if name != "score"}
    return WaitingItem(**fields, score=score)


async def queue_teams(conn: Conn, org_id: UUID, queue_id: UUID) -> frozenset[UUID]:
    """Who serves a queue; empty where everybody does."""
    return frozenset(await SQL.queue_teams(conn, org_id=org_id, queue_id=queue_id))
