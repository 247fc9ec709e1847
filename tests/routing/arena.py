"""A database of its own, with engines in processes of their own that can be killed, paused and stopped."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from tests.conftest import ROOT, make_organization
from tests.routing.floor import Floor
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres
from warmline.routing.shard.dispatcher import LEASE


class Engine:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    def signal(self, number: int) -> None:
        """Send it a signal; it may be gone already."""
        if self.process.returncode is None:
            os.kill(self.process.pid, number)

    async def kill(self) -> float:
        """``kill -9``; returns when."""
        self.signal(signal.SIGKILL)
        at = time.monotonic()
        await self.process.wait()
        return at

    async def stop(self) -> int:
        """Ask it to stop; returns its exit code."""
        self.signal(signal.SIGTERM)
        return await self.process.wait()


class Arena:
    """The database, and the organisation in it."""

    def __init__(self, db: Database, org_id: UUID, dsn: str) -> None:
        self.db, self.org_id, self.dsn = db, org_id, dsn
        self.floor = Floor(db, org_id)
        self.engines: list[Engine] = []

    async def start(self, *, lease: float = LEASE) -> Engine:
        """One more engine, at work or standing by. What it leads it keeps for ``lease`` seconds, however long it, or
        the machine, stands still."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.routing.engine", self.dsn, str(lease),
            cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout
        assert await process.stdout.readline() == b"at work\n"
        engine = Engine(process)
        self.engines.append(engine)
        return engine

    async def leads(self) -> int:
        """The epoch of the lease that has not run out; 0 where nobody leads."""
        found = await self.floor.sql(
            "select epoch from lease where name = 'routing' and expires_at > clock_timestamp()"
        )
        return int(found or 0)

    async def close(self) -> None:
        for each in self.engines:
            each.signal(signal.SIGCONT)
            await each.kill()


@asynccontextmanager
async def arena(postgres: EmbeddedPostgres, name: str) -> AsyncIterator[Arena]:
    """Made anew, and dropped at the end."""
    maker = await asyncpg.connect(postgres.dsn())
    await maker.execute(f"create database {name}")
    try:
        await migrate.migrate(postgres.dsn(database=name))
        dsn = postgres.dsn("warmline_app", name)
        db = await Database.open(dsn, size=8)
        made = Arena(db, await make_organization(postgres.dsn(database=name), "Northlight"), dsn)
        try:
            yield made
        finally:
            await made.close()
            await db.close()
    finally:
        await maker.execute(f"drop database if exists {name} with (force)")
        await maker.close()
