"""What is wrong with an installation, and how to mend it. ``warmline doctor`` shows the findings."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack

import asyncpg

from warmline.kit.db import APPLICATION_ROLE
from warmline.kit.doctor.database import DATABASE_CHECKS
from warmline.kit.doctor.finding import Ailment, Check, Finding, Subject
from warmline.kit.doctor.host import HOST_CHECKS
from warmline.kit.errors import WarmlineError
from warmline.kit.postgres import reach
from warmline.kit.settings import Settings

__all__ = ["Ailment", "Check", "Finding", "Subject", "diagnose"]


async def diagnose(settings: Settings, more: Sequence[Check] = ()) -> list[Finding]:
    """Every check in turn; ``more`` are those of the slices. Without a database, those that need it are left out."""
    checks = [*HOST_CHECKS, *DATABASE_CHECKS, *more]
    findings = [await _examine(each, Subject(settings)) for each in checks if not each.needs_database]
    with ExitStack() as server:
        async with AsyncExitStack() as connection:
            try:
                addresses = await asyncio.to_thread(server.enter_context, reach(settings))
                conn = await asyncpg.connect(addresses.app, timeout=5, server_settings={"role": APPLICATION_ROLE})
                connection.push_async_callback(conn.close)
            except (WarmlineError, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                return [*findings, _unreachable(settings, error)]
            subject = Subject(settings, addresses, conn)
            return findings + [await _examine(each, subject) for each in checks if each.needs_database]


async def _examine(check: Check, subject: Subject) -> Finding:
    try:
        return Finding(check.name, ok=True, seen=await check.run(subject))
    except Ailment as ailment:
        return Finding(check.name, ok=False, problem=ailment.problem, mend=ailment.mend)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, WarmlineError) as error:
        return Finding(check.name, ok=False, problem=f"The check itself failed: {error}", mend="Read the logs.")


def _unreachable(settings: Settings, error: Exception) -> Finding:
    if isinstance(error, WarmlineError):
        problem, _, mend = str(error).partition(". ")
        return Finding("database", ok=False, problem=f"{problem}.", mend=mend)
    if isinstance(error, asyncpg.InvalidParameterValueError | asyncpg.InvalidAuthorizationSpecificationError):
        return Finding("database", ok=False, problem=f"{error}.", mend="Run `warmline migrate`, which makes the role.")
    where = settings.public()["database_url"] or f"the embedded server in {settings.data_dir}"
    mend = "Start the server, or correct the address and the password in WARMLINE_DATABASE_URL."
    return Finding(
        "database", ok=False, problem=f"{where} does not answer: {str(error) or type(error).__name__}", mend=mend
    )
