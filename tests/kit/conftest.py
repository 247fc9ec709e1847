"""A second organisation, and data directories for the tests of the embedded database."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from tests.kit.embedded import ask
from warmline.kit.postgres import EmbeddedPostgres, running


@pytest.fixture
async def other_org(owner_dsn: str) -> UUID:
    """Another new, empty organisation."""
    conn = await asyncpg.connect(owner_dsn)
    try:
        return UUID(str(await conn.fetchval("insert into organization (name) values ('Southgate') returning org_id")))
    finally:
        await conn.close()


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "data"
    yield path
    found = running.find(path / "postgres")
    if found:
        os.kill(found.pid, signal.SIGQUIT)
        running.clear(path / "postgres", found.socket_dir)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that was used and closed."""
    path = tmp_path_factory.mktemp("finished") / "data"
    with EmbeddedPostgres.start(path) as database:
        ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")
    return path


@pytest.fixture
def used(finished: Path, data_dir: Path) -> Path:
    """A copy of it that a test may spoil."""
    subprocess.run(["cp", "-a", str(finished), str(data_dir)], check=True)
    return data_dir
