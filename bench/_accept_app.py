"""The two applications that accept.py compares, each made by a factory that granian calls. ``BENCH_DSN`` names the
database."""

import os
from typing import Any

from litestar import Litestar, Request, post
from litestar.datastructures import State
from litestar.di import Provide

from bench._channels import REGISTRY
from tests.channels.views import NoView
from warmline.channels import Channels
from warmline.channels.routes import webhook
from warmline.kit.db import Database
from warmline.kit.http import EXCEPTION_HANDLERS, Edge, IdempotentWrites
from warmline.kit.ids import new_id


@post("/floor", status_code=200)
async def insert_one(request: Request[Any, Any, Any], state: State) -> dict[str, int]:
    """One row, one statement, one commit."""
    body = await request.body()
    await state.pool.execute("insert into floor values ($1, $2)", new_id(), body)
    return {"accepted": 1}


def floor() -> Litestar:
    """The least that can be done: the body into a table."""

    async def start(app: Litestar) -> None:
        app.state.pool = (await Database.open(os.environ["BENCH_DSN"], size=10)).pool

    return Litestar([insert_one], on_startup=[start], openapi_config=None, logging_config=None)


def ours() -> Any:
    """The webhook as it is served, with all layers around it."""
    made: dict[str, Channels] = {}

    async def start(app: Litestar) -> None:
        db = await Database.open(os.environ["BENCH_DSN"], size=10)
        made["channels"] = Channels(db, REGISTRY, NoView())
        app.state.db = db

    app = Litestar(
        webhook.ROUTES,
        dependencies={"channels": Provide(lambda: made["channels"], sync_to_thread=False)},
        exception_handlers=EXCEPTION_HANDLERS,
        on_startup=[start],
        openapi_config=None,
        logging_config=None,
    )
    return Edge(IdempotentWrites(app))
