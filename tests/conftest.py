"""One real PostgreSQL for the run; an organisation of its own for each test, which row-level security keeps apart."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import asyncpg
import hypothesis
import pytest

from warmline.kit import encoder, migrate
from warmline.kit.db import Database
from warmline.kit.events import Recorded, read_after
from warmline.kit.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
# Most tests are not about vectors, which take milliseconds a contact; those that are ask for ``encoding``.
encoder.choose("off")
# A shell that runs the tests in the background makes them ignore an interrupt, and so every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
# How long an example takes says how busy the machine is, and nothing of what is tested.
hypothesis.settings.register_profile("warmline", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("warmline")

UNDISTURBED = {"autovacuum": "off", "fsync": "off"}
SHARED = ROOT.parent / "shared"
# The fixtures of the whole application, and of real mail servers.
pytest_plugins = ["tests.application", "tests.mailservers"]
T = TypeVar("T")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The embedded server, in a folder of this run.

    It gathers no statistics by itself: such a transaction, at a moment that no test knows, keeps events from readers.
    No test cuts the power, so nothing waits for the disk.
    """
    with EmbeddedPostgres.start(tmp_path_factory.mktemp("pg") / "data", options=UNDISTURBED) as server:
        yield server


@pytest.fixture(scope="session")
async def owner_dsn(postgres: EmbeddedPostgres) -> str:
    """A migrated database, as its owner."""
    dsn = postgres.dsn("postgres", "postgres")
    await migrate.migrate(dsn)
    return dsn


@pytest.fixture(scope="session")
def app_dsn(postgres: EmbeddedPostgres, owner_dsn: str) -> str:
    """The same database, as the application's role."""
    return postgres.dsn("warmline_app", "postgres")


@pytest.fixture(scope="session")
async def db(app_dsn: str) -> AsyncIterator[Database]:
    """The pool that the application works with."""
    database = await Database.open(app_dsn, size=10, synchronous_commit="off")
    yield database
    await database.close()


# What belongs to organisations, and the jobs that wait.
EMPTIED = """
select string_agg(format('%I', c.relname), ', ') from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and (c.relname ~ '^pgqueuer' or exists (
    select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped))
"""


@pytest.fixture(scope="module")
async def emptied(owner_dsn: str) -> None:
    """Nothing is left of the tests before: a program that is served would go round their organisations, too."""
    conn = await asyncpg.connect(owner_dsn)
    try:
        # What only grows is emptied here all the same.
        await conn.execute("set session_replication_role = replica")
        await conn.execute(f"truncate {await conn.fetchval(EMPTIED)}")
    finally:
        await conn.close()


@pytest.fixture
async def org(owner_dsn: str) -> UUID:
    """A new, empty organisation."""
    return await make_organization(owner_dsn, "Northlight")


@pytest.fixture
async def other_org(owner_dsn: str) -> UUID:
    """Another, which the first must never see."""
    return await make_organization(owner_dsn, "Southlight")


@pytest.fixture
def encoding() -> Iterator[None]:
    """The sentence encoder, which comes with the development packages, at work in this test."""
    encoder.choose("auto")
    assert encoder.load_encoder(), "the packages of the extra `encoder` are missing"
    yield
    encoder.choose("off")


async def make_organization(owner_dsn: str, name: str) -> UUID:
    """A bare row, made as the owner."""
    conn = await asyncpg.connect(owner_dsn)
    try:
        return UUID(str(await conn.fetchval("insert into organization (name) values ($1) returning org_id", name)))
    finally:
        await conn.close()


async def logged(db: Database, org_id: UUID, after: tuple[int, int] = (0, 0)) -> list[Recorded]:
    """What was logged after the place, all of it: a reader sees nothing past a transaction that is still under way
    anywhere on the server, such as the server's own gathering of statistics."""
    query = "select count(*) from event where org_id = $1 and (xact, seq) > ($2::text::xid8, $3)"

    async def read() -> tuple[list[Recorded]] | None:
        async with db.transaction(org_id) as conn:
            count = await conn.fetchval(query, org_id, str(after[0]), after[1])
            found = await read_after(conn, org_id, after, limit=100_000)
        return (found,) if len(found) >= count else None

    found = await eventually(read)
    assert found
    return found[0]


async def eventually(probe: Callable[[], Awaitable[T]], *, within: float = 60.0) -> T:
    """The first true answer of the probe; fails when there is none in time."""
    deadline = time.monotonic() + within
    while True:
        answer = await probe()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still {answer!r} after {within} s"
        await asyncio.sleep(0.02)
