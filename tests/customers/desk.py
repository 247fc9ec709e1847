"""An organisation at work on its customers: contacts come in, people decide, and everything can be looked at."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from tests.conftest import logged
from warmline.accounts import Actor, system
from warmline.customers import (
    SNAPSHOTS,
    Claim,
    Customer,
    CustomerChange,
    Decision,
    Resolved,
    create,
    resolve,
    undo,
)
from warmline.kit.db import Conn, Database
from warmline.realtime.model import entities_of
from warmline.sdk import Handle, Verification

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROVEN, ASSERTED = Verification.VERIFIED, Verification.ASSERTED
T = TypeVar("T")


def mail(value: str = "ada@example.com", name: str | None = None, verification: Verification = PROVEN) -> Handle:
    return Handle("email", value, name, verification)


def cookie(value: str = "v1") -> Handle:
    return Handle("web_visitor", value)


def crm(value: str) -> Handle:
    return Handle("crm_id", value, None, PROVEN)


def claim(sender: Handle, *also: Handle, at: datetime = NOON) -> Claim:
    return Claim(sender, also, at, "desk")


class Desk:
    """One organisation, a transaction for each thing done."""

    def __init__(self, db: Database, org: UUID, *, may: str = "*") -> None:
        self.db, self.org = db, org
        self.actor = Actor(org_id=org, kind="agent", id=org, permissions=frozenset(may.split()))

    async def do(self, verb: Callable[..., Awaitable[T]], *args: Any, **options: Any) -> T:
        """A verb of the slice, by an agent."""
        async with self.db.transaction(self.org) as conn:
            return await verb(conn, self.actor, *args, **options)

    async def ask(self, question: Callable[[Conn, UUID], Awaitable[T]], id_: UUID) -> T:
        """A question that takes no actor."""
        async with self.db.transaction(self.org) as conn:
            return await question(conn, id_)

    async def resolve(self, *claims: Claim) -> list[Resolved]:
        async with self.db.transaction(self.org) as conn:
            return await resolve(conn, system(self.org, "ingest"), claims)

    async def one(self, sender: Handle, *also: Handle, at: datetime = NOON) -> Resolved:
        (found,) = await self.resolve(claim(sender, *also, at=at))
        return found

    async def customer(self, name: str, *handles: Handle) -> Customer:
        return await self.do(create, fields=CustomerChange(display_name=name), handles=handles)

    async def undo(self, decision: Decision) -> Decision:
        return await self.do(undo, decision.id, reason="it was wrong")

    async def fetch(self, sql: str, *args: Any) -> list[Any]:
        async with self.db.transaction(self.org) as conn:
            rows: list[Any] = await conn.fetch(sql, *args)
            return rows

    async def events(self, type_: str = "%") -> list[Any]:
        return await self.fetch("select * from event where type like $1 order by xact, seq", type_)


class Screen:
    """A client of live events: it knows entities by what snapshots and events have told it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.known: dict[tuple[str, UUID], Any] = {}
        self.place = (0, 0)

    async def follow(self) -> None:
        """Apply what has happened, as the realtime hub would send it."""
        batch = await logged(self.desk.db, self.desk.org, self.place)
        async with self.desk.db.transaction(self.desk.org) as conn:
            for recorded in batch:
                self.place = (recorded.xact, recorded.seq)
                for kind, id_ in entities_of(recorded):
                    value = (await SNAPSHOTS[kind](conn, self.desk.actor, [id_])).get(id_)
                    self._apply(kind, id_, value)

    def _apply(self, kind: str, id_: UUID, value: Any) -> None:
        old = self.known.get((kind, id_))
        if old is None or getattr(value, "version", None) is None or value.version > old.version:
            self.known[kind, id_] = value

    async def refetched(self) -> dict[tuple[str, UUID], Any]:
        """Everything, fetched anew."""
        tables = {"customer": "customer", "handle": "handle", "identity_decision": "identity_decision"}
        tables["relationship"] = "relationship"
        found: dict[tuple[str, UUID], Any] = {}
        async with self.desk.db.transaction(self.desk.org) as conn:
            for kind, table in tables.items():
                ids = [row["id"] for row in await conn.fetch(f"select id from {table}")]
                values = await SNAPSHOTS[kind](conn, self.desk.actor, ids)
                found |= {(kind, id_): value for id_, value in values.items()}
        return found
