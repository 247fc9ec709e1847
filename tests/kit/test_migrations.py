"""Migrations: once, in order, together with others that try, and clear about what failed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from scripts.dump_schema import TARGET, dump
from warmline.kit import migrate
from warmline.kit.postgres import EmbeddedPostgres

ALL = sorted(path.stem for path in migrate.folder().glob("[0-9]*.sql"))
MIGRATE = "import asyncio, sys\nfrom warmline.kit.migrate import migrate\nprint(len(asyncio.run(migrate(sys.argv[1]))))"


@pytest.fixture
async def empty(postgres: EmbeddedPostgres, owner_dsn: str) -> AsyncIterator[str]:
    """The address of a database with nothing in it, as its owner. The server has the application's role already."""
    owner = await asyncpg.connect(postgres.dsn())
    try:
        await owner.execute("create database migrations")
        yield postgres.dsn(database="migrations")
        await owner.execute("drop database migrations with (force)")
    finally:
        await owner.close()


def write(folder: Path, name: str, after: str, body: str) -> None:
    (folder / f"{name}.sql").write_text(
        f"-- {name}\n-- depends: {after}\n\n-- migrate: apply\n\n{body}\n\n-- migrate: rollback\n"
    )


async def tables(dsn: str) -> set[str]:
    conn = await asyncpg.connect(dsn)
    try:
        rows = await conn.fetch("select tablename from pg_tables where schemaname = 'public' and tablename !~ '^_'")
    finally:
        await conn.close()
    return {row["tablename"] for row in rows}


async def test_failed_migration_is_undone_and_says_what_to_do(empty: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_good", "", "create table good (id int);")
    write(tmp_path, "0002_bad", "0001_good", "create table half (id int);\nselect 1 / 0;")
    with pytest.raises(migrate.MigrationFailed) as caught:
        await migrate.migrate(empty, source=tmp_path)
    assert "0002_bad failed" in caught.value.message
    assert "division by zero" in caught.value.message
    assert await tables(empty) == {"good"}
    write(tmp_path, "0002_bad", "0001_good", "create table whole (id int);")
    assert await migrate.migrate(empty, source=tmp_path) == ["0002_bad"]
    assert await tables(empty) == {"good", "whole"}


async def test_database_of_a_newer_version_is_left_alone(empty: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_old", "", "create table old (id int);")
    write(tmp_path, "0002_new", "0001_old", "create table new (id int);")
    await migrate.migrate(empty, source=tmp_path)
    (tmp_path / "0002_new.sql").unlink()
    with pytest.raises(migrate.DatabaseNewer, match="0002_new"):
        await migrate.migrate(empty, source=tmp_path)


async def test_each_migration_runs_once_in_order(empty: str) -> None:
    assert await migrate.pending(empty) == ALL
    assert await migrate.migrate(empty) == ALL
    assert await migrate.pending(empty) == []
    assert await migrate.migrate(empty) == []


async def test_two_processes_migrate_at_once(empty: str) -> None:
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, empty, stdout=asyncio.subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [await process.communicate() for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert sorted(int(answer[0]) for answer in answers) == [0, len(ALL)]
    assert "event" in await tables(empty)


async def test_schema_is_the_sum_of_the_migrations(empty: str, postgres: EmbeddedPostgres) -> None:
    await migrate.migrate(empty)
    told = await asyncio.to_thread(dump, postgres, "migrations")
    kept = await asyncio.to_thread(TARGET.read_text)
    assert told == kept, "run make schema, and commit src/warmline/schema.sql with the migration"


async def test_job_queue_is_in_its_schema_and_open_to_the_application(app_dsn: str) -> None:
    conn = await asyncpg.connect(app_dsn)
    try:
        rows = await conn.fetch("select schemaname, tablename from pg_tables where tablename ~ '^pgqueuer'")
        rights = await conn.fetchval(
            "select has_table_privilege('pgqueuer.pgqueuer', 'select, insert, update, delete')"
        )
        others = await conn.fetchval(
            "select count(*) from pg_trigger where tgrelid <> 'pgqueuer.pgqueuer'::regclass"
            " and tgfoid = 'pgqueuer.fn_pgqueuer_changed'::regproc"
        )
    finally:
        await conn.close()
    assert {row["schemaname"] for row in rows} == {"pgqueuer"}
    assert rights
    # Its NOTIFY would serialise the commits of any other table.
    assert others == 0
