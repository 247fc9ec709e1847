"""What runs in the background, watched: what falls over is started again, and readiness tells."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from warmline import governance, routing
from warmline.app.program import Program
from warmline.app.slices import JOBS, PERIODIC, REACTIONS
from warmline.kit.db import Database
from warmline.kit.events import SQL
from warmline.kit.jobs import Worker
from warmline.kit.log import logger
from warmline.kit.reactions import Reactor

# Seconds before what fell over is started again: doubled each time, up to the limit.
TROUBLE, TROUBLE_LIMIT = 0.5, 60.0
# Who has run for so long is healthy again.
STEADY = 120.0

log = logger(__name__)
Work = Callable[[], Awaitable[None]]


class Running:
    """The background work of this process, by name."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._problems: dict[str, str] = {}

    def start(self, name: str, work: Work) -> None:
        """Begin, and keep it going until ``stop``."""
        self._tasks[name] = asyncio.create_task(self._keep(name, work), name=name)

    def problems(self) -> dict[str, str]:
        """What does not run, and why; for the readiness check."""
        return dict(self._problems)

    async def stop(self, *names: str, grace: float) -> None:
        """End these, or all: each finishes what it has begun, within ``grace`` seconds."""
        tasks = [self._tasks.pop(name) for name in names or tuple(self._tasks) if name in self._tasks]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for task in tasks:
            if not task.done():
                log.error("stopped_too_late", name=task.get_name(), seconds=grace)

    async def _keep(self, name: str, work: Work) -> None:
        loop = asyncio.get_running_loop()
        troubles = 0
        while True:
            began = loop.time()
            try:
                await work()
                return
            except Exception as error:
                troubles = 0 if loop.time() - began > STEADY else troubles
                wait = min(TROUBLE * 2**troubles, TROUBLE_LIMIT)
                troubles += 1
                self._problems[name] = f"fell over ({type(error).__name__}) and is started again"
                log.exception("background_fell_over", name=name, seconds=wait)
            await asyncio.sleep(wait)
            # Until it falls over again it counts as running.
            self._problems.pop(name, None)


@asynccontextmanager
async def runtime(
    program: Program, *, sockets: bool = True, work: bool = True, connectors: bool = True
) -> AsyncIterator[Running]:
    """Run the program's background work for as long as this is open, then finish what it has begun.

    ``sockets`` feeds live sockets, which a process without a web server does not have. ``work`` is reactions, jobs,
    periodic work, routing and reading deliveries in; any number of processes may do it side by side, and of routing
    one leads each organisation while the others stand by. ``connectors`` is pollers
    and listeners of channels: one process at a time, for they take ports and mailboxes.
    """
    running = Running()
    grace = program.settings.shutdown_seconds
    if sockets:
        running.start("realtime", program.hub.run)
    if work:
        running.start("reactions", Reactor(program.db, REACTIONS, grace=grace).run)
        running.start("jobs", Worker(program.db, JOBS, PERIODIC, grace=grace).run)
        running.start("routing", routing.Dispatcher(program.db, grace=grace).run)
    if connectors:
        running.start("channels", program.channels.run)
    elif work:
        running.start("channels", program.channels.ingest.run)
    try:
        yield running
    finally:
        # First nothing more comes in; then what has come in is carried on; sockets hear of it to the last.
        await running.stop("channels", grace=grace)
        await program.channels.close()
        await running.stop("reactions", "jobs", "routing", grace=grace)
        await running.stop(grace=grace)
        if work:
            await _seal_last(program.db)


async def _seal_last(db: Database) -> None:
    try:
        await _seal(db)
    except Exception as error:  # noqa: BLE001 - the database may be gone; the next start seals
        log.warning("not_sealed", error=type(error).__name__)


async def drain(program: Program, org_id: UUID | None = None, *, jobs: bool = False) -> None:
    """Do everything that waits now, and what it leads to, of one organisation or all; for commands that are to be done
    when they return. With ``jobs`` that includes what talks to the outside. Events are sealed at the end."""
    await program.channels.ingest.drain(org_id)
    await _react(program.db, org_id)
    if jobs:
        await Worker(program.db, JOBS).drain()
        await _react(program.db, org_id)
    await _seal(program.db, org_id)


async def _react(db: Database, org_id: UUID | None) -> None:
    await Reactor(db, REACTIONS).drain(org_id)
    for each in await _organizations(db, org_id):
        await routing.settle(db, each)
    await Reactor(db, REACTIONS).drain(org_id)


async def _seal(db: Database, org_id: UUID | None = None) -> None:
    for each in await _organizations(db, org_id):
        await governance.seal_all(db, each)


async def _organizations(db: Database, org_id: UUID | None) -> list[UUID]:
    async with db.transaction(None) as conn:
        all_of_them = [row["org_id"] for row in await SQL.organization_ids(conn)]
    return [each for each in all_of_them if org_id in (None, each)]
