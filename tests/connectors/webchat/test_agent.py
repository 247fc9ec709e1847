"""Between a visitor and the agent who answers: both sides, through the interface that each has."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import websockets

from tests.application import Hire, Person
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat
from tests.connectors.webchat.site import PATIENCE, Socket, Visitor

AGENT = {"interaction.work", "customer.read", "case.read", "case.write", "queue.read"}


@pytest.fixture
async def agent(agent_client: Hire, chat: Chat) -> Person:
    """Somebody who is there for chats."""
    agent = await agent_client(permissions=AGENT)
    answer = await agent.put("/me/presence", json={"status": "available"})
    assert answer.status_code == 200, answer.text
    return agent


async def take(agent: Person) -> str:
    """Accept the next offer; the id of its interaction."""

    async def offers() -> list[dict[str, Any]]:
        return await agent.items("/offers", status="offered")

    (offer, *_) = await eventually(offers)
    answer = await agent.post(f"/offers/{offer['id']}/accept")
    assert answer.status_code == 200, answer.text
    return str(offer["interaction_id"])


async def reply(agent: Person, interaction_id: str, text: str, **more: Any) -> dict[str, Any]:
    return await agent.made(f"/interactions/{interaction_id}/replies", text=text, **more)


async def delivery(agent: Person, message: dict[str, Any], wanted: str) -> None:
    """Wait until the desk knows that much of a message."""

    async def known() -> bool:
        return bool((await agent.get(f"/messages/{message['id']}")).json()["delivery"] == wanted)

    await eventually(known)


@pytest.fixture
async def socket(visitor: Visitor) -> AsyncIterator[Socket]:
    async with visitor.connect() as opened:
        yield opened


async def test_the_agent_hears_that_the_visitor_has_left(agent: Person, visitor: Visitor, socket: Socket) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    await socket.get("joined")
    await socket.send("end")
    await socket.get("ended")
    await socket.get("position", lambda each: each["position"]["state"] == "ended")
    assert (await agent.get(f"/interactions/{interaction_id}")).json()["status"] == "wrap_up"


async def test_an_answer_reaches_the_socket_and_the_desk_hears_of_it(
    agent: Person, visitor: Visitor, socket: Socket
) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    joined = await socket.get("joined")
    assert joined["agent"] == "Ada"
    standing = await socket.get("position", lambda each: each["position"]["state"] == "talking")
    assert standing["position"]["agent"] == "Ada"

    sent = await reply(agent, interaction_id, "Good morning")
    line = await socket.line("Good morning")
    assert (line["message_id"], line["author"], line["author_name"]) == (sent["id"], "agent", "Ada")
    await delivery(agent, sent, "sent")

    await socket.send("received", message_ids=[line["message_id"]])
    await delivery(agent, sent, "delivered")
    await socket.send("read", message_id=line["message_id"])
    await delivery(agent, sent, "read")
    await socket.get("delivery", lambda each: (each["message_id"], each["delivery"]) == (sent["id"], "read"))
    assert len([each for each in socket.of("line") if each["message"]["message_id"] == sent["id"]]) == 1


async def test_a_note_never_reaches_the_visitor(agent: Person, visitor: Visitor, socket: Socket) -> None:
    await socket.say("m1", "Hello")
    await socket.line("Hello")
    interaction_id = await take(agent)
    note = await agent.post(f"/interactions/{interaction_id}/notes", json={"text": "A difficult one"})
    assert note.status_code == 201, note.text
    await reply(agent, interaction_id, "Good morning")
    await socket.line("Good morning")
    assert [each["message"]["text"] for each in socket.of("line")] == ["Hello", "Good morning"]
    assert [each["text"] for each in await visitor.lines()] != ["Hello", "A difficult one", "Good morning"]


async def test_what_was_answered_meanwhile_is_there_when_the_visitor_returns_and_can_be_read_then(
    agent: Person, visitor: Visitor
) -> None:
    async with visitor.connect() as socket:
        await socket.say("m1", "Hello")
        interaction_id = await take(agent)
        first = await reply(agent, interaction_id, "One moment")
        await socket.line("One moment")
        cursor = socket.of("line")[-1]["cursor"]
    second = await reply(agent, interaction_id, "Here it is")
    await delivery(agent, second, "sent")
    async with visitor.connect(after=cursor) as socket:
        await socket.line("Here it is")
        assert first["id"] not in {
            each["message"]["message_id"] for each in socket.of("line") if each["message"]["delivery"] == "queued"
        }
        # The first was told on the earlier connection, and what is read up to the second includes it.
        await socket.send("read", message_id=second["id"])
        await delivery(agent, second, "read")
    answer = await visitor.post("/read", message_id=second["id"])
    assert answer.status_code == 202, answer.text
    await delivery(agent, first, "read")


async def test_reading_by_http_marks_what_came_before(agent: Person, visitor: Visitor) -> None:
    await visitor.say("m1", "Hello")
    interaction_id = await take(agent)
    sent = [await reply(agent, interaction_id, text) for text in ("One", "Two", "Three")]

    async def all_there() -> bool:
        return len(await visitor.lines()) == 4

    await eventually(all_there)
    assert (await visitor.post("/read", message_id=sent[1]["id"])).json() == {"messages": 2}
    await delivery(agent, sent[0], "read")
    await delivery(agent, sent[1], "read")
    await delivery(agent, sent[2], "sent")
    assert (await visitor.post("/read", message_id=sent[1]["id"])).json() == {"messages": 0}


async def test_receipts_are_for_messages_that_were_told(agent: Person, chat: Chat, visitor: Visitor) -> None:
    """Who knows the id of somebody else's message cannot say that it arrived."""
    await visitor.say("m1", "Hello")
    interaction_id = await take(agent)
    sent = await reply(agent, interaction_id, "For you only")
    await delivery(agent, sent, "sent")
    thief = await chat.visitor().begin()
    async with thief.connect() as socket:
        await socket.send("received", message_ids=[sent["id"]])
        await socket.send("read", message_id=sent["id"])
        assert (await socket.get("error"))["code"] == "invalid"
        await socket.send("ping")
        await socket.get("pong")
    # Nothing was kept of it that could still be read in.
    assert [each["status"] for each in await chat.admin.items("/envelopes")] == ["ingested"]
    assert (await agent.get(f"/messages/{sent['id']}")).json()["delivery"] == "sent"


