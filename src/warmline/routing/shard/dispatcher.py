"""The dispatcher: leads the shards of all organisations, or stands by for whoever does."""

import asyncio
import time
from uuid import UUID

from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.events import SQL
from warmline.kit.leases import Lease, LeaseLost, Leases
from warmline.kit.log import logger
from warmline.kit.reactions.tide import Tide, Watch
from warmline.kit.telemetry import ROUTING_LEADS, ROUTING_TAKEOVERS, WAITING
from warmline.kit.trouble import transient
from warmline.routing.shard.shard import Shard

NAME = "routing"
# Seconds that a lease lasts, and between looks at ours and for free ones: after a crash another process leads in less
# than two seconds.
LEASE, LOOK = 1.5, 0.3
# Seconds between looks for events of other processes; and once nothing can come into sight.
POLL, POLL_QUIET = 0.02, 0.25
# A shard sleeps no longer and no shorter than this.
LONGEST, SHORTEST = 1.0, 0.005
TROUBLE, TROUBLE_LIMIT = 0.1, 30.0
# Shards that are opened at once; the others wait for their turn.
OPENING = 4
# Up to so many shards are woken by any commit of this process, without asking whose it was.
FEW = 4

log = logger(__name__)


class Dispatcher:
    """Routing for every organisation. Any number may run, in any number of processes: each organisation is led by one
    of them, and the others take over when that one dies."""

    def __init__(self, db: Database, *, lease_seconds: float = LEASE, grace: float = 20.0) -> None:
        """``grace`` is how many seconds a stop waits for what is being committed."""
        self._db, self._seconds, self._grace = db, lease_seconds, grace
        self.shards: dict[UUID, Shard] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._wakes: dict[UUID, asyncio.Event] = {}
        self._failures: dict[UUID, int] = {}
        self._resting: dict[UUID, float] = {}
        self._opening = asyncio.Semaphore(OPENING)
        self._news = asyncio.Event()
        self._stopped = False

    async def run(self) -> None:
        """Lead and stand by until cancelled; then finish what is being committed and give up all leases, so that others
        lead at once."""
        self._stopped = False
        leases = await Leases.open(self._db.dsn, NAME, seconds=self._seconds)
        leave = self._db.on_commit(self._committed)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep(leases), name="routing leases")
                tasks.create_task(self._follow(), name="routing news")
        finally:
            leave()
            await self._finish()
            await leases.close()

    def _committed(self) -> None:
        self._news.set()
        if len(self._wakes) <= FEW:
            for each in self._wakes.values():
                each.set()

    async def _keep(self, leases: Leases) -> None:
        """Renew what is ours, and take what is free."""
        troubles = 0
        while True:
            try:
                for lost in await leases.renew():
                    self._give_up(lost)
                await self._take_free(leases)
                troubles = 0
            except Exception as error:  # noqa: BLE001 - the database may be away for a while; leases run out meanwhile
                troubles += 1
                log.warning("routing_waits", error=type(error).__name__, times=troubles)
                await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))
            ROUTING_LEADS.set(len(self.shards))
            WAITING.set(sum(len(each.floor.tasks) for each in self.shards.values()))
            await asyncio.sleep(LOOK)

    async def _take_free(self, leases: Leases) -> None:
        began = time.monotonic()
        for org_id in await leases.free():
            if org_id in self._tasks or self._resting.get(org_id, 0.0) > began:
                continue
            lease = await leases.take(org_id)
            if lease:
                self._tasks[org_id] = asyncio.create_task(self._lead(leases, lease), name="routing shard")
            if time.monotonic() - began > LOOK:
                # What is ours has to be renewed first.
                return

    def _give_up(self, lost: Lease) -> None:
        shard = self.shards.get(lost.org_id)
        if shard and shard.lease == lost:
            log.warning("routing_lost", org_id=str(lost.org_id), epoch=lost.epoch)
            self._tasks[lost.org_id].cancel()

    async def _lead(self, leases: Leases, lease: Lease) -> None:
        org_id = lease.org_id
        shard = Shard(lease)
        wake = self._wakes[org_id] = asyncio.Event()
        try:
            async with self._opening:
                await shard.begin(self._db)
            self.shards[org_id] = shard
            ROUTING_TAKEOVERS.inc()
            await self._work(shard, wake)
        except LeaseLost:
            log.warning("routing_lost", org_id=str(org_id), epoch=lease.epoch)
        except Exception as error:  # noqa: BLE001 - one organisation's trouble is not that of the others; it is opened anew
            self._rest_from(org_id, error)
        finally:
            for each in (self.shards, self._wakes, self._tasks):
                each.pop(org_id, None)
            await leases.release([lease])

    async def _work(self, shard: Shard, wake: asyncio.Event) -> None:
        while not self._stopped:
            wake.clear()
            if await shard.turn(self._db):
                await asyncio.sleep(0)
                continue
            self._failures.pop(shard.org_id, None)
            moment = shard.next_time()
            seconds = LONGEST if moment is None else min(LONGEST, moment - clock.now().timestamp())
            await _wait(wake, max(SHORTEST, seconds))

    def _rest_from(self, org_id: UUID, error: Exception) -> None:
        """The shard is void. It is opened anew, by whoever is first; here after a while that grows."""
        times = self._failures[org_id] = self._failures.get(org_id, 0) + 1
        self._resting[org_id] = time.monotonic() + min(TROUBLE * 2**times, TROUBLE_LIMIT)
        if transient(error):
            log.warning("routing_again", org_id=str(org_id), error=type(error).__name__, times=times)
        else:
            log.error("routing_failed", org_id=str(org_id), times=times, exc_info=error)

    async def _follow(self) -> None:
        """Wake the shards whose organisations have news from other processes."""
        watch, troubles = Watch(), 0
        while True:
            self._news.clear()
            try:
                if self.shards and watch.news(await Tide.read(self._db)):
                    await self._wake()
                troubles = 0
            except Exception as error:  # noqa: BLE001 - the database may be away for a while; the log waits
                troubles += 1
                log.warning("routing_news_wait", error=type(error).__name__, times=troubles)
                await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))
            await _wait(self._news, POLL_QUIET if watch.settled or not self.shards else POLL)

    async def _wake(self) -> None:
        places = {org_id: shard.cursor for org_id, shard in self.shards.items()}
        async with self._db.pool.acquire() as conn:
            rows = await SQL.organizations_with_news(
                conn,
                orgs=list(places),
                xacts=[str(xact) for xact, _ in places.values()],
                seqs=[seq for _, seq in places.values()],
            )
        for row in rows:
            wake = self._wakes.get(row["org_id"])
            if wake:
                wake.set()

    async def _finish(self) -> None:
        self._stopped = True
        for each in self._wakes.values():
            each.set()
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        ROUTING_LEADS.set(0)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    timer = asyncio.get_running_loop().call_later(seconds, event.set)
    try:
        await event.wait()
    finally:
        timer.cancel()
