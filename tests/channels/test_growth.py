"""Plans that fit a record that grows."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from warmline.channels.growth import FACTOR, FIRST, Growth
from warmline.kit.db import Database
from warmline.kit.ids import new_id

GROW = """
insert into event (org_id, at, actor, type) select $1, now(), 'system:tests', 'tests.grew' from generate_series(1, 500)
"""
SIZE = "select pg_relation_size(oid), relpages * 8192::bigint from pg_class where oid = 'event'::regclass"


class Log:
    """The event log, seen by its owner."""

    def __init__(self, conn: Any) -> None:
        self._conn = conn

    async def grow(self) -> None:
        """More than fourfold since it was counted last."""
        while True:
            now, counted = await self._conn.fetchrow(SIZE)
            if now > 4 * counted:
                return
            await self._conn.execute(GROW, new_id())

    async def counted(self) -> int:
        """How often it was counted."""
        await self._conn.execute("select pg_stat_force_next_flush()")
        found: int = await self._conn.fetchval(
            "select analyze_count from pg_stat_user_tables where relid = 'event'::regclass"
        )
        return found


@pytest.fixture
async def log(owner_dsn: str) -> AsyncIterator[Log]:
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute("analyze event")
    yield Log(conn)
    await conn.close()


async def test_a_table_that_has_not_grown_is_not_counted_again(db: Database, log: Log) -> None:
    before = await log.counted()
    await Growth(db).add(FIRST)
    assert await log.counted() == before


async def test_the_tables_are_counted_as_they_grow_and_not_more_often(db: Database, log: Log) -> None:
    growth, before = Growth(db), await log.counted()
    await log.grow()
    await growth.add(FIRST - 1)
    assert await log.counted() == before
    await growth.add(1)
    assert await log.counted() == before + 1
    await log.grow()
    await growth.add(FIRST * (FACTOR - 1) - 1)
    assert await log.counted() == before + 1
    await growth.add(1)
    assert await log.counted() == before + 2
