"""Putting jobs into the queue, and seeing to those that failed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from pgqueuer.domain.settings import DBSettings

from warmline.kit.db import Conn, Database
from warmline.kit.errors import Conflict, NotFound
from warmline.kit.events import SQL
from warmline.kit.jobs.model import registry
from warmline.kit.migrate import QUEUE_SCHEMA

# Where a key is taken, the job is already waiting, and that is success.
ENQUEUE = QueryQueueBuilder(DBSettings(db_schema=QUEUE_SCHEMA)).build_enqueue_query("skip")


class JobWaits(Conflict):
    """The same work as job {id} is already in the queue."""


class FailedJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job that was given up after ``attempts``; ``error`` is the end of the last traceback. ``payload`` is None where
    it cannot be read."""

    id: int
    name: str
    payload: dict[str, Any] | None
    attempts: int
    error: str
    failed_at: datetime


async def enqueue(
    conn: Conn,
    org_id: UUID,
    name: str,
    payload: dict[str, Any],
    *,
    delay: timedelta = timedelta(0),
    key: str | None = None,
) -> int | None:
    """Have a job done once this transaction has committed, not before ``delay`` has passed.

    While a job with the same ``key`` waits or runs, another is not taken; the answer is then None, else the job's id.
    The queue is not behind row-level security: put identifiers in the payload, and nothing that people wrote.
    """
    if name not in registry:
        raise KeyError(f"There is no job called {name}.")
    dedupe = None if key is None else f"{org_id}:{name}:{key}"
    headers = {"org_id": org_id}
    rows = await conn.fetch(ENQUEUE, [0], [name], [msgspec.json.encode(payload)], [delay], [dedupe], [headers])
    return rows[0]["id"] if rows else None


async def failed_jobs(db: Database, org_id: UUID, *, before: int | None = None, limit: int = 100) -> list[FailedJob]:
    """Jobs that were given up, the latest first; ``before`` is the id of the last one of the page before."""
    async with db.transaction(org_id) as conn:
        rows = await SQL.failed_jobs(conn, org_id=org_id, before=before, size=limit)
    return [
        FailedJob(
            id=row["id"],
            name=row["name"],
            payload=_read(row["payload"]),
            attempts=row["attempts"],
            error=(row["problem"] or {}).get("exception_message", ""),
            failed_at=row["failed_at"],
        )
        for row in rows
    ]


def _read(payload: bytes) -> dict[str, Any] | None:
    try:
        return msgspec.json.decode(payload, type=dict[str, Any])
    except msgspec.MsgspecError:
        return None


async def retry_job(db: Database, org_id: UUID, id_: int) -> None:
    """Put a failed job back into the queue, as if it had never been tried."""
    try:
        async with db.transaction(org_id) as conn:
            found = await SQL.requeue_job(conn, org_id=org_id, id=id_)
    except asyncpg.UniqueViolationError as error:
        raise JobWaits(id=id_) from error
    if found is None:
        raise NotFound(kind="failed job", id=id_)
