"""Leases: one process at a time does a piece of work for an organisation, and another takes it over when that one dies.

A lease runs out by the database's clock unless it is renewed. Each taking is a new epoch, and what is written under a
lease begins with ``hold``: who was thought dead and comes back cannot commit (fencing), and who takes a lease waits for
a commit that is under way.
"""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

import msgspec

from warmline.kit.db import Conn, Database
from warmline.kit.errors import WarmlineError
from warmline.kit.events import SQL
from warmline.kit.ids import new_id


class LeaseLost(WarmlineError):
    """The lease {name} is held by somebody else now; what was begun under it is void."""

    status = 409


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """The right to do the work ``name`` for an organisation, while nobody has taken it in a later epoch."""

    org_id: UUID
    name: str
    holder: UUID
    epoch: int

    async def hold(self, conn: Conn) -> int:
        """Nobody takes the lease before this transaction ends. Returns the transaction's id; raises ``LeaseLost``."""
        xact: int | None = await SQL.hold_lease(
            conn, org_id=self.org_id, name=self.name, holder=self.holder, epoch=self.epoch
        )
        if xact is None:
            raise LeaseLost(name=self.name)
        return xact


async def take(conn: Conn, org_id: UUID, name: str, holder: UUID, *, seconds: float) -> Lease | None:
    """Take a lease that is free, has run out or is the holder's own; None where another has it."""
    row = await SQL.take_lease(conn, org_id=org_id, name=name, holder=holder, seconds=seconds)
    return Lease(org_id=org_id, name=name, holder=holder, epoch=row["epoch"]) if row else None


class Leases:
    """The leases on one kind of work that this process has. ``seconds`` is how long each lasts without renewal."""

    def __init__(self, db: Database, name: str, *, seconds: float = 1.5) -> None:
        self._db = db
        self.name, self.seconds = name, seconds
        self.holder = new_id()
        self.held: dict[UUID, Lease] = {}

    @classmethod
    async def open(cls, dsn: str, name: str, *, seconds: float = 1.5) -> Self:
        """With a connection of its own, so that a busy pool never costs a lease. A lease need not outlive a crash of
        the database, so that renewing does not wait for the disk."""
        return cls(await Database.open(dsn, size=1, synchronous_commit="off"), name, seconds=seconds)

    async def close(self) -> None:
        """Give up all leases, and the connection."""
        try:
            await self.release(list(self.held.values()))
        finally:
            await self._db.close()

    async def free(self) -> list[UUID]:
        """Organisations whose lease can be taken."""
        async with self._db.pool.acquire() as conn:
            return [row["org_id"] for row in await SQL.free_leases(conn, name=self.name)]

    async def take(self, org_id: UUID) -> Lease | None:
        """Take one; None where another was first."""
        async with self._db.transaction(org_id) as conn:
            lease = await take(conn, org_id, self.name, self.holder, seconds=self.seconds)
        if lease:
            self.held[org_id] = lease
        return lease

    async def renew(self) -> list[Lease]:
        """Keep all of them; returns those that were lost."""
        if not self.held:
            return []
        kept = await self._extend(list(self.held.values()), self.seconds)
        lost = [each for org_id, each in self.held.items() if org_id not in kept and not await self._has(each)]
        for each in lost:
            del self.held[each.org_id]
        return lost

    async def release(self, leases: Sequence[Lease]) -> None:
        """Give leases up; others can take them at once."""
        ours = [each for each in leases if self.held.get(each.org_id) == each]
        if ours:
            await self._extend(ours, 0.0)
        for each in ours:
            self.held.pop(each.org_id, None)

    async def _extend(self, leases: Sequence[Lease], seconds: float) -> set[UUID]:
        async with self._db.pool.acquire() as conn:
            rows = await SQL.renew_leases(
                conn,
                name=self.name,
                holder=self.holder,
                orgs=[each.org_id for each in leases],
                epochs=[each.epoch for each in leases],
                seconds=seconds,
            )
        return {row["org_id"] for row in rows}

    async def _has(self, lease: Lease) -> bool:
        # One that was passed over, because a commit under it was under way, is still ours.
        async with self._db.transaction(lease.org_id) as conn:
            return bool(
                await SQL.has_lease(conn, org_id=lease.org_id, name=lease.name, holder=lease.holder, epoch=lease.epoch)
            )
