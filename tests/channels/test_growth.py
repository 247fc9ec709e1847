"""Plans that fit a record that grows."""

import asyncpg

from warmline.channels.growth import FACTOR, FIRST, Growth
from warmline.kit.db import Database

COUNTED = "select analyze_count from pg_stat_user_tables where relname = 'message'"


async def test_the_tables_are_counted_as_they_grow_and_not_more_often(db: Database, owner_dsn: str) -> None:
    conn = await asyncpg.connect(owner_dsn)
    growth = Growth(db)

    async def counted() -> int:
        await conn.execute("select pg_stat_force_next_flush()")
        found: int = await conn.fetchval(COUNTED)
        return found

    before = await counted()
    await growth.add(FIRST - 1)
    assert await counted() == before
    await growth.add(1)
    assert await counted() == before + 1
    await growth.add(FIRST * (FACTOR - 1) - 1)
    assert await counted() == before + 1
    await growth.add(1)
    assert await counted() == before + 2
    await conn.close()
