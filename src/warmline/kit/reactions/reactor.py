"""The reactor: notices new events, sends the readers that want them to work, and passes the others over."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn, Database
from warmline.kit.events import SQL
from warmline.kit.log import logger
from warmline.kit.reactions.model import Reaction, ShardsChanged
from warmline.kit.reactions.reader import TROUBLE, TROUBLE_LIMIT, Reader, Step
from warmline.kit.reactions.tide import Tide, Watch

# Seconds between looks for events of other processes; and once nothing has happened for QUIET seconds.
POLL, POLL_QUIET, QUIET = 0.02, 0.25, 60.0
SCAN = 1000
PATIENCE = 10

log = logger(__name__)
Place = tuple[int, int]
Key = tuple[UUID, str, int]


class Reactor:
    """Runs reactions over the event logs of all organisations. Any number may run, in any number of processes."""

    def __init__(self, db: Database, reactions: Sequence[Reaction], *, batch: int = 500, grace: float = 20.0) -> None:
        """``batch`` is how many events a reader looks at in one transaction; ``grace`` is how many seconds a stop waits
        for batches under way."""
        self._db = db
        self._reactions = {each.name: each for each in reactions}
        self._readers = sum(each.shards for each in reactions)
        self._batch = batch
        self._grace = grace
        # The other half of the pool is for requests.
        self._slots = asyncio.Semaphore(max(1, db.pool.get_max_size() // 2))
        self._running: dict[Key, tuple[Reader, asyncio.Task[Step]]] = {}
        self._wake = asyncio.Event()
        self._again = False

    async def run(self) -> None:
        """React until cancelled; then finish the batches under way."""
        leave = self._db.on_commit(self._wake.set)
        watch = Watch()
        busy_at = time.monotonic()
        troubles = 0
        try:
            while True:
                self._wake.clear()
                try:
                    if await self._look(watch):
                        busy_at = time.monotonic()
                    troubles = 0
                except ShardsChanged:
                    raise
                except Exception as error:  # noqa: BLE001 - the database may be away for a while; the log waits
                    troubles += 1
                    self._again = True
                    log.warning("reactor_waits", error=type(error).__name__, times=troubles)
                    await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))
                quiet = watch.settled and not self._again and time.monotonic() - busy_at > QUIET
                await self._rest(POLL_QUIET if quiet else POLL)
        finally:
            leave()
            await self._finish()

    async def drain(self, org_id: UUID | None = None, *, settle: float = 1.0) -> None:
        """Handle all that is committed now, and what that leads to, of one organisation or all.

        Events behind a transaction that stays open for longer than ``settle`` seconds are left.
        """
        fence, since = 0, time.monotonic()
        while True:
            tide = await Tide.read(self._db)
            fence = fence or tide.next
            if await self._sweep(org_id):
                fence, since = 0, time.monotonic()
            elif tide.oldest >= fence or time.monotonic() - since > settle:
                return
            else:
                await asyncio.sleep(POLL)

    async def _look(self, watch: Watch) -> bool:
        news = watch.news(await Tide.read(self._db))
        if news or self._again:
            self._again = False
            for org_id in await self._behind():
                for reader, key in await self._due(org_id):
                    self._start(reader, key)
        return news

    async def _rest(self, seconds: float) -> None:
        timer = asyncio.get_running_loop().call_later(seconds, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()

    async def _behind(self) -> list[UUID]:
        async with self._db.pool.acquire() as conn:
            rows = await SQL.organizations_behind(conn, reactions=list(self._reactions), readers=self._readers)
        return [row["org_id"] for row in rows]

    def _start(self, reader: Reader, key: Key) -> None:
        task = asyncio.create_task(reader.work(), name=f"reaction {key[1]}")
        self._running[key] = (reader, task)
        task.add_done_callback(lambda done: self._ended(key, done))

    def _ended(self, key: Key, task: asyncio.Task[Step]) -> None:
        reader, _ = self._running.pop(key)
        if task.cancelled():
            return
        if task.result() is Step.BUSY:
            self._again = True
        elif reader.missed:
            self._again = True
            self._wake.set()

    async def _finish(self) -> None:
        tasks = [task for _, task in self._running.values()]
        for reader, _ in self._running.values():
            reader.stopped = True
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _sweep(self, org_id: UUID | None) -> bool:
        worked = False
        for each in [org_id] if org_id else await self._behind():
            self._again = False
            due = await self._due(each)
            steps = await asyncio.gather(*(reader.work(patience=PATIENCE) for reader, _ in due))
            worked = worked or bool(due) or self._again
            if Step.BUSY in steps:
                await asyncio.sleep(POLL)
        return worked

    async def _due(self, org_id: UUID) -> list[tuple[Reader, Key]]:
        """Readers that find something for them; the others are moved past what they do not want."""
        async with self._db.transaction(org_id) as conn:
            # What is passed over twice does no harm, so this need not reach the disk first.
            await conn.execute("set local synchronous_commit = off")
            places = await self._places(conn, org_id)
            due: list[tuple[Reader, Key]] = []
            for place, readers in places.items():
                due += await self._sift(conn, org_id, place, readers)
        return due

    async def _places(self, conn: Conn, org_id: UUID) -> dict[Place, list[tuple[Reaction, int]]]:
        rows = await SQL.list_readers(conn, org_id=org_id, reactions=list(self._reactions))
        if len(rows) != self._readers:
            await self._make(conn, org_id, rows)
            rows = await SQL.list_readers(conn, org_id=org_id, reactions=list(self._reactions))
        places: dict[Place, list[tuple[Reaction, int]]] = defaultdict(list)
        for row in rows:
            if running := self._running.get((org_id, row["reaction"], row["shard"])):
                running[0].missed = True
            else:
                places[row["xact"], row["seq"]].append((self._reactions[row["reaction"]], row["shard"]))
        return places

    async def _make(self, conn: Conn, org_id: UUID, rows: Iterable[Any]) -> None:
        found: dict[str, int] = defaultdict(int)
        for row in rows:
            found[row["reaction"]] += 1
        for each in self._reactions.values():
            if found[each.name] not in (0, each.shards):
                raise ShardsChanged(reaction=each.name, found=found[each.name], shards=each.shards)
        missing = [
            (each.name, n) for each in self._reactions.values() if not found[each.name] for n in range(each.shards)
        ]
        await SQL.make_readers(
            conn, org_id=org_id, reactions=[name for name, _ in missing], shards=[shard for _, shard in missing]
        )

    async def _sift(
        self, conn: Conn, org_id: UUID, place: Place, readers: list[tuple[Reaction, int]]
    ) -> list[tuple[Reader, Key]]:
        rows = await SQL.scan_events(conn, org_id=org_id, xact=str(place[0]), seq=place[1], size=SCAN)
        if not rows:
            return []
        kinds = {(row["type"], row["spread"]) for row in rows}
        due = [each for each in readers if any(each[0].wants(*kind, each[1]) for kind in kinds)]
        rest = [each for each in readers if each not in due]
        if rest:
            await self._pass_over(conn, org_id, rows[-1], rest)
        if rest and len(rows) == SCAN:
            self._again = True
            self._wake.set()
        return [
            (Reader(self._db, org_id, reaction, shard, self._slots, self._batch), (org_id, reaction.name, shard))
            for reaction, shard in due
        ]

    async def _pass_over(self, conn: Conn, org_id: UUID, end: Any, readers: list[tuple[Reaction, int]]) -> None:
        tag: str = await SQL.pass_over(
            conn,
            org_id=org_id,
            reactions=[reaction.name for reaction, _ in readers],
            shards=[shard for _, shard in readers],
            xact=str(end["xact"]),
            seq=end["seq"],
        )
        if int(tag.rpartition(" ")[2]) < len(readers):
            # Somebody else holds a cursor, and may have looked before these events were there.
            self._again = True
