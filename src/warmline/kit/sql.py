"""Named queries: each slice has one ``queries.sql``, and one typed function per query in its ``store.py``.

    -- name: lock_open_case^
    -- The customer's open case, locked until commit.

The mark after the name says what comes back: none, a list of rows; ``^``, one row or None; ``$``, one value; ``!``,
the command's tag; ``<!``, the returned row. ``SQL = load(__package__)`` in ``store.py``, and then
``await SQL.lock_open_case(conn, ...)``.
"""

from importlib import resources
from typing import Any

import aiosql
from aiosql.adapters.asyncpg import AsyncPGAdapter


class _Direct(AsyncPGAdapter):
    """aiosql's names and parameters on asyncpg's own calls: a list instead of a generator, and no look at the pool."""

    # aiosql then hands back what the adapter returns, which is the awaitable.
    is_aio_driver = False

    def _values(self, query_name: str, parameters: Any) -> Any:
        return self.maybe_order_params(query_name, parameters)  # type: ignore[no-untyped-call] # aiosql has no types

    def select(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return conn.fetch(sql, *self._values(query_name, parameters))

    def select_one(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return conn.fetchrow(sql, *self._values(query_name, parameters))

    insert_returning = select_one

    def select_value(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return conn.fetchval(sql, *self._values(query_name, parameters))

    def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return conn.execute(sql, *self._values(query_name, parameters))


def load(package: str) -> Any:
    """The named queries in ``queries.sql`` of the package."""
    return parse(resources.files(package).joinpath("queries.sql").read_text("utf-8"))


def parse(text: str) -> Any:
    """The named queries in a text."""
    return aiosql.from_str(text, _Direct, mandatory_parameters=False)
