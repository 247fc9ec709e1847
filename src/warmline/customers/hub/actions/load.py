"""One delivery of a feed's rows: read, taken in batches, counted, and told of."""

from collections.abc import Callable, Sequence

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.customers.hub import store
from warmline.customers.hub.actions.relating import relate_deferred
from warmline.customers.hub.actions.take import Batch, Setting, take
from warmline.customers.hub.book import Book, Deferred
from warmline.customers.hub.diffing import FeedResult
from warmline.customers.hub.errors import FeedInactive
from warmline.customers.hub.events import FeedRunFinished, FeedRunStarted
from warmline.customers.hub.mapping import Mapped
from warmline.customers.hub.model import Counts, Feed, Origin, RowProblem
from warmline.customers.hub.reading import digest
from warmline.customers.hub.record import Raw, Record, refused
from warmline.kit import clock
from warmline.kit.db import Conn, Database
from warmline.kit.events import publish
from warmline.kit.ids import new_id

BATCH = 500
# So many problems and differences are listed; all are counted.
LISTED = 1_000
# How rows are taken; what was taken another way by an older version is looked at again.
VERSION = 1
ATTEMPTS = 3
REPEATABLE = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


class FeedImport:
    """One run. ``begin``, ``add`` every row, then ``finish``. ``told`` is called with the rows done after each batch.
    With ``dry`` nothing is written, and the result has the differences."""

    def __init__(
        self,
        db: Database,
        actor: Actor,
        feed: Feed,
        *,
        origin: Origin,
        dry: bool = False,
        told: Callable[[int], None] | None = None,
    ) -> None:
        self._db, self._actor, self._feed, self._origin, self._told = db, actor, feed, origin, told
        self._dry = dry
        self._waiting: list[Record] = []
        self._deferred: list[Deferred] = []
        self._seen: dict[str, tuple[int, bytes]] = {}
        self._kept = 0
        self._counts = Counts()
        self._run = new_id()
        self.result = FeedResult(dry_run=dry, run_id=None if dry else self._run)

    async def begin(self) -> None:
        """Raises ``FeedInactive``, and ``Forbidden`` without ``feed.run``."""
        self._actor.need("feed.run")
        if not self._feed.active:
            raise FeedInactive(code=self._feed.code)
        org_id = self._actor.org_id
        async with self._db.transaction(org_id) as conn:
            region, zone = await store.organization_defaults(conn, org_id)
            belief = await store.belief(conn, org_id)
            at = clock.now()
            if not self._dry:
                await self._begin_run(conn)
        self._mapped = Mapped(self._feed.mapping, self._feed.key_scheme, zone)
        mapping = msgspec.json.encode((VERSION, self._feed.mapping, zone, region), order="sorted")
        book = Book() if self._dry else None
        self._setting = Setting(feed=self._feed, belief=belief, region=region, at=at, print=digest(mapping), book=book)

    async def _begin_run(self, conn: Conn) -> None:
        actor, feed = self._actor, self._feed
        await store.insert_run(
            conn, actor.org_id, self._run, feed_id=feed.id, origin=self._origin, started_by=actor.ref, at=clock.now()
        )
        event = FeedRunStarted(run_id=self._run, feed_id=feed.id)
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)

    async def add(self, raw: Raw) -> None:
        """Take a row."""
        self._counts.read_rows += 1
        record = self._mapped.record(raw)
        problem = record.refusal() or self._twice(record)
        if problem:
            self._problem(problem)
        else:
            self._waiting.append(record)
        if len(self._waiting) >= BATCH:
            await self._flush()

    def _twice(self, record: Record) -> RowProblem | None:
        """Of two rows with one key, and no time to say which is later, none may win by where it stands."""
        if record.observed_at is not None:
            return None
        first, content = self._seen.setdefault(record.key, (record.number, record.digest))
        if content == record.digest:
            return None
        problem = f"the key stands in row {first} already, with other values; keep one of the two, or map updated_at."
        return refused(record.number, record.key, problem)

    def _problem(self, problem: RowProblem) -> None:
        self._counts.refused += problem.refused
        if len(self.result.problems) < LISTED:
            self.result.problems.append(problem)

    async def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        await self._take(waiting)
        if not self._dry:
            async with self._db.transaction(self._actor.org_id) as conn:
                await self._save(conn)
        if self._told:
            self._told(len(waiting))

    async def _take(self, records: Sequence[Record]) -> None:
        """Take the records together; where the database refuses, find the one that it refuses."""
        if not records:
            return
        try:
            batch = await self._attempt(records)
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
            if len(records) == 1:
                problem = "a value cannot be stored; look for odd characters and very long texts in it."
                self._problem(refused(records[0].number, records[0].key, problem))
                return
            half = len(records) // 2
            await self._take(records[:half])
            await self._take(records[half:])
            return
        self._count(batch)

    async def _attempt(self, records: Sequence[Record]) -> Batch:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._db.transaction(self._actor.org_id) as conn:
                    return await take(conn, self._actor, self._setting, records)
            except REPEATABLE:
                # Somebody changed the same customers at the same time; they are through now.
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _count(self, batch: Batch) -> None:
        counts = self._counts
        counts.unchanged += batch.unchanged
        for each in batch.taken:
            if each.new:
                counts.created += 1
            elif each.changes:
                counts.changed += 1
            else:
                counts.unchanged += 1
        counts.partly += len({each.row for each in batch.problems})
        for problem in batch.problems:
            self._problem(problem)
        listed = [each for each in batch.diff if each.action != "unchanged" or each.conflicts]
        self.result.diff += listed[: LISTED - len(self.result.diff)]
        if self._dry:
            batch.book.deferred, self._deferred = [], [*self._deferred, *batch.book.deferred]
        else:
            self._deferred += batch.book.deferred

    async def finish(self) -> FeedResult:
        """Take what still waits, and see to relationships with customers whose rows came later."""
        await self._flush()
        await self._relate()
        if not self._dry:
            async with self._db.transaction(self._actor.org_id) as conn:
                await self._save(conn, finished=True)
                await self._announce(conn)
        result = self.result
        for name in Counts.__struct_fields__:
            setattr(result, name, getattr(self._counts, name))
        result.ignored_columns = sorted(self._mapped.ignored)
        result.problems.sort(key=lambda each: each.row)
        return result

    async def _relate(self) -> None:
        for start in range(0, len(self._deferred), BATCH):
            part = self._deferred[start : start + BATCH]
            async with self._db.transaction(self._actor.org_id) as conn:
                problems = await relate_deferred(conn, self._actor, self._setting, part)
            self._counts.partly += len({each.row for each in problems})
            for problem in problems:
                self._problem(problem)

    async def _save(self, conn: Conn, *, finished: bool = False) -> None:
        org_id, problems = self._actor.org_id, self.result.problems
        if self._kept < len(problems):
            await store.insert_problems(conn, org_id, self._run, problems[self._kept :], self._kept)
            self._kept = len(problems)
        await store.count_run(conn, org_id, self._run, self._counts, clock.now() if finished else None)

    async def _announce(self, conn: Conn) -> None:
        counts, actor = self._counts, self._actor
        event = FeedRunFinished(
            run_id=self._run,
            feed_id=self._feed.id,
            created=counts.created,
            changed=counts.changed,
            unchanged=counts.unchanged,
            partly=counts.partly,
            refused=counts.refused,
        )
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
