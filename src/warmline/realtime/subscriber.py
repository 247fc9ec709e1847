"""One reader of the live events: what it follows, how far it has got, and the bounded queue between it and the hub."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from warmline.accounts import Actor
from warmline.realtime.frames import Entity, Told, dropped, encoder
from warmline.realtime.model import TOPIC_KINDS, CloseCode, Topics, topics_of

Place = tuple[int, int]
# Frames that may wait for a reader before it is told to connect again.
WAITING = 1000
# Entities that we remember to have shown, so that we can say when they are lost to sight.
REMEMBERED = 5000
Refresh = Callable[[], Awaitable[Actor | None]]


class Subscriber:
    """A connected actor. ``refresh`` finds the actor anew, with the rights that it has by then; None where it has
    none."""

    def __init__(self, actor: Actor, refresh: Refresh | None = None) -> None:
        self.actor = actor
        self.refresh = refresh
        self.topics: set[str] = set()
        self.cursor: Place = (0, 0)
        # Whether it has caught up, and gets what the hub reads; until then this task reads for it.
        self.live = False
        self.work: asyncio.Task[None] | None = None
        self.closed: tuple[CloseCode, str] | None = None
        self._frames: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()
        self._shown: OrderedDict[Entity, None] = OrderedDict()

    @property
    def place(self) -> str:
        """Its cursor, as the client sends it back."""
        return "{}-{}".format(*self.cursor)

    def tell(self, told: Iterable[Told]) -> None:
        """Queue what this reader follows and has not had; moves its cursor."""
        for each in told:
            place = (each.recorded.xact, each.recorded.seq)
            if place <= self.cursor:
                continue
            self.cursor = place
            if not self.topics.isdisjoint(topics_of(each.recorded)):
                self._tell(each)

    def _tell(self, told: Told) -> None:
        if told.frame is not None:
            self.push(told.frame)
            for entity in told.shown:
                self._shown[entity] = None
                self._shown.move_to_end(entity)
            while len(self._shown) > REMEMBERED:
                self._shown.popitem(last=False)
        hidden = [each for each in told.hidden if each in self._shown or f"{each[0]}:{each[1]}" in self.topics]
        if unsaid := hidden if told.tells_lost else [*hidden, *told.lost]:
            self.push(dropped(told.recorded.cursor, unsaid))
        self._lose([*hidden, *told.lost])

    def _lose(self, gone: Sequence[Entity]) -> None:
        for entity in gone:
            self._shown.pop(entity, None)
        # What is not logged reaches whoever follows the topic, so nobody follows what they may not see.
        if unseen := self.topics & {f"{kind}:{id_}" for kind, id_ in gone if kind in TOPIC_KINDS}:
            self.topics -= unseen
            self.tell_topics()

    def tell_topics(self, news: Mapping[str, float] | None = None) -> None:
        """Queue a frame with all that it follows now."""
        self.push(encoder.encode(Topics(topics=sorted(self.topics), news=dict(news or {}))))

    def say(self, op: str, **fields: Any) -> None:
        """Queue a frame that is no event."""
        self.push(encoder.encode({"op": op, **fields}))

    def push(self, frame: bytes) -> None:
        """Queue a frame; a reader that is too slow is closed, and resumes from its cursor."""
        if self.closed:
            return
        if len(self._frames) >= WAITING:
            self._frames.clear()
            self.close(CloseCode.TOO_SLOW, "Too slow: connect again with the cursor of your last frame.")
            return
        self._frames.append(frame)
        self._wake.set()

    def close(self, code: CloseCode, reason: str) -> None:
        """End it after what is queued."""
        self.closed = self.closed or (code, reason)
        self._wake.set()
        self._drained.set()

    async def room(self) -> None:
        """Wait until the queue has room for a batch, or is closed."""
        while len(self._frames) > WAITING // 4 and not self.closed:
            self._drained.clear()
            await self._drained.wait()

    async def frames(self) -> AsyncGenerator[bytes, None]:
        """What to send, in order, until closed."""
        while True:
            while self._frames:
                self._drained.set()
                yield self._frames.popleft()
            if self.closed:
                return
            self._wake.clear()
            await self._wake.wait()
