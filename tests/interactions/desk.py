"""A small organisation to receive contacts in, without HTTP: what the tests of the record share."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import pytest

from warmline import sdk
from warmline.accounts import Actor, system
from warmline.customers import Claim, resolve
from warmline.interactions import Contact, Received, receive
from warmline.kit.db import Database
from warmline.kit.ids import new_id

T = TypeVar("T")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Desk:
    """One organisation with a chat, a mailbox and a queue; ``say`` is a customer's contact."""

    def __init__(self, db: Database, org: UUID, accounts: dict[str, UUID], queue: UUID) -> None:
        self.db, self.org, self.accounts, self.queue = db, org, accounts, queue
        self.actor: Actor = system(org, "ingest")

    def contact(self, channel: str, sender: sdk.Handle, text: str, **values: Any) -> sdk.Inbound:
        standard: dict[str, Any] = {
            "external_id": f"<{new_id()}@example.com>",
            "at": START,
            "sender": sender,
            "messages": (sdk.Content(at=values.get("at", START), text=text),),
            "channel": channel,
        }
        return sdk.Inbound(**{**standard, **values})

    async def say(self, *inbound: sdk.Inbound) -> list[Received]:
        async with self.db.transaction(self.org) as conn:
            claims = [Claim(sender=i.sender, also=i.also, at=i.at, source="test") for i in inbound]
            resolved = await resolve(conn, self.actor, claims)
            contacts = [
                Contact(
                    account_id=self.accounts[i.channel or "email"],
                    channel=i.channel or "email",
                    medium="text",
                    synchrony="session" if i.channel == "webchat" else "asynchronous",
                    queue_id=self.queue,
                    envelope_id=None,
                    inbound=i,
                    resolved=r,
                )
                for i, r in zip(inbound, resolved, strict=True)
            ]
            return await receive(conn, self.actor, contacts)

    async def act(self, verb: Callable[..., Awaitable[T]], actor: Actor, *given: Any, **named: Any) -> T:
        """One verb in a transaction of its own."""
        async with self.db.transaction(self.org) as conn:
            return await verb(conn, actor, *given, **named)

    async def placed(self, address: str, text: str, **values: Any) -> tuple[UUID, UUID]:
        """A mail that came in: its interaction and case."""
        [received] = await self.say(self.contact("email", mail(address), text, **values))
        assert received.interaction_id
        assert received.case_id
        return received.interaction_id, received.case_id

    async def tune(self, **settings: Any) -> None:
        """What the organisation sets for continuity; nothing where none is given. ``attach=1, suggest=0`` suggests
        whatever could be, ``attach=1, suggest=1`` nothing: no test of what follows depends on the model's weights."""
        await self.rows("update organization set settings = (settings - 'continuity') || $1", {"continuity": settings})

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        async with self.db.transaction(self.org) as conn:
            found: list[Any] = await conn.fetch(sql, *values)
            return found


async def furnish(db: Database, org: UUID, owner_dsn: str) -> Desk:
    """A desk in an organisation that is there already."""
    conn = await asyncpg.connect(owner_dsn)
    queue = await conn.fetchval(
        "insert into queue (org_id, code, name) values ($1, 'claims', 'Claims') returning id", org
    )
    columns = "org_id, connector, channel, name, address"
    insert = f"insert into channel_account ({columns}) values ($1, $2, $2, $2, $2) returning id"
    accounts = {each: await conn.fetchval(insert, org, each) for each in ("email", "webchat")}
    await conn.close()
    return Desk(db, org, accounts, queue)


@pytest.fixture(name="desk")
async def make_desk(db: Database, org: UUID, owner_dsn: str) -> Desk:
    return await furnish(db, org, owner_dsn)


def mail(address: str, verification: sdk.Verification = sdk.Verification.ASSERTED) -> sdk.Handle:
    return sdk.Handle("email", address, verification=verification)


def visitor(token: str) -> sdk.Handle:
    return sdk.Handle("web_visitor", token)
