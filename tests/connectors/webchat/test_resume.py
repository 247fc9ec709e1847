"""A bad line: whenever the connection breaks, nothing is lost and nothing is doubled."""

import asyncio
import contextlib
import random
from typing import Any

import pytest
import websockets
from prometheus_client import REGISTRY

from tests.application import Hire
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, NewChat, serving
from tests.connectors.webchat.site import Socket, Visitor
from tests.connectors.webchat.test_agent import AGENT, reply, take
from warmline.connectors.webchat import live, telling
from warmline.kit.db import Database
from warmline.kit.settings import Settings

UNLIMITED = {"messages_per_minute": 10_000, "messages_per_minute_per_address": 10_000}


class Client:
    """A visitor's page as the README says it is to be written: what is not acknowledged is sent again, what is told is
    kept by its id, and after a break it goes on from the last cursor."""

    def __init__(self, visitor: Visitor, chance: random.Random) -> None:
        self.visitor, self.chance = visitor, chance
        self.outbox: dict[str, str] = {}
        self.lines: dict[str, dict[str, Any]] = {}
        self.told: list[str] = []
        self.cursor: str | None = None
        self.breaks = 0

    async def run(self) -> None:
        """Connect again and again until cancelled; each connection breaks after some frames."""
        while True:
            with contextlib.suppress(websockets.ConnectionClosed, ConnectionError, websockets.InvalidHandshake):
                await self._connection()
            self.breaks += 1

    async def _connection(self) -> None:
        left = self.chance.randint(1, 12)
        async with self.visitor.dial() as socket:
            await socket.send("hello", token=self.visitor.token, after=self.cursor)
            await self._say(socket, 1.0)
            seen = 0
            while left > 0 and socket.is_open:
                new = (await socket.more(seen, within=0.1))[:left]
                for frame in new:
                    self._keep(frame)
                # A quiet line breaks, too.
                seen, left = seen + len(new), left - max(len(new), 1)
                await self._say(socket, 0.3)
            # As a cable that is cut, and not as a page that says goodbye.
            socket.connection.transport.abort()

    async def _say(self, socket: Socket, likely: float) -> None:
        for client_id, text in list(self.outbox.items()):
            if self.chance.random() < likely:
                await socket.send("message", client_id=client_id, text=text)

    def _keep(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "ack":
            self.outbox.pop(frame["client_id"], None)
        if frame["type"] == "line":
            self.cursor = frame["cursor"]
            message = frame["message"]
            if message["message_id"] not in self.lines:
                self.told.append(message["message_id"])
            self.lines[message["message_id"]] = message
            self.outbox.pop(message["client_id"], None)
        if frame["type"] == "delivery":
            self.cursor = frame["cursor"]
            self.lines[frame["message_id"]]["delivery"] = frame["delivery"]


@pytest.mark.parametrize("seed", range(4))
async def test_a_conversation_survives_a_line_that_breaks_all_the_time(
    new_chat: NewChat, agent_client: Hire, seed: int
) -> None:
    chance = random.Random(seed)
    chat = await new_chat(**UNLIMITED)
    agent = await agent_client(permissions=AGENT)
    await agent.put("/me/presence", json={"status": "available"})
    visitor = await chat.visitor().begin()
    await visitor.say("first", "Hello")
    interaction_id = await take(agent)
    client = Client(visitor, chance)
    running = asyncio.create_task(client.run())
    said, answered = ["Hello"], []

    async def another_break() -> None:
        before = client.breaks

        async def broken() -> bool:
            return client.breaks > before

        await eventually(broken)

    try:
        for number in range(12):
            said.append(f"said {number}")
            client.outbox[f"m{number}"] = said[-1]
            answered.append(f"answered {number}")
            await reply(agent, interaction_id, answered[-1])
            if chance.random() < 0.5:
                await another_break()

        async def complete() -> bool:
            return len(client.lines) >= len(said) + len(answered) and not client.outbox

        await eventually(complete, within=60)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert client.breaks > 3
    texts = sorted(each["text"] for each in client.lines.values())
    assert texts == sorted(said + answered)
    assert len(client.told) == len(set(client.told)) == len(texts)
    stored = await chat.admin.items(f"/interactions/{interaction_id}/messages")
    assert sorted(each["text"] for each in stored) == texts
    mine = [each["text"] for each in stored if each["direction"] == "inbound"]
    assert mine[0] == "Hello"
    assert len(await chat.interactions()) == 1


async def test_resuming_tells_what_came_since_and_only_that(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        for number in range(5):
            await socket.say(f"m{number}", f"{number}")
            await socket.line(f"{number}")
        cursors = [each["cursor"] for each in socket.of("line")]
    for place, cursor in enumerate(cursors):
        async with visitor.connect(after=cursor) as socket:
            assert [each["message"]["text"] for each in socket.of("line")] == [str(n) for n in range(place + 1, 5)]


async def test_a_long_conversation_is_told_whole(new_chat: NewChat) -> None:
    """More than one page of it, in order, by socket and by HTTP."""
    chat = await new_chat(**UNLIMITED)
    visitor = await chat.visitor().begin()
    async with visitor.connect() as socket:
        for number in range(230):
            await socket.send("message", client_id=f"m{number}", text=str(number))
        await socket.get("line", lambda each: each["message"]["text"] == "229", within=60)
    async with visitor.connect() as socket:
        texts = [each["message"]["text"] for each in socket.of("line")]
    assert texts == [str(number) for number in range(230)]
    first = (await visitor.get("/messages")).json()
    assert (len(first["items"]), first["more"]) == (200, True)
    rest = (await visitor.get("/messages", after=first["cursor"])).json()
    assert [each["text"] for each in [*first["items"], *rest["items"]]] == texts
    assert rest["more"] is False


async def test_a_restart_sends_visitors_away_to_come_back(
    visitor: Visitor, db: Database, settings: Settings, served: str
) -> None:
    """Whoever is connected to a server that stops is told so at once, and goes on at another with the same token."""
    here, server = visitor.address, contextlib.AsyncExitStack()
    visitor.address = here.replace(served, await server.enter_async_context(serving(db, settings)))
    async with visitor.connect() as socket:
        await socket.say("m1", "Before")
        cursor = (await socket.get("line"))["cursor"]
        stopping = asyncio.create_task(server.aclose())
        assert await socket.closed() == 1012
        await stopping
    visitor.address = here
    async with visitor.connect(after=cursor) as again:
        await again.say("m2", "After")
        await again.line("After")
        assert [each["message"]["text"] for each in again.of("line")] == ["After"]


async def test_who_waits_hears_of_moving_up(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "WAITING", 0.2)
    first, second = await chat.visitor().begin(), await chat.visitor().begin()
    async with first.connect() as one, second.connect() as other:
        await one.say("m1", "Hello")
        await one.get("position", lambda each: each["position"]["place"] == 1)
        await other.say("m1", "Me too")
        await other.get("position", lambda each: each["position"]["place"] == 2)
        await one.send("end")
        await other.get("position", lambda each: each["position"]["place"] == 1)


async def test_a_client_that_takes_nothing_is_dropped_and_holds_up_nobody(
    new_chat: NewChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SENDING", 3.0)
    chat = await new_chat(**UNLIMITED)
    visitor = await chat.visitor().begin()

    def sockets() -> float:
        return REGISTRY.get_sample_value("warmline_sockets", {"kind": "visitor"}) or 0

    text = "👋" * 10_000
    async with visitor.dial() as deaf, visitor.connect() as other:
        await deaf.send("hello", token=visitor.token)
        await deaf.get("synced")
        deaf.connection.transport.pause_reading()
        # More than the buffers between here and there can hold.
        for number in range(500):
            await other.say(f"m{number}", text)
        await other.get("line", lambda each: each["message"]["client_id"] == "m499", within=60)

        async def dropped() -> bool:
            return sockets() == 1

        await eventually(dropped)
        deaf.connection.transport.resume_reading()
        await deaf.closed()
        assert len(deaf.of("line")) < 500
