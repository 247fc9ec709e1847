"""What is worth telling and not worth keeping: typing, viewing. It travels between processes by NOTIFY.

The log's readers are never woken by NOTIFY, because it serialises the commits of the transactions that use it. Ephemera
are sent in transactions of their own that write nothing, so nothing waits for them but other ephemera.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from warmline.kit.db import APPLICATION_ROLE, Database
from warmline.kit.ids import new_id

CHANNEL = "warmline_ephemera"
# NOTIFY takes less than 8,000 bytes.
LARGEST = 7900
TROUBLE, TROUBLE_LIMIT = 0.5, 30.0

log = structlog.get_logger(__name__)


class _Notice(msgspec.Struct):
    process: str
    org_id: UUID
    topic: str
    payload: dict[str, Any]


class Ephemera:
    """Sends what happens in this process to the others, and ``deliver`` what happens there."""

    def __init__(self, db: Database, deliver: Callable[[UUID, str, Mapping[str, Any]], None]) -> None:
        self._db = db
        self._deliver = deliver
        self._process = str(new_id())

    async def send(self, org_id: UUID, topic: str, payload: Mapping[str, Any]) -> None:
        """Tell the other processes; ValueError where it is too large. A database that is away loses it."""
        text = msgspec.json.encode(_Notice(self._process, org_id, topic, dict(payload))).decode()
        if len(text.encode()) > LARGEST:
            raise ValueError(f"An ephemeral payload is limited to {LARGEST} bytes.")
        try:
            async with self._db.pool.acquire() as conn:
                await conn.execute("select pg_notify($1, $2)", CHANNEL, text)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError) as error:
            log.warning("ephemeral_lost", error=type(error).__name__)

    async def run(self) -> None:
        """Hear the others until cancelled; connects again after trouble."""
        troubles = 0
        while True:
            try:
                await self._hear()
                troubles = 0
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                troubles += 1
                log.warning("ephemera_wait", error=type(error).__name__, times=troubles)
            await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))

    async def _hear(self) -> None:
        # Its own connection: one from the pool would be one less for requests.
        conn = await asyncpg.connect(self._db.dsn, server_settings={"role": APPLICATION_ROLE})
        ended = asyncio.Event()
        conn.add_termination_listener(lambda _: ended.set())
        try:
            await conn.add_listener(CHANNEL, self._heard)
            await ended.wait()
        finally:
            await conn.close(timeout=1)

    def _heard(self, _conn: Any, _pid: int, _channel: str, payload: object) -> None:
        try:
            notice = msgspec.json.decode(str(payload), type=_Notice)
        except msgspec.DecodeError:
            log.warning("ephemeral_unreadable")
            return
        if notice.process != self._process:
            self._deliver(notice.org_id, notice.topic, notice.payload)
