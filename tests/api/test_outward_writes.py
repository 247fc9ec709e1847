"""Writes that wait for somebody outside: no transaction is held meanwhile, and a repeated one is not done again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest

from tests.application import Person
from tests.conftest import eventually

KEY = {"Idempotency-Key": "one try"}


class Slow:
    """A mail server that takes calls, and answers when it is told to."""

    def __init__(self) -> None:
        self.calls, self.answers = 0, asyncio.Event()
        self.port = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        await self.answers.wait()
        writer.write(b"* BYE no more today\r\n")
        writer.close()

    async def called(self) -> bool:
        return self.calls > 0


@pytest.fixture
async def slow() -> AsyncIterator[Slow]:
    found = Slow()
    async with await asyncio.start_server(found.take, "127.0.0.1", 0) as server:
        found.port = server.sockets[0].getsockname()[1]
        yield found
        found.answers.set()


def mailbox(port: int) -> dict[str, Any]:
    settings = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "none", "imap_user": "claims"}
    return {"connector": "email", "channel": "email", "name": "Claims", "address": "claims@example.org",
            "settings": settings | {"imap_password": "secret words"}}  # fmt: skip


async def tried(admin: Person, slow: Slow) -> httpx.Response:
    return await admin.post("/channels/test", json=mailbox(slow.port), headers=KEY)


async def test_nothing_is_held_while_somebody_outside_takes_their_time(
    admin: Person, slow: Slow, owner_dsn: str
) -> None:
    first = asyncio.create_task(tried(admin, slow))
    await eventually(slow.called)
    conn = await asyncpg.connect(owner_dsn)
    held = await conn.fetch("select query from pg_stat_activity where state like 'idle in transaction%'")
    await conn.close()
    assert held == []
    twin = await tried(admin, slow)
    assert (twin.status_code, twin.json()["code"]) == (409, "key_taken")
    slow.answers.set()
    answer = await first
    assert (answer.status_code, answer.json()["passed"]) == (200, False)
    again = await tried(admin, slow)
    assert (again.content, again.headers["idempotency-replayed"], slow.calls) == (answer.content, "true", 1)


async def test_what_is_refused_frees_the_key(admin: Person, slow: Slow) -> None:
    slow.answers.set()
    assert (await admin.post("/channels/test", json={"connector": "email"}, headers=KEY)).status_code == 422
    assert (await tried(admin, slow)).status_code == 200
    made = (await admin.post("/channels", json={"connector": "contacts", "channel": "sms", "name": "SMS"})).json()
    for _ in range(2):
        to = {"to": "+4930123456"}
        answer = await admin.post(f"/channels/{made['id']}/test-message", json=to, headers={"Idempotency-Key": "sms"})
        assert (answer.status_code, answer.json()["code"]) == (409, "no_way_out")
