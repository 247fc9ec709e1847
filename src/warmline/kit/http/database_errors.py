"""What the database refuses, as the client can understand it. A net under the verbs, which should say it better."""

from typing import Any

import asyncpg

from warmline.kit.errors import Conflict, FieldError, Invalid, NotReady, WarmlineError
from warmline.kit.log import logger

log = logger("warmline.http")


class Unstorable(Invalid):
    """A value cannot be stored: a number or date is out of range, or a text has a NUL character."""


class ReferenceUnknown(Invalid):
    """The request names something that is not there, in {field}."""


class ValueRefused(Invalid):
    """The value of {field} is not allowed."""


class AlreadyThere(Conflict):
    """There is one already with the same {field}."""


class Busy(Conflict):
    """Another change of the same record is under way; repeat the request."""


# The driver's own refusals are the plain class; those of the server have a class each.
UNREPRESENTABLE = (
    asyncpg.NumericValueOutOfRangeError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
)
REPEATABLE = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)
UNREACHABLE = (asyncpg.PostgresConnectionError, asyncpg.TooManyConnectionsError, asyncpg.CannotConnectNowError)
CONSTRAINTS = {"_fkey": ReferenceUnknown, "_check": ValueRefused, "_key": AlreadyThere}


def refusal_of(error: Exception) -> WarmlineError | None:
    """What the client did, or must wait for; None where it is our own fault."""
    if type(error) is asyncpg.DataError or isinstance(error, UNREPRESENTABLE):
        log.warning("value_refused", exc_info=error)
        return Unstorable()
    if isinstance(error, asyncpg.IntegrityConstraintViolationError) and error.constraint_name:
        return _broken(error)
    if isinstance(error, REPEATABLE):
        return Busy()
    if isinstance(error, UNREACHABLE):
        log.error("database_unreachable", exc_info=error)
        return NotReady(what="The database")
    return None


def _broken(error: Any) -> WarmlineError:
    """What a broken constraint says of the request, by the name that PostgreSQL gives it: table, columns, kind."""
    log.error("constraint_refused", constraint=error.constraint_name, exc_info=error)
    columns = error.constraint_name.removeprefix(f"{error.table_name}_").removeprefix("org_id_")
    for ending, kind in CONSTRAINTS.items():
        if columns.endswith(ending):
            field = columns.removesuffix(ending)
            return kind(field=field, fields=[FieldError(field, kind(field=field).message)])
    unique = isinstance(error, asyncpg.UniqueViolationError)
    return AlreadyThere(field=columns) if unique else ValueRefused(field=columns)
