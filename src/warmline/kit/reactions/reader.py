"""One cursor at work: it takes batches until it has caught up, and puts aside what cannot be handled."""

import asyncio
import enum
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn, Database
from warmline.kit.events import SQL, Recorded
from warmline.kit.log import logger
from warmline.kit.reactions.model import Reaction
from warmline.kit.telemetry import REACTION_BATCH, REACTION_LAG, REACTIONS_FAILED
from warmline.kit.trouble import describe, transient

BATCH = 500
ATTEMPTS = 3
# Seconds before an event is tried again, doubled each time.
RETRY = 0.05
# Seconds before work goes on after trouble with the database, doubled up to the limit.
TROUBLE, TROUBLE_LIMIT = 0.05, 10.0

log = logger(__name__)


class Step(enum.Enum):
    """How a batch went."""

    MORE = "there may be more"
    DONE = "nothing is left"
    BUSY = "somebody else holds the cursor"


class CursorMoved(Exception):
    """A cursor was moved by who does not ask for its lock; what was done with the batch is rolled back."""


class Reader:
    """Follows the log of one organisation for one shard of a reaction."""

    def __init__(
        self, db: Database, org_id: UUID, reaction: Reaction, shard: int, slots: asyncio.Semaphore, batch: int = BATCH
    ) -> None:
        self.stopped = False
        self.missed = False
        self._db = db
        self._org_id = org_id
        self._reaction = reaction
        self._shard = shard
        self._slots = slots
        self._limit = batch
        self._size = batch
        self._failing: tuple[int, int] | None = None
        self._failures = 0

    async def work(self, *, patience: int | None = None) -> Step:
        """Take batches until nothing is left, or another process holds the cursor, or ``stopped`` is set.

        Trouble with the database is waited out; after ``patience`` times in a row it is raised.
        """
        troubles = 0
        while True:
            try:
                async with self._slots:
                    step = Step.MORE if self.stopped else await self._take()
            except CursorMoved:
                step = Step.BUSY
            except Exception as error:
                troubles += 1
                if patience is not None and troubles > patience:
                    raise
                log.warning("reaction_waits", reaction=self._reaction.name, error=type(error).__name__, times=troubles)
                await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))
                continue
            troubles = 0
            if step is not Step.MORE or self.stopped:
                return step

    async def _take(self) -> Step:
        wanted: list[Any] = []
        size = self._size
        began = time.perf_counter()
        try:
            async with self._db.transaction(self._org_id) as conn:
                place = await self._hold(conn)
                if place is None:
                    return Step.BUSY
                rows = await self._read(conn, place, size)
                if not rows:
                    return Step.DONE
                wanted = [row for row in rows if row["wanted"]]
                if wanted:
                    await self._reaction(conn, self._org_id, [Recorded.read(row) for row in wanted])
                await self._move(conn, place, rows[-1])
        except CursorMoved:
            raise
        except Exception as error:
            if transient(error) or not wanted:
                raise
            return await self._fail(error, wanted)
        if wanted:
            REACTION_BATCH.labels(self._reaction.name).observe(time.perf_counter() - began)
            REACTION_LAG.labels(self._reaction.name).observe((datetime.now(UTC) - wanted[0]["at"]).total_seconds())
        self._size = min(size * 2, self._limit)
        return Step.MORE if rows[0]["scanned"] >= size else Step.DONE

    async def _hold(self, conn: Conn) -> Any | None:
        """Where the cursor stands; ours until the end of the transaction. None while somebody else holds it."""
        cursor = {"org_id": self._org_id, "reaction": self._reaction.name, "shard": self._shard}
        if not await SQL.lock_reader(conn, **cursor):
            return None
        return await SQL.place_of_reader(conn, **cursor)

    async def _read(self, conn: Conn, place: Any, size: int) -> list[Any]:
        rows: list[Any] = await SQL.read_wanted(
            conn,
            org_id=self._org_id,
            xact=str(place["xact"]),
            seq=place["seq"],
            types=None if self._reaction.types is None else sorted(self._reaction.types),
            shards=self._reaction.shards,
            shard=self._shard,
            size=size,
        )
        return rows

    async def _move(self, conn: Conn, place: Any, row: Any) -> None:
        tag: str = await SQL.move_reader(
            conn,
            org_id=self._org_id,
            reaction=self._reaction.name,
            shard=self._shard,
            from_xact=str(place["xact"]),
            from_seq=place["seq"],
            xact=str(row["xact"]),
            seq=row["seq"],
        )
        if tag != "UPDATE 1":
            raise CursorMoved

    async def _fail(self, error: Exception, wanted: list[Any]) -> Step:
        if len(wanted) > 1:
            # One of them is bad: go on event by event, and grow again with each success.
            self._size = 1
            return Step.MORE
        event = wanted[0]
        place = (event["xact"], event["seq"])
        self._failures = self._failures + 1 if place == self._failing else 1
        self._failing = place
        if self._failures < ATTEMPTS:
            await asyncio.sleep(RETRY * 2**self._failures)
            return Step.MORE
        return await self._bury(error, event, place)

    async def _bury(self, error: Exception, event: Any, failed: tuple[int, int]) -> Step:
        name = self._reaction.name
        async with self._db.transaction(self._org_id) as conn:
            place = await self._hold(conn)
            if place is None or (place["xact"], place["seq"]) >= failed:
                return Step.BUSY
            await SQL.bury(
                conn,
                org_id=self._org_id,
                reaction=name,
                xact=str(event["xact"]),
                seq=event["seq"],
                type=event["type"],
                error=describe(error),
                attempts=self._failures,
            )
            await self._move(conn, place, event)
        REACTIONS_FAILED.labels(name).inc()
        log.error("reaction_failed", reaction=name, type=event["type"], error=type(error).__name__, seq=event["seq"])
        return Step.MORE
