"""What happens, told to one open socket, each thing once.

The conversation is not queued for a socket but read from the record, after the cursor of what was sent: a slow client
holds up nobody, and nothing can be lost on the way to it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.connectors.webchat import frames
from warmline.connectors.webchat.chat import PAGE, handle_of, is_shown
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.tokens import Visitor
from warmline.connectors.webchat.wire import PositionView, line_view, position_view

# Seconds between looks without news: while the place in the queue moves, and to be safe.
WAITING, QUIET = 10.0, 60.0
# The place in the queue costs more to find out than what was said, so in a busy conversation it is asked less often.
STANDING = 1.0
# Messages that we remember to have told on this connection.
REMEMBERED = 5000
UNSEEN = ("queued", "sent")
UNREAD = (*UNSEEN, "delivered")


class Told(msgspec.Struct):
    """A message that this connection knows."""

    ours: bool
    delivery: str
    at: datetime


class Teller:
    """``send`` waits until the network has taken a frame."""

    def __init__(
        self,
        host: sdk.Host,
        inbox: Inbox,
        visitor: Visitor,
        after: str | None,
        send: Callable[[frames.Frame], Awaitable[None]],
    ) -> None:
        self._host, self._account, self._visitor = host, inbox.account, visitor
        self._handle = handle_of(visitor)
        self._cursor, self._send = after, send
        self._told: dict[UUID, Told] = {}
        self._position: PositionView | None = None
        self._stands_until = 0.0
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Hear of news until cancelled; returns where there will be none any more."""
        heard = self._host.follow(self._account, self._handle)
        try:
            async for each in heard:
                await self._hear(each)
        finally:
            await _close(heard)

    async def tell(self) -> None:
        """Tell everything since the cursor, and what follows, until cancelled. Raises ``Invalid`` for a cursor of
        another conversation."""
        wait = await self._look()
        await self._send(frames.Synced(cursor=self._cursor))
        while True:
            await self._rest(wait)
            wait = await self._look()

    def unseen(self, message_ids: Iterable[UUID]) -> list[UUID]:
        """Of these messages, those of ours that nobody has confirmed yet."""
        return self._mark(message_ids, UNSEEN, "delivered")

    def unread(self, message_id: UUID) -> list[UUID] | None:
        """Our messages up to this one that were not read; None where this connection has not told it."""
        newest = self._told.get(message_id)
        if newest is None:
            return None
        return self._mark([each for each, told in self._told.items() if told.at <= newest.at], UNREAD, "read")

    def _mark(self, message_ids: Iterable[UUID], before: tuple[str, ...], after: str) -> list[UUID]:
        # What comes of it is heard of later; a second receipt for the same message is not needed until then.
        found = []
        for each in message_ids:
            told = self._told.get(each)
            if told and told.ours and told.delivery in before:
                told.delivery = after
                found.append(each)
        return found

    async def _hear(self, heard: Mapping[str, Any]) -> None:
        if heard.get("type") != "typing":
            self._news.set()
        elif heard.get("by") != "customer":
            name = heard.get("name")
            await self._send(
                frames.Typing(typing=heard.get("typing") is True, name=name if isinstance(name, str) else None)
            )

    async def _rest(self, seconds: float) -> None:
        timer = asyncio.get_running_loop().call_later(seconds, self._news.set)
        try:
            await self._news.wait()
        finally:
            timer.cancel()

    async def _look(self) -> float:
        """Tell what is new; after how many seconds to look again without news."""
        self._news.clear()
        more = True
        while more:
            found = await self._host.lines(self._account, self._handle, self._cursor, PAGE)
            for each in found:
                await self._show(each)
            more = len(found) == PAGE
        stands = self._stands_until - time.monotonic()
        if stands > 0:
            return stands
        await self._stand(position_view(await self._host.position(self._account, self._handle)))
        self._stands_until = time.monotonic() + STANDING
        return WAITING if self._position and self._position.state == "waiting" else QUIET

    async def _show(self, line: sdk.Line) -> None:
        told = self._told.get(line.message_id)
        if told:
            told.delivery = line.delivery
            await self._send(frames.Delivery(cursor=line.cursor, message_id=line.message_id, delivery=line.delivery))
        elif is_shown(line):
            view = line_view(line, self._visitor.visitor_id)
            await self._send(frames.Line(cursor=line.cursor, message=view))
            self._remember(line)
        self._cursor = line.cursor

    def _remember(self, line: sdk.Line) -> None:
        self._told[line.message_id] = Told(line.author != "customer", line.delivery, line.at)
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]

    async def _stand(self, position: PositionView) -> None:
        before, self._position = self._position, position
        if position == before:
            return
        await self._send(frames.Position(position=position))
        if position.agent and position.agent != (before and before.agent):
            await self._send(frames.Joined(agent=position.agent))


async def _close(heard: AsyncIterator[Mapping[str, Any]]) -> None:
    close = getattr(heard, "aclose", None)
    if close is not None:
        await close()
