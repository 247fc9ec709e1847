"""What a visitor wrote is "read" once whoever has the chat in hand has read it, and not before."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.application import Hire, Person
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, NewChat
from tests.connectors.webchat.site import Socket, Visitor
from tests.connectors.webchat.test_agent import AGENT, reply, take

LISTENER = {"interaction.work", "case.read", "case.write", "customer.read", "queue.read"}


@pytest.fixture
async def agent(agent_client: Hire, chat: Chat) -> Person:
    """Somebody who is there for chats."""
    agent = await agent_client(permissions=AGENT)
    await agent.put("/me/presence", json={"status": "available"})
    return agent


@pytest.fixture
async def supervisor(agent_client: Hire, chat: Chat) -> Person:
    """Somebody who may look at everything, and takes no work."""
    return await agent_client(permissions=LISTENER)


@pytest.fixture
async def socket(visitor: Visitor) -> AsyncIterator[Socket]:
    async with visitor.connect() as opened:
        yield opened


async def look(person: Person, interaction_id: str, **body: Any) -> None:
    """Their desk shows the chat, up to its end where no message is given."""
    answer = await person.put(f"/interactions/{interaction_id}/read-mark", json=body)
    assert answer.status_code == 200, answer.text


async def how_far(visitor: Visitor) -> list[str]:
    """Of each line, how far it is, once there is any."""
    return [each["delivery"] for each in await eventually(visitor.lines)]


async def waiting(chat: Chat) -> str:
    """The chat that waits, once it is recorded."""
    (found,) = await eventually(chat.interactions)
    return str(found["id"])


async def test_a_look_at_what_waits_tells_nothing(
    chat: Chat, visitor: Visitor, supervisor: Person, agent_client: Hire
) -> None:
    await visitor.say("m1", "Hello")
    interaction_id = await waiting(chat)
    await look(supervisor, interaction_id)
    await look(await agent_client(permissions=AGENT), interaction_id)
    assert await how_far(visitor) == ["delivered"]


async def test_a_supervisor_who_listens_in_is_not_felt(
    agent: Person, supervisor: Person, visitor: Visitor, socket: Socket
) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    await look(supervisor, interaction_id)
    assert await how_far(visitor) == ["delivered"]
    await look(agent, interaction_id)
    assert await how_far(visitor) == ["read"]


async def test_who_gave_it_away_tells_nothing_more(agent: Person, chat: Chat, visitor: Visitor, socket: Socket) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    elsewhere = await chat.admin.made("/queues", code="elsewhere", name="Elsewhere")
    given = await agent.post(f"/interactions/{interaction_id}/transfer", json={"queue_id": elsewhere["id"]})
    assert given.status_code == 200, given.text
    await look(agent, interaction_id)
    assert await how_far(visitor) == ["delivered"]


async def test_switched_off_nothing_is_told(agent_client: Hire, new_chat: NewChat) -> None:
    chat = await new_chat(read_receipts=False)
    agent = await agent_client(permissions=AGENT)
    await agent.put("/me/presence", json={"status": "available"})
    visitor = await chat.visitor().begin(fields={"name": "Kim Doe"})
    async with visitor.connect() as socket:
        await socket.say("m1", "Hello")
        interaction_id = await take(agent)
        await look(agent, interaction_id)
        sent = await reply(agent, interaction_id, "Good morning")
        await socket.hears("sent", sent["id"])
    assert (await how_far(visitor))[0] == "delivered"


async def test_what_its_agent_reads_is_told_at_once_and_once(agent: Person, visitor: Visitor, socket: Socket) -> None:
    for name in ("m1", "m2"):
        await socket.say(name, name)
        await socket.line(name)
    interaction_id = await take(agent)
    first, second = [each["message_id"] for each in await visitor.lines()]
    await look(agent, interaction_id, message_id=first)
    await socket.get("delivery", lambda each: (each["message_id"], each["delivery"]) == (first, "read"))
    assert await how_far(visitor) == ["delivered", "read"]  # the order of the last change
    await look(agent, interaction_id)
    await look(agent, interaction_id)
    await socket.get("delivery", lambda each: each["message_id"] == second)
    await socket.say("m3", "m3")
    await socket.line("m3")
    assert [each["message_id"] for each in socket.of("delivery")] == [first, second]
    await look(agent, interaction_id)
    row = (await agent.get("/inbox", params={"interaction_id": interaction_id})).json()["items"][0]
    assert row["last_message"]["delivery"] is None


async def test_who_was_away_hears_of_it_on_return(agent: Person, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        await socket.say("m1", "Hello")
        await socket.line("Hello")
        cursor = socket.of("line")[-1]["cursor"]
        interaction_id = await take(agent)
    await look(agent, interaction_id)
    async with visitor.connect(after=cursor) as again, visitor.connect() as anew:
        assert [(await each.line("Hello"))["delivery"] for each in (again, anew)] == ["read", "read"]


async def test_who_answers_has_read_what_came_before(agent: Person, visitor: Visitor, socket: Socket) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    await reply(agent, interaction_id, "Good morning")
    (said,) = [each["message_id"] for each in await visitor.lines() if each["client_id"] == "m1"]
    await socket.hears("read", said)


async def test_a_bot_has_read_nothing(
    agent: Person, visitor: Visitor, socket: Socket, key_client: Any, chat: Chat
) -> None:
    await socket.say("m1", "Hello")
    interaction_id = await take(agent)
    bot = await key_client("interaction.work", "case.read")
    sent = await bot.made(f"/interactions/{interaction_id}/replies", text="We have your message")
    await socket.hears("sent", sent["id"])
    assert "read" not in await how_far(visitor)
