"""Deliveries that arrive at once are committed at once: one commit costs the disk as much as a hundred.

While one transaction commits, the next deliveries gather; nobody waits for a timer. A caller hears of success only
after its own rows are durable.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

import asyncpg
import msgspec
import structlog

from warmline import sdk
from warmline.channels.actions.accept import insert, lane_of_delivery
from warmline.kit.db import Database

log = structlog.get_logger(__name__)

# Bounds of one transaction. A single request may be larger.
MOST_DELIVERIES = 1000
MOST_BYTES = 16 * 1024 * 1024


class Request(msgspec.Struct, frozen=True, eq=False):
    """One call of ``accept``, whose deliveries are stored together or not at all."""

    account_id: UUID
    raws: Sequence[sdk.Raw]
    done: "asyncio.Future[list[sdk.Accepted]]"

    @property
    def size(self) -> int:
        return sum(len(raw.body) for raw in self.raws)


class Intake:
    """``accept`` for a whole process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: dict[UUID, list[Request]] = {}
        self._flushing: dict[UUID, asyncio.Task[None]] = {}
        self._listeners: list[Callable[[set[int]], None]] = []

    def on_accept(self, wake: Callable[[set[int]], None]) -> None:
        """Call ``wake`` after each commit, with the lanes that something came into."""
        self._listeners.append(wake)

    async def accept(self, account: sdk.Account, raws: Sequence[sdk.Raw]) -> list[sdk.Accepted]:
        """Store deliveries durably; committed when this returns, and not stored when it raises."""
        if not raws:
            return []
        request = Request(account.id, raws, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(account.org_id, []).append(request)
        if account.org_id not in self._flushing:
            self._flushing[account.org_id] = asyncio.create_task(self._flush(account.org_id))
        return await request.done

    async def close(self) -> None:
        """Wait until everything that was handed in is committed or refused."""
        while self._flushing:
            await asyncio.wait(list(self._flushing.values()))

    async def _flush(self, org_id: UUID) -> None:
        try:
            while self._waiting.get(org_id):
                await self._commit(org_id, self._next(org_id))
        finally:
            self._waiting.pop(org_id, None)
            del self._flushing[org_id]

    def _next(self, org_id: UUID) -> list[Request]:
        waiting = self._waiting[org_id]
        deliveries = size = taken = 0
        for request in waiting:
            deliveries, size = deliveries + len(request.raws), size + request.size
            if taken and (deliveries > MOST_DELIVERIES or size > MOST_BYTES):
                break
            taken += 1
        self._waiting[org_id] = waiting[taken:]
        return waiting[:taken]

    async def _commit(self, org_id: UUID, requests: list[Request]) -> None:
        try:
            answers = await self._store(org_id, requests)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is handed to the caller
            if len(requests) > 1:
                # One of them must not spoil the others.
                for request in requests:
                    await self._commit(org_id, [request])
            elif not requests[0].done.done():
                requests[0].done.set_exception(error)
            return
        for request, answer in zip(requests, answers, strict=True):
            # A caller that went away in the meantime has its delivery stored all the same; the sender will repeat it.
            if not request.done.done():
                request.done.set_result(answer)
        lanes = {lane_of_delivery(raw) for request in requests for raw in request.raws}
        for wake in self._listeners:
            wake(lanes)

    async def _store(self, org_id: UUID, requests: list[Request]) -> list[list[sdk.Accepted]]:
        raws = [(request.account_id, raw) for request in requests for raw in request.raws]
        try:
            accepted = await self._insert(org_id, raws)
        except asyncpg.DeadlockDetectedError:
            # Two processes were sent the same deliveries in different order; the other one is through now.
            accepted = await self._insert(org_id, raws)
        answers, start = [], 0
        for request in requests:
            answers.append(accepted[start : start + len(request.raws)])
            start += len(request.raws)
        return answers

    async def _insert(self, org_id: UUID, raws: list[tuple[UUID, sdk.Raw]]) -> list[sdk.Accepted]:
        async with self._db.transaction(org_id) as conn:
            return await insert(conn, org_id, raws)
