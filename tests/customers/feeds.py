"""Feeds at work in tests: rows go in, and what they did can be looked at."""

import io
import json
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from tests.customers.desk import Desk
from warmline.customers import AttributeView, Feed, FeedImport, FeedResult, NewFeed, create_feed, kind_of, rows
from warmline.customers.guard import visible_customer
from warmline.customers.hub.actions.claims import attributes_of


class Office(Desk):
    """A desk with feeds."""

    async def feed(self, code: str = "crm", **fields: Any) -> Feed:
        new = msgspec.convert({"code": code, "name": code.upper(), **fields}, NewFeed)
        return await self.do(create_feed, new=new)

    async def send(self, feed: Feed, *given: dict[str, Any], dry: bool = False) -> FeedResult:
        """Rows, as JSON Lines."""
        return await self.file(feed, b"".join(json.dumps(each).encode() + b"\n" for each in given), "jsonl", dry=dry)

    async def file(self, feed: Feed, content: bytes, kind: str = "csv", *, dry: bool = False) -> FeedResult:
        found = rows(io.BytesIO(content), kind_of(kind, content), feed.encoding)
        loading = FeedImport(self.db, self.actor, feed, origin="file", dry=dry)
        await loading.begin()
        for each in found:
            await loading.add(each)
        return await loading.finish()

    async def whose(self, value: str, scheme: str = "crm_id") -> UUID:
        """Whose handle it is."""
        (row,) = await self.fetch("select customer_id from handle where scheme = $1 and value = $2", scheme, value)
        return UUID(str(row["customer_id"]))

    async def record(self, key: str, scheme: str = "crm_id") -> dict[str, Any]:
        """The customer's row."""
        (row,) = await self.fetch("select * from customer where id = $1", await self.whose(key, scheme))
        return dict(row)

    async def attributes(self, customer_id: UUID) -> dict[str, AttributeView]:
        async with self.db.transaction(self.org) as conn:
            customer = await visible_customer(conn, self.actor, customer_id)
            return {each.name: each for each in await attributes_of(conn, self.actor, customer)}

    async def values(self, customer_id: UUID) -> dict[str, Any]:
        return {name: each.value for name, each in (await self.attributes(customer_id)).items()}


def at(day: int, hour: int = 9) -> str:
    """A moment of March 2026, as feeds write it."""
    return datetime(2026, 3, day, hour).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ001 - the text says UTC
