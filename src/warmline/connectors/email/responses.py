"""Read what an IMAP server sends, whatever its length, without ever holding more than the limits."""

import asyncio

from warmline.connectors.email import wire

# A SEARCH over a million messages answers with one line of eight megabytes.
MOST_LINE = 32 * 1024 * 1024
CHUNK = 256 * 1024


class ImapError(Exception):
    """The IMAP server did not do what was asked."""


class Dropped(ImapError):
    """The connection ended, or what came over it was not IMAP."""


class ResponseReader:
    """``timeout`` is in seconds without any byte; ``most`` is how many bytes of a literal are kept."""

    def __init__(self, reader: asyncio.StreamReader, *, timeout: float, most: int) -> None:
        self._reader, self._timeout, self._most = reader, timeout, most
        self._farewell = ""

    async def next(self, timeout: float | None = None) -> wire.Response:
        """The next response, with its literals. Raises ``Dropped`` and ``OSError``."""
        text = await self._line(timeout or self._timeout)
        literals = []
        while size := wire.LITERAL.search(text):
            literals.append(await self._literal(int(size[1])))
            text += b"\r\n" + await self._line(self._timeout)
        if text[:5].upper() == b"* BYE":
            self._farewell = wire.words(text[5:])
        return wire.Response(text, tuple(literals))

    async def _line(self, timeout: float) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            async with asyncio.timeout(timeout):
                line += await self._some_of_a_line()
            if len(line) > MOST_LINE:
                raise Dropped("the server's answer has no end")
        return bytes(line.rstrip(b"\r\n"))

    async def _some_of_a_line(self) -> bytes:
        try:
            return await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError as error:
            return await self._reader.read(error.consumed)
        except asyncio.IncompleteReadError as error:
            raise self._dropped() from error

    async def _literal(self, size: int) -> bytes:
        """Read all of it and keep no more than the limit, whatever size the server announced."""
        kept = bytearray()
        while size:
            async with asyncio.timeout(self._timeout):
                chunk = await self._reader.read(min(size, CHUNK))
            if not chunk:
                raise self._dropped()
            size -= len(chunk)
            kept += chunk[: self._most - len(kept)]
        return bytes(kept)

    def _dropped(self) -> Dropped:
        return Dropped(self._farewell or "the server closed the connection")
