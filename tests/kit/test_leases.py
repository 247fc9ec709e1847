"""One holder at a time; who was thought dead cannot commit; a lease that is given up or has run out is another's."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.conftest import eventually
from warmline.kit.db import Database
from warmline.kit.leases import Lease, LeaseLost, Leases

NAME = "test.work"


@pytest.fixture
async def one(app_dsn: str) -> AsyncIterator[Leases]:
    leases = await Leases.open(app_dsn, NAME, seconds=30.0)
    yield leases
    await leases.close()


@pytest.fixture
async def two(app_dsn: str) -> AsyncIterator[Leases]:
    leases = await Leases.open(app_dsn, NAME, seconds=30.0)
    yield leases
    await leases.close()


async def taken(leases: Leases, org: UUID) -> Lease:
    lease = await leases.take(org)
    assert lease is not None
    return lease


async def run_out(db: Database, org: UUID) -> None:
    async with db.transaction(org) as conn:
        await conn.execute("update lease set expires_at = now() - interval '1 s'")


async def blocked(db: Database) -> bool:
    async with db.pool.acquire() as conn:
        return bool(await conn.fetchval("select count(*) from pg_locks where not granted"))


async def test_a_lease_that_is_held_refuses_others(one: Leases, two: Leases, org: UUID) -> None:
    await taken(one, org)
    assert await two.take(org) is None
    assert org not in await two.free()


async def test_what_was_lost_cannot_be_committed(one: Leases, two: Leases, db: Database, org: UUID) -> None:
    old = await taken(one, org)
    await run_out(db, org)
    new = await taken(two, org)
    assert new.epoch == old.epoch + 1
    async with db.transaction(org) as conn:
        with pytest.raises(LeaseLost, match="held by somebody else"):
            await old.hold(conn)
    assert await one.renew() == [old]
    assert one.held == {}
    async with db.transaction(org) as conn:
        assert await new.hold(conn) > 0


async def test_a_commit_under_way_is_waited_for(one: Leases, two: Leases, db: Database, org: UUID) -> None:
    lease = await taken(one, org)
    async with db.transaction(org) as conn:
        await lease.hold(conn)
        # Another connection: the row is locked, and only its time is changed once this has ended.
        taking = asyncio.create_task(two.take(org))
        await eventually(lambda: blocked(db))
        assert not taking.done()
        assert await one.renew() == [], "a lease under which somebody commits is still ours"
    assert await taking is None, "it has not run out"


async def test_an_expired_lease_is_taken_once_by_many(one: Leases, db: Database, app_dsn: str, org: UUID) -> None:
    await taken(one, org)
    await run_out(db, org)
    others = [await Leases.open(app_dsn, NAME, seconds=30.0) for _ in range(4)]
    found = await asyncio.gather(*(each.take(org) for each in others))
    assert sum(each is not None for each in found) == 1
    await asyncio.gather(*(each.close() for each in others))


async def test_renewing_keeps_it_though_it_had_run_out(one: Leases, db: Database, org: UUID) -> None:
    await taken(one, org)
    await run_out(db, org)
    assert await one.renew() == []
    assert org not in await one.free()


async def test_what_is_given_up_is_free_at_once(one: Leases, two: Leases, org: UUID, other_org: UUID) -> None:
    lease, kept = await taken(one, org), await taken(one, other_org)
    await one.release([lease])
    assert (org in await two.free(), other_org in await two.free()) == (True, False)
    assert await two.take(org)
    assert one.held == {other_org: kept}


async def test_a_holder_may_begin_anew(one: Leases, db: Database, org: UUID) -> None:
    old = await taken(one, org)
    new = await taken(one, org)
    assert new.epoch == old.epoch + 1
    async with db.transaction(org) as conn:
        with pytest.raises(LeaseLost):
            await old.hold(conn)
