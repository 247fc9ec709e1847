"""Whether this process lives, and whether it should be sent work."""

import asyncio
from importlib.metadata import version
from typing import Any, Protocol

import asyncpg
import msgspec
from litestar import Request, get

from warmline.kit.db import Database
from warmline.kit.errors import FieldError, NotReady
from warmline.kit.http import Db
from warmline.kit.migrate import folder
from warmline.kit.sql import load

SQL = load("warmline.api")
PATIENCE = 2.0
"""Seconds that the database has to answer."""


class Running(Protocol):
    """The background work of this process; ``app.state.running`` where there is any."""

    def problems(self) -> dict[str, str]:
        """What does not run, by name, and why."""


class Health(msgspec.Struct, frozen=True):
    """This process answers."""

    status: str
    version: str


class Ready(msgspec.Struct, frozen=True):
    """Everything that this process needs is there."""

    ready: bool
    checks: list[str]


@get("/health", operation_id="get_health", tags=["operations"], sync_to_thread=False)
def health() -> Health:
    """Whether the process lives. Asks nobody else."""
    return Health("ok", version("warmline"))


@get("/ready", operation_id="get_readiness", tags=["operations"])
async def ready(request: Request[Any, Any, Any], db: Db) -> Ready:
    """Whether to send requests here: the database answers, its schema is this version's, and background work runs."""
    checks = {"database": "", "migrations": ""}
    try:
        async with asyncio.timeout(PATIENCE):
            checks["migrations"] = await _missing(db)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        checks["database"] = f"does not answer ({type(error).__name__})"
    running: Running | None = getattr(request.app.state, "running", None)
    if running is not None:
        checks |= {"background work": ""} | running.problems()
    problems = [FieldError(name, problem) for name, problem in checks.items() if problem]
    if problems:
        raise NotReady(what=", ".join(each.field for each in problems).capitalize(), fields=problems)
    return Ready(True, list(checks))


async def _missing(db: Database) -> str:
    expected = [path.stem for path in sorted(folder().glob("[0-9]*.sql"))]
    async with db.pool.acquire() as conn:
        missing = await SQL.missing_migrations(conn, expected=expected)
    return f"{missing} not applied; run `warmline migrate`" if missing else ""


HEALTH = [health, ready]
