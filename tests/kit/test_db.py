"""Transactions: they belong to one organisation, leave nothing behind, and wake readers only when they commit."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from tests.conftest import eventually
from tests.kit.notes import say
from warmline.kit.db import Database, savepoint
from warmline.kit.ids import new_id
from warmline.kit.trouble import transient

ORG_NOW = "select current_setting('warmline.org_id', true)"


class Refused(Exception):
    """The test breaks a transaction off."""


async def test_a_failure_undoes_all(db: Database, org: UUID) -> None:
    async def fail() -> None:
        async with db.transaction(org) as conn:
            await say(conn, org, "no")
            raise Refused

    woken: list[bool] = []
    leave = db.on_commit(lambda: woken.append(True))
    for _ in range(3):
        with pytest.raises(Refused):
            await fail()
    # The connection that announced in vain announces nothing for those who use it next.
    for _ in range(10):
        async with db.transaction(org) as conn:
            assert await conn.fetchval("select count(*) from event") == 0
    leave()
    assert woken == []


async def test_the_organisation_is_forgotten_with_the_transaction(db: Database, org: UUID) -> None:
    async with db.pool.acquire() as conn:
        pass
    async with db.transaction(org) as conn:
        assert await conn.fetchval(ORG_NOW) == str(org)
    for _ in range(10):
        async with db.pool.acquire() as conn:
            assert not await conn.fetchval(ORG_NOW)
    async with db.transaction(None) as conn:
        assert await conn.fetchval("select current_org()") is None
        assert await conn.fetchval("select count(*) from organization") == 0


async def test_a_part_fails_alone(db: Database, org: UUID) -> None:
    async def fail(conn: object, text: str) -> None:
        async with savepoint(conn):
            await say(conn, org, text)
            raise Refused

    async with db.transaction(org) as conn:
        await say(conn, org, "kept")
        with pytest.raises(Refused):
            await fail(conn, "lost")
        async with savepoint(conn):
            await say(conn, org, "kept too")
    async with db.transaction(org) as conn:
        rows = await conn.fetch("select data ->> 'text' as text from event order by seq")
    assert [row["text"] for row in rows] == ["kept", "kept too"]


async def test_who_left_is_not_woken(db: Database, org: UUID) -> None:
    woken: list[str] = []
    leaves = [db.on_commit(lambda name=name: woken.append(name)) for name in ("stays", "leaves")]  # type: ignore[misc] # the default binds the loop's name
    leaves[1]()
    async with db.transaction(org) as conn:
        await say(conn, org, "a")
    leaves[0]()
    assert woken == ["stays"]


async def test_an_organisation_that_is_not_there_shows_nothing(db: Database) -> None:
    async with db.transaction(new_id()) as conn:
        assert await conn.fetchval("select count(*) from organization") == 0


async def test_a_fraction_comes_back_as_it_was_written(db: Database, org: UUID) -> None:
    async with db.transaction(org) as conn:
        row = await conn.fetchrow("select $1::real as one, $2::real[] as some", 0.8, [0.1, None, 1.0])
    assert (row["one"], row["some"]) == (0.8, [0.1, None, 1.0])


async def test_a_connection_ended_by_the_server_is_named_as_such(app_dsn: str, owner_dsn: str) -> None:
    own = await Database.open(app_dsn, size=1)
    owner = await asyncpg.connect(owner_dsn)
    refused: list[Exception] = []

    async def served() -> int:
        try:
            async with own.transaction(None) as conn:
                return int(conn.get_server_pid())
        except Exception as error:  # Whatever it is, it must count as a lost connection.
            refused.append(error)
            return 0

    for pause in range(60):
        pid = await eventually(served)
        ending = asyncio.create_task(owner.execute("select pg_terminate_backend($1)", pid))
        for _ in range(pause):
            await asyncio.sleep(0)
        while await served() == pid:
            pass
        await ending
    await owner.close()
    await own.close()
    assert refused
    assert [error for error in refused if not transient(error)] == []
