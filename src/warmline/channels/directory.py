"""Which account a delivery is for. Asked on every webhook, so it is remembered for a second."""

import time
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.channels import store
from warmline.channels.registry import Registry
from warmline.kit.db import Database

# How long a change of an account, or its being switched off, may go unnoticed by the webhook.
SECONDS = 1.0
MOST = 10_000


class Entry(msgspec.Struct, frozen=True):
    """What was found, until ``expires`` on the monotonic clock."""

    account: sdk.Account | None
    expires: float


class Directory:
    """Accounts by their public id, in whatever organisation."""

    def __init__(self, db: Database, registry: Registry, *, seconds: float = SECONDS) -> None:
        self._db, self._registry, self._seconds = db, registry, seconds
        self._entries: dict[UUID, Entry] = {}

    async def find(self, account_id: UUID) -> sdk.Account | None:
        """The account, if it is switched on. Raises what ``Registry.open`` raises."""
        entry = self._entries.get(account_id)
        if entry is None or entry.expires < time.monotonic():
            if len(self._entries) >= MOST:
                # Somebody tries ids; forgetting costs less than remembering them all.
                self._entries.clear()
            entry = Entry(await self._look_up(account_id), time.monotonic() + self._seconds)
            self._entries[account_id] = entry
        return entry.account

    async def _look_up(self, account_id: UUID) -> sdk.Account | None:
        async with self._db.transaction(None) as conn:
            org_id = await store.organization_of_account(conn, account_id)
        if org_id is None:
            return None
        async with self._db.transaction(org_id) as conn:
            stored = await store.account_by_id(conn, org_id, account_id)
        return self._registry.open(stored) if stored and stored.active else None
