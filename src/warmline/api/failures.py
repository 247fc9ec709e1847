"""What failed in the background and was kept, over HTTP: reactions to events and jobs. Deliveries are at /envelopes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from warmline.accounts import Actor
from warmline.channels import EnvelopeCount, FailureReason, count_unsent, envelope_counts, failure_reasons
from warmline.kit.errors import NotFound
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor
from warmline.kit.jobs import failed_jobs, retry_job
from warmline.kit.reactions import dead_letters, retry_dead_letter

TAGS = ["operations"]
READ, RETRY = "envelope.read", "envelope.retry"
# Failures beyond this many are not counted one by one.
MOST = 1000


class DeadLetterView(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a reaction could not handle."""

    id: UUID
    reaction: str
    type: str
    error: str
    attempts: int
    failed_at: datetime


class FailedJobView(msgspec.Struct, frozen=True, kw_only=True):
    """A job that was given up. ``payload`` holds identifiers only."""

    id: int
    name: str
    payload: dict[str, Any] | None
    attempts: int
    error: str
    failed_at: datetime


class Failures(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for somebody: counts, and why deliveries failed. ``more_jobs`` and ``more_letters`` say that there are
    more than the counts, which stop at a thousand."""

    envelopes: list[EnvelopeCount]
    reasons: list[FailureReason]
    unsent: int
    jobs: int
    more_jobs: bool
    letters: int
    more_letters: bool


@get("/failures", operation_id="get_failures", tags=TAGS)
async def get_failures(db: Db, actor: NamedDependency[Actor]) -> Failures:
    """How much failed and was kept, and why."""
    actor.need(READ)
    async with db.transaction(actor.org_id) as conn:
        envelopes, reasons = await envelope_counts(conn, actor), await failure_reasons(conn, actor)
        unsent = await count_unsent(conn, actor)
    jobs = len(await failed_jobs(db, actor.org_id, limit=MOST + 1))
    letters = len(await dead_letters(db, actor.org_id, limit=MOST + 1))
    return Failures(
        envelopes=envelopes,
        reasons=reasons,
        unsent=unsent,
        jobs=min(jobs, MOST),
        more_jobs=jobs > MOST,
        letters=min(letters, MOST),
        more_letters=letters > MOST,
    )


@get("/dead-letters", operation_id="list_dead_letters", tags=TAGS)
async def list_dead_letters(
    db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None
) -> Page[DeadLetterView]:
    """Events that a reaction gave up on, the latest first."""
    actor.need(READ)
    key = read_cursor(after, tuple[UUID])
    found = await dead_letters(db, actor.org_id, before=key[0] if key else None, limit=limit + 1)
    views = [msgspec.convert(each, DeadLetterView, from_attributes=True) for each in found]
    return page(views, limit, key=lambda each: (each.id,))


@post("/dead-letters/{letter_id:uuid}/retry", operation_id="retry_dead_letter", tags=TAGS, status_code=204)
async def retry_letter(db: Db, actor: NamedDependency[Actor], letter_id: FromPath[UUID]) -> None:
    """Have the reaction handle that one event again. Where it fails again, it is kept with its new error."""
    actor.need(RETRY)
    await retry_dead_letter(db, actor.org_id, letter_id)


@get("/failed-jobs", operation_id="list_failed_jobs", tags=TAGS)
async def list_failed_jobs(
    db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None
) -> Page[FailedJobView]:
    """Jobs that were given up, the latest first."""
    actor.need(READ)
    key = read_cursor(after, tuple[int])
    found = await failed_jobs(db, actor.org_id, before=key[0] if key else None, limit=limit + 1)
    views = [msgspec.convert(each, FailedJobView, from_attributes=True) for each in found]
    return page(views, limit, key=lambda each: (each.id,))


@post("/failed-jobs/{job_id:str}/retry", operation_id="retry_failed_job", tags=TAGS, status_code=204)
async def retry_failed_job(db: Db, actor: NamedDependency[Actor], job_id: FromPath[str]) -> None:
    """Put the job back into the queue, as if it had never been tried."""
    actor.need(RETRY)
    if not (job_id.isascii() and job_id.isdecimal() and len(job_id) < 19):
        raise NotFound(kind="failed job", id=job_id)
    await retry_job(db, actor.org_id, int(job_id))


FAILURES = [get_failures, list_dead_letters, retry_letter, list_failed_jobs, retry_failed_job]
