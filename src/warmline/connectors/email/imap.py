"""One IMAP connection: the few commands that fetching mail needs, each in full.

It never changes a mailbox: folders are opened with EXAMINE and bodies are read with BODY.PEEK.
"""

import asyncio
import base64
import contextlib
import itertools
import secrets
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import msgspec

from warmline.connectors.email import wire
from warmline.connectors.email.cursor import Folder
from warmline.connectors.email.responses import CHUNK, Dropped, ImapError, ResponseReader
from warmline.connectors.email.settings import EmailSettings
from warmline.kit import outward

# Codes of RFC 5530 with which a refused login is the server's trouble, not the password's.
PASSING = (b"[UNAVAILABLE]", b"[SERVERBUG]", b"[INUSE]", b"[LIMIT]", b"[CONTACTADMIN]")


class Refused(ImapError):
    """The server answered NO or BAD; the text is what it said."""


class LoginRefused(Refused):
    """The server does not take the user name and password."""


class Fetched(msgspec.Struct, frozen=True):
    """A message as the server gave it, without ``body`` where it did not. ``date`` is when the mailbox got it."""

    body: bytes | None
    date: str


@contextlib.asynccontextmanager
async def connect(settings: EmailSettings, *, timeout: float = 60.0) -> AsyncIterator["Connection"]:
    """A logged-in connection. ``timeout`` is in seconds, for each answer. Raises ``ImapError`` and ``OSError``."""
    connection = await opened(settings, timeout=timeout)
    try:
        await connection.greet(settings)
        await connection.enter(settings)
        yield connection
    finally:
        await connection.close()


async def opened(settings: EmailSettings, *, timeout: float) -> "Connection":
    """A connection on which nothing was said yet. Raises ``OSError``."""
    context = ssl.create_default_context() if settings.imap_security == "tls" else None
    name = settings.imap_host if context else None
    async with asyncio.timeout(timeout):
        made = await outward.connect(settings.imap_host, settings.imap_port)
        reader, writer = await asyncio.open_connection(sock=made, ssl=context, server_hostname=name, limit=CHUNK)
    return Connection(reader, writer, timeout=timeout, most=settings.max_message_bytes + 1)


