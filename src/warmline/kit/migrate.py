"""Bring a database to this version's schema: plain SQL files in order, run by pogo, then pgqueuer's own tables."""

from importlib import resources
from pathlib import Path
from typing import Any

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence import qb
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings
from pogo_core.error import BadMigrationError
from pogo_core.migration import Migration, topological_sort
from pogo_core.util import migrate as pogo
from pogo_core.util import sql as pogo_sql

from warmline.kit.db import APPLICATION_ROLE
from warmline.kit.errors import WarmlineError
from warmline.kit.postgres.reach import Addresses
from warmline.kit.restored import count_on
from warmline.kit.settings import Settings

# The job queue belongs to its library, which installs and upgrades it, and lives in a schema of its own.
QUEUE_SCHEMA = "pgqueuer"
# Two processes that start at once must not both migrate.
LOCK = 7_261_983_114


class MigrationFailed(WarmlineError):
    """The migration {migration} failed and was undone, those before it are in place: {problem}. Mend the cause and run
    `warmline migrate` again; until then this version cannot use the database."""


class DatabaseNewer(WarmlineError):
    """A newer version of Warmline has migrated the database ({unknown}). Nothing was changed; install that version."""


class MigrationsMissing(WarmlineError):
    """The database lacks {count} migrations of this version. Run `warmline migrate` as its owner, then start again."""


def folder() -> Path:
    """Where the migrations are."""
    return Path(str(resources.files("warmline") / "migrations"))


def job_queries(conn: Any) -> Queries:
    """pgqueuer's operations on this connection, and so in its transaction."""
    settings = DBSettings(db_schema=QUEUE_SCHEMA)
    return Queries(
        AsyncpgDriver(conn),
        qbe=qb.QueryBuilderEnvironment(settings=settings),
        qbq=qb.QueryQueueBuilder(settings=settings),
        qbs=qb.QuerySchedulerBuilder(settings=settings),
    )


async def pending(dsn: str) -> list[str]:
    """The migrations that this version has and the database has not."""
    conn = await asyncpg.connect(dsn)
    try:
        return await _pending(conn, folder())
    finally:
        await conn.close()


async def _pending(conn: Any, source: Path) -> list[str]:
    known = await conn.fetchval("select to_regclass('public._pogo_migration') is not null")
    migrations = await pogo_sql.read_migrations(source, conn if known else None, schema_name="public")
    ordered: list[Migration] = list(topological_sort([each.load() for each in sorted(migrations, key=lambda m: m.id)]))
    applied = await conn.fetch("select migration_id from public._pogo_migration") if known else []
    unknown = {row["migration_id"] for row in applied} - {each.id for each in ordered}
    if unknown:
        raise DatabaseNewer(unknown=", ".join(sorted(unknown)))
    return [each.id for each in ordered if not each.applied]


async def bring_up_to_date(settings: Settings, addresses: Addresses, *, quick: bool = False) -> list[str]:
    """Migrate where that is ours to do: our own database, or one to which the owner's address was given. Returns what
    was applied; raises ``MigrationsMissing`` where it is not ours to do.

    With ``quick``, a database that lacks no migration is not touched, so that a command disturbs no server beside it.
    """
    ours = settings.database_url is None or settings.database_owner_url is not None
    applied: list[str] = []
    if ours and not (quick and not await pending(addresses.owner)):
        applied = await migrate(addresses.owner)
    if not ours and (missing := await pending(addresses.app)):
        raise MigrationsMissing(count=len(missing))
    await count_on(addresses.app)
    return applied


async def migrate(dsn: str, *, source: Path | None = None) -> list[str]:
    """Apply what is missing, each file in its own transaction, as the owner. Returns what was applied; repeats nothing.

    ``source`` is a folder of migrations other than this version's.
    """
    source = source or folder()
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute("select pg_advisory_lock($1)", LOCK)
        missing = await _pending(conn, source)
        if missing:
            await _apply(conn, source)
        await _install_queue(conn)
        return missing
    finally:
        await conn.close()


async def _apply(conn: Any, source: Path) -> None:
    try:
        await pogo.apply(conn, source, schema_name="public")
    except BadMigrationError as error:
        name = str(error).removeprefix("Failed to apply ")
        problem = str(error.__cause__ or error).rstrip(".")
        raise MigrationFailed(migration=name, problem=problem) from error


async def _install_queue(conn: Any) -> None:
    queue = job_queries(conn)
    if await queue.schema_is_installed():
        await queue.upgrade()
    else:
        await queue.install()
    await conn.execute(
        f"grant usage on schema {QUEUE_SCHEMA} to {APPLICATION_ROLE};"
        f"grant select, insert, update, delete, truncate on all tables in schema {QUEUE_SCHEMA} to {APPLICATION_ROLE};"
        f"grant usage, select on all sequences in schema {QUEUE_SCHEMA} to {APPLICATION_ROLE}"
    )
