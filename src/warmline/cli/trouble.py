"""Which errors are expected, and the exit code of each. Imported only when something went wrong."""

from typing import NamedTuple

import asyncpg

from warmline.cli.codes import PROBLEM, UNUSABLE, USAGE
from warmline.cli.errors import DatabaseAway, WrongUsage
from warmline.kit.errors import WarmlineError
from warmline.kit.migrate import DatabaseNewer, MigrationFailed, MigrationsMissing
from warmline.kit.postgres.errors import DatabaseStartError
from warmline.kit.settings import SettingsError

CODES: dict[type[WarmlineError], int] = {
    WrongUsage: USAGE,
    SettingsError: UNUSABLE,
    DatabaseStartError: UNUSABLE,
    DatabaseNewer: UNUSABLE,
    MigrationFailed: UNUSABLE,
    MigrationsMissing: UNUSABLE,
    DatabaseAway: UNUSABLE,
}
AWAY = (asyncpg.PostgresConnectionError, asyncpg.InvalidAuthorizationSpecificationError, asyncpg.CannotConnectNowError)


class Expected(NamedTuple):
    """What to say, and with which code to leave."""

    error: WarmlineError
    code: int


def expected(error: Exception) -> Expected | None:
    """How to end with it; None for what must not happen, of which the traceback is wanted."""
    if isinstance(error, WarmlineError):
        return Expected(error, next((code for kind, code in CODES.items() if isinstance(error, kind)), PROBLEM))
    if isinstance(error, (*AWAY, ConnectionError, asyncpg.InvalidCatalogNameError)):
        return Expected(DatabaseAway(problem=str(error).rstrip(".") or type(error).__name__), UNUSABLE)
    return None
