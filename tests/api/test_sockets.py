"""A stop waits until who is told to come again has heard of it, but not for ever."""

import asyncio
from typing import Any

from warmline.app.sockets import RESTART, Sockets


async def receive() -> dict[str, Any]:
    return {"type": "websocket.connect"}


async def test_waits_for_sockets_alone_and_takes_no_more() -> None:
    told, sent, finish = asyncio.Event(), [], asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await (finish if scope["type"] == "websocket" else told).wait()

    async def send(message: Any) -> None:
        sent.append(message)

    sockets = Sockets(app)
    request = asyncio.create_task(sockets({"type": "http"}, receive, send))
    socket = asyncio.create_task(sockets({"type": "websocket"}, receive, send))
    await asyncio.sleep(0)
    assert not await sockets.gone(within=0.01)
    await sockets({"type": "websocket"}, receive, send)
    assert sent == [{"type": "websocket.close", "code": RESTART}]
    finish.set()
    assert await sockets.gone(within=5)
    await socket
    assert not request.done()
    told.set()
    await request


async def test_a_socket_that_falls_over_is_gone() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ConnectionResetError

    sockets = Sockets(app)
    assert await sockets.gone(within=0)
    sockets = Sockets(app)
    done = await asyncio.gather(sockets({"type": "websocket"}, receive, receive), return_exceptions=True)
    assert isinstance(done[0], ConnectionResetError)
    assert await sockets.gone(within=0.01)
