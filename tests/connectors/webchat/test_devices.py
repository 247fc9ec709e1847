"""Going on with a conversation on another device, by a code."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from tests.application import problem
from tests.conftest import eventually
from tests.connectors.webchat.conftest import SECRET, Chat, NewChat
from tests.connectors.webchat.site import Visitor
from warmline.connectors.webchat import devices
from warmline.connectors.webchat.identity import Identity, prove


async def code_of(visitor: Visitor) -> str:
    answer = await visitor.post("/codes")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


@pytest.mark.parametrize("code", ["", "ABCDEFGH", "ABC", "0000OOOO", "💥💥💥💥💥💥💥💥"])
async def test_a_code_that_nobody_gave_is_refused(chat: Chat, code: str) -> None:
    answer = await chat.visitor().post("/session", code=code or "-")
    problem(answer, 404, "code_refused")


async def test_a_code_needs_a_visitor(chat: Chat) -> None:
    problem(await chat.visitor().post("/codes"), 401, "token_refused")


async def test_who_is_signed_in_needs_no_code(chat: Chat) -> None:
    claimed = Identity(user_id="C-1", expires=4102444800)
    identity = {"user_id": "C-1", "expires": 4102444800, "hash": prove(claimed, SECRET)}
    visitor = await chat.visitor().begin(identity=identity)
    problem(await visitor.post("/codes"), 409, "code_needless")


async def test_another_device_goes_on_with_the_conversation_once(chat: Chat, visitor: Visitor) -> None:
    await visitor.say("m1", "Hello from the desk")
    code = await code_of(visitor)
    other = await chat.visitor().begin(code=f"{code[:4].lower()}-{code[4:]}")
    assert (other.session["visitor_id"], other.session["session"], other.session["resumed"]) == (
        visitor.session["visitor_id"],
        visitor.session["session"],
        True,
    )
    (line,) = await eventually(other.lines)
    assert line["text"] == "Hello from the desk"
    problem(await chat.visitor().post("/session", code=code), 404, "code_refused")


async def test_a_code_of_one_chat_is_none_of_another(chat: Chat, visitor: Visitor, new_chat: NewChat) -> None:
    code = await code_of(visitor)
    elsewhere = await new_chat()
    problem(await elsewhere.visitor().post("/session", code=code), 404, "code_refused")
    await chat.visitor().begin(code=code)


async def test_a_code_ends_after_ten_minutes(chat: Chat, visitor: Visitor, owner_dsn: str) -> None:
    code = await code_of(visitor)
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute("update connector_ticket set expires_at = now() - interval '1 second'")
    await conn.close()
    problem(await chat.visitor().post("/session", code=code), 404, "code_refused")


async def test_guessing_is_slowed(chat: Chat) -> None:
    answers = [await chat.visitor().post("/session", code="ABCDEFGH") for _ in range(devices.TRIED_PER_MINUTE + 1)]
    problem(answers[-1], 429, "too_many")


async def test_tokens_that_are_called_back_open_nothing(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        await chat.change(tokens_since=(datetime.now(UTC) + timedelta(seconds=1)).isoformat())

        async def refused() -> bool:
            return (await visitor.get("/messages")).status_code == 401

        await eventually(refused)
        await socket.send("ping")
        assert await socket.closed() == 4401
    problem(await chat.visitor().post("/session", token=visitor.token), 401, "token_refused")
