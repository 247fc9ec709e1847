"""Files: bounded, named as files, and seen by those whose conversation they are in."""

import hashlib
from typing import Any

import pytest

from tests.application import problem
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, NewChat
from tests.connectors.webchat.site import Visitor

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def uploaded(visitor: Visitor, content: bytes = PNG, **more: Any) -> dict[str, Any]:
    answer = await visitor.upload(content, **({"name": "car.png", "content_type": "image/png"} | more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def stored(chat: Chat) -> int:
    """How many files the messages of the account have."""
    found = [await chat.admin.items(f"/interactions/{each['id']}/messages") for each in await chat.interactions()]
    return sum(len(message["attachments"]) for messages in found for message in messages)


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"", "image/png", 422, "file_refused"),
        (PNG, "text/html", 422, "file_refused"),
        (PNG, "image/svg+xml", 422, "file_refused"),
        (PNG, "application/x-msdownload", 422, "file_refused"),
        (PNG, "", 422, "file_refused"),
        (b"x" * 5001, "image/png", 413, "too_large"),
    ],
)
async def test_what_the_chat_does_not_take_is_refused(
    new_chat: NewChat, content: bytes, content_type: str, status: int, code: str
) -> None:
    chat = await new_chat(max_attachment_bytes=5000)
    visitor = await chat.visitor().begin()
    problem(await visitor.upload(content, name="a", content_type=content_type), status, code)


async def test_a_large_file_that_does_not_say_so_is_cut_off(new_chat: NewChat) -> None:
    chat = await new_chat(max_attachment_bytes=5000)
    visitor = await chat.visitor().begin()

    async def endless() -> Any:
        for _ in range(50):
            yield b"x" * 1000

    answer = await visitor.http.post(
        visitor.address + "/files", content=endless(), headers=visitor.headers | {"Content-Type": "image/png"}
    )
    problem(answer, 413, "too_large")


async def test_no_files_where_none_are_wanted(new_chat: NewChat) -> None:
    chat = await new_chat(max_attachment_bytes=0)
    visitor = await chat.visitor().begin()
    problem(await visitor.upload(PNG, name="a.png", content_type="image/png"), 413, "too_large")


async def test_too_many_files_are_refused(new_chat: NewChat) -> None:
    chat = await new_chat(files_per_minute=2)
    visitor = await chat.visitor().begin()
    for _ in range(2):
        await uploaded(visitor)
    problem(await visitor.upload(PNG, name="a.png", content_type="image/png"), 429, "too_many")


async def test_a_file_of_somebody_else_cannot_be_sent_or_fetched(chat: Chat, visitor: Visitor) -> None:
    """Not by its reference, and not by its hash, which anybody who has the file can compute."""
    file = await uploaded(visitor)
    thief = await chat.visitor().begin()
    answer = await thief.post("/messages", client_id="m1", attachments=[file["ref"]])
    assert [each["field"] for each in problem(answer, 422, "invalid")["errors"]] == ["attachments[0]"]
    problem(await thief.post("/messages", client_id="m1", attachments=[file["sha256"]]), 422, "invalid")
    await visitor.say("m1", "", attachments=[file["ref"]])
    await eventually(visitor.lines)
    problem(await thief.get("/files/" + file["sha256"]), 404, "file_missing")
    assert (await visitor.get("/files/" + file["sha256"])).status_code == 200


async def test_a_file_is_not_there_before_it_is_said(visitor: Visitor) -> None:
    file = await uploaded(visitor)
    problem(await visitor.get("/files/" + file["sha256"]), 404, "file_missing")
    problem(await visitor.get("/files/..%2f..%2fetc%2fpasswd"), 404, "no_such_address")
    problem(await visitor.get("/files/nonsense"), 404, "file_missing")


async def test_a_file_arrives_with_the_message_and_comes_back_as_a_download(chat: Chat, visitor: Visitor) -> None:
    file = await uploaded(visitor, name='../../évil"\r\n\u202egnp.png')
    assert file["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert file["name"] == '_.._évil"___gnp.png'
    async with visitor.connect() as socket:
        await socket.say("m1", "", attachments=[file["ref"]])
        line = await socket.line("")
    expected = {"name": file["name"], "content_type": "image/png", "size": len(PNG), "sha256": file["sha256"]}
    assert line["attachments"] == [expected]
    assert await stored(chat) == 1
    answer = await visitor.get("/files/" + file["sha256"])
    assert answer.content == PNG
    headers = answer.headers
    assert headers["content-type"] == "image/png"
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''_.._%C3%A9vil%22")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "no-store" in headers["cache-control"]


async def test_one_file_twice_is_stored_once(chat: Chat, visitor: Visitor) -> None:
    one, other = await uploaded(visitor), await uploaded(visitor, name="other.png")
    await visitor.say("m1", "Twice", attachments=[one["ref"], other["ref"]])
    await eventually(visitor.lines)
    (line,) = await visitor.lines()
    assert [each["name"] for each in line["attachments"]] == ["car.png", "other.png"]
    assert one["sha256"] == other["sha256"]
