"""One open socket: what the visitor sends is kept and acknowledged, and what happens is told."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from warmline.connectors.webchat import frames
from warmline.connectors.webchat.chat import Chat
from warmline.connectors.webchat.errors import ChatMissing, TokenRefused
from warmline.connectors.webchat.frames import CloseCode
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.telling import Teller
from warmline.connectors.webchat.tokens import Visitor
from warmline.kit.errors import Invalid, NotFound, NotReady, TooMany, WarmlineError
from warmline.kit.telemetry import SOCKETS
from warmline.kit.trouble import transient

log = structlog.get_logger(__name__)

# Seconds: for the first frame; between frames of a client that lives; for the network to take a frame.
HELLO, SILENCE, SENDING = 10.0, 75.0, 20.0
HEARTBEAT = 25
# Seconds after which a client tries again what the database could not take.
AGAIN = 2

hello_decoder = msgspec.json.Decoder(frames.Hello)
decoder = msgspec.json.Decoder(frames.Asked)
encoder = msgspec.json.Encoder()


class Closing(Exception):
    """The socket is to be closed, for this reason."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


class Gone(Exception):
    """The client has closed the socket, or is out of reach."""


class Live:
    """``client`` is by what connections are counted."""

    def __init__(self, chat: Chat, inbox: Inbox, socket: WebSocket[Any, Any, Any], client: str) -> None:
        self._chat, self._inbox, self._socket, self._client = chat, inbox, socket, client
        self._sending = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._visitor: Visitor
        self._teller: Teller

    async def run(self) -> None:
        """Serve the socket until either side closes it."""
        await self._socket.accept()
        try:
            await self._meet()
        except Gone:
            return
        except Closing as closing:
            await self._close(closing)
        except Exception as error:
            if not transient(error):
                log.exception("socket_failed")
            await self._close(Closing(CloseCode.RESTART, "Something went wrong here: connect again with your cursor."))

    def stop(self) -> None:
        """Have the client connect again, somewhere else or later."""
        self._stopping.set()

    async def _meet(self) -> None:
        hello = await self._hello()
        try:
            self._visitor = self._inbox.visitor(hello.token)
            self._chat.enter(self._visitor)
        except TokenRefused as error:
            raise Closing(CloseCode.TOKEN_REFUSED, error.message) from error
        except TooMany as error:
            raise Closing(CloseCode.TOO_MANY, "Too many connections of one visitor.") from error
        try:
            with SOCKETS.labels("visitor").track_inprogress():
                await self._serve(hello.after)
        finally:
            self._chat.leave(self._visitor)

    async def _hello(self) -> frames.Hello:
        try:
            return hello_decoder.decode(await self._receive(HELLO))
        except msgspec.DecodeError as error:
            raise Closing(CloseCode.BAD_FRAME, "The first frame must be hello, with a token.") from error

    async def _serve(self, after: str | None) -> None:
        self._teller = Teller(self._chat.host, self._inbox, self._visitor, after, self._send)
        await self._send(
            frames.Ready(visitor_id=self._visitor.visitor_id, session=self._visitor.session, heartbeat=HEARTBEAT)
        )
        await _first(self._hear(), self._teller.listen(), self._tell(), self._stopping.wait())
        # Nobody was refused anything: the server, or the news, has come to its end.
        raise Closing(CloseCode.RESTART, "The server restarts: connect again with your cursor.")

    async def _tell(self) -> None:
        try:
            await self._teller.tell()
        except Invalid as error:
            raise Closing(CloseCode.BAD_CURSOR, "That is no cursor of this conversation.") from error

    async def _hear(self) -> None:
        while True:
            text = await self._receive(SILENCE)
            try:
                frame = decoder.decode(text)
            except msgspec.DecodeError as error:
                self._count()
                await self._send(frames.Error(code="invalid", detail=f"The frame cannot be read: {error}"))
                continue
            await self._take(frame)

    async def _take(self, frame: frames.Asked) -> None:
        if not isinstance(frame, frames.Message):
            self._count()
        client_id = frame.client_id if isinstance(frame, frames.Message) else None
        try:
            await self._answer(frame)
        except ChatMissing as error:
            raise Closing(CloseCode.SWITCHED_OFF, error.message) from error
        except TokenRefused as error:
            raise Closing(CloseCode.TOKEN_REFUSED, error.message) from error
        except WarmlineError as error:
            self._count()
            await self._send(_refusal(error, client_id))
        except Exception as error:
            if not transient(error):
                raise
            await self._send(_refusal(NotReady(what="The database"), client_id))

    async def _answer(self, frame: frames.Asked) -> None:
        # What was changed in the account meanwhile counts, its being switched off too.
        inbox = self._inbox = await self._chat.inboxes.find(self._inbox.account.id)
        inbox.check(self._visitor)
        match frame:
            case frames.Message():
                new = await self._chat.say(
                    inbox,
                    self._visitor,
                    self._client,
                    client_id=frame.client_id,
                    text=frame.text,
                    refs=frame.attachments,
                )
                await self._send(frames.Ack(client_id=frame.client_id, new=new))
            case frames.Typing():
                await self._chat.typing(inbox, self._visitor, frame.typing)
            case frames.Received():
                unseen = self._teller.unseen(frame.message_ids)
                await self._chat.notice(inbox, self._visitor, unseen, "delivered")
            case frames.Read():
                await self._read(inbox, frame.message_id)
            case frames.End():
                self._visitor = await self._chat.end(inbox, self._visitor)
                token = inbox.visitors.sign(self._visitor)
                await self._send(frames.Ended(token=token, session=self._visitor.session))
            case frames.Ping():
                await self._send(frames.Pong())

    async def _read(self, inbox: Inbox, message_id: UUID) -> None:
        unread = self._teller.unread(message_id)
        if unread is not None:
            await self._chat.notice(inbox, self._visitor, unread, "read")
            return
        try:
            # It was told on an earlier connection.
            await self._chat.read(inbox, self._visitor, message_id)
        except NotFound as error:
            raise Invalid.field("message_id", "is no message of ours in this conversation") from error

    def _count(self) -> None:
        try:
            self._chat.other(self._inbox, self._visitor)
        except TooMany as error:
            raise Closing(CloseCode.TOO_MANY, error.message) from error

    async def _receive(self, seconds: float) -> str:
        try:
            async with asyncio.timeout(seconds):
                event = await self._socket.receive()
        except TimeoutError as error:
            raise Closing(CloseCode.SILENT, f"Nothing was heard for {seconds:g} seconds.") from error
        except (WebSocketDisconnect, OSError) as error:
            raise Gone from error
        if event["type"] != "websocket.receive":
            raise Gone
        text = event.get("text")
        if text is None:
            raise Closing(CloseCode.BAD_FRAME, "Frames are texts.")
        if len(text) > frames.LONGEST:
            raise Closing(CloseCode.TOO_LARGE, f"A frame has at most {frames.LONGEST} characters.")
        return text

    async def _send(self, frame: frames.Frame) -> None:
        async with self._sending:
            try:
                async with asyncio.timeout(SENDING):
                    await self._socket.send_text(encoder.encode(frame).decode())
            except (TimeoutError, WebSocketDisconnect, OSError) as error:
                raise Gone from error

    async def _close(self, closing: Closing) -> None:
        # The server holds a close back while somebody still receives, so nobody may by now.
        with suppress(WebSocketDisconnect, OSError, TimeoutError):
            async with asyncio.timeout(SENDING):
                await self._socket.close(closing.code, closing.reason)


async def _first(*parts: Coroutine[Any, Any, Any]) -> None:
    """Run all until one ends; its exception is raised, and the others are cancelled."""
    tasks = [asyncio.create_task(each) for each in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _refusal(error: WarmlineError, client_id: str | None) -> frames.Error:
    seconds = error.details.get("seconds", AGAIN) if isinstance(error, TooMany | NotReady) else None
    return frames.Error(code=error.code(), detail=error.message, client_id=client_id, retry_after=seconds)
