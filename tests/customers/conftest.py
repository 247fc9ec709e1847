"""A desk for each test, and the slice over HTTP."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar, Request, Router
from litestar.di import Provide

from tests.customers.desk import Desk
from tests.customers.queue import ADA, enter
from warmline.accounts import Actor
from warmline.customers.routes import ROUTES
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.http import EXCEPTION_HANDLERS, Edge, IdempotentWrites, database_for, visit


@pytest.fixture
def desk(db: Database, org: UUID) -> Desk:
    """An organisation at work, by somebody who may do everything."""
    return Desk(db, org)


@pytest.fixture
async def web(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """The slice's routes. ``X-May`` holds the caller's permissions; all, where it is absent."""

    def provide_actor(request: Request[Any, Any, Any]) -> Actor:
        may = request.headers.get("x-may", "*")
        now = visit(request.scope)
        actor = Actor(org_id=desk.org, kind="agent", id=desk.org, permissions=frozenset(may.split()))
        now.org_id, now.actor = actor.org_id, actor.ref
        return actor

    def provide_db(request: Request[Any, Any, Any]) -> Database:
        return database_for(request.scope, desk.db)

    app = Litestar(
        [Router("/api/v1", route_handlers=ROUTES)],
        dependencies={
            "actor": Provide(provide_actor, sync_to_thread=False),
            "db": Provide(provide_db, sync_to_thread=False),
            "vault": Provide(lambda: Vault([b"k" * 32]), sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,
    )
    transport = httpx.ASGITransport(Edge(IdempotentWrites(app)))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk/api/v1") as client:
        yield client


@pytest.fixture
async def pair(desk: Desk) -> tuple[UUID, UUID]:
    """Two records of one person, who write nearly the same."""
    one = await enter(desk, "ada@example.com", **ADA)
    other = await enter(desk, "countess@example.org", **ADA | {"given_name": "Adda"})
    return one, other
