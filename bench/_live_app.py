"""The floor of live.py, made by a factory that granian calls: a row is committed, and then told to whoever listens.
``BENCH_DSN`` names the database."""

import asyncio
import os
from typing import Any

from litestar import Litestar, Request, WebSocket, post, websocket
from litestar.datastructures import State

from warmline.kit.db import Database
from warmline.kit.ids import new_id

listening: set[asyncio.Queue[str]] = set()


@post("/floor", status_code=200)
async def commit_and_tell(request: Request[Any, Any, Any], state: State) -> dict[str, int]:
    """One row, one commit, one frame with what came."""
    body = await request.body()
    await state.pool.execute("insert into floor values ($1, $2)", new_id(), body)
    for each in listening:
        each.put_nowait(body.decode())
    return {"accepted": 1}


@websocket("/live")
async def live(socket: WebSocket[Any, Any, Any]) -> None:
    """Frames as they come, until the client leaves."""
    await socket.accept()
    told: asyncio.Queue[str] = asyncio.Queue()
    listening.add(told)
    try:
        while True:
            await socket.send_text(await told.get())
    finally:
        listening.discard(told)


def floor() -> Litestar:
    """The least that can be done."""

    async def start(app: Litestar) -> None:
        app.state.pool = (await Database.open(os.environ["BENCH_DSN"], size=10)).pool

    return Litestar([commit_and_tell, live], on_startup=[start], openapi_config=None, logging_config=None)
