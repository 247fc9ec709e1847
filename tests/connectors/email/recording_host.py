"""The platform as a connector sees it, in memory: what is accepted, saved and told, for tests of transports."""

import asyncio
import contextlib
import hashlib
import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from tests.mailservers import Mailbox, MailServers
from warmline import sdk
from warmline.connectors.email import Email
from warmline.connectors.email.retry import Backoff
from warmline.connectors.email.settings import EmailSettings

ORG = uuid.UUID(int=1)


class RecordingHost:
    """Keeps the promises of ``sdk.Host`` that transports rest on: what is accepted stays, and is there once."""

    def __init__(self, *accounts: sdk.Account) -> None:
        self.on = list(accounts)
        self.stored: dict[tuple[uuid.UUID, str], sdk.Raw] = {}
        self.offered: list[sdk.Raw] = []
        self.batches: list[int] = []
        self.states: dict[tuple[uuid.UUID, str], Any] = {}
        self.told: dict[uuid.UUID, list[str | None]] = {}
        # Set to make accepting fail, as it does when the database is away.
        self.failure: Exception | None = None
        self.refused = 0
        self._changed = asyncio.Condition()

    def raws(self, account: sdk.Account) -> list[sdk.Raw]:
        """What the account has, in order of arrival, each once."""
        return [raw for (account_id, _), raw in self.stored.items() if account_id == account.id]

    def bodies(self, account: sdk.Account) -> list[bytes]:
        return [raw.body for raw in self.raws(account)]

    def problem(self, account: sdk.Account) -> str | None:
        """What the administrator sees now; an empty string before anything was told."""
        return (self.told.get(account.id) or [""])[-1]

    async def until(self, reached: Callable[[], bool], *, within: float = 60.0) -> None:
        """Wait for something that this host is told; fails when that does not happen in time."""
        try:
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(reached)
        except TimeoutError:
            raise AssertionError(f"not reached; stored {len(self.stored)}, told {self.told}") from None

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # sdk.Host

    async def account(self, account_id: uuid.UUID) -> sdk.Account | None:
        return next((account for account in self.on if account.id == account_id), None)

    async def accounts(self) -> Sequence[sdk.Account]:
        return tuple(self.on)

    async def accept(self, account: sdk.Account, raws: Sequence[sdk.Raw]) -> list[sdk.Accepted]:
        if self.failure is not None:
            self.refused += 1
            await self._notify()
            raise self.failure
        accepted = []
        self.batches.append(len(raws))
        for raw in raws:
            new = (account.id, raw.external_id) not in self.stored
            self.stored.setdefault((account.id, raw.external_id), raw)
            self.offered.append(raw)
            accepted.append(sdk.Accepted(envelope_id=uuid.uuid4(), new=new))
        await self._notify()
        return accepted

    async def state(self, account: sdk.Account, key: str) -> Any:
        return self.states.get((account.id, key))

    async def save_state(self, account: sdk.Account, key: str, value: Any) -> None:
        self.states[account.id, key] = value
        await self._notify()

    async def health(self, account: sdk.Account, problem: str | None) -> None:
        self.told.setdefault(account.id, []).append(problem)
        await self._notify()

    def keys(self, account: sdk.Account, purpose: str) -> Sequence[bytes]:
        return [hashlib.sha256(f"{account.id} {purpose}".encode()).digest()]

    async def store(self, account: sdk.Account, name: str, content_type: str, content: bytes) -> sdk.Attachment:
        digest = hashlib.sha256(content).hexdigest()
        return sdk.Attachment(name=name, content_type=content_type, sha256=digest, size=len(content))

    async def open(self, account: sdk.Account, handle: sdk.Handle, sha256: str) -> tuple[sdk.Attachment, bytes] | None:
        return None

    async def lines(
        self, account: sdk.Account, handle: sdk.Handle, after: str | None, limit: int = 200
    ) -> list[sdk.Line]:
        return []

    async def follow(self, account: sdk.Account, handle: sdk.Handle) -> AsyncIterator[Mapping[str, Any]]:
        events: tuple[Mapping[str, Any], ...] = ()
        for event in events:
            yield event

    async def position(self, account: sdk.Account, handle: sdk.Handle) -> sdk.Position | None:
        return None

    async def typing(self, account: sdk.Account, handle: sdk.Handle, typing: bool) -> None:
        return None

    async def give_ticket(self, account: sdk.Account, digest: bytes, value: Any, seconds: float) -> None:
        self.states[account.id, digest.hex()] = value

    async def take_ticket(self, account: sdk.Account, digest: bytes) -> Any:
        return self.states.pop((account.id, digest.hex()), None)

    async def service(self, account: sdk.Account) -> sdk.Service:
        return sdk.Service()

    async def write(
        self, account: sdk.Account, handle: sdk.Handle, to: sdk.Handle, note: sdk.Note, *, stay: bool = False
    ) -> None:
        raise AssertionError("mail writes to nobody by another channel")

    async def call_back(self, account: sdk.Account, handle: sdk.Handle, number: str) -> None:
        raise AssertionError("mail calls nobody")

    async def rating(self, account: sdk.Account, handle: sdk.Handle) -> sdk.Rating:
        return sdk.Rating(open=False)

    async def rate(self, account: sdk.Account, handle: sdk.Handle, score: int, comment: str) -> sdk.Rating:
        raise AssertionError("mail is not rated")


@contextlib.asynccontextmanager
async def running(host: RecordingHost, *, longest_wait: float = 0.2) -> AsyncIterator[None]:
    """The e-mail connector at work on the host's accounts, with waits that suit a test."""
    connector = Email(refresh=0.05, backoff=lambda: Backoff(first=0.01, most=longest_wait))
    task = asyncio.create_task(connector.run(host))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def account(address: str, **settings: Any) -> sdk.Account:
    """An e-mail account with these settings."""
    return sdk.Account(
        org_id=ORG,
        id=uuid.uuid4(),
        connector="email",
        channel="email",
        name="Claims",
        address=address,
        settings=EmailSettings(**settings),
    )


def fetching(servers: MailServers, mailbox: Mailbox, **settings: Any) -> sdk.Account:
    """An account that fetches the mailbox from Dovecot and sends by Postfix."""
    defaults = {
        "imap_host": "127.0.0.1",
        "imap_port": servers.ports["imap"],
        "imap_security": "none",
        "imap_user": mailbox.address,
        "imap_password": mailbox.password,
        "smtp_host": "127.0.0.1",
        "smtp_port": servers.ports["smtp"],
        "smtp_security": "none",
    }
    return account(mailbox.address, **(defaults | settings))


def mail(number: int, *, text: str = "A text.") -> bytes:
    """A small mail with a Message-ID of its own."""
    return (
        f"From: Kim <kim@elsewhere.test>\r\nTo: claims@northlight.test\r\nSubject: Mail {number}\r\n"
        f"Message-ID: <{number}.{uuid.uuid4()}@elsewhere.test>\r\n\r\n{text}\r\n"
    ).encode()


def subjects(host: RecordingHost, account: sdk.Account) -> list[int]:
    """The numbers of the mails that arrived, in order."""
    return [int(body.split(b"Subject: Mail ")[1].split(b"\r\n")[0]) for body in host.bodies(account)]
