"""Organisations that give each other vCons: the record, in and out, without HTTP."""

from collections.abc import Sequence
from contextlib import aclosing
from functools import cache
from typing import Any
from uuid import UUID

import jsonschema_rs
import msgspec

from tests.conftest import SHARED
from tests.connectors.vcon.samples import encoded
from warmline.accounts import system
from warmline.api.deliveries import DeliveryImport, Taken
from warmline.api.export.chosen import Wanted
from warmline.api.export.vcons import vcons
from warmline.channels import ChannelAccount, Ingest, NewAccount, Registry, create_account
from warmline.connectors import vcon
from warmline.kit.crypto import Vault
from warmline.kit.db import Database

REGISTRY = Registry.installed(Vault([b"a key of the house"]))


class House:
    """One organisation with an inbox for vCons."""

    def __init__(self, db: Database, org: UUID, **settings: Any) -> None:
        self.db, self.org, self.settings = db, org, settings
        self.actor = system(org, "test")
        self.ingest = Ingest(db, REGISTRY)
        self._account: ChannelAccount | None = None

    async def account(self) -> ChannelAccount:
        if self._account is None:
            new = NewAccount(connector="vcon", channel="webchat", name="archive", address="archive",
                             settings=self.settings)  # fmt: skip
            async with self.db.transaction(self.org) as conn:
                self._account = await create_account(conn, self.actor, REGISTRY, new)
        return self._account

    async def take(self, *documents: Any) -> Taken:
        """Import documents, or bytes."""
        account = await self.account()
        taken = DeliveryImport(self.ingest, self.actor, account)
        settings = REGISTRY.open(account).settings
        for number, each in enumerate(documents, start=1):
            body = each if isinstance(each, bytes) else encoded(each)
            await taken.add(f"line {number}", vcon.raw(body, settings=settings))
        return await taken.finish()

    async def give(self, *, anew: bool = False, **wanted: Any) -> list[dict[str, Any]]:
        """Export, each held against the published schemas."""
        async with aclosing(vcons(self.db, self.actor, Wanted(**wanted), anew=anew)) as found:
            documents = [msgspec.json.decode(each.body) async for each in found]
        for each in documents:
            assert faults(each) == []
        return documents

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        async with self.db.transaction(self.org) as conn:
            found: list[Any] = await conn.fetch(sql, *values)
            return found


@cache
def validators() -> tuple[Any, ...]:
    """The schemas as they were published, not as we ship them."""
    texts = [(SHARED / "data" / "vcon" / f"{name}_json_schema.json").read_text() for name in ("vcon", "cc")]
    return tuple(jsonschema_rs.validator_for(msgspec.json.decode(each), validate_formats=True) for each in texts)


def faults(document: Any) -> Sequence[str]:
    """Why it is not valid."""
    return [f"{each.instance_path}: {each.message}" for one in validators() for each in one.iter_errors(document)]