class Connection:
    """Commands go one after the other; a connection that raised anything but ``Refused`` is of no more use."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, timeout: float, most: int
    ) -> None:
        self._reader, self._writer, self._timeout = reader, writer, timeout
        self._responses = ResponseReader(reader, timeout=timeout, most=most)
        self._tags = _tags()
        self.capabilities: frozenset[str] = frozenset()
        self._known = False

    @property
    def peer(self) -> str:
        """The server's address."""
        place = self._writer.get_extra_info("peername")
        return str(place[0]) if place else ""

    async def greet(self, settings: EmailSettings) -> None:
        """Hear the greeting, and turn on TLS where it is asked for."""
        greeting = await self._responses.next()
        if settings.imap_security == "starttls":
            await self._start_tls(settings.imap_host)
        await self._ask_capabilities()
        self._known = greeting.text.upper().startswith(b"* PREAUTH")

    async def enter(self, settings: EmailSettings) -> None:
        """Log in, where the server does not know us already. Raises ``LoginRefused``."""
        if not self._known:
            await self._log_in(settings.imap_user, settings.imap_password)
            await self._ask_capabilities()

    async def examine(self, folder: str) -> Folder:
        """Open a folder for reading, or again: news between two commands is seen here and not only while idling."""
        name = wire.encode_folder(folder)
        responses = await self._command(b"EXAMINE " + wire.quote(name))
        codes: dict[str, int] = {}
        for response in responses:
            codes |= wire.codes(response)
        return Folder(uidvalidity=codes.get("UIDVALIDITY", 0), uidnext=codes.get("UIDNEXT"))

    async def search_after(self, uid: int) -> list[int]:
        """The UIDs above ``uid``, ascending."""
        responses = await self._command(b"UID SEARCH UID %d:*" % (uid + 1))
        found = {number for response in responses for number in wire.searched(response)}
        # "9:*" holds the last message even where its UID is below 9 (RFC 3501, section 6.4.8).
        return sorted(number for number in found if number > uid)

    async def sizes(self, uids: list[int]) -> dict[int, int]:
        """The sizes in bytes of those that are still there."""
        responses = await self._command(b"UID FETCH %b (UID RFC822.SIZE)" % wire.sequence(uids))
        return {uid: int(items.get("RFC822.SIZE") or 0) for uid, items in _by_uid(responses).items() if uid in uids}

    async def fetch(self, uids: list[int], *, headers_only: bool = False) -> dict[int, Fetched]:
        """Those of the messages that are still there. A body is cut off at one byte over the account's limit."""
        part = b"BODY.PEEK[HEADER]" if headers_only else b"BODY.PEEK[]"
        responses = await self._command(b"UID FETCH %b (UID INTERNALDATE %b)" % (wire.sequence(uids), part))
        key = "BODY[HEADER]" if headers_only else "BODY[]"
        messages = {uid: items for uid, items in _by_uid(responses).items() if uid in uids and key in items}
        return {uid: Fetched(items[key], _text(items.get("INTERNALDATE"))) for uid, items in messages.items()}

    async def idle(self, seconds: float) -> None:
        """Wait until the server has news of the folder, or the seconds are over (RFC 2177)."""
        tag = next(self._tags)
        await self._send(tag + b" IDLE\r\n")
        news = await self._until_continued(tag)
        # The deadline cannot cut a response in two: an unfinished line stays in the reader's buffer.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not news:
                    news = wire.is_exists(await self._responses.next(timeout=seconds))
        await self._send(b"DONE\r\n")
        await self._finish(tag)

    async def close(self) -> None:
        """Say good-bye if that is possible, and let go."""
        with contextlib.suppress(OSError, TimeoutError):
            if not self._writer.is_closing():
                self._writer.write(next(self._tags) + b" LOGOUT\r\n")
            self._writer.close()
            async with asyncio.timeout(2):
                await self._writer.wait_closed()
        self._writer.transport.abort()

    async def _start_tls(self, host: str) -> None:
        await self._command(b"STARTTLS")
        await self._refuse_early_data()
        async with asyncio.timeout(self._timeout):
            await self._writer.start_tls(ssl.create_default_context(), server_hostname=host)
        self._tags = _tags()

    async def _refuse_early_data(self) -> None:
        # What was sent before the encryption must not be taken for an answer given under it (CVE-2011-0411).
        # A read of waiting bytes never suspends, so that only an empty buffer meets the deadline.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0):
                await self._reader.read(1)
            raise Dropped("the server sent data ahead of TLS")

    async def _ask_capabilities(self) -> None:
        for response in await self._command(b"CAPABILITY"):
            self.capabilities = wire.capabilities(response) or self.capabilities

    async def _log_in(self, user: str, password: str) -> None:
        try:
            if "AUTH=PLAIN" in self.capabilities:
                proof = base64.b64encode(f"\0{user}\0{password}".encode())
                await self._command(b"AUTHENTICATE PLAIN", answer=proof)
            else:
                await self._command(b"LOGIN %b %b" % (wire.quote(user), wire.quote(password)))
        except ValueError as error:
            raise LoginRefused(f"without AUTH=PLAIN {error}") from error
        except Refused as error:
            passing = any(str(error).upper().encode().startswith(code) for code in PASSING)
            raise (error if passing else LoginRefused(str(error))) from error

    async def _command(self, line: bytes, *, answer: bytes | None = None) -> list[wire.Response]:
        tag = next(self._tags)
        await self._send(b"%b %b\r\n" % (tag, line))
        if answer is not None:
            await self._until_continued(tag)
            await self._send(answer + b"\r\n")
        return await self._finish(tag)

    async def _until_continued(self, tag: bytes) -> bool:
        """Wait for the server's "+"; whether it had news of the folder meanwhile."""
        news = False
        while not (response := await self._responses.next()).text.startswith(b"+"):
            if response.text.startswith(tag + b" "):
                raise Refused(wire.words(response.text[len(tag) :].partition(b" ")[2].partition(b" ")[2]))
            news = news or wire.is_exists(response)
        return news

    async def _finish(self, tag: bytes) -> list[wire.Response]:
        """Everything up to the answer that bears the tag. Raises ``Refused`` unless that is OK."""
        responses = []
        while not (response := await self._responses.next()).text.startswith(tag + b" "):
            responses.append(response)
        status, _, text = response.text[len(tag) + 1 :].partition(b" ")
        if status.upper() != b"OK":
            raise Refused(wire.words(text))
        return [*responses, response]

    async def _send(self, data: bytes) -> None:
        self._writer.write(data)
        async with asyncio.timeout(self._timeout):
            await self._writer.drain()


def _tags() -> Iterator[bytes]:
    """Tags that nobody can guess, so that nobody can answer ahead."""
    prefix = secrets.token_hex(4).encode()
    return (b"%b.%d" % (prefix, count) for count in itertools.count(1))


def _by_uid(responses: list[wire.Response]) -> Mapping[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for response in responses:
        items = wire.fetched(response)
        uid = items.get("UID") if items else None
        if items and isinstance(uid, bytes) and uid.isdigit():
            found.setdefault(int(uid), {}).update(items)
    return found


def _text(value: object) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else ""
