"""The live socket over a real server: who may open it, what is said on it, how it ends."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar, Router
from litestar.di import Provide
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.conftest import eventually
from tests.realtime.conftest import World
from warmline.accounts import (
    SESSION_COOKIE,
    Begun,
    Installation,
    NewKey,
    Visitor,
    agent_as_actor,
    create_key,
    create_organization,
    revoke_key,
    sign_in,
    system,
)
from warmline.accounts.actions.sessions import sign_out
from warmline.accounts.routes import provide_actor
from warmline.app.web import provide_db
from warmline.kit.db import Database
from warmline.kit.http import EXCEPTION_HANDLERS, Edge
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings
from warmline.realtime.routes import ROUTES

PASSWORD = "correct horse battery"
PUBLIC = "https://desk.example.com"


class Served:
    """The server, and an organisation with its administrator."""

    def __init__(self, port: int, world: World, begun: Begun, cookie: str) -> None:
        self.port, self.world, self.begun, self.cookie = port, world, begun, cookie

    def open(self, query: str = "", *, key: str | None = None, cookie: bool = False, origin: str | None = None) -> Any:
        """Connect, with a key or the administrator's cookie."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if cookie:
            headers["Cookie"] = f"{SESSION_COOKIE}={self.cookie}"
        if origin:
            headers["Origin"] = origin
        return connect(f"ws://127.0.0.1:{self.port}/api/v1/live{query}", additional_headers=headers)

    async def key(self, *scopes: str) -> tuple[str, Any]:
        """A new API key, and its id."""
        async with self.world.db.transaction(self.world.org_id) as conn:
            issued = await create_key(
                conn, system(self.world.org_id, "test"), new=NewKey(name="test", scopes=list(scopes))
            )
        return issued.secret, issued.key.id


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
async def served(db: Database, world: World) -> AsyncIterator[Served]:
    async with db.transaction(new_id()) as conn:
        begun = await create_organization(
            conn,
            name="Northlight",
            admin_email=f"{new_id()}@example.com",
            admin_password=PASSWORD,
            admin_name="Ada",
        )
    settings = Settings(public_url=PUBLIC, secret_key="k" * 48)
    signed_in = await sign_in(
        db,
        Installation(db, settings),
        email=begun.administrator.email,
        password=PASSWORD,
        visitor=Visitor(client="127.0.0.1"),
    )
    app = Litestar(
        [Router("/api/v1", route_handlers=ROUTES)],
        dependencies={"db": Provide(provide_db, sync_to_thread=False), "actor": Provide(provide_actor)},
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,
    )
    world.org_id = begun.organization.id
    app.state.db, app.state.hub, app.state.settings = db, world.hub, settings
    port = free_port()
    server = Server(Edge(app), address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: listening(port))
    yield Served(port, world, begun, signed_in.token)
    server.stop()  # type: ignore[no-untyped-call] # granian has no types here
    await serving


