"""Try an account before it is saved: every step of fetching, listening and sending, without a mail going anywhere."""

import asyncio
import contextlib
import errno
from collections.abc import AsyncGenerator, AsyncIterator

import aiosmtplib

from warmline import sdk
from warmline.connectors.email import problems, smtp
from warmline.connectors.email.addresses import mailboxes
from warmline.connectors.email.imap import Connection, opened
from warmline.connectors.email.responses import ImapError
from warmline.connectors.email.settings import EmailSettings
from warmline.kit import outward
from warmline.sdk import CheckStatus, CheckStep, Doubtful, Trial, tried

TIMEOUT = 5.0


async def check(account: sdk.Account, settings: EmailSettings) -> AsyncIterator[CheckStep]:
    """The address, then fetching, listening and sending, as far as they are set up."""
    yield _address(account)
    if settings.imap_host:
        async with contextlib.aclosing(_fetching(settings)) as steps:
            async for step in steps:
                yield step
    if settings.listen != "none":
        async for step in _listening(settings):
            yield step
    if not settings.imap_host and settings.listen == "none":
        detail = "Nothing comes in: name an IMAP server to fetch from, or choose a protocol to listen by."
        yield _missing("receiving", "Receive mail", detail, ("imap_host", "listen"))
    if settings.smtp_host:
        async with contextlib.aclosing(_sending(account, settings)) as steps:
            async for step in steps:
                yield step
    else:
        detail = "Nothing can be answered from here: name an SMTP server."
        yield _missing("sending", "Send mail", detail, ("smtp_host",))


def _missing(code: str, title: str, detail: str, settings: tuple[str, ...]) -> CheckStep:
    return CheckStep(code=code, title=title, status=CheckStatus.WARNING, detail=detail, settings=settings)


def _address(account: sdk.Account) -> CheckStep:
    found = mailboxes(account.address)
    if len(found) == 1 and found[0].address == account.address:
        return CheckStep(code="address", title="Address", detail=f"Customers write to {account.address}.")
    detail = f"{account.address or 'An empty address'} is no e-mail address; enter one such as claims@example.org."
    return CheckStep(code="address", title="Address", status=CheckStatus.FAILED, detail=detail, settings=("address",))


async def _find(host: str, port: int) -> str:
    places = await outward.resolve(host, port)
    return f"{host} is {', '.join(dict.fromkeys(str(place[0]) for _, place in places))}."


def _clear_text(security: str, place: str) -> None:
    """Passwords in clear text are for this machine alone."""
    if security == "none" and not outward.is_near(place):
        raise Doubtful("Connected without TLS: the password can be read on the way. Choose tls or starttls.")


async def _fetching(settings: EmailSettings) -> AsyncGenerator[CheckStep, None]:
    server, open_ = f"{settings.imap_host}:{settings.imap_port}", []
    security = ("imap_host", "imap_port", "imap_security")

    async def connect() -> str:
        connection = await opened(settings, timeout=TIMEOUT)
        open_.append(connection)
        await connection.greet(settings)
        _clear_text(settings.imap_security, connection.peer)
        return f"{server} speaks IMAP{'' if settings.imap_security == 'none' else ' under TLS'}."

    async def log_in() -> str:
        await _only(open_).enter(settings)
        return f"{server} let {settings.imap_user} in."

    async def examine() -> str:
        await _only(open_).examine(settings.imap_folder)
        return f"The folder {settings.imap_folder} is there and can be read."

    def explain(error: Exception) -> str:
        if not isinstance(error, ImapError | OSError):
            raise error
        return problems.fetching_stopped(error, settings)

    trials = (
        Trial(code="imap.host", title="Find the IMAP server", settings=("imap_host",),
              attempt=lambda: _find(settings.imap_host, settings.imap_port)),
        Trial(code="imap.connect", title="Connect to the IMAP server", settings=security, attempt=connect),
        Trial(code="imap.login", title="Log in to the mailbox", settings=("imap_user", "imap_password"),
              attempt=log_in),
        Trial(code="imap.folder", title="Open the folder", settings=("imap_folder",), attempt=examine),
    )  # fmt: skip
    try:
        async for step in tried(trials, explain):
            yield step
    finally:
        for each in open_:
            await each.close()


