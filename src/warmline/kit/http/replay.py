"""Writes that may be sent twice: with an ``Idempotency-Key`` a write takes effect once and its answer can be had again.

The key is reserved as the first statement of the handler's transaction, and the answer is stored as its last, so the
write and the memory of it commit together or not at all. A twin that arrives meanwhile waits at the unique key, then
gets the same answer. A request that failed leaves nothing behind; its key can be used again.

A handler that waits for somebody outside (``OUTWARD``) holds no transaction while it does. Each of its transactions
commits by itself; the key is reserved in the first, and the answer is stored in one more. A twin that comes meanwhile,
or after the process died in between, is refused.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

from litestar import Request, Response

from warmline.kit.db import Conn, Database, savepoint
from warmline.kit.errors import Conflict, Invalid
from warmline.kit.http.database_errors import Busy
from warmline.kit.http.edge import header, visit
from warmline.kit.http.problems import EXCEPTION_HANDLERS
from warmline.kit.sql import load

SQL = load("warmline.kit.http")
KEPT_HOURS = 24
LONGEST_KEY = 255
# A twin waits this long for the first before it is told to come again, so that twins cannot hold all connections.
WAIT_MILLISECONDS = 3000
KEPT_HEADERS = (b"content-type", b"etag", b"location")

# A handler's ``opt``: the answer shows a secret once, and is therefore never stored.
SECRET_ANSWER = {"secret_answer": True}
# The same: the handler waits for somebody outside, between transactions of its own.
OUTWARD = {"outward": True}


class KeyReused(Conflict):
    """This Idempotency-Key was used for another request; use a new key for each different write."""


class AnswerNotKept(Conflict):
    """The first request with this Idempotency-Key did this already; its answer held a secret and was not kept."""


class KeyTaken(Conflict):
    """A request with this Idempotency-Key is under way, or was broken off; wait for its answer, or use a new key."""


class Replayed(Exception):
    """The write was done before; here is what it answered."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


def _replay(_: Request[Any, Any, Any], error: Replayed) -> Response[bytes]:
    kind = error.headers.get("content-type", "application/json")
    headers = {name: value for name, value in error.headers.items() if name != "content-type"}
    headers["Idempotency-Replayed"] = "true"
    return Response(error.body, status_code=error.status, media_type=kind, headers=headers)


EXCEPTION_HANDLERS[Replayed] = _replay


