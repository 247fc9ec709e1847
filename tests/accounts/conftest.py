"""The accounts over HTTP, with an organisation that has an administrator."""

import secrets
from collections.abc import AsyncIterator, Callable
from ipaddress import IPv6Address
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar

from warmline.accounts import Begun, create_organization
from warmline.accounts.routes import CSRF_HEADER
from warmline.app import create_app
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings

PASSWORD = "correct horse battery"


class Office(msgspec.Struct, kw_only=True):
    """An organisation of one test."""

    begun: Begun
    email: str

    @property
    def org_id(self) -> UUID:
        return self.begun.organization.id


class Client(httpx.AsyncClient):
    """A browser or a program: after ``enter`` it sends the CSRF token, as the desk does."""

    async def enter(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """Sign in."""
        answer = await self.post("/session", json={"email": email, "password": password})
        assert answer.status_code == 201, answer.text
        view: dict[str, Any] = answer.json()
        self.headers[CSRF_HEADER] = view["csrf_token"]
        return view

    async def made(self, path: str, **body: Any) -> dict[str, Any]:
        """What a POST created."""
        answer = await self.post(path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


def somewhere() -> str:
    """A network address on the internet, another each time."""
    return str(IPv6Address((0x2A00 << 112) + (secrets.randbits(48) << 64)))


NewClient = Callable[..., Client]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Few attempts to sign in, so that a test reaches the limit soon."""
    return Settings(data_dir=tmp_path_factory.mktemp("data"), secret_key="k" * 48, sign_in_attempts=4)


@pytest.fixture(scope="session")
def asgi(db: Database, settings: Settings) -> Litestar:
    """The whole application with these settings."""
    return create_app(db, settings)


@pytest.fixture
async def new_client(asgi: Litestar) -> AsyncIterator[NewClient]:
    """Makes clients, each from a network address of its own unless told."""
    opened: list[Client] = []

    called: Any = asgi

    def make(address: str | None = None, **headers: str) -> Client:
        transport = httpx.ASGITransport(app=called, client=(address or somewhere(), 4000))
        opened.append(Client(transport=transport, base_url="http://desk.test/api/v1", headers=headers))
        return opened[-1]

    yield make
    for each in opened:
        await each.aclose()


@pytest.fixture
async def office(db: Database) -> Office:
    return await make_office(db)


@pytest.fixture
async def other_office(db: Database) -> Office:
    return await make_office(db)


async def make_office(db: Database, email: str | None = None) -> Office:
    """A new organisation; its administrator has an address of their own."""
    email = email or f"admin-{new_id().hex}@example.test"
    async with db.transaction(new_id()) as conn:
        begun = await create_organization(conn, name="Northlight", admin_email=email, admin_password=PASSWORD)
    return Office(begun=begun, email=email)


@pytest.fixture
async def admin(office: Office, new_client: NewClient) -> Client:
    """The administrator, signed in."""
    client = new_client()
    await client.enter(office.email)
    return client


@pytest.fixture
async def colleague(admin: Client, new_client: NewClient) -> Client:
    """Somebody with the role of an agent, signed in. ``client.who`` is their entity."""
    who = await hire(admin, role="agent")
    client = new_client()
    await client.enter(who["email"])
    return client


async def role_ids(admin: Client) -> dict[str, str]:
    """The ids of roles by their codes."""
    return {role["code"]: role["id"] for role in (await admin.get("/roles")).json()["items"]}


async def hire(admin: Client, *, role: str | None = None, **fields: Any) -> dict[str, Any]:
    """A new agent."""
    roles = [(await role_ids(admin))[role]] if role else []
    body = {"email": f"a-{new_id().hex}@example.test", "name": "Ada", "password": PASSWORD, "role_ids": roles} | fields
    return await admin.made("/agents", **body)


async def told(db: Database, org_id: UUID) -> list[tuple[str, dict[str, Any], str]]:
    """What was announced: type, data, actor."""
    async with db.transaction(org_id) as conn:
        rows = await conn.fetch("select type, data, actor from event order by xact, seq")
    return [(row["type"], row["data"], row["actor"]) for row in rows]
