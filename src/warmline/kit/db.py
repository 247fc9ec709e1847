"""The database: one pool, and transactions that belong to one organisation.

Row-level security reads ``warmline.org_id``, which is only ever set for the length of a transaction; a pooled
connection therefore carries nothing over and needs no reset query (8.8k against 15.6k selects a second).
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

APPLICATION_ROLE = "warmline_app"


class Connection(asyncpg.Connection):
    """A connection that remembers whether its transaction announced events."""

    announced = False

    def get_reset_query(self) -> str:
        """Nothing to reset: all state is ``SET LOCAL``."""
        return ""

    def announce(self) -> None:
        """Wake the readers of the event log once this transaction has committed."""
        self.announced = True


# A pooled connection is a proxy of ``Connection``; code that takes a connection takes either.
Conn = Any


async def _prepare(conn: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await conn.set_type_codec(
            name,
            encoder=lambda value: msgspec.json.encode(value).decode(),
            decoder=msgspec.json.decode,
            schema="pg_catalog",
        )
    # The shortest decimal that means the stored value: 0.8, where the binary form reads as 0.800000011920929.
    await conn.set_type_codec("float4", encoder=str, decoder=float, schema="pg_catalog")


class Database:
    """The pool of connections under the application's role, which row-level security binds."""

    def __init__(self, pool: Any, dsn: str) -> None:
        self.pool = pool
        self.dsn = dsn
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    async def open(cls, dsn: str, *, size: int = 10, synchronous_commit: str = "on") -> "Database":
        """Connect. ``dsn`` may be of any role that may become ``warmline_app``; the role is taken at the start."""
        pool = await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=size,
            connection_class=Connection,
            init=_prepare,
            server_settings={
                "role": APPLICATION_ROLE,
                "timezone": "UTC",
                "application_name": "warmline",
                "synchronous_commit": synchronous_commit,
                # A plan that was cached while a table was small is ruinous once it has grown, and a young installation
                # grows fast: ingest ran at 330 messages a second so, and at 3,000 with plans made for what is there.
                "plan_cache_mode": "force_custom_plan",
            },
        )
        return cls(pool, dsn)

    async def close(self) -> None:
        """Wait for connections in use, then close all."""
        await self.pool.close()

    def on_commit(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call ``wake`` after each commit that announced events. Returns what takes it off again."""
        self._listeners.append(wake)
        return lambda: self._listeners.remove(wake)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Conn]:
        """A connection of the pool; one that the server ends meanwhile is a lost connection, by that name."""
        try:
            async with self.pool.acquire() as conn:
                yield conn
        except asyncpg.InternalClientError as error:
            # Between the server's farewell and the end of the stream the driver takes the connection for a good one.
            raise ConnectionResetError("The connection to the database was ended by the server.") from error

    @asynccontextmanager
    async def transaction(self, org_id: UUID | None) -> AsyncIterator[Conn]:
        """One transaction that sees one organisation's rows; with None, only what belongs to none.

        Opened at the edge: a request, or one batch of a job. Do not open another inside it.
        """
        async with self._connection() as conn:
            try:
                # Within the try: who is cancelled while it begins must not leave a transaction behind.
                await conn.execute(f"BEGIN; SELECT set_config('warmline.org_id', '{org_id or ''}', true)")
                yield conn
            except BaseException:
                await _abandon(conn)
                raise
            await conn.execute("COMMIT")
            announced = conn.announced
            if announced:
                _forget(conn)
        if announced:
            for wake in list(self._listeners):
                wake()

    @asynccontextmanager
    async def snapshot(self, org_id: UUID) -> AsyncIterator[Conn]:
        """One organisation's rows as they are at one moment, to be read for however long it takes.

        It writes nothing, so it has no transaction id, and no reader of the event log waits for its end.
        """
        async with self._connection() as conn:
            try:
                await conn.execute(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                    f"SELECT set_config('warmline.org_id', '{org_id}', true)"
                )
                yield conn
            finally:
                await _abandon(conn)


def _behind(conn: Conn) -> Any:
    """The connection behind the pool's proxy, which only passes reads on; None where it was lost and let go."""
    return getattr(conn, "_con", conn)


def _forget(conn: Conn) -> None:
    _behind(conn).announced = False


async def _abandon(conn: Conn) -> None:
    if _behind(conn) is None:
        return
    _forget(conn)
    if not conn.is_closed():
        await conn.execute("ROLLBACK")


@asynccontextmanager
async def savepoint(conn: Conn) -> AsyncIterator[None]:
    """A part of the transaction that can fail alone."""
    await conn.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if not conn.is_closed():
            await conn.execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
        raise
    await conn.execute("RELEASE SAVEPOINT part")
