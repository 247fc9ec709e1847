"""``python -m warmline.kit.sqlcheck``: PostgreSQL prepares every named query, and each has its sentence."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
from aiosql import SQLLoadException, SQLParseException

from warmline.kit import migrate
from warmline.kit.db import Conn
from warmline.kit.postgres import EmbeddedPostgres
from warmline.kit.sql import parse

ROOT = Path(__file__).resolve().parents[1]


def query_files(root: Path = ROOT) -> Iterator[Path]:
    """Every ``queries.sql`` below the folder."""
    yield from sorted(root.rglob("queries.sql"))


async def check(dsn: str, root: Path = ROOT) -> list[str]:
    """What is wrong with the queries below the folder, on a migrated database; one line for each, with its name."""
    conn = await asyncpg.connect(dsn)
    try:
        files = [(path, path.read_text("utf-8")) for path in query_files(root)]
        return [problem for path, text in files for problem in await _check_file(conn, path, text)]
    finally:
        await conn.close()


async def _check_file(conn: Conn, path: Path, text: str) -> list[str]:
    try:
        queries = parse(text)
    except (SQLLoadException, SQLParseException) as error:
        return [f"{path}: {error}"]
    problems = []
    for name in (each for each in queries.available_queries if not each.endswith("_cursor")):
        query = getattr(queries, name)
        if not (query.__doc__ or "").strip().endswith("."):
            problems.append(f"{path}: {name}: it needs a sentence that says what it is for")
        try:
            await conn.prepare(query.sql)
        except asyncpg.PostgresError as error:
            problems.append(f"{path}: {name}: {error}")
    return problems


def main() -> int:
    """Check on a database of its own. Returns the exit code."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder)) as server:
        asyncio.run(migrate.migrate(server.dsn()))
        problems = asyncio.run(check(server.dsn()))
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
