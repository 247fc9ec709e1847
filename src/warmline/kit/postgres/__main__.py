"""Run a PostgreSQL program on the database of the settings, such as ``python -m warmline.kit.postgres psql``."""

import subprocess
import sys

from warmline.kit import settings
from warmline.kit.errors import WarmlineError
from warmline.kit.postgres.cluster import User, programs
from warmline.kit.postgres.reach import reach

PROGRAMS = ("psql", "pg_dump", "pg_restore", "pgbench", "vacuumdb", "pg_amcheck")


def main(arguments: list[str]) -> int | str:
    """The exit status of the program, which works as the owner of the tables; or what stands against running it."""
    if not arguments or arguments[0] not in PROGRAMS:
        return f"Name one of {', '.join(PROGRAMS)}, and its own options."
    program, *options = arguments
    try:
        with reach(settings.load()) as addresses:
            command = [str(programs(User.own()) / program), f"--dbname={addresses.owner}", *options]
            return subprocess.run(command, check=False).returncode
    except WarmlineError as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
