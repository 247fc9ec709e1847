"""The worker: takes jobs from the queue, and keeps the rota of periodic work."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job as Row
from pgqueuer.domain.types import QueueEntrypoint

from warmline.kit.db import APPLICATION_ROLE, Database
from warmline.kit.events import SQL
from warmline.kit.jobs.model import Job, Periodic, RetryLater
from warmline.kit.jobs.rota import Rota
from warmline.kit.log import logger
from warmline.kit.migrate import job_queries
from warmline.kit.telemetry import JOBS_DONE, JOBS_FAILED
from warmline.kit.trouble import describe

BATCH = 10
# A job whose worker has been silent for so long is given to another.
SILENCE = timedelta(seconds=30)
# Seconds before the next try to reach the database, doubled up to the limit.
TROUBLE, TROUBLE_LIMIT = 0.1, 10.0
TIDY_SECONDS = 3600.0
# Seconds in which it is written down what became of jobs that were broken off.
NOTING = 10.0
POLL = 0.01

log = logger(__name__)


class JobFailed(Exception):
    """What is written down of a handler's exception: text that PostgreSQL can store."""


def _is_news(record: logging.LogRecord) -> bool:
    # We log failures ourselves, without the exception's text, which can hold what people wrote.
    return not str(record.msg).startswith("Exception while processing")


class Worker:
    """Does jobs and periodic work for all organisations. Any number may run, in any number of processes."""

    def __init__(
        self,
        db: Database,
        jobs: Sequence[Job],
        periodic: Sequence[Periodic] = (),
        *,
        concurrency: int = 20,
        grace: float = 20.0,
    ) -> None:
        """``concurrency`` is how many jobs run at once; ``grace`` is how many seconds a stop waits for what runs."""
        self._db = db
        self._jobs = {each.name: each for each in jobs}
        self._periodic = periodic
        self._concurrency = max(concurrency, 2 * BATCH)
        self._grace = grace
        self._handling: set[asyncio.Task[None]] = set()
        logging.getLogger("pgqueuer").addFilter(_is_news)

    async def run(self) -> None:
        """Work until cancelled; then finish what runs. What takes longer than the grace goes back into the queue."""
        troubles = 0
        while True:
            try:
                async with self._queries() as (queries, lost):
                    troubles = 0
                    await self._serve(queries, lost)
            except Exception as error:  # noqa: BLE001 - the database may be away for a while; jobs wait in it
                troubles += 1
                log.warning("worker_waits", error=type(error).__name__, times=troubles)
                await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))

    async def drain(self) -> None:
        """Do the jobs that are due now and those that they lead to, not those that are to wait."""
        names = [QueueEntrypoint(name) for name in self._jobs]
        async with self._queries() as (queries, _):
            # A manager writes down how its last jobs ended when it stops, so only then is it known what is due.
            while await queries.eligible_queued_work(names):
                await self._clear(queries, names)

    async def _clear(self, queries: Queries, names: list[QueueEntrypoint]) -> None:
        manager = self._manager(queries)
        running = asyncio.create_task(self._manage(manager))
        try:
            while not running.done():
                if not manager.job_context and not await queries.eligible_queued_work(names):
                    break
                await asyncio.sleep(POLL)
        finally:
            await self._finish(manager, running)
        await running

    @contextlib.asynccontextmanager
    async def _queries(self) -> AsyncIterator[tuple[Queries, asyncio.Event]]:
        # One connection of its own listens, holds the locks of the rota, and speaks the library's JSON.
        conn = await asyncpg.connect(
            self._db.dsn,
            server_settings={"role": APPLICATION_ROLE, "timezone": "UTC", "application_name": "warmline jobs"},
        )
        lost = asyncio.Event()
        conn.add_termination_listener(lambda _: lost.set())
        try:
            yield job_queries(conn), lost
        finally:
            await conn.close(timeout=5)

    def _manager(self, queries: Queries) -> QueueManager:
        manager = QueueManager(queries)
        for each in self._jobs.values():
            manager.entrypoint(each.name, accepts_context=False, on_failure="hold")(self._entrypoint(each))
        return manager

    async def _manage(self, manager: QueueManager) -> None:
        await manager.run(
            batch_size=BATCH,
            max_concurrent_tasks=self._concurrency,
            heartbeat_timeout=SILENCE,
            shutdown_on_listener_failure=True,
        )

    async def _serve(self, queries: Queries, lost: asyncio.Event) -> None:
        async def lead(name: str) -> bool:
            rows = await queries.driver.fetch(SQL.try_lead.sql, name)
            return bool(next(iter(rows[0].values())))

        manager, rota = self._manager(queries), Rota(self._db, self._periodic, lead)
        running = asyncio.create_task(self._manage(manager))
        keeping = asyncio.create_task(rota.run())
        watching = asyncio.create_task(lost.wait())
        tidying = asyncio.create_task(self._tidy())
        try:
            done, _ = await asyncio.wait({running, keeping, watching}, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            watching.cancel()
            tidying.cancel()
            rota.stop()
            await self._finish(manager, running)
            await self._end(keeping, within=self._grace)

    async def _finish(self, manager: QueueManager, running: asyncio.Task[None]) -> None:
        manager.shutdown.set()
        await asyncio.wait({running}, timeout=self._grace)
        for each in self._handling:
            each.cancel()
        await self._end(running, within=NOTING)

    async def _end(self, task: asyncio.Task[None], *, within: float) -> None:
        await asyncio.wait({task}, timeout=within)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            try:
                async with self._db.pool.acquire() as conn:
                    await SQL.forget_finished_jobs(conn)
                    await SQL.forget_job_statistics(conn)
            except Exception as error:  # noqa: BLE001 - an hour later is soon enough
                log.warning("tidy_failed", error=type(error).__name__)

    def _entrypoint(self, job: Job) -> Callable[[Row], Awaitable[None]]:
        async def entrypoint(row: Row) -> None:
            task = asyncio.create_task(self._handle(job, row), name=f"job {job.name}")
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
            await asyncio.wait({task})
            if task.cancelled():
                raise RetryRequested(reason="The worker stopped.")
            if error := task.exception():
                raise self._verdict(job, row, error) from None
            JOBS_DONE.labels(job.name).inc()

        return entrypoint

    async def _handle(self, job: Job, row: Row) -> None:
        org_id = UUID(str((row.headers or {})["org_id"]))
        await job(self._db, org_id, msgspec.json.decode(row.payload or b"", type=dict[str, Any]))

    def _verdict(self, job: Job, row: Row, error: BaseException) -> Exception:
        failures = row.attempts + 1
        given_up = failures >= job.attempts
        log.warning("job_failed", name=job.name, id=row.id, error=type(error).__name__, times=failures, last=given_up)
        if given_up:
            JOBS_FAILED.labels(job.name).inc()
            return JobFailed(describe(error))
        wait = error.after if isinstance(error, RetryLater) else job.wait(failures)
        return RetryRequested(wait, describe(error))
