"""Periodic work: each piece by one process at a time, for every organisation in turn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from warmline.kit.db import Database
from warmline.kit.events import SQL
from warmline.kit.jobs.model import Periodic
from warmline.kit.log import logger

# Organisations that one round serves at once.
ABREAST = 4

log = logger(__name__)
Lead = Callable[[str], Awaitable[bool]]


class Rota:
    """Runs periodic work until stopped. ``lead`` says whether this process leads in the work of that name."""

    def __init__(self, db: Database, periodic: Sequence[Periodic], lead: Lead) -> None:
        self._db = db
        self._periodic = periodic
        self._lead = lead
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End after the rounds under way."""
        self._stop.set()

    async def run(self) -> None:
        """Until stopped."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stop.wait())
            for each in self._periodic:
                group.create_task(self._keep(each), name=f"periodic {each.name}")

    async def _keep(self, each: Periodic) -> None:
        leads = False
        while not self._stop.is_set():
            leads = leads or await self._lead(each.name)
            if leads:
                await self._round(each)
            await self._rest(each.seconds)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return

    async def _round(self, each: Periodic) -> None:
        try:
            async with self._db.pool.acquire() as conn:
                rows = await SQL.organization_ids(conn)
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; the next round comes
            log.warning("periodic_waits", name=each.name, error=type(error).__name__)
            return
        abreast = asyncio.Semaphore(ABREAST)
        await asyncio.gather(*(self._serve(each, row["org_id"], abreast) for row in rows))

    async def _serve(self, each: Periodic, org_id: UUID, abreast: asyncio.Semaphore) -> None:
        async with abreast:
            if self._stop.is_set():
                return
            try:
                await each(self._db, org_id)
            except Exception as error:  # noqa: BLE001 - one organisation's trouble is not the others'
                log.error("periodic_failed", name=each.name, org_id=str(org_id), error=type(error).__name__)
