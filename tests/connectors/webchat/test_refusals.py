"""What a stranger, another site, a thief or a flood gets: a refusal, and nothing is stored."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets

from tests.application import problem
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, NewChat
from tests.connectors.webchat.site import SITE, Visitor

PATHS = [
    ("GET", "/messages", None),
    ("GET", "/position", None),
    ("GET", "/files/" + "0" * 64, None),
    ("POST", "/messages", {"client_id": "m1", "text": "Hello"}),
    ("POST", "/read", {"message_id": str(uuid4())}),
    ("POST", "/typing", {"typing": True}),
    ("POST", "/end", None),
    ("POST", "/files", None),
]


async def ask(visitor: Visitor, method: str, path: str, body: Any) -> httpx.Response:
    return await visitor.http.request(method, visitor.address + path, json=body, headers=visitor.headers)


async def refused_with(visitor: Visitor) -> int:
    """The status with which the socket's handshake is refused."""
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with visitor.dial():
            pass
    return refused.value.response.status_code


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.test",
        "http://www.northlight.test",
        "https://www.northlight.test:444",
        "https://www.northlight.test.evil.test",
        "https://xwww.northlight.test",
        "null",
        "",
        "*",
    ],
)
async def test_other_sites_are_refused_and_cannot_read_why(chat: Chat, origin: str) -> None:
    visitor = chat.visitor()
    headers = {"Origin": origin}
    for answer in (
        await visitor.http.get(visitor.address, headers=headers),
        await visitor.http.post(visitor.address + "/session", json={}, headers=headers),
        await visitor.http.options(
            visitor.address + "/session", headers=headers | {"Access-Control-Request-Method": "POST"}
        ),
    ):
        problem(answer, 403, "origin_refused")
        assert "access-control-allow-origin" not in answer.headers


async def test_other_sites_get_no_socket(chat: Chat) -> None:
    assert await refused_with(chat.visitor(origin="https://evil.test")) == 403


async def test_without_origins_only_our_own_page_is_let_in(new_chat: NewChat) -> None:
    chat = await new_chat(origins=[])
    problem(await chat.visitor().post("/session"), 403, "origin_refused")
    own = chat.visitor(origin=str(chat.http.base_url).rstrip("/"))
    await own.begin()
    async with own.connect():
        pass


async def test_an_allowed_site_is_told_so_by_name_only(chat: Chat) -> None:
    visitor = chat.visitor()
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    before = await visitor.http.options(visitor.address + "/messages", headers=asked)
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == SITE
    assert {"authorization", "content-type", "x-file-name"} == set(
        before.headers["access-control-allow-headers"].split(", ")
    )
    answer = await visitor.post("/messages", client_id="m1", text="Hello")
    problem(answer, 401, "token_refused")
    # The page may read the refusal, too.
    for each in (before, answer):
        assert each.headers["access-control-allow-origin"] == SITE
        assert "Origin" in each.headers["vary"]
        assert "access-control-allow-credentials" not in each.headers


async def test_there_is_no_chat_where_there_is_none(http: httpx.AsyncClient, chat: Chat) -> None:
    stranger = Visitor(http, chat.address.replace(chat.account["id"], str(uuid4())))
    problem(await stranger.post("/session"), 404, "chat_missing")
    assert await refused_with(stranger) in (403, 404)