def _only(connections: list[Connection]) -> Connection:
    assert connections, "connecting is the step before"
    return connections[0]


async def _listening(settings: EmailSettings) -> AsyncIterator[CheckStep]:
    async def bind() -> str:
        try:
            server = await asyncio.get_running_loop().create_server(
                asyncio.Protocol, settings.listen_host, settings.listen_port
            )
        except OSError as error:
            if error.errno == errno.EADDRINUSE and await _is_ours(settings):
                return "Warmline listens there already."
            raise
        server.close()
        return f"{settings.listen_host}:{settings.listen_port} is free to listen on."

    def explain(error: Exception) -> str:
        if not isinstance(error, OSError):
            raise error
        return problems.listening_stopped(error, settings.listen_host, settings.listen_port)

    trial = Trial(code="listen.port", title="Listen for mail", settings=("listen_host", "listen_port"), attempt=bind)
    async for step in tried([trial], explain):
        yield step


async def _is_ours(settings: EmailSettings) -> bool:
    """Whether what listens there greets as Warmline does."""
    with contextlib.suppress(OSError):
        reader, writer = await asyncio.open_connection(settings.listen_host, settings.listen_port)
        greeting = await reader.readline()
        writer.close()
        return b" Warmline" in greeting
    return False


async def _sending(account: sdk.Account, settings: EmailSettings) -> AsyncGenerator[CheckStep, None]:
    server, open_ = f"{settings.smtp_host}:{settings.smtp_port}", []

    async def connect() -> str:
        client = await smtp.client_for(account.address, settings, timeout=TIMEOUT, log_in=False)
        open_.append(client)
        await client.connect()
        peer = client.transport.get_extra_info("peername") if client.transport else None
        if settings.smtp_user:
            _clear_text(settings.smtp_security, str(peer[0]) if peer else settings.smtp_host)
        return f"{server} speaks SMTP{'' if settings.smtp_security == 'none' else ' under TLS'}."

    async def log_in() -> str:
        await open_[0].login(settings.smtp_user, settings.smtp_password)
        return f"{server} let {settings.smtp_user} in."

    async def offer() -> str:
        client = open_[0]
        if not client.last_ehlo_response:
            await client.ehlo()
        await client.mail(account.address)
        try:
            await client.rcpt(account.address)
        except aiosmtplib.SMTPRecipientRefused as error:
            said = f"{error.code} {error.message}"
            raise Doubtful(f"{server} sends for {account.address}, but takes no mail for it ({said}).") from error
        finally:
            await client.rset()
        return f"{server} sends for {account.address}. Nothing was sent."

    def explain(error: Exception) -> str:
        if not isinstance(error, aiosmtplib.SMTPException | OSError | ValueError):
            raise error
        return str(smtp.verdict(error, settings))

    trials = [
        Trial(code="smtp.host", title="Find the SMTP server", settings=("smtp_host",),
              attempt=lambda: _find(settings.smtp_host, settings.smtp_port)),
        Trial(code="smtp.connect", title="Connect to the SMTP server", attempt=connect,
              settings=("smtp_host", "smtp_port", "smtp_security")),
        Trial(code="smtp.sender", title="Offer a mail from the address", attempt=offer,
              settings=("smtp_user", "smtp_password")),
    ]  # fmt: skip
    if settings.smtp_user:
        trials.insert(2, Trial(code="smtp.login", title="Log in to the SMTP server", attempt=log_in,
                               settings=("smtp_user", "smtp_password")))  # fmt: skip
    try:
        async for step in tried(trials, explain):
            yield step
    finally:
        for each in open_:
            each.close()
