"""An IMAP server that misbehaves on request, for what a real one does only on a bad day."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

Answer = bytes | Callable[[bytes], bytes]

CAPABILITY = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE STARTTLS\r\n%t OK done\r\n"
ANSWERS: Mapping[str, Answer] = {
    "GREETING": b"* OK ready\r\n",
    "CAPABILITY": CAPABILITY,
    "AUTHENTICATE": b"+ \r\n",
    "LOGIN": b"%t OK in\r\n",
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n%t OK [READ-ONLY] open\r\n",
    "IDLE": b"+ idling\r\n",
    "DONE": b"%t OK idled\r\n",
    "LOGOUT": b"* BYE\r\n%t OK bye\r\n",
}


class ScriptedImap:
    """``answers`` replaces what is said to a command, by its first word or two; ``%t`` stands for the tag."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = {**ANSWERS, **answers}
        self.heard: list[bytes] = []
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    def settings(self, **more: Any) -> dict[str, Any]:
        """How an account reaches this server."""
        return {
            "imap_host": "127.0.0.1",
            "imap_port": self.port,
            "imap_security": "none",
            "imap_user": "kim",
            "imap_password": "secret",
        } | more

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        tag = b""
        with contextlib.suppress(ConnectionError):
            self._say(writer, "GREETING", b"", b"")
            while line := (await reader.readline()).rstrip(b"\r\n"):
                self.heard.append(line)
                if line == b"DONE":
                    self._say(writer, "DONE", tag, b"")
                elif b" " not in line:
                    writer.write(tag + b" OK in\r\n")
                else:
                    tag, _, command = line.partition(b" ")
                    self._say(writer, self._known(command), tag, command)
                await writer.drain()
        writer.close()

    def _known(self, command: bytes) -> str:
        words = command.decode("latin-1").split(" ")
        return next((name for name in (" ".join(words[:2]), words[0]) if name in self.answers), "")

    def _say(self, writer: asyncio.StreamWriter, name: str, tag: bytes, command: bytes) -> None:
        answer = self.answers.get(name, b"%t BAD what?\r\n")
        text = answer(command) if callable(answer) else answer
        writer.write(text.replace(b"%t", tag))
        if name in ("GREETING", "LOGOUT") and b"BYE" in text:
            writer.close()


@contextlib.asynccontextmanager
async def scripted(answers: Mapping[str, Answer]) -> AsyncIterator[ScriptedImap]:
    """The server on a free port of loopback."""
    imap = ScriptedImap(answers)
    server = await asyncio.start_server(imap.talk, "127.0.0.1", 0)
    imap.port = server.sockets[0].getsockname()[1]
    try:
        yield imap
    finally:
        server.close()
        for writer in imap.writers:
            writer.close()
        await server.wait_closed()


@contextlib.asynccontextmanager
async def cutting(port: int, step: int) -> AsyncIterator[tuple[int, list[int]]]:
    """A way to the server on ``port`` that breaks off: after ``step`` bytes of the server's at first, and later
    by as much with each connection. Gives its port, and a list of how far each connection came."""
    came: list[int] = []
    talks: set[asyncio.Task[None]] = set()

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: float) -> None:
        with contextlib.suppress(ConnectionError):
            while most > 0 and (data := await reader.read(int(min(most, 4096)))):
                most -= len(data)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        limit = step * (len(came) + 1)
        came.append(limit)
        with contextlib.closing(writer):
            theirs, ours = await asyncio.open_connection("127.0.0.1", port)
            with contextlib.closing(ours):
                async with asyncio.TaskGroup() as both:
                    both.create_task(forward(reader, ours, float("inf")))
                    await forward(theirs, writer, limit)
                    ours.close()

    def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(talk(reader, writer)))

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], came
    finally:
        server.close()
        for each in talks:
            each.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()
