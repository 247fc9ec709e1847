"""What the platform does for one connector: the other half of the SDK."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import msgspec
import structlog

from warmline import interactions, sdk
from warmline.accounts import Actor
from warmline.channels import store, washing
from warmline.channels.actions import onward
from warmline.channels.actions.configure import report_health
from warmline.channels.errors import NoConversation
from warmline.channels.intake import Intake
from warmline.channels.model import ChannelAccount
from warmline.channels.registry import Registry
from warmline.customers import find_handle
from warmline.kit.db import Conn, Database
from warmline.kit.errors import WarmlineError

log = structlog.get_logger(__name__)


class View(Protocol):
    """What the person on a handle may see and hear of the record, of the queue, and of the people at work.

    It is given in from above, because the queue belongs to a slice beside this one.
    """

    async def lines(
        self, conn: Conn, account: sdk.Account, handle: sdk.Handle, after: str | None, limit: int
    ) -> list[sdk.Line]:
        """See ``sdk.Host.lines``. Raises ``Invalid`` for a cursor that it did not give out."""

    async def attachment(
        self, conn: Conn, account: sdk.Account, handle: sdk.Handle, sha256: str
    ) -> sdk.Attachment | None:
        """The attachment with that content, of a message that the person may see."""

    async def position(self, conn: Conn, account: sdk.Account, handle: sdk.Handle) -> sdk.Position | None:
        """See ``sdk.Host.position``."""

    def follow(self, account: sdk.Account, handle: sdk.Handle) -> AsyncIterator[Mapping[str, Any]]:
        """See ``sdk.Host.follow``."""

    async def typing(self, account: sdk.Account, handle: sdk.Handle, typing: bool) -> None:
        """See ``sdk.Host.typing``."""

    async def service(self, conn: Conn, account: sdk.Account, queue_id: UUID | None) -> sdk.Service:
        """See ``sdk.Host.service``: when the queue is served, and whether its agents call back."""

    async def call_back(self, conn: Conn, account: sdk.Account, interaction_id: UUID, number: str) -> None:
        """See ``sdk.Host.call_back``."""


class HostFor:
    """``sdk.Host`` for one connector. ``max_attachment`` is in bytes."""

    def __init__(
        self, db: Database, connector: str, *, registry: Registry, intake: Intake, view: View, max_attachment: int
    ) -> None:
        self._db, self._connector = db, connector
        self._registry, self._intake, self._view = registry, intake, view
        self._max_attachment = max_attachment

    async def account(self, account_id: UUID) -> sdk.Account | None:
        """The account, if it is this connector's and switched on."""
        async with self._db.transaction(None) as conn:
            org_id = await store.organization_of_account(conn, account_id)
        if org_id is None:
            return None
        async with self._db.transaction(org_id) as conn:
            found = await store.account_by_id(conn, org_id, account_id)
        if found is None or not found.active or found.connector != self._connector:
            return None
        return await self._open(found)

    async def accounts(self) -> Sequence[sdk.Account]:
        """Those of every organisation. One whose settings cannot be used is left out, and its problem is shown."""
        async with self._db.transaction(None) as conn:
            org_ids = await store.organizations_with_connector(conn, self._connector)
        found: list[ChannelAccount] = []
        for org_id in org_ids:
            async with self._db.transaction(org_id) as conn:
                found += await store.active_accounts(conn, org_id, self._connector)
        opened = [await self._open(each) for each in found]
        return [each for each in opened if each is not None]

    async def accept(self, account: sdk.Account, raws: Sequence[sdk.Raw]) -> list[sdk.Accepted]:
        return await self._intake.accept(account, raws)

    async def state(self, account: sdk.Account, key: str) -> Any:
        async with self._db.transaction(account.org_id) as conn:
            return await store.state(conn, account.org_id, account.id, key)

    async def save_state(self, account: sdk.Account, key: str, value: Any) -> None:
        async with self._db.transaction(account.org_id) as conn:
            await store.save_state(conn, account.org_id, account.id, key, value)

    async def health(self, account: sdk.Account, problem: str | None) -> None:
        async with self._db.transaction(account.org_id) as conn:
            await report_health(conn, connector_actor(account.org_id, self._connector), account.id, problem)

    def keys(self, account: sdk.Account, purpose: str) -> Sequence[bytes]:
        return self._registry.vault.derive(f"{self._connector} {account.org_id}/{account.id} {purpose}")

    async def store(self, account: sdk.Account, name: str, content_type: str, content: bytes) -> sdk.Attachment:
        if len(content) > self._max_attachment:
            raise sdk.Rejected(f"The file has {len(content)} bytes; the limit is {self._max_attachment}.")
        digest = hashlib.sha256(content).hexdigest()
        async with self._db.transaction(account.org_id) as conn:
            await store.insert_blobs(conn, account.org_id, {digest: content})
        return sdk.Attachment(
            name=washing.text(name), content_type=washing.text(content_type), sha256=digest, size=len(content)
        )

    async def open(self, account: sdk.Account, handle: sdk.Handle, sha256: str) -> tuple[sdk.Attachment, bytes] | None:
        async with self._db.transaction(account.org_id) as conn:
            found = await self._view.attachment(conn, account, handle, sha256)
            contents = await store.blobs(conn, account.org_id, [sha256]) if found else {}
        return (found, contents[sha256]) if found and sha256 in contents else None

    async def lines(
        self, account: sdk.Account, handle: sdk.Handle, after: str | None, limit: int = 200
    ) -> list[sdk.Line]:
        async with self._db.transaction(account.org_id) as conn:
            return await self._view.lines(conn, account, handle, after, limit)

    def follow(self, account: sdk.Account, handle: sdk.Handle) -> AsyncIterator[Mapping[str, Any]]:
        return self._view.follow(account, handle)

    async def position(self, account: sdk.Account, handle: sdk.Handle) -> sdk.Position | None:
        async with self._db.transaction(account.org_id) as conn:
            return await self._view.position(conn, account, handle)

    async def typing(self, account: sdk.Account, handle: sdk.Handle, typing: bool) -> None:
        await self._view.typing(account, handle, typing)

    async def give_ticket(self, account: sdk.Account, digest: bytes, value: Any, seconds: float) -> None:
        async with self._db.transaction(account.org_id) as conn:
            await store.give_ticket(conn, account.org_id, account.id, digest, value, seconds=seconds)

    async def take_ticket(self, account: sdk.Account, digest: bytes) -> Any:
        async with self._db.transaction(account.org_id) as conn:
            return await store.take_ticket(conn, account.org_id, account.id, digest)

    async def service(self, account: sdk.Account) -> sdk.Service:
        async with self._db.transaction(account.org_id) as conn:
            stored = await store.account_by_id(conn, account.org_id, account.id)
            served = await self._view.service(conn, account, stored.queue_id if stored else None)
            mail = await onward.mail_account(conn, self._registry, account)
        return msgspec.structs.replace(served, mail=mail is not None)

    async def write(
        self, account: sdk.Account, handle: sdk.Handle, to: sdk.Handle, note: sdk.Note, *, stay: bool = False
    ) -> None:
        async with self._db.transaction(account.org_id) as conn:
            await onward.write(conn, self._registry, account, handle, to, note, stay=stay)

    async def call_back(self, account: sdk.Account, handle: sdk.Handle, number: str) -> None:
        async with self._db.transaction(account.org_id) as conn:
            await self._view.call_back(conn, account, await onward.latest(conn, account, handle), number)

    async def rating(self, account: sdk.Account, handle: sdk.Handle) -> sdk.Rating:
        async with self._db.transaction(account.org_id) as conn:
            handle_id = await find_handle(conn, account.org_id, handle)
            if handle_id is None:
                return sdk.Rating(open=False)
            return await interactions.rating(conn, onward.actor_of(account), account.id, handle_id)

    async def rate(self, account: sdk.Account, handle: sdk.Handle, score: int, comment: str) -> sdk.Rating:
        async with self._db.transaction(account.org_id) as conn:
            handle_id = await find_handle(conn, account.org_id, handle)
            if handle_id is None:
                raise NoConversation()
            actor = onward.actor_of(account)
            return await interactions.rate(conn, actor, account.id, handle_id, score=score, comment=comment)

    async def _open(self, account: ChannelAccount) -> sdk.Account | None:
        try:
            return self._registry.open(account)
        except WarmlineError as error:
            log.warning("account_unusable", account=str(account.id), connector=account.connector, problem=error.code())
            async with self._db.transaction(account.org_id) as conn:
                await report_health(conn, connector_actor(account.org_id, self._connector), account.id, error.message)
            return None


def connector_actor(org_id: UUID, connector: str) -> Actor:
    """A connector, as the actor of what it reports."""
    return Actor(org_id=org_id, kind="connector", name=connector)
