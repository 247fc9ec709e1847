"""One organisation's readers in this process, and how far the log has been read for them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Self
from uuid import UUID

from warmline.kit.events import Recorded
from warmline.realtime.model import Heard, topics_of
from warmline.realtime.subscriber import Place, Subscriber

# What may wait for a listener in this process before the oldest is dropped, and it is told so.
WAITING = 1000


class Floor:
    """``cursor`` is the place up to which the log has been told."""

    def __init__(self, org_id: UUID, cursor: Place) -> None:
        self.org_id = org_id
        self.cursor = cursor
        self.subscribers: set[Subscriber] = set()
        self._ears: dict[str, set[Listening]] = {}

    @property
    def empty(self) -> bool:
        return not self.subscribers and not self._ears

    def attach(self, ear: "Listening", topic: str) -> None:
        """Let the ear hear the topic."""
        self._ears.setdefault(topic, set()).add(ear)

    def detach(self, ear: "Listening", topics: Iterable[str]) -> None:
        """Let it hear them no more."""
        for topic in topics:
            ears = self._ears.get(topic, set())
            ears.discard(ear)
            if not ears:
                self._ears.pop(topic, None)

    def tell_ears(self, batch: Iterable[Recorded]) -> None:
        """Pass events on to listeners, each once however many of its topics the event has."""
        if not self._ears:
            return
        for recorded in batch:
            heard: dict[Listening, str] = {}
            for topic in topics_of(recorded) & self._ears.keys():
                heard.update(dict.fromkeys(self._ears[topic], topic))
            for ear, topic in heard.items():
                ear.hear(Heard(topic=topic, event=recorded))

    def deliver(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Pass something on that is not logged."""
        for ear in self._ears.get(topic, ()):
            ear.hear(Heard(topic=topic, payload=payload))
        for subscriber in self.subscribers:
            if topic in subscriber.topics:
                subscriber.say("ephemeral", topic=topic, payload=payload)


class Listening:
    """What happens on some topics, for a part of this process: an async iterator, from the moment at which it is
    entered (``async with``) or first asked. Close it when done.

    A listener that falls behind hears ``{"type": "missed"}`` instead of what was dropped, and looks for itself.
    """

    def __init__(
        self, enter: Callable[[], Awaitable[Floor]], leave: Callable[[Floor], None], topics: Iterable[str]
    ) -> None:
        self._enter, self._leave = enter, leave
        self._topics = set(topics)
        self._floor: Floor | None = None
        self._heard: deque[Heard] = deque()
        self._wake = asyncio.Event()

    def hear(self, heard: Heard) -> None:
        """Take something in."""
        if len(self._heard) >= WAITING:
            self._heard.clear()
            self._heard.append(Heard(topic=heard.topic, payload={"type": "missed"}))
        self._heard.append(heard)
        self._wake.set()

    async def also(self, topic: str) -> None:
        """Listen to one more topic."""
        self._topics.add(topic)
        if self._floor:
            self._floor.attach(self, topic)

    async def open(self) -> None:
        """Begin to listen."""
        if self._floor is None:
            self._floor = await self._enter()
            for topic in self._topics:
                self._floor.attach(self, topic)

    async def aclose(self) -> None:
        """Stop listening."""
        floor, self._floor = self._floor, None
        if floor:
            floor.detach(self, self._topics)
            self._leave(floor)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Heard:
        await self.open()
        while not self._heard:
            self._wake.clear()
            await self._wake.wait()
        return self._heard.popleft()
