"""The worker that empties the lanes: takes a batch of envelopes, has it recorded, takes the next.

A batch is one transaction, and an envelope's end is noted in it: a process that is killed at any moment has recorded a
batch, or has not. A lane is read by one worker at a time, in any number of processes; the lock ends with the batch.
"""

import asyncio
from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
import structlog

from warmline import interactions, sdk
from warmline.accounts import Actor, system
from warmline.channels import store
from warmline.channels.actions.accept import insert
from warmline.channels.actions.ingest import finish, ingest
from warmline.channels.growth import Growth
from warmline.channels.lanes import LANES, groups
from warmline.channels.reading import Reading, cause, failed
from warmline.channels.registry import Registry
from warmline.channels.store import Waiting
from warmline.kit.db import Conn, Database
from warmline.kit.trouble import transient

log = structlog.get_logger(__name__)

# Seconds before the next try where the database is in trouble: doubled each time, up to the limit.
TROUBLE, TROUBLE_LIMIT = 0.1, 10.0
MAX_ATTACHMENT = 25 * 1024 * 1024


class TakenIn(msgspec.Struct, frozen=True):
    """What became of a delivery; ``new`` is False where it was there before."""

    envelope_id: UUID
    new: bool
    status: str
    error: str | None


class Ingest:
    """Two groups of lanes are read at once by default, so that the one computes while the other waits for PostgreSQL.

    ``batch`` and ``batch_bytes`` bound a transaction; it looks every ``poll`` seconds for what other processes accept.
    """

    def __init__(
        self, db: Database, registry: Registry, *, groups: int = 2, batch: int = 300,
        batch_bytes: int = 16 * 1024 * 1024, poll: float = 0.02, max_attachment: int = MAX_ATTACHMENT,
    ) -> None:  # fmt: skip
        if not 1 <= groups <= LANES:
            raise ValueError(f"There are {LANES} lanes, so there can be 1 to {LANES} groups.")
        self._db, self._registry = db, registry
        self._groups, self._batch, self._batch_bytes = groups, batch, batch_bytes
        self._poll, self._max_attachment = poll, max_attachment
        self._woken = [asyncio.Event() for _ in range(groups)]
        self._growth = Growth(db)

    def wake(self, lanes: Collection[int] = range(LANES)) -> None:
        """Look for envelopes now: those who read these lanes."""
        for own, woken in zip(groups(self._groups), self._woken, strict=True):
            if not set(own).isdisjoint(lanes):
                woken.set()

    async def run(self) -> None:
        """Ingest until cancelled. What a cancelled batch had not committed waits for the next start."""
        async with asyncio.TaskGroup() as tasks:
            for lanes, woken in zip(groups(self._groups), self._woken, strict=True):
                tasks.create_task(self._serve(lanes, woken), name=f"ingest {lanes[0]}")

    async def take_in(self, org_id: UUID, deliveries: Sequence[tuple[UUID, sdk.Raw]]) -> list[TakenIn]:
        """Accept and record a batch, account and delivery each, in one transaction and in this order, whatever their
        lanes: for imports, where one delivery may be about another. Other workers wait meanwhile.

        Where something in the batch cannot be recorded, the deliveries are kept first, and then recorded apart.
        """
        accepted: list[sdk.Accepted] = []
        batch: list[Waiting] = []
        try:
            async with self._db.transaction(org_id) as conn:
                await store.plan_by_index(conn)
                await store.wait_for_lanes(conn, org_id, range(LANES))
                accepted = await insert(conn, org_id, deliveries)
                batch = await store.these_envelopes(conn, org_id, _new(accepted))
                await self._record(conn, org_id, batch)
        except Exception as error:
            if transient(error) or not batch:
                raise
            async with self._db.transaction(org_id) as conn:
                accepted = await insert(conn, org_id, deliveries)
                batch = await store.these_envelopes(conn, org_id, _new(accepted))
            await self._apart(org_id, batch, error)
        await self._growth.add(len(batch))
        async with self._db.transaction(org_id) as conn:
            ends = await store.envelope_ends(conn, org_id, [each.envelope_id for each in accepted])
        return [TakenIn(each.envelope_id, each.new, *ends[each.envelope_id]) for each in accepted]

    async def drain(self, org_id: UUID | None = None) -> int:
        """Ingest until nothing waits, of one organisation or all; how many envelopes came to an end."""
        done = 0
        while org_ids := [each for each in await self._organizations() if org_id in (None, each)]:
            rounds = (self._round(lanes, org_ids) for lanes in groups(self._groups))
            ended = sum(await asyncio.gather(*rounds))
            if not ended:
                # Another worker holds the lanes that there is work in.
                await asyncio.sleep(self._poll)
            done += ended
        return done

    async def _serve(self, lanes: Sequence[int], woken: asyncio.Event) -> None:
        troubles = 0
        while True:
            woken.clear()
            try:
                busy = await self._round(lanes, await self._organizations())
                troubles = 0
            except Exception as error:
                if not transient(error):
                    # A batch that fails is taken apart, so this is a fault of this worker. It must not end it.
                    log.exception("ingest_failed", lanes=list(lanes))
                troubles += 1
                wait = min(TROUBLE * 2**troubles, TROUBLE_LIMIT)
                log.warning("ingest_waits", error=type(error).__name__, times=troubles, seconds=wait)
                await asyncio.sleep(wait)
                continue
            if not busy:
                await self._rest(woken)

    async def _rest(self, woken: asyncio.Event) -> None:
        timer = asyncio.get_running_loop().call_later(self._poll, woken.set)
        try:
            await woken.wait()
        finally:
            timer.cancel()

    async def _round(self, lanes: Sequence[int], org_ids: Sequence[UUID]) -> int:
        """One batch of each organisation, so that none waits for another's backlog."""
        return sum([await self._take(org_id, lanes) for org_id in org_ids])

    async def _organizations(self) -> list[UUID]:
        async with self._db.transaction(None) as conn:
            return await store.organizations_with_envelopes(conn)

    async def _take(self, org_id: UUID, lanes: Sequence[int]) -> int:
        batch: list[Waiting] = []
        try:
            async with self._db.transaction(org_id) as conn:
                await store.plan_by_index(conn)
                held = await store.lock_lanes(conn, org_id, lanes)
                batch = await store.waiting_envelopes(conn, org_id, held, self._batch, self._batch_bytes)
                await self._record(conn, org_id, batch)
        except Exception as error:
            if transient(error) or not batch:
                raise
            return await self._apart(org_id, batch, error)
        await self._growth.add(len(batch))
        return len(batch)

    async def _apart(self, org_id: UUID, batch: Sequence[Waiting], error: Exception) -> int:
        """A batch that failed, in halves; in the end it is known which envelope it was."""
        if len(batch) == 1:
            return await self._fail(org_id, batch[0], error)
        middle = len(batch) // 2
        return await self._again(org_id, batch[:middle]) + await self._again(org_id, batch[middle:])

    async def _again(self, org_id: UUID, batch: Sequence[Waiting]) -> int:
        lanes = sorted({each.lane for each in batch})
        try:
            async with self._db.transaction(org_id) as conn:
                await store.plan_by_index(conn)
                if len(await store.lock_lanes(conn, org_id, lanes)) < len(lanes):
                    # Another worker came in between, and reads them in order.
                    return 0
                waiting = await store.these_envelopes(conn, org_id, [each.envelope.id for each in batch])
                await self._record(conn, org_id, waiting)
                return len(waiting)
        except Exception as error:
            if transient(error):
                raise
            return await self._apart(org_id, batch, error)

    async def _fail(self, org_id: UUID, waiting: Waiting, error: Exception) -> int:
        problem = failed(waiting, f"It could not be recorded: {cause(error)}")
        log.error("envelope_failed", envelope=str(waiting.envelope.id), account=str(waiting.account_id),
                  problem=problem.error)  # fmt: skip
        async with self._db.transaction(org_id) as conn:
            await finish(conn, _actor(org_id), [problem])
        return 1

    async def _record(self, conn: Conn, org_id: UUID, batch: Sequence[Waiting]) -> list[Reading]:
        if not batch:
            return []
        actor = _actor(org_id)
        readings = await ingest(conn, actor, self._registry, batch, max_attachment=self._max_attachment)
        placed = [(each.waiting.account_id, contact) for each in readings for contact in each.contacts]
        await interactions.record_past(conn, actor, placed)
        return readings


def _new(accepted: Sequence[sdk.Accepted]) -> list[UUID]:
    return [each.envelope_id for each in accepted if each.new]


def _actor(org_id: UUID) -> Actor:
    return system(org_id, "ingest")
