"""Keep one fetcher for each account that fetches, and one listener for each address that is listened on.

Accounts are read again every few seconds: added ones start, removed ones stop, changed ones start anew. No account's
trouble reaches another.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
import structlog

from warmline import sdk
from warmline.connectors.email import problems
from warmline.connectors.email.fetcher import Fetcher
from warmline.connectors.email.listener import Endpoint, Listener, Mailbox
from warmline.connectors.email.retry import Backoff
from warmline.connectors.email.settings import EmailSettings

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 5.0


class Supervisor:
    """``refresh`` is in seconds; ``backoff`` makes the waits of one fetcher."""

    def __init__(self, host: sdk.Host, *, refresh: float, backoff: Callable[[], Backoff]) -> None:
        self._host, self._refresh, self._backoff = host, refresh, backoff
        self._health = Health(host)
        self._fetchers: dict[UUID, tuple[Mailbox, asyncio.Task[None]]] = {}
        self._listeners: dict[Endpoint, Listener] = {}

    async def run(self) -> None:
        """Until cancelled; then everything is closed."""
        try:
            while True:
                try:
                    await self._apply(await self._mailboxes())
                except Exception:
                    # Most likely the database is away. What runs already goes on.
                    log.exception("accounts_not_read")
                await asyncio.sleep(self._refresh)
        finally:
            await self._stop()

    async def _mailboxes(self) -> dict[UUID, Mailbox]:
        mailboxes = {}
        for account in await self._host.accounts():
            try:
                settings = msgspec.convert(account.settings, EmailSettings, from_attributes=True)
            except msgspec.ValidationError as error:
                await self._health.report(account, "settings", f"The account's settings cannot be read: {error}")
                continue
            await self._health.forget(account, "settings")
            mailboxes[account.id] = Mailbox(account, settings)
        return mailboxes

    async def _apply(self, mailboxes: Mapping[UUID, Mailbox]) -> None:
        self._health.forget_all_but(mailboxes)
        fetching = {key: mailbox for key, mailbox in mailboxes.items() if mailbox.settings.imap_host}
        for key, (mailbox, _) in list(self._fetchers.items()):
            if fetching.get(key) != mailbox:
                await self._stop_fetcher(key)
        for key in fetching.keys() - self._fetchers.keys():
            self._fetchers[key] = (fetching[key], asyncio.create_task(self._fetcher(fetching[key]).run()))
        await self._listen(_by_endpoint(mailboxes.values()))
        for mailbox in mailboxes.values():
            if not mailbox.settings.imap_host:
                await self._health.forget(mailbox.account, "fetching")
            if mailbox.settings.listen == "none":
                await self._health.forget(mailbox.account, "listening")

    def _fetcher(self, mailbox: Mailbox) -> Fetcher:
        account = mailbox.account

        async def report(problem: str | None) -> None:
            await self._health.report(account, "fetching", problem)

        return Fetcher(self._host, account, mailbox.settings, report, self._backoff())

    async def _listen(self, wanted: Mapping[Endpoint, Sequence[Mailbox]]) -> None:
        for endpoint in self._listeners.keys() - wanted.keys():
            await self._listeners.pop(endpoint).close()
        for endpoint, mailboxes in wanted.items():
            listener = self._listeners.get(endpoint)
            if listener is not None:
                listener.mailboxes = mailboxes
            else:
                await self._open(endpoint, mailboxes)

    async def _open(self, endpoint: Endpoint, mailboxes: Sequence[Mailbox]) -> None:
        listener = Listener(self._host, endpoint, mailboxes)
        problem = None
        try:
            await listener.open()
            self._listeners[endpoint] = listener
        except OSError as error:
            # Tried again at the next reading of the accounts.
            problem = problems.listening_stopped(error, endpoint.host, endpoint.port)
        for mailbox in mailboxes:
            await self._health.report(mailbox.account, "listening", problem)

    async def _stop_fetcher(self, key: UUID) -> None:
        _, task = self._fetchers.pop(key)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _stop(self) -> None:
        for key in list(self._fetchers):
            await self._stop_fetcher(key)
        await self._listen({})


class Health:
    """What the parts of an account say, told to the administrator as one, and only when it changes."""

    def __init__(self, host: sdk.Host) -> None:
        self._host = host
        self._problems: dict[UUID, dict[str, str]] = {}
        self._told: dict[UUID, str | None] = {}

    async def report(self, account: sdk.Account, part: str, problem: str | None) -> None:
        """Never raises: a fetcher that works is not stopped because nobody can be told."""
        parts = self._problems.setdefault(account.id, {})
        parts.pop(part, None)
        if problem is not None:
            parts[part] = problem
        summary = " ".join(parts.values()) or None
        if account.id in self._told and self._told[account.id] == summary:
            return
        try:
            await self._host.health(account, summary)
            self._told[account.id] = summary
        except Exception:
            log.exception("health_not_told", account=str(account.id))

    async def forget(self, account: sdk.Account, part: str) -> None:
        """The part has nothing to say any more."""
        if part in self._problems.get(account.id, {}):
            await self.report(account, part, None)

    def forget_all_but(self, accounts: Mapping[UUID, Mailbox]) -> None:
        """An account that comes back is told of anew."""
        for gone in self._told.keys() - accounts.keys():
            self._told.pop(gone)
            self._problems.pop(gone, None)


def _by_endpoint(mailboxes: Iterable[Mailbox]) -> dict[Endpoint, list[Mailbox]]:
    found: dict[Endpoint, list[Mailbox]] = {}
    for mailbox in mailboxes:
        settings = mailbox.settings
        if settings.listen != "none":
            endpoint = Endpoint(settings.listen, settings.listen_host, settings.listen_port)
            found.setdefault(endpoint, []).append(mailbox)
    return found