async def test_a_chat_that_is_switched_off_is_gone(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        answer = await chat.admin.patch(f"/channels/{chat.account['id']}", json={"active": False})
        assert answer.status_code == 200, answer.text

        async def gone() -> bool:
            return (await visitor.get("/messages")).status_code == 404

        await eventually(gone)
        await socket.send("message", client_id="m1", text="Hello")
        assert await socket.closed() == 4404


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
async def test_needs_a_token(chat: Chat, method: str, path: str, body: Any) -> None:
    problem(await ask(chat.visitor(), method, path, body), 401, "token_refused")


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
async def test_a_tampered_token_is_refused(visitor: Visitor, method: str, path: str, body: Any) -> None:
    middle = len(visitor.token) // 2
    visitor.token = (
        visitor.token[:middle] + ("A" if visitor.token[middle] != "A" else "B") + visitor.token[middle + 1 :]
    )
    problem(await ask(visitor, method, path, body), 401, "token_refused")


async def test_the_token_of_another_account_is_refused(new_chat: NewChat) -> None:
    one, other = await new_chat(), await new_chat()
    visitor = await one.visitor().begin()
    visitor.address = other.address
    for method, path, body in PATHS:
        problem(await ask(visitor, method, path, body), 401, "token_refused")
    problem(await visitor.post("/session", token=visitor.token), 401, "token_refused")
    async with visitor.dial() as socket:
        await socket.send("hello", token=visitor.token)
        assert await socket.closed() == 4401


async def test_a_wrong_identity_is_refused(chat: Chat) -> None:
    identity = {"user_id": "C-1", "email": "kim@example.com", "hash": "0" * 64}
    problem(await chat.visitor().post("/session", identity=identity), 401, "identity_refused")


async def test_a_message_of_the_wrong_shape_is_refused_and_not_stored(chat: Chat, visitor: Visitor) -> None:
    for body in (
        {"client_id": "m1"},
        {"client_id": "m1", "text": "  "},
        {"client_id": "", "text": "Hello"},
        {"client_id": "../m1", "text": "Hello"},
        {"client_id": "m1", "text": "x" * 10_001},
        {"client_id": "m1", "text": 5},
        {"text": "Hello"},
        {"client_id": "m1", "text": "Hello", "attachments": ["0" * 64]},
        {"client_id": "m1", "text": "Hello", "attachments": ["wlf_" + "A" * 90]},
    ):
        problem(await visitor.post("/messages", **body), 422, "invalid")
    huge = await visitor.post("/messages", client_id="m1", text="x" * 2_000_000)
    problem(huge, 413, "body_too_large")
    assert await chat.interactions() == []


async def test_a_message_that_is_not_theirs_cannot_be_marked_read(chat: Chat, visitor: Visitor) -> None:
    other = await chat.visitor().begin()
    await other.say("m1", "Hello")
    await eventually(other.lines)
    (line,) = await other.lines()
    for message_id in (line["message_id"], str(uuid4())):
        problem(await visitor.post("/read", message_id=message_id), 404, "not_found")


async def test_too_many_messages_are_refused_with_the_time_to_wait(new_chat: NewChat) -> None:
    chat = await new_chat(messages_per_minute=3)
    visitor = await chat.visitor().begin()
    for number in range(3):
        await visitor.say(f"m{number}", "Hello")
    answer = await visitor.post("/messages", client_id="m3", text="Hello")
    problem(answer, 429, "too_many")
    assert int(answer.headers["retry-after"]) in range(1, 22)
    async with visitor.connect() as socket:
        await socket.send("message", client_id="m4", text="Hello")
        error = await socket.get("error")
        assert (error["code"], error["client_id"]) == ("too_many", "m4")
        assert error["retry_after"] in range(1, 22)
    other = await chat.visitor().begin()
    await other.say("m1", "Hello")


async def test_too_many_messages_from_one_address_are_refused(new_chat: NewChat) -> None:
    chat = await new_chat(messages_per_minute_per_address=2)
    for number in range(2):
        await (await chat.visitor().begin()).say(f"m{number}", "Hello")
    last = await chat.visitor().begin()
    problem(await last.post("/messages", client_id="m", text="Hello"), 429, "too_many")


async def test_too_many_sessions_from_one_address_are_refused(new_chat: NewChat) -> None:
    chat = await new_chat(sessions_per_minute_per_address=2)
    for _ in range(2):
        await chat.visitor().begin()
    problem(await chat.visitor().post("/session"), 429, "too_many")


async def test_a_flood_of_frames_is_cut_off(visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        for _ in range(300):
            await socket.send("ping")
        assert await socket.closed() == 4429


async def test_one_visitor_has_a_few_sockets_only(visitor: Visitor) -> None:
    async with asyncio.timeout(20):
        open_ones = [visitor.connect() for _ in range(10)]
        for each in open_ones:
            await each.__aenter__()
        try:
            async with visitor.dial() as socket:
                await socket.send("hello", token=visitor.token)
                assert await socket.closed() == 4429
        finally:
            for each in open_ones:
                await each.__aexit__(None, None, None)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", 4400),
        ('{"type":"message","client_id":"m1","text":"Hello"}', 4400),
        ('{"type":"hello"}', 4400),
        ('{"type":"hello","token":"wlv_x"}', 4401),
        (b"\x00\x01", 4400),
        ("x" * 200_000, 1009),
    ],
)
async def test_a_socket_begins_with_hello(chat: Chat, frame: str | bytes, code: int) -> None:
    async with chat.visitor().dial() as socket:
        await socket.connection.send(frame)
        assert await socket.closed() == code


async def test_an_oversized_frame_closes_the_socket(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        await socket.send("message", client_id="m1", text="x" * 200_000)
        assert await socket.closed() == 1009
    assert await chat.interactions() == []


async def test_an_unreadable_frame_is_refused_and_the_socket_goes_on(visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        for frame in ("{", '{"type":"dance"}', '{"type":"message","client_id":"m1","text":7}', "[]"):
            await socket.connection.send(frame)
        await socket.say("m2", "Hello")
        assert [each["code"] for each in socket.of("error")] == ["invalid"] * 4


async def test_a_cursor_of_something_else_is_refused(visitor: Visitor) -> None:
    await visitor.say("m1", "Hello")
    await eventually(visitor.lines)
    problem(await visitor.get("/messages", after="nonsense"), 422, "invalid")
    async with visitor.dial() as socket:
        await socket.send("hello", token=visitor.token, after="nonsense")
        assert await socket.closed() == 4409
