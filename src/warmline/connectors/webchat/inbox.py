"""The accounts as the chat needs them: settings converted, keys derived. Asked with every request, so remembered for a
second."""

import time
from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.connectors.webchat.errors import ChatMissing, TokenRefused
from warmline.connectors.webchat.settings import WebChatSettings, settings_of
from warmline.connectors.webchat.tokens import Signer, Upload, Visitor

# How long a change of an account may go unnoticed.
SECONDS = 1.0
MOST = 10_000


class Inbox(msgspec.Struct, frozen=True, kw_only=True):
    """An account that is switched on."""

    account: sdk.Account
    settings: WebChatSettings
    visitors: Signer[Visitor]
    uploads: Signer[Upload]
    # With which codes are made unguessable before they are stored.
    codes: Sequence[bytes]

    @classmethod
    def of(cls, host: sdk.Host, account: sdk.Account) -> "Inbox":
        """The account with its keys."""
        return cls(
            account=account,
            settings=settings_of(account),
            visitors=Signer(host.keys(account, "visitor tokens"), "wlv", Visitor),
            uploads=Signer(host.keys(account, "uploaded files"), "wlf", Upload),
            codes=host.keys(account, "codes for another device"),
        )

    def visitor(self, token: str) -> Visitor:
        """Whose token it is; raises ``TokenRefused``, also for one that was called back."""
        visitor = self.visitors.read(token)
        self.check(visitor)
        return visitor

    def check(self, visitor: Visitor) -> None:
        """Raises ``TokenRefused`` where the tokens of that time were called back."""
        since = self.settings.tokens_since
        if since and visitor.issued < since.timestamp():
            raise TokenRefused(problem="was called back")


class Inboxes:
    """Accounts by their public id, in whatever organisation."""

    def __init__(self, host: sdk.Host) -> None:
        self._host = host
        self._known: dict[UUID, tuple[Inbox | None, float]] = {}

    async def find(self, account_id: UUID) -> Inbox:
        """The account; raises ``ChatMissing`` where there is none, or it is switched off."""
        inbox, until = self._known.get(account_id, (None, 0.0))
        if until < time.monotonic():
            account = await self._host.account(account_id)
            inbox = Inbox.of(self._host, account) if account else None
            if len(self._known) >= MOST:
                # Somebody tries ids; forgetting costs less than remembering them all.
                self._known.clear()
            self._known[account_id] = (inbox, time.monotonic() + SECONDS)
        if inbox is None:
            raise ChatMissing
        return inbox
