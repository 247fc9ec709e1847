"""What visitors say becomes the record: once, in order, in one interaction."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from tests.conftest import eventually
from tests.connectors.webchat.conftest import SECRET, Chat, NewChat
from tests.connectors.webchat.site import Visitor
from warmline.app.customer_view import CustomerView
from warmline.connectors.webchat.identity import Identity, prove


async def messages_of(chat: Chat, interaction: dict[str, Any]) -> list[dict[str, Any]]:
    return await chat.admin.items(f"/interactions/{interaction['id']}/messages")


async def lines(visitor: Visitor, count: int) -> list[dict[str, Any]]:
    """The conversation, once it has so many lines."""

    async def enough() -> list[dict[str, Any]]:
        found = await visitor.lines()
        return found if len(found) >= count else []

    return await eventually(enough)


async def customer_of(chat: Chat, interaction: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await chat.admin.get(f"/customers/{interaction['customer_id']}")).json()
    return found


def handles(customer: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(each["scheme"], each["value"], each["verification"]) for each in customer["handles"]}


def identity(user_id: str, **claims: Any) -> dict[str, Any]:
    unsigned = Identity(user_id=user_id, **claims)
    found: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(unsigned, hash=prove(unsigned, SECRET)))
    return found


async def test_the_same_message_twice_is_one(chat: Chat, visitor: Visitor) -> None:
    """However it is repeated: on one socket, on another, by HTTP, at once."""
    async with visitor.connect() as one, visitor.connect() as other:
        assert (await one.say("m1", "Hello"))["new"] is True
        await one.send("message", client_id="m1", text="Hello")
        again = await other.say("m1", "Hello")
        assert again["new"] is False
        assert await visitor.say("m1", "Hello") == {"client_id": "m1", "new": False}
        answers = await asyncio.gather(*(visitor.say("m2", "At once") for _ in range(5)))
        assert [each["new"] for each in answers].count(True) == 1
        for socket in (one, other):
            await socket.line("At once")
    found = await lines(visitor, 2)
    assert [each["text"] for each in found] == ["Hello", "At once"]
    (interaction,) = await chat.interactions()
    assert len(await messages_of(chat, interaction)) == 2


async def test_three_messages_at_once_are_one_interaction(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        for number in range(3):
            await socket.send("message", client_id=f"m{number}", text=f"Part {number}")
        for number in range(3):
            await socket.line(f"Part {number}")
    (interaction,) = await chat.interactions()
    assert [each["text"] for each in await messages_of(chat, interaction)] == ["Part 0", "Part 1", "Part 2"]


async def test_three_first_messages_by_http_are_one_interaction(chat: Chat, visitor: Visitor) -> None:
    await asyncio.gather(*(visitor.say(f"m{number}", f"Part {number}") for number in range(3)))
    await lines(visitor, 3)
    (interaction,) = await chat.interactions()
    assert len(await messages_of(chat, interaction)) == 3


async def test_what_is_acknowledged_is_a_line_with_the_visitors_own_name_for_it(visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        assert (await socket.say("m-1_A", "Hello"))["new"] is True
        line = await socket.line("Hello")
    assert (line["client_id"], line["author"], line["author_name"], line["delivery"]) == (
        "m-1_A",
        "customer",
        None,
        "delivered",
    )


async def test_text_is_text(visitor: Visitor) -> None:
    """Markup is said, not done; and what a database cannot store is replaced."""
    said = "<img src=x onerror=alert(1)> & <b>bold</b>\n\u0000 👋 مرحبا"
    await visitor.say("m1", said)
    (line,) = await lines(visitor, 1)
    assert line["text"] == said.replace("\u0000", "\ufffd")
    assert "html" not in line


async def test_the_queue_tells_where_the_visitor_stands(chat: Chat, visitor: Visitor) -> None:
    assert (await visitor.get("/position")).json()["state"] == "idle"
    async with visitor.connect() as first:
        await first.say("m1", "Hello")
        standing = await first.get("position", lambda each: each["position"]["state"] == "waiting")
        assert standing["position"]["place"] == 1
        second = await chat.visitor().begin()
        async with second.connect() as behind:
            await behind.say("m1", "Me too")
            standing = await behind.get("position", lambda each: each["position"]["state"] == "waiting")
            assert standing["position"]["place"] == 2
    assert (await second.get("/position")).json()["place"] == 2


async def test_leaving_gives_up_the_place_and_what_is_said_next_begins_anew(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        await socket.say("m1", "Hello")
        await socket.line("Hello")
        await socket.send("end")
        ended = await socket.get("ended")
        assert ended["session"] != visitor.session["session"]

        async def abandoned() -> bool:
            (interaction,) = await chat.interactions()
            return bool(interaction["status"] == "abandoned")

        await eventually(abandoned)
        await socket.say("m2", "One more thing")
        await socket.line("One more thing")
    visitor.token = ended["token"]
    assert [each["text"] for each in await visitor.lines()] == ["Hello", "One more thing"]
    assert len(await chat.interactions()) == 2


async def test_leaving_by_http_is_done_once(chat: Chat, visitor: Visitor) -> None:
    await visitor.say("m1", "Hello")
    await lines(visitor, 1)
    first, second = [await visitor.post("/end") for _ in range(2)]
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["visitor_id"] == visitor.session["visitor_id"]

    async def abandoned() -> bool:
        (interaction,) = await chat.interactions()
        return bool(interaction["status"] == "abandoned")

    await eventually(abandoned)


async def test_a_returning_visitor_finds_the_conversation(chat: Chat, visitor: Visitor) -> None:
    await visitor.say("m1", "Hello")
    await lines(visitor, 1)
    back = await chat.visitor().begin(token=visitor.token)
    assert back.session["resumed"] is True
    assert back.session["visitor_id"] == visitor.session["visitor_id"]
    assert [each["text"] for each in await back.lines()] == ["Hello"]
    await back.say("m2", "I am back")
    await lines(back, 2)
    assert len(await chat.interactions()) == 1


async def test_another_visitor_does_not_see_it(chat: Chat, visitor: Visitor) -> None:
    await visitor.say("m1", "My secret")
    await lines(visitor, 1)
    other = await chat.visitor().begin()
    async with other.connect() as socket:
        await visitor.say("m2", "Another secret")
        await lines(visitor, 2)
        await other.say("m1", "Hello")
        await socket.line("Hello")
        assert len(socket.of("line")) == 1
    assert [each["text"] for each in await other.lines()] == ["Hello"]


async def test_what_the_form_and_the_text_say_become_handles(chat: Chat) -> None:
    visitor = await chat.visitor().begin(fields={"name": "Noor Navarro", "email": "noor@example.com"})
    await visitor.say("m1", "My other address is noor.home@example.org")
    await lines(visitor, 1)
    (interaction,) = await chat.interactions()
    customer = await customer_of(chat, interaction)
    assert customer["display_name"] == "Noor Navarro"
    assert handles(customer) == {
        ("web_visitor", visitor.session["visitor_id"], "verified"),
        ("email", "noor@example.com", "asserted"),
        ("email", "noor.home@example.org", "asserted"),
    }


async def test_a_verified_identity_joins_the_customer_who_is_known(chat: Chat) -> None:
    known = await chat.admin.made(
        "/customers",
        display_name="Kim Doe",
        handles=[{"scheme": "crm_id", "value": "C-4711", "verification": "verified"}],
    )
    proof = identity("C-4711", email="kim@example.com", name="Kim Doe")
    visitor = await chat.visitor().begin(identity=proof)
    assert visitor.session["verified"] is True
    await visitor.say("m1", "Where is my refund?")
    await lines(visitor, 1)
    (interaction,) = await chat.interactions()
    assert interaction["customer_id"] == known["id"]
    assert ("email", "kim@example.com", "verified") in handles(await customer_of(chat, interaction))


async def test_signed_in_on_two_devices_the_conversation_is_on_both(new_chat: NewChat) -> None:
    chat = await new_chat()
    phone, desk = [await chat.visitor().begin(identity=identity("C-1", name="Kim")) for _ in range(2)]
    async with desk.connect() as socket:
        await phone.say("m1", "From the phone")
        assert (await socket.line("From the phone"))["client_id"] == "m1"


async def test_what_is_said_before_a_socket_listens_is_told_once_it_does(
    new_chat: NewChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await new_chat()
    phone, desk = [await chat.visitor().begin(identity=identity("C-1", name="Kim")) for _ in range(2)]
    busy, follow = asyncio.Event(), CustomerView.follow

    async def late(*about: Any) -> AsyncIterator[Any]:
        await busy.wait()
        async for each in follow(*about):
            yield each

    monkeypatch.setattr(CustomerView, "follow", late)
    async with desk.connect() as socket:
        await phone.say("m1", "From the phone")
        await lines(phone, 1)
        busy.set()
        await socket.line("From the phone")


async def test_settings_tell_the_page_what_to_ask(new_chat: NewChat) -> None:
    chat = await new_chat(greeting="Good morning", pre_chat=[{"name": "policy", "label": "Policy", "required": True}])
    told = (await chat.visitor().get("")).json()
    assert (told["name"], told["greeting"], told["max_length"]) == ("Northlight chat", "Good morning", 10_000)
    assert told["pre_chat"] == [{"name": "policy", "label": "Policy", "type": "text", "required": True}]
    assert "identity_secret" not in str(told)
    refused = await chat.visitor().post("/session")
    assert [each["field"] for each in refused.json()["errors"]] == ["fields.policy"]
