"""Checks of the database, asked as the application."""

import re
from datetime import UTC, datetime

from warmline.kit import migrate
from warmline.kit.db import APPLICATION_ROLE
from warmline.kit.doctor.finding import Ailment, Check, Subject

MOST_SKEW = 2.0
"""Seconds that the clocks of this host and of the database may differ: session and SLA times come from both."""
POSTGRES = 18
CREATED = re.compile(r"create extension (?:if not exists )?\"?(\w+)")


async def _server(subject: Subject) -> str:
    version: str = await subject.conn.fetchval("SHOW server_version")
    if int(version.partition(".")[0]) != POSTGRES:
        raise Ailment(f"The server is PostgreSQL {version}.", f"Warmline needs PostgreSQL {POSTGRES}: upgrade it.")
    return f"PostgreSQL {version}"


async def _extensions(subject: Subject) -> str:
    rows = await subject.conn.fetch("SELECT name FROM pg_available_extensions")
    needed = {name for file in migrate.folder().glob("*.sql") for name in CREATED.findall(file.read_text().lower())}
    missing = sorted(needed - {row["name"] for row in rows})
    if missing:
        raise Ailment(
            f"The server lacks the extensions {', '.join(missing)}.",
            "Install postgresql-contrib and pgvector for PostgreSQL 18 on the database's host.",
        )
    return ", ".join(sorted(needed)) or "none needed"


async def _role(subject: Subject) -> str:
    rows = await subject.conn.fetch(
        "SELECT rolname FROM pg_roles WHERE rolname IN (current_user, session_user) AND (rolsuper OR rolbypassrls)"
    )
    if rows:
        raise Ailment(
            f"The application connects as {rows[0]['rolname']}, whom row-level security does not bind.",
            f"Let WARMLINE_DATABASE_URL name the role {APPLICATION_ROLE}, and WARMLINE_DATABASE_OWNER_URL the owner.",
        )
    return f"{APPLICATION_ROLE} is bound by row-level security"


async def _walls(subject: Subject) -> str:
    """Every table of an organisation's rows is behind row-level security."""
    rows = await subject.conn.fetch(
        """
        SELECT c.oid::regclass::text AS name, c.relrowsecurity AS guarded, pg_has_role(c.relowner, 'MEMBER') AS owned
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        """
    )
    open_ones = sorted(row["name"] for row in rows if row["owned"] or not row["guarded"])
    if open_ones:
        raise Ailment(
            f"Row-level security does not hold for {', '.join(open_ones)}.",
            "Run `warmline migrate`; if that changes nothing, restore the schema: somebody has altered it.",
        )
    return f"{len(rows)} tables"


async def _migrations(subject: Subject) -> str:
    assert subject.addresses is not None
    missing = await migrate.pending(subject.addresses.owner)
    if missing:
        raise Ailment(f"The database lacks {len(missing)} migrations, from {missing[0]} on.", "Run `warmline migrate`.")
    return "up to date"


async def _connections(subject: Subject) -> str:
    most = int(await subject.conn.fetchval("SHOW max_connections"))
    pool = subject.settings.pool_size
    if pool + 10 > most:
        raise Ailment(
            f"The server allows {most} connections, and one process alone keeps up to {pool}.",
            "Lower WARMLINE_POOL_SIZE, or raise max_connections on the server.",
        )
    return f"{pool} a process, {most} in all"


async def _durability(subject: Subject) -> str:
    for setting in ("fsync", "full_page_writes"):
        if await subject.conn.fetchval(f"SHOW {setting}") != "on":
            raise Ailment(
                f"The server runs with {setting} = off, so a crash can ruin the whole database.",
                f"Set {setting} = on in postgresql.conf.",
            )
    return "a commit survives a crash" if subject.settings.synchronous_commit != "off" else "without the last moments"


async def _clock(subject: Subject) -> str:
    before = datetime.now(UTC)
    theirs: datetime = await subject.conn.fetchval("SELECT clock_timestamp()")
    after = datetime.now(UTC)
    skew = abs((theirs - (before + (after - before) / 2)).total_seconds())
    if skew > MOST_SKEW:
        raise Ailment(f"This host's clock is {skew:.0f} s off the database's.", "Run a time service (NTP) on both.")
    return f"within {skew:.1f} s"


DATABASE_CHECKS: tuple[Check, ...] = (
    Check("database version", _server, needs_database=True),
    Check("extensions", _extensions, needs_database=True),
    Check("migrations", _migrations, needs_database=True),
    Check("database role", _role, needs_database=True),
    Check("row-level security", _walls, needs_database=True),
    Check("connections", _connections, needs_database=True),
    Check("durability", _durability, needs_database=True),
    Check("clock", _clock, needs_database=True),
)
