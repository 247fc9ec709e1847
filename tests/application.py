"""Fixtures of the whole application: over ASGI in the test's own loop, or as a real server on a port of its own.

async def test_needs_sign_in(client): assert (await client.get("/api/v1/cases")).status_code == 401
async def test_lists(admin): assert (await admin.get("/cases")).json()["items"] == []
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar

from warmline.accounts import (
    NewAgent,
    NewKey,
    NewRole,
    create_agent,
    create_key,
    create_organization,
    create_role,
    system,
)
from warmline.accounts.routes import CSRF_HEADER
from warmline.app import create_app
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings

PASSWORD = "correct horse battery"


class Person(httpx.AsyncClient):
    """Somebody who is signed in (or a program with a key). Addresses begin after ``/api/v1``."""

    org_id: UUID
    agent_id: UUID | None = None
    email: str = ""

    async def made(self, path: str, **body: Any) -> dict[str, Any]:
        """What a POST created."""
        answer = await self.post(path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def items(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """A whole list, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            answer = await self.get(path, params=params)
            assert answer.status_code == 200, answer.text
            found += answer.json()["items"]
            if answer.json()["next"] is None:
                return found
            params["after"] = answer.json()["next"]


# agent_client(permissions={"case.read"}, team_ids=[...]) -> a new agent of the administrator's organisation, signed in.
Hire = Callable[..., Awaitable[Person]]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings as an installation has them, with a data directory of this run."""
    return Settings(data_dir=tmp_path_factory.mktemp("data"), secret_key="k" * 48)


@pytest.fixture(scope="session")
def app(db: Database, settings: Settings) -> Litestar:
    """The whole web application on the test's database; nothing runs in the background."""
    return create_app(db, settings)


def over(app: Any) -> httpx.ASGITransport:
    """A way to the application from a network address of its own."""
    return httpx.ASGITransport(app, client=(f"client-{new_id()}", 4000))


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is not signed in. Addresses are whole: ``/api/v1/...``."""
    async with httpx.AsyncClient(transport=over(app), base_url="http://desk.test") as anonymous:
        yield anonymous


async def enter(app: Any, org_id: UUID, agent_id: UUID, email: str) -> Person:
    """Sign an agent in."""
    person = Person(transport=over(app), base_url="http://desk.test/api/v1")
    person.org_id, person.agent_id, person.email = org_id, agent_id, email
    answer = await person.post("/session", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    person.headers[CSRF_HEADER] = answer.json()["csrf_token"]
    return person


@pytest.fixture
async def admin(app: Litestar, db: Database) -> AsyncIterator[Person]:
    """The administrator of a new organisation, signed in."""
    email = f"admin-{new_id().hex}@example.test"
    async with db.transaction(new_id()) as conn:
        begun = await create_organization(conn, name="Northlight", admin_email=email, admin_password=PASSWORD)
    person = await enter(app, begun.organization.id, begun.administrator.id, email)
    yield person
    await person.aclose()


@pytest.fixture
async def agent_client(app: Litestar, db: Database, admin: Person) -> AsyncIterator[Hire]:
    """Hires agents of the administrator's organisation, with exactly the permissions given, and signs them in."""
    hired: list[Person] = []

    async def hire(*, permissions: set[str] = frozenset(), **fields: Any) -> Person:  # type: ignore[assignment] # empty
        email = f"agent-{new_id().hex}@example.test"
        boss = system(admin.org_id, "tests")
        async with db.transaction(admin.org_id) as conn:
            code = f"r{new_id().hex}"
            role = await create_role(conn, boss, new=NewRole(code=code, name=code, permissions=sorted(permissions)))
            new = NewAgent(email=email, name="Ada", password=PASSWORD, role_ids=[role.id], **fields)
            agent = await create_agent(conn, boss, new=new)
        hired.append(await enter(app, admin.org_id, agent.id, email))
        return hired[-1]

    yield hire
    for each in hired:
        await each.aclose()


@pytest.fixture
async def key_client(app: Litestar, db: Database, admin: Person) -> AsyncIterator[Callable[..., Awaitable[Person]]]:
    """Makes API keys of the administrator's organisation with the scopes given; a client that sends one."""
    made: list[Person] = []

    async def make(*scopes: str) -> Person:
        async with db.transaction(admin.org_id) as conn:
            issued = await create_key(conn, system(admin.org_id, "tests"), new=NewKey(name="test", scopes=list(scopes)))
        person = Person(transport=over(app), base_url="http://desk.test/api/v1")
        person.org_id = admin.org_id
        person.headers["Authorization"] = f"Bearer {issued.secret}"
        made.append(person)
        return person

    yield make
    for each in made:
        await each.aclose()


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The answer as a problem with that status and code."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = msgspec.json.decode(answer.content)
    return body
