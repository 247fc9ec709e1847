"""What went wrong: whether the database is to blame, and how to write it down."""

import traceback

import asyncpg

CHARACTERS = 4000


def transient(error: BaseException) -> bool:
    """Whether the same work can succeed later, because the database and not the work is to blame.

    SQLSTATE classes 08 (connection), 40 (rollback), 53 (resources), 57P (shutdown) and 55P03 (lock not available).
    """
    if isinstance(error, asyncpg.PostgresError):
        state = str(error.sqlstate or "")
        return state[:2] in {"08", "40", "53"} or state[:3] == "57P" or state == "55P03"
    # asyncpg tells of a connection that is gone by InterfaceError, which it also uses for wrong arguments.
    closed = isinstance(error, asyncpg.InterfaceError) and "closed" in str(error)
    return closed or isinstance(error, ConnectionError)


def describe(error: BaseException) -> str:
    """The end of the traceback, for whoever has to mend it, without what PostgreSQL cannot store."""
    text = "".join(traceback.format_exception(error))[-CHARACTERS:]
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
