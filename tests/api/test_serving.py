"""The real server in a process of its own: it comes up by itself, answers, and stops without breaking anything off."""

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
import websockets

from tests.api.server import BEGIN, Served
from tests.conftest import eventually
from warmline.app.serving import PortTaken, listening
from warmline.kit.postgres import EmbeddedPostgres
from warmline.kit.settings import Settings


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served") / "data")
    server.run(BEGIN)
    yield server
    server.end()


async def test_an_empty_directory_becomes_a_running_installation(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.url, timeout=60) as client:
        ready = (await client.get("/ready")).json()
        assert ready == {"ready": True, "checks": ["database", "migrations", "background work"]}
        assert (await client.get("/api/v1/agents")).status_code == 401
        assert (await client.get("/")).status_code == 200


async def test_what_happens_is_sealed_and_told(served: Served) -> None:
    async with httpx.AsyncClient(base_url=f"{served.url}/api/v1", timeout=60) as client:
        await sign_in(client)
        cookie = f"warmline_session={client.cookies['warmline_session']}"
        address = f"ws://127.0.0.1:{served.port}/api/v1/live?topics=org"
        async with websockets.connect(address, additional_headers={"Cookie": cookie}, origin=served.url) as live:  # type: ignore[arg-type] # a plain text is an origin
            # Only what happens after the first frame is promised.
            frames = [str(await live.recv())]
            await client.post("/vocabularies", json={"code": "colour", "label": "Colour"})
            async with asyncio.timeout(30):
                while '"vocabulary.created"' not in frames[-1]:
                    frames.append(str(await live.recv()))

        async def sealed() -> bool:
            report = (await client.get("/audit/verify")).json()
            return bool(report["intact"] and report["events"] > 5)

        await eventually(sealed)


async def sign_in(client: httpx.AsyncClient, password: str = "correct horse battery") -> httpx.Response:
    answer = await client.post("/session", json={"email": "admin@example.test", "password": password})
    if answer.status_code == 201:
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return answer


async def read_on(live: websockets.ClientConnection) -> None:
    """Until the server closes it."""
    async for _ in live:
        pass


@asynccontextmanager
async def held_up(served: Served, *tables: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Nobody else gets at these tables meanwhile; gives whether each of them is waited for."""
    with EmbeddedPostgres.start(served.data_dir) as postgres:
        conn = await asyncpg.connect(postgres.dsn())

        async def waiting() -> bool:
            rows = await conn.fetch("select relation::regclass::text as name from pg_locks where not granted")
            return {row["name"] for row in rows} >= set(tables)

        async with conn.transaction():
            await conn.execute(f"lock table {', '.join(tables)}")
            yield waiting
        await conn.close()


async def test_a_stop_finishes_what_was_begun(served: Served) -> None:
    """The last test of this server."""
    async with httpx.AsyncClient(base_url=f"{served.url}/api/v1", timeout=60) as client:
        await sign_in(client)
        address = f"ws://127.0.0.1:{served.port}/api/v1/live?topics=org"
        cookie = f"warmline_session={client.cookies['warmline_session']}"
        async with websockets.connect(address, additional_headers={"Cookie": cookie}, origin=served.url) as live:  # type: ignore[arg-type] # a plain text is an origin
            await live.recv()
            async with held_up(served, "vocabulary", "sign_in_attempt") as waiting:
                refused = asyncio.create_task(sign_in(client, "wrong"))
                write = asyncio.create_task(client.post("/vocabularies", json={"code": "late", "label": "Late"}))
                await eventually(waiting)
                served.process.send_signal(signal.SIGTERM)
                with pytest.raises(websockets.ConnectionClosedError):
                    await asyncio.wait_for(read_on(live), 60)
            assert (await refused).status_code == 401
            assert (await write).status_code == 201
            assert live.close_code == 1012

        async def away() -> bool:
            try:
                await client.get("/session")
            except httpx.TransportError as error:
                return isinstance(error, httpx.ConnectError)
            return False

        await eventually(away)
    assert await asyncio.to_thread(served.process.wait, 60) == 0
    log = (served.data_dir.parent / "log").read_text()
    assert "Traceback" not in log
    with EmbeddedPostgres.start(served.data_dir) as postgres:
        conn = await asyncpg.connect(postgres.dsn())
        assert await conn.fetchval("select count(*) from vocabulary where code = 'late'") == 1
        await conn.close()


async def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = Settings(data_dir=tmp_path, port=other.getsockname()[1], shutdown_seconds=1)

        async def nothing(scope: object, receive: object, send: object) -> None:
            return None

        with pytest.raises(PortTaken, match=str(settings.port)):
            async with listening(nothing, settings):
                raise AssertionError("it must not come up")


async def test_what_falls_over_is_started_again_and_readiness_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    from warmline.app import runtime

    monkeypatch.setattr(runtime, "TROUBLE", 0.2)
    running, times = runtime.Running(), []

    async def work() -> None:
        times.append(time.monotonic())
        if len(times) < 2:
            raise ValueError("once")
        await asyncio.Event().wait()

    async def down() -> bool:
        return "work" in running.problems()

    async def up() -> bool:
        return len(times) == 2 and not running.problems()

    running.start("work", work)
    await eventually(down)
    assert "ValueError" in running.problems()["work"]
    await eventually(up)
    await running.stop(grace=1)
    await running.stop(grace=1)