async def listening(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def hear(client: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(await asyncio.wait_for(client.recv(), 10))
    return found


async def say(client: ClientConnection, op: str, **fields: Any) -> None:
    await client.send(msgspec.json.encode({"op": op, **fields}).decode())


async def closing(client: ClientConnection) -> int | None:
    """The code with which the server ends it."""
    try:
        while True:
            await asyncio.wait_for(client.recv(), 10)
    except ConnectionClosed as ended:
        return ended.rcvd.code if ended.rcvd else None


async def test_needs_sign_in(served: Served) -> None:
    for key in (None, "nonsense", "wk_" + "0" * 60):
        async with served.open(key=key) as client:
            assert (await hear(client))["code"] == "unauthorized"
            assert await closing(client) == 4401


@pytest.mark.parametrize(
    "origin", [None, "https://evil.example", "null", "https://desk.example.com.evil.example", "http://desk.example.com"]
)
async def test_another_sites_page_cannot_use_the_cookie(served: Served, origin: str | None) -> None:
    async with served.open(cookie=True, origin=origin) as client:
        assert (await hear(client))["code"] == "foreign_origin"
        assert await closing(client) == 4401


async def test_our_own_pages_can(served: Served) -> None:
    for origin in (PUBLIC, f"http://127.0.0.1:{served.port}"):
        async with served.open(cookie=True, origin=origin) as client:
            assert (await hear(client))["op"] == "ready"


async def test_a_key_needs_no_origin(served: Served) -> None:
    key, _ = await served.key("case.read")
    async with served.open(key=key, origin="https://anything.example") as client:
        assert (await hear(client))["op"] == "ready"


async def test_events_reach_the_socket_and_it_resumes(served: Served) -> None:
    key, _ = await served.key("org.manage")
    async with served.open(key=key) as client:
        await hear(client)
        team_id = await served.world.create()
        frame = await hear(client)
        assert frame["type"] == "team.created"
        cursor = frame["cursor"]
    await served.world.rename(team_id, "Meanwhile")
    async with served.open(f"?after={cursor}&topics=org", key=key) as client:
        assert await hear(client) == {"op": "ready", "cursor": cursor}
        assert (await hear(client))["changes"][0]["value"]["name"] == "Meanwhile"


async def test_an_unusable_cursor_says_fetch_anew(served: Served) -> None:
    key, _ = await served.key("org.manage")
    async with served.open("?after=yesterday", key=key) as client:
        assert (await hear(client))["code"] == "cursor_unusable"
        assert await closing(client) == 4409


async def test_unknown_topics_are_refused(served: Served) -> None:
    key, _ = await served.key("org.manage")
    async with served.open(f"?topics=case:{(hidden := new_id())},org,moon:1", key=key) as client:
        refused = [await hear(client), await hear(client)]
        assert {each["code"] for each in refused} == {"topic_not_found"}
        assert {each["topic"] for each in refused} == {f"case:{hidden}", "moon:1"}, "all at once"
        assert await closing(client) == 4400
    async with served.open(f"?topics={','.join(['org'] * 201)}", key=key) as client:
        assert (await hear(client))["code"] == "too_many_topics"


async def test_topics_change_while_connected(served: Served) -> None:
    key, _ = await served.key("org.manage")
    async with served.open("?topics=", key=key) as client:
        await hear(client)
        await say(client, "subscribe", topics=["org"])
        assert await hear(client) == {"op": "topics", "topics": ["org"], "news": {}}
        await served.world.create()
        assert (await hear(client))["type"] == "team.created"
        await say(client, "subscribe", topics=["moon:1"])
        refused = await hear(client)
        assert (refused["code"], refused["topic"]) == ("topic_not_found", "moon:1")
        assert (await hear(client))["topics"] == ["org"]
        await say(client, "unsubscribe", topics=["org"])
        assert await hear(client) == {"op": "topics", "topics": [], "news": {}}


async def test_what_goes_out_of_sight_is_followed_no_more_and_says_so(served: Served) -> None:
    world, case_id = served.world, new_id()
    world.loads.cases.add(case_id)
    key, _ = await served.key("org.manage")
    async with served.open(f"?topics=case:{case_id},org", key=key) as client:
        await hear(client)
        world.loads.cases.remove(case_id)
        team_id = await world.create()
        await world.rename(team_id, "Moved", case_id=case_id)
        assert (await hear(client))["type"] == "team.created"
        heard = [await hear(client) for _ in range(3)]
        gone = {"kind": "case", "id": str(case_id), "version": None, "value": None}
        assert heard[0]["type"] == "team.updated"
        assert heard[1]["changes"] == [gone]
        assert heard[2] == {"op": "topics", "topics": ["org"], "news": {}}
        await say(client, "subscribe", topics=[f"case:{case_id}"])
        assert (await hear(client))["code"] == "topic_not_found"
        await hear(client)
        world.loads.cases.add(case_id)
        await say(client, "subscribe", topics=[f"case:{case_id}"])
        again = await hear(client)
        assert again["topics"] == sorted(["org", f"case:{case_id}"])
        assert f"case:{case_id}" in again["news"], "what happened meanwhile is to be fetched"


async def test_what_cannot_be_read_is_answered_and_the_socket_stays(served: Served) -> None:
    key, _ = await served.key("org.manage")
    async with served.open(key=key) as client:
        await hear(client)
        for text in ("", "{", "[]", '{"op": "dance"}', '{"op": "subscribe"}', '{"op": "subscribe", "topics": [1]}'):
            await client.send(text)
            assert (await hear(client))["code"] == "frame_unreadable"
        await say(client, "typing", topic=f"case:{new_id()}")
        assert (await hear(client))["code"] == "not_followed"
        await served.world.create()
        assert (await hear(client))["op"] == "event"


async def test_a_flood_is_cut_off(served: Served) -> None:
    key, _ = await served.key("org.manage")
    async with served.open(key=key) as client:
        await hear(client)
        for _ in range(300):
            await say(client, "pong")
        assert await closing(client) == 4400
    async with served.open(key=key) as client:
        await hear(client)
        await client.send('{"op": "subscribe", "topics": ["' + "x" * 20_000 + '"]}')
        assert await closing(client) == 4400


async def test_who_looks_and_who_types_is_told_to_those_who_follow(served: Served) -> None:
    agent_id = served.begun.administrator.id
    topic = f"agent:{agent_id}"
    async with served.open(f"?topics={topic}", cookie=True, origin=PUBLIC) as one:
        await hear(one)
        async with served.open(f"?topics={topic}", cookie=True, origin=PUBLIC) as two:
            await hear(two)
            await say(two, "viewing", topic=topic)
            told = await hear(one)
            assert (told["op"], told["topic"]) == ("ephemeral", topic)
            expected = {"type": "viewing", "by": "agent", "agent_id": str(agent_id), "name": "Ada", "viewing": True}
            assert told["payload"] == expected
            await say(two, "typing", topic=topic)
            assert (await hear(one))["payload"] == {
                "type": "typing",
                "by": "agent",
                "agent_id": str(agent_id),
                "name": "Ada",
                "typing": True,
            }
        assert (await hear(one))["payload"] == {**expected, "viewing": False}


async def test_a_key_that_is_revoked_ends_its_socket(served: Served) -> None:
    key, key_id = await served.key("org.manage")
    async with served.open(key=key) as client:
        await hear(client)
        async with served.world.db.transaction(served.world.org_id) as conn:
            await revoke_key(conn, system(served.world.org_id, "test"), key_id)
        assert await closing(client) == 4401


async def test_signing_out_ends_the_socket(served: Served) -> None:
    async with served.open(cookie=True, origin=PUBLIC) as client:
        await hear(client)
        async with served.world.db.transaction(served.world.org_id) as conn:
            agent = await agent_as_actor(conn, served.world.org_id, served.begun.administrator.id)
            await sign_out(conn, agent, cookie=served.cookie)
        assert await closing(client) == 4401