class Once:
    """One idempotent request: its key, the fingerprint of what was asked, and the transaction that is kept open."""

    def __init__(self, key: str, scope: Any) -> None:
        self.key = key
        self.scope = scope
        self.conn: Conn = None
        self.done = 0
        # Where an outward request has reserved its key; there its answer goes.
        self.outside: Database | None = None
        self._transaction: AbstractAsyncContextManager[Conn] | None = None
        self._hash = hashlib.sha256()
        self._boundary = _boundary(scope)
        self._carry = b""
        self._digest = b""
        self._feed(f"{scope['method']} {scope['path']}?".encode() + scope.get("query_string", b"") + b"\n")

    def _feed(self, content: bytes) -> None:
        self._hash.update(content)

    def read(self, chunk: bytes) -> None:
        """Take a part of the body into the fingerprint. A multipart boundary is random at each attempt and left out."""
        if not self._boundary:
            self._feed(chunk)
            return
        joined = (self._carry + chunk).replace(self._boundary, b"")
        cut = max(0, len(joined) - len(self._boundary) + 1)
        self._carry = joined[cut:]
        self._feed(joined[:cut])

    def fingerprint(self) -> bytes:
        """SHA-256 over method, path, query and what was read of the body."""
        if not self._digest:
            self._feed(self._carry)
            self._digest = self._hash.digest()
        return self._digest

    async def begin(self, db: Database, org_id: UUID, actor: str) -> Conn:
        """The request's transaction, opened and the key reserved at the first call; raises ``Replayed``."""
        if self.conn is None:
            transaction = db.transaction(org_id)
            conn = await transaction.__aenter__()
            self._transaction, self.conn = transaction, conn
            await self.reserve(conn, org_id, actor)
        return self.conn

    async def reserve(self, conn: Conn, org_id: UUID, actor: str) -> None:
        """Take the key in this transaction; raises ``Replayed``, or why it cannot be taken."""
        await SQL.limit_wait(conn, milliseconds=str(WAIT_MILLISECONDS))
        new = await SQL.reserve_key(conn, org_id=org_id, actor=actor, key=self.key, request_hash=self.fingerprint())
        await SQL.limit_wait(conn, milliseconds="0")
        if new:
            return
        row = await SQL.find_key(conn, org_id=org_id, actor=actor, key=self.key)
        if row is None:
            # The first let the key go between the two statements.
            raise Busy()
        if not hmac.compare_digest(row["request_hash"], self.fingerprint()):
            raise KeyReused()
        if row["status"] is None:
            raise KeyTaken()
        if row["body"] is None:
            raise AnswerNotKept()
        raise Replayed(row["status"], row["headers"], row["body"])

    async def keep(self, start: Any, body: bytes) -> None:
        """Store the answer and commit. An answer that is an error is not kept: what was done before it stays done,
        as without a key, and the key is free again."""
        if self.outside is not None:
            async with self.outside.transaction(visit(self.scope).org_id) as conn:
                await self._settle(conn, start, body)
            return
        if self._transaction is None:
            return
        if self.done == 0:
            await self.abandon()
            return
        await self._settle(self.conn, start, body)
        transaction, self._transaction = self._transaction, None
        await transaction.__aexit__(None, None, None)

    async def _settle(self, conn: Conn, start: Any, body: bytes) -> None:
        if start["status"] >= 400:
            await self._release(conn)
        else:
            await self._store(conn, start, body)

    async def _release(self, conn: Conn) -> None:
        now = visit(self.scope)
        await SQL.release_key(conn, org_id=now.org_id, actor=now.actor, key=self.key)

    async def _store(self, conn: Conn, start: Any, body: bytes) -> None:
        now = visit(self.scope)
        secret = self.scope["route_handler"].opt.get("secret_answer", False)
        headers = {
            name.decode().lower(): value.decode("latin-1")
            for name, value in start["headers"]
            if name.lower() in KEPT_HEADERS
        }
        await SQL.store_answer(
            conn,
            org_id=now.org_id,
            actor=now.actor,
            key=self.key,
            status=start["status"],
            headers=headers,
            body=None if secret else body,
        )

    async def abandon(self) -> None:
        """Undo everything, the reservation too; of an outward request the reservation alone."""
        if self.outside is not None:
            async with self.outside.transaction(visit(self.scope).org_id) as conn:
                await self._release(conn)
            return
        if self._transaction is None:
            return
        transaction, self._transaction = self._transaction, None
        error = _Abandoned()
        await transaction.__aexit__(_Abandoned, error, None)


class _Abandoned(Exception):
    """Rolls the transaction back."""


def _boundary(scope: Any) -> bytes:
    kind = header(scope, b"content-type") or b""
    _, found, boundary = kind.partition(b"boundary=")
    return boundary.strip(b'"; ') if found and kind.startswith(b"multipart/") else b""


class _RequestDatabase(Database):
    """The database for one idempotent request: all its transactions are parts of one, committed with the answer."""

    def __init__(self, db: Database, once: Once) -> None:
        self.__dict__.update(db.__dict__)
        self._db = db
        self._once = once

    @asynccontextmanager
    async def transaction(self, org_id: UUID | None) -> AsyncIterator[Conn]:
        now = visit(self._once.scope)
        if org_id is None or org_id != now.org_id or now.actor is None:
            async with self._db.transaction(org_id) as conn:
                yield conn
            return
        if self._once.scope["route_handler"].opt.get("outward"):
            async with self._part(org_id, now.actor) as conn:
                yield conn
            return
        conn = await self._once.begin(self._db, org_id, now.actor)
        async with savepoint(conn):
            yield conn
        self._once.done += 1

    @asynccontextmanager
    async def _part(self, org_id: UUID, actor: str) -> AsyncIterator[Conn]:
        async with self._db.transaction(org_id) as conn:
            if self._once.outside is None:
                await self._once.reserve(conn, org_id, actor)
            yield conn
        self._once.outside = self._db


def database_for(scope: Any, db: Database) -> Database:
    """The database for a handler: with an ``Idempotency-Key`` it remembers the answer."""
    once = visit(scope).once
    if once is None:
        return db
    if not (1 <= len(once.key) <= LONGEST_KEY and once.key.isprintable()):
        raise Invalid.field("Idempotency-Key", f"expected 1 to {LONGEST_KEY} printable characters")
    return _RequestDatabase(db, once)


async def sweep_idempotency_keys(db: Database, org_id: UUID) -> None:
    """Forget answers older than a day. Run it every few minutes."""
    async with db.transaction(org_id) as conn:
        await SQL.forget_keys(conn, org_id=org_id, hours=KEPT_HOURS)
