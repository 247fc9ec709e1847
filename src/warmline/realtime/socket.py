"""One live socket: frames go out as they come, and what the client says is taken in."""

import asyncio
import time
from contextlib import suppress

import msgspec
import structlog
from litestar.exceptions import WebSocketDisconnect

from warmline.kit.errors import Unauthorized, WarmlineError
from warmline.realtime.hub import Hub
from warmline.realtime.model import CloseCode, CursorUnusable, ForeignOrigin, TopicNotFound
from warmline.realtime.subscriber import Subscriber
from warmline.realtime.wire import (
    Said,
    Socket,
    Subscribe,
    Typing,
    Unsubscribe,
    Viewing,
    admit,
    decoder,
    seen_by,
    topics_asked,
)

HEARTBEAT = 25.0
# A client that takes nothing for so long is gone.
SEND_LIMIT = 30.0
# What a client may say: bytes in one frame, topics in all, and frames a second on the long run and at once.
LARGEST = 16 * 1024
MOST_TOPICS = 200
RATE, BURST = 20.0, 100.0

log = structlog.get_logger(__name__)


class TooManyTopics(WarmlineError):
    """One socket follows at most {limit} topics; leave some first."""

    status = 409


class NotFollowed(WarmlineError):
    """Follow {topic} before you say something there."""

    status = 409


class FrameUnreadable(WarmlineError):
    """The frame cannot be read: {problem}"""

    status = 422


async def serve(socket: Socket, hub: Hub) -> None:
    """Everything from the first handshake to the last frame."""
    await socket.accept()
    try:
        actor, refresh = await admit(socket)
        query = socket.query_params
        topics = topics_asked(query.get("topics", "org"))
        if len(topics) > MOST_TOPICS:
            raise TooManyTopics(limit=MOST_TOPICS)
        subscriber = await hub.connect(actor, topics, after=query.get("after"), refresh=refresh)
    except WarmlineError as error:
        await _refuse(socket, error)
        return
    conversation = _Conversation(socket, hub, subscriber)
    try:
        await conversation.run()
    finally:
        hub.disconnect(subscriber)
        await conversation.leave()


async def _refuse(socket: Socket, error: WarmlineError) -> None:
    code = CloseCode.BAD_FRAME
    if isinstance(error, Unauthorized | ForeignOrigin):
        code = CloseCode.SIGNED_OUT
    elif isinstance(error, CursorUnusable):
        code = CloseCode.REFETCH
    with suppress(WebSocketDisconnect, OSError):
        for each in _each(error):
            await socket.send_data(msgspec.json.encode(_told(each)))
        await socket.close(code, error.message[:100])


def _each(error: WarmlineError) -> list[WarmlineError]:
    # All topics that may not be followed are named, so that the next attempt can leave them out.
    return [TopicNotFound(topic=topic[:100]) for topic in error.details.get("missing", ())] or [error]


def _told(error: WarmlineError) -> dict[str, str]:
    about = {"topic": error.details["topic"]} if isinstance(error, TopicNotFound) else {}
    return {"op": "error", "code": error.code(), "message": error.message, **about}


class _Conversation:
    def __init__(self, socket: Socket, hub: Hub, subscriber: Subscriber) -> None:
        self._socket, self._hub, self._subscriber = socket, hub, subscriber
        self._viewing: set[str] = set()
        self._allowance, self._since = BURST, time.monotonic()

    async def run(self) -> None:
        """Until either side ends it."""
        beating = asyncio.create_task(self._beat())
        sides = [asyncio.create_task(self._write()), asyncio.create_task(self._read())]
        try:
            done, _ = await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
            if sides[1] in done and self._subscriber.closed:
                # It was told off, and is sent the reason.
                await asyncio.wait(sides[:1], timeout=SEND_LIMIT)
        finally:
            for task in (*sides, beating):
                task.cancel()
            ended = await asyncio.gather(*sides, beating, return_exceptions=True)
        for each in ended:
            if isinstance(each, Exception) and not isinstance(each, WebSocketDisconnect | OSError):
                raise each
        await self._close()

    async def leave(self) -> None:
        """Tell the others that this one is not looking any more."""
        for topic in self._viewing:
            await self._say(topic, "viewing", viewing=False)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            # It moves the client's cursor past events that are none of its business.
            self._subscriber.say("heartbeat", cursor=self._subscriber.place)

    async def _write(self) -> None:
        async for frame in self._subscriber.frames():
            async with asyncio.timeout(SEND_LIMIT):
                await self._socket.send_data(frame)

    async def _close(self) -> None:
        # The server holds a close back while somebody still receives, so this comes last.
        if self._subscriber.closed:
            with suppress(WebSocketDisconnect, OSError):
                async with asyncio.timeout(SEND_LIMIT):
                    await self._socket.close(*self._subscriber.closed)

    async def _read(self) -> None:
        while not self._subscriber.closed:
            text = await self._socket.receive_data("text")
            if not self._allowed() or len(text) > LARGEST:
                self._subscriber.close(CloseCode.BAD_FRAME, "Too much at once.")
                return
            try:
                await self._take(self._decoded(text))
            except WarmlineError as error:
                self._subscriber.push(msgspec.json.encode(_told(error)))

    def _allowed(self) -> bool:
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._since) * RATE) - 1
        self._since = now
        return self._allowance >= 0

    @staticmethod
    def _decoded(text: str | bytes) -> Said:
        try:
            return decoder.decode(text)
        except msgspec.DecodeError as error:
            raise FrameUnreadable(problem=str(error)) from error

    async def _take(self, said: Said) -> None:
        if isinstance(said, Subscribe):
            await self._subscribe(said)
        elif isinstance(said, Unsubscribe):
            self._subscriber.topics.difference_update(said.topics)
            self._subscriber.tell_topics()
        elif isinstance(said, Viewing):
            self._need_followed(said.topic)
            (self._viewing.add if said.viewing else self._viewing.discard)(said.topic)
            await self._say(said.topic, "viewing", viewing=said.viewing)
        elif isinstance(said, Typing):
            self._need_followed(said.topic)
            self._subscriber.actor.need("interaction.work")
            await self._say(said.topic, "typing", typing=said.typing)

    async def _subscribe(self, said: Subscribe) -> None:
        new = [each for each in dict.fromkeys(said.topics) if each not in self._subscriber.topics]
        room = MOST_TOPICS - len(self._subscriber.topics)
        followed = await self._hub.follow(self._subscriber, new[:room])
        for topic in followed.missing:
            self._subscriber.push(msgspec.json.encode(_told(TopicNotFound(topic=topic[:100]))))
        self._subscriber.tell_topics(followed.news)
        if len(new) > room:
            raise TooManyTopics(limit=MOST_TOPICS)

    def _need_followed(self, topic: str) -> None:
        if topic not in self._subscriber.topics:
            raise NotFollowed(topic=topic[:100])

    async def _say(self, topic: str, kind: str, **what: bool) -> None:
        actor = self._subscriber.actor
        payload = {"type": kind, "by": actor.kind, **seen_by(actor), **what}
        await self._hub.broadcast(actor.org_id, topic, msgspec.to_builtins(payload))
