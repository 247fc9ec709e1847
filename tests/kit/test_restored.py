"""A database that was restored into a new server goes on where its log ends."""

from uuid import UUID

import asyncpg

from tests.kit.notes import write
from warmline.kit import events
from warmline.kit.db import Database
from warmline.kit.restored import count_on

AHEAD = 150_000


async def test_a_log_of_the_future_is_caught_up_with(db: Database, org: UUID, owner_dsn: str, app_dsn: str) -> None:
    assert await count_on(app_dsn) == 0
    await write_ahead(owner_dsn, org)
    async with db.transaction(org) as conn:
        assert await events.read_after(conn, org, (0, 0)) == [], "as after pg_restore: nothing can be read"
    assert await count_on(app_dsn) > AHEAD - 1000
    assert await count_on(app_dsn) == 0
    await write(db, org, "after")
    async with db.transaction(org) as conn:
        found = await events.read_after(conn, org, (0, 0))
    assert len(found) == 2
    assert found[0].actor == "before", "what happens next comes next"


async def write_ahead(owner_dsn: str, org: UUID) -> None:
    conn = await asyncpg.connect(owner_dsn)
    try:
        await conn.execute(
            """insert into event (org_id, xact, at, actor, type, data) values
            ($1, (pg_current_xact_id()::text::bigint + $2)::text::xid8, now(), 'before', 'test_note.written', $3)""",
            org,
            AHEAD,
            '{"text": "then"}',
        )
    finally:
        await conn.close()
