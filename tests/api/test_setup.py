"""The first run: who may begin the organisation of an empty installation, and that only one does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.application import over, problem
from tests.kit.test_db_walls import connected
from warmline.accounts import set_up_token
from warmline.accounts.routes import CSRF_HEADER
from warmline.app import create_app
from warmline.cli.beginning import set_up_address
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres
from warmline.kit.settings import Settings

PASSWORD = "correct horse battery"


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, secret_key="k" * 48, sign_in_attempts=2)


@pytest.fixture
async def empty(postgres: EmbeddedPostgres, owner_dsn: str) -> AsyncIterator[Database]:
    """A migrated database without an organisation."""
    name = f"empty_{new_id().hex}"
    async with connected(owner_dsn) as maker:
        await maker.execute(f"create database {name}")
        await migrate.migrate(postgres.dsn(database=name))
        database = await Database.open(postgres.dsn("warmline_app", name), size=4)
        yield database
        await database.close()
        await maker.execute(f"drop database {name} with (force)")


@pytest.fixture
async def visitor(empty: Database, made: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(empty, made)
    async with httpx.AsyncClient(transport=over(app), base_url="http://desk.test/api/v1") as client:
        yield client


def wanted(settings: Settings, **more: Any) -> dict[str, Any]:
    return {
        "token": set_up_token(settings),
        "organization": "Northlight",
        "name": "Ada Quist",
        "email": "ada@northlight.example",
        "password": PASSWORD,
    } | more


async def test_the_token_is_needed_even_from_this_host(visitor: httpx.AsyncClient, made: Settings) -> None:
    body = wanted(made)
    missing = {name: value for name, value in body.items() if name != "token"}
    problem(await visitor.post("/setup", json=missing), 422, "invalid")
    problem(await visitor.post("/setup", json=body | {"token": "0" * 32}), 403, "set_up_token_wrong")
    assert (await visitor.get("/sign-in")).json()["set_up"] is True


async def test_guessing_the_token_is_limited(visitor: httpx.AsyncClient, made: Settings) -> None:
    for _ in range(made.sign_in_attempts * 10):
        assert (await visitor.post("/setup", json=wanted(made, token="guess"))).status_code == 403
    assert (await visitor.post("/setup", json=wanted(made))).status_code == 429


@pytest.mark.parametrize("wrong", [{"password": "short"}, {"email": "nobody"}, {"time_zone": "Mars/Base"},
                                   {"organization": ""}])  # fmt: skip
async def test_what_cannot_be_begins_nothing(visitor: httpx.AsyncClient, made: Settings, wrong: dict[str, str]) -> None:
    problem(await visitor.post("/setup", json=wanted(made, **wrong)), 422, "invalid")
    assert (await visitor.post("/setup", json=wanted(made, packs=["no pack"]))).status_code in (404, 422)
    assert (await visitor.get("/sign-in")).json()["set_up"] is True


async def test_the_first_run_signs_the_administrator_in(visitor: httpx.AsyncClient, made: Settings) -> None:
    assert (await visitor.get("/sign-in")).json() == {"organization": None, "password_reset": False, "set_up": True}
    answer = await visitor.post(
        "/setup", json=wanted(made, packs=["insurance"], locale="de", time_zone="Europe/Berlin")
    )
    assert answer.status_code == 201, answer.text
    view = answer.json()
    assert (view["name"], view["permissions"]) == ("Ada Quist", ["*"])
    visitor.headers[CSRF_HEADER] = view["csrf_token"]
    assert (await visitor.get("/organization")).json()["time_zone"] == "Europe/Berlin"
    assert [each["code"] for each in (await visitor.get("/queues")).json()["items"]] == ["general"]
    terms = await visitor.get("/vocabularies/inquiry_category/terms", params={"limit": 200})
    assert "claim" in {each["code"] for each in terms.json()["items"]}
    assert (await visitor.post("/teams", json={"code": "claims", "name": "Claims"})).status_code == 201
    assert (await visitor.get("/sign-in")).json() == {
        "organization": "Northlight", "password_reset": False, "set_up": False,
    }  # fmt: skip
    problem(await visitor.post("/setup", json=wanted(made)), 409, "set_up_done")
    problem(await visitor.post("/setup", json=wanted(made, token="wrong")), 409, "set_up_done")


async def test_of_two_at_once_one_wins(visitor: httpx.AsyncClient, made: Settings) -> None:
    bodies = [wanted(made, organization=f"Org {number}") for number in range(4)]
    answers = await asyncio.gather(*(visitor.post("/setup", json=body) for body in bodies))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    [winner] = [body["organization"] for body, each in zip(bodies, answers, strict=True) if each.status_code == 201]
    assert (await visitor.get("/sign-in")).json()["organization"] == winner


async def test_of_several_organisations_none_is_named(client: httpx.AsyncClient, org: Any, other_org: Any) -> None:
    assert org != other_org
    assert (await client.get("/api/v1/sign-in")).json()["organization"] is None


def test_the_address_carries_the_token_where_no_server_sees_it(made: Settings, tmp_path: Path) -> None:
    assert set_up_address(made) == f"http://127.0.0.1:8080/setup#{set_up_token(made)}"
    other = Settings(data_dir=tmp_path, secret_key="o" * 48)
    assert set_up_token(other) != set_up_token(made)
