"""Write src/warmline/schema.sql: the sum of all migrations, as PostgreSQL tells it. A test compares the two."""

import asyncio
import re
import subprocess
import tempfile
from pathlib import Path

from warmline.kit import migrate
from warmline.kit.postgres import EmbeddedPostgres

TARGET = Path(migrate.__file__).resolve().parents[1] / "schema.sql"
HEADER = """\
-- The schema that all migrations make together. `make schema` writes it; change migrations/ instead.
-- The tables of the job queue belong to pgqueuer and are not here.

"""
# What pg_dump says about itself, and settings for loading.
NOISE = re.compile(r"^(?:--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(?:un)?restrict .*)$\n?", re.MULTILINE)


def dump(server: EmbeddedPostgres, database: str = "postgres") -> str:
    """The schema of a migrated database, without what differs from run to run."""
    command = [str(server.program("pg_dump")), "--schema-only", "--schema=public", "--no-owner"]
    command += ["--exclude-table=_pogo*", server.dsn("postgres", database)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return HEADER + re.sub(r"\n{3,}", "\n\n", NOISE.sub("", told)).strip() + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder)) as server:
        asyncio.run(migrate.migrate(server.dsn()))
        TARGET.write_text(dump(server))


if __name__ == "__main__":
    main()
