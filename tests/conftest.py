"""One real PostgreSQL for the run; an organisation of its own for each test, which row-level security keeps apart."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import asyncpg
import pytest

from warmline.kit import encoder, migrate
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
# Most tests are not about vectors, which take milliseconds a contact; those that are ask for ``encoding``.
encoder.choose("off")
# A shell that runs the tests in the background makes them ignore an interrupt, and so every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = ROOT.parent / "shared"
# The fixtures of the whole application, and of real mail servers.
pytest_plugins = ["tests.application", "tests.mailservers"]
T = TypeVar("T")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The embedded server, in a folder of this run."""
    with EmbeddedPostgres.start(tmp_path_factory.mktemp("pg") / "data") as server:
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


async def eventually(probe: Callable[[], Awaitable[T]], *, within: float = 30.0) -> T:
    """The first true answer of the probe; fails when there is none in time."""
    deadline = time.monotonic() + within
    while True:
        answer = await probe()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still {answer!r} after {within} s"
        await asyncio.sleep(0.02)
