"""Receive mail by SMTP or LMTP, in our own event loop. 250 is said only when the mail is committed.

It is meant to stand behind a mail server (see README.md): it does not filter, has no TLS, and relays nothing.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from warmline import sdk
from warmline.connectors.email.delivery import delivered
from warmline.connectors.email.settings import EmailSettings

log = structlog.get_logger(__name__)
# It writes every sender and recipient at INFO, and ours is a log without personal data.
logging.getLogger("mail.log").setLevel(logging.ERROR)

OK = "250 2.0.0 Accepted"
UNKNOWN = "550 5.1.1 No such mailbox here"
TOO_LARGE = "552 5.3.4 Message is larger than this mailbox takes"
TRY_AGAIN = "451 4.3.0 Cannot store the message now, try again later"
SEVERITY = (OK, UNKNOWN, TOO_LARGE, TRY_AGAIN)
BUSY = b"421 4.3.2 Too many connections, try again later\r\n"

MOST_SESSIONS = 100
# RFC 5321 allows 1,000 bytes; many programs write longer lines, and a refused mail is a lost one.
MOST_LINE = 1024 * 1024


class Endpoint(msgspec.Struct, frozen=True):
    """Where to listen, and in which protocol: ``smtp`` or ``lmtp``. Accounts on one endpoint share its listener."""

    protocol: str
    host: str
    port: int


class Mailbox(msgspec.Struct, frozen=True):
    """An account that receives here."""

    account: sdk.Account
    settings: EmailSettings


class Listener:
    """One endpoint. ``mailboxes`` may be replaced at any time, without closing it."""

    def __init__(self, host: sdk.Host, endpoint: Endpoint, mailboxes: Sequence[Mailbox]) -> None:
        self.endpoint = endpoint
        self.mailboxes = mailboxes
        self._reception = Reception(host, self)
        self._sessions: set[asyncio.BaseTransport] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Raises ``OSError`` where the address cannot be had."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, self.endpoint.host, self.endpoint.port)
        log.info("listening", protocol=self.endpoint.protocol, address=self.address)

    async def close(self) -> None:
        """Senders that were cut off have no answer, so they send again."""
        if self._server is None:
            return
        self._server.close()
        for transport in tuple(self._sessions):
            transport.close()
        await self._server.wait_closed()

    @property
    def address(self) -> tuple[str, int]:
        """The host and port that are really listened on."""
        assert self._server is not None, "open() comes first"
        host, port = self._server.sockets[0].getsockname()[:2]
        return host, port

    def mailbox(self, recipient: str) -> Mailbox | None:
        """The mailbox that an address belongs to; ``claims+urgent@`` belongs to ``claims@``."""
        wanted = {recipient.casefold(), _without_tag(recipient).casefold()}
        return next((mailbox for mailbox in self.mailboxes if mailbox.account.address.casefold() in wanted), None)

    def entered(self, transport: asyncio.BaseTransport) -> bool:
        """Count a session in; False where there are too many."""
        self._sessions.add(transport)
        return len(self._sessions) <= MOST_SESSIONS

    def left(self, transport: asyncio.BaseTransport | None) -> None:
        """Count a session out."""
        self._sessions -= {transport}

    def _session(self) -> SMTP:
        kind = LmtpSession if self.endpoint.protocol == "lmtp" else SmtpSession
        most = max((mailbox.settings.max_message_bytes for mailbox in self.mailboxes), default=1)
        domain = next((mailbox.account.address.rpartition("@")[2] for mailbox in self.mailboxes), "localhost")
        return kind(
            self._reception, self, data_size_limit=most, enable_SMTPUTF8=True, hostname=domain, ident="Warmline",
            loop=asyncio.get_running_loop(),
        )  # fmt: skip


class Reception:
    """Answers the commands of all sessions of a listener (the hooks of aiosmtpd)."""

    def __init__(self, host: sdk.Host, listener: Listener) -> None:
        self._host, self._listener = host, listener

    async def handle_RCPT(  # noqa: N802 (the name is aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._listener.mailbox(address) is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(  # noqa: N802 (the name is aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        mailboxes = [self._listener.mailbox(recipient) for recipient in envelope.rcpt_tos]
        verdicts: dict[UUID | None, str] = {}
        for mailbox in mailboxes:
            if _key(mailbox) not in verdicts:
                verdicts[_key(mailbox)] = await self._deliver(mailbox, session, envelope)
        answers = [verdicts[_key(mailbox)] for mailbox in mailboxes]
        # LMTP answers for each recipient (RFC 2033, section 4.2). SMTP has one answer: the unhappiest.
        return "\r\n".join(answers) if isinstance(server, LMTP) else max(answers, key=SEVERITY.index)

    async def handle_exception(self, error: Exception) -> str:
        log.error("session_failed", exc_info=error)
        return TRY_AGAIN

    async def _deliver(self, mailbox: Mailbox | None, session: Session, envelope: Envelope) -> str:
        body = envelope.original_content or b""
        if mailbox is None:
            # The account was switched off between RCPT and the end of DATA.
            return UNKNOWN
        if len(body) > mailbox.settings.max_message_bytes:
            return TOO_LARGE
        try:
            await self._host.accept(mailbox.account, [delivered(body, _meta(session, envelope))])
        except Exception:
            log.exception("not_accepted", account=str(mailbox.account.id))
            return TRY_AGAIN
        return OK


class SmtpSession(SMTP):
    """One connection. What aiosmtpd leaves to be done: a bound on their number, and longer lines."""

    line_length_limit = MOST_LINE

    def __init__(self, reception: Reception, listener: Listener, **options: Any) -> None:
        super().__init__(reception, **options)
        self._listener = listener

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        welcome = self._listener.entered(transport)
        if not welcome and isinstance(transport, asyncio.WriteTransport):
            transport.write(BUSY)
        super().connection_made(transport)
        if not welcome:
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self._listener.left(self.transport)
        super().connection_lost(error)


class LmtpSession(SmtpSession, LMTP):
    """LMTP as RFC 2033 has it: after DATA there is an answer for each recipient, also when the mail was too large."""

    _recipients = 0

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (the name is aiosmtpd's)
        try:
            await super().smtp_DATA(arg)
        finally:
            self._recipients = 0

    async def push(self, status: str | bytes) -> None:
        text = status.decode() if isinstance(status, bytes) else status
        if self._recipients and "\r\n" not in text:
            # One refusal for all of them, from aiosmtpd itself.
            text = "\r\n".join([text] * self._recipients)
        if text.startswith("354") and self.envelope:
            self._recipients = len(self.envelope.rcpt_tos)
        await super().push(text)


def _without_tag(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _key(mailbox: Mailbox | None) -> UUID | None:
    return mailbox.account.id if mailbox else None


def _meta(session: Session, envelope: Envelope) -> dict[str, str]:
    # Declared as text by aiosmtpd; really the socket's address, a tuple.
    peer: Any = session.peer
    return {
        "mail_from": envelope.mail_from or "",
        "rcpt_to": ", ".join(envelope.rcpt_tos),
        "peer": str(peer[0]) if isinstance(peer, tuple) else "",
        "helo": session.host_name or "",
    }
