"""The whole program on a port of its own with everything in the background, an account of the chat, and visitors."""

import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.application import Person
from tests.connectors.webchat.site import SITE, Visitor
from warmline.app import create_app
from warmline.app.program import Program
from warmline.app.runtime import runtime
from warmline.app.serving import listening
from warmline.kit.db import Database
from warmline.kit.settings import Settings

SECRET = "the site and the chat know this secret"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def serving(db: Database, settings: Settings) -> AsyncIterator[str]:
    """The address of a program that runs while this is open."""
    settings = msgspec.structs.replace(settings, port=free_port(), shutdown_seconds=5)
    program = Program(db, settings)
    app = create_app(db, settings, program=program)
    async with runtime(program) as running:
        app.state.running = running
        async with listening(app, settings, hang_up=lambda: running.stop("realtime", "channels", grace=5.0)):
            yield f"http://127.0.0.1:{settings.port}"


@pytest.fixture(scope="module", autouse=True)
async def alone(emptied: None) -> None:
    """The program that is served here has only what its tests make."""


@pytest.fixture(scope="module")
async def served(db: Database, settings: Settings) -> AsyncIterator[str]:
    """The address of the running program."""
    async with serving(db, settings) as address:
        yield address


@pytest.fixture
async def http(served: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served, timeout=20) as client:
        yield client


class Chat:
    """A chat that is set up: its account, its queue, and who may set up more."""

    def __init__(self, http: httpx.AsyncClient, admin: Person, account: dict[str, Any], queue_id: UUID) -> None:
        self.http, self.admin, self.account, self.queue_id = http, admin, account, queue_id

    @property
    def address(self) -> str:
        return str(self.http.base_url.join(f"/channels/webchat/{self.account['id']}"))

    def visitor(self, *, origin: str | None = SITE) -> Visitor:
        """Somebody new on the site."""
        return Visitor(self.http, self.address, origin=origin)

    async def change(self, **settings: Any) -> None:
        """Change the account's settings; it takes a second to be noticed."""
        answer = await self.admin.patch(f"/channels/{self.account['id']}", json={"settings": settings})
        assert answer.status_code == 200, answer.text

    async def interactions(self) -> list[dict[str, Any]]:
        """Those of this account, oldest first."""
        found = await self.admin.items("/interactions")
        return sorted((each for each in found if each["account_id"] == self.account["id"]), key=lambda each: each["id"])


NewChat = Callable[..., Awaitable[Chat]]


@pytest.fixture
async def new_chat(http: httpx.AsyncClient, admin: Person) -> NewChat:
    """Sets up a chat with these settings."""

    async def make(**given: Any) -> Chat:
        queue = await admin.made("/queues", code=f"chat{len(await admin.items('/queues'))}", name="Chat")
        account = await admin.made(
            "/channels",
            connector="webchat",
            channel="webchat",
            name="Northlight chat",
            address=f"www{queue['code']}.northlight.test",
            queue_id=queue["id"],
            settings={"origins": [SITE], "identity_secret": SECRET, **given},
        )
        return Chat(http, admin, account, queue["id"])

    return make


@pytest.fixture
async def chat(new_chat: NewChat) -> Chat:
    """A chat as most have it."""
    return await new_chat()


@pytest.fixture
async def visitor(chat: Chat) -> Visitor:
    """Somebody who has begun a session."""
    return await chat.visitor().begin(fields={"name": "Kim Doe"})