@contextlib.asynccontextmanager
async def desk_socket(served: str, key: Person, topic: str) -> AsyncIterator[Socket]:
    """The live socket of somebody at the desk."""
    address = f"{served.replace('http', 'ws', 1)}/api/v1/live?topics={topic}"
    async with websockets.connect(address, additional_headers=dict(key.headers), open_timeout=PATIENCE) as connection:
        desk = Socket(connection)
        await desk.first(lambda each: each["op"] == "ready", "ready")
        yield desk


async def desk_types(served: str, key: Person, interaction_id: str) -> None:
    """Somebody at the desk types."""
    topic = f"interaction:{interaction_id}"
    async with desk_socket(served, key, topic) as desk:
        await desk.connection.send(msgspec.json.encode({"op": "typing", "topic": topic, "typing": True}).decode())
        # Whoever follows the topic is told, this socket too.
        await desk.first(lambda each: each["op"] == "ephemeral", "typing")


async def test_each_sees_the_other_typing(
    agent: Person, key_client: Any, served: str, visitor: Visitor, socket: Socket
) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    await socket.get("joined")
    key = await key_client("interaction.work", "case.read")
    async with desk_socket(served, key, f"interaction:{interaction_id}") as desk:
        await desk_types(served, key, interaction_id)
        assert (await socket.get("typing"))["typing"] is True
        await socket.send("typing", typing=True)

        async def seen() -> list[dict[str, Any]]:
            payloads = [each.get("payload", {}) for each in desk.frames if each.get("op") == "ephemeral"]
            return [each for each in payloads if each.get("by") == "customer"]

        assert (await eventually(seen))[0]["typing"] is True
    # What the visitor types is not told to the visitor.
    assert len(socket.of("typing")) == 1


async def test_typing_by_http_is_shown(visitor: Visitor, agent: Person, socket: Socket) -> None:
    assert (await visitor.post("/typing", typing=True)).status_code == 204
    await socket.say("m1", "Hello")
    await take(agent)
    assert (await visitor.post("/typing", typing=False)).status_code == 204


async def test_a_long_answer_that_the_channel_does_not_take_is_not_shown_later(
    agent: Person, visitor: Visitor, socket: Socket
) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    sent = await reply(agent, interaction_id, "x" * 10_001)
    await delivery(agent, sent, "failed")
    assert [each["text"] for each in await visitor.lines()] == ["Hello"]
