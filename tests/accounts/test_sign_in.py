"""Signing in: one answer for every refusal, and limits that hold for addresses that nobody has."""

import asyncio
import time
from collections.abc import Iterator

import msgspec
import pytest
from argon2 import PasswordHasher
from litestar import Litestar

from tests.accounts.conftest import PASSWORD, Client, NewClient, Office, hire, make_office, somewhere, told
from warmline.accounts.tokens import SESSION_COOKIE
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings

WRONG = "not the password"


async def enter(client: Client, email: str, password: str = WRONG) -> tuple[int, str]:
    """Status and code of an attempt."""
    answer = await client.post("/session", json={"email": email, "password": password})
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize("body", [{}, {"email": "a@b.test"}, {"email": "a@b.test", "password": ""}, {"email": 1}])
async def test_unreadable_sign_in_names_the_field(new_client: NewClient, body: object) -> None:
    answer = await new_client().post("/session", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_every_refusal_looks_alike(new_client: NewClient, office: Office, admin: Client) -> None:
    disabled = await hire(admin)
    assert (await admin.post(f"/agents/{disabled['id']}/disable")).status_code == 200
    without = await hire(admin, password=None)
    bodies = []
    for email in (office.email, disabled["email"], without["email"], f"{new_id()}@nobody.test", "no address"):
        began = time.monotonic()
        answer = await new_client().post("/session", json={"email": email, "password": WRONG})
        assert time.monotonic() - began >= 0.25
        assert answer.status_code == 401
        assert SESSION_COOKIE not in answer.cookies
        bodies.append({name: value for name, value in answer.json().items() if name != "request_id"})
    assert all(body == bodies[0] for body in bodies)
    assert bodies[0]["code"] == "sign_in_refused"


@pytest.mark.parametrize("known", [True, False])
async def test_an_address_must_wait_after_too_many_failures(
    new_client: NewClient, office: Office, settings: Settings, known: bool
) -> None:
    email = office.email if known else f"{new_id()}@nobody.test"
    for _ in range(settings.sign_in_attempts):
        assert (await enter(new_client(), email))[0] == 401
    answer = await new_client().post("/session", json={"email": email.upper(), "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) in range(1, settings.sign_in_minutes * 60 + 1)


async def test_many_at_once_do_not_pass_the_limit_together(
    new_client: NewClient, office: Office, settings: Settings
) -> None:
    answers = await asyncio.gather(*(enter(new_client(), office.email) for _ in range(settings.sign_in_attempts * 2)))
    assert (
        sorted(status for status, _ in answers) == [401] * settings.sign_in_attempts + [429] * settings.sign_in_attempts
    )


async def test_a_client_must_wait_after_too_many_failures(
    new_client: NewClient, office: Office, settings: Settings
) -> None:
    address = somewhere()
    allowed = settings.sign_in_attempts * 10
    answers = await asyncio.gather(*(enter(new_client(address), f"{new_id()}@nobody.test") for _ in range(allowed)))
    assert {status for status, _ in answers} == {401}
    assert (await enter(new_client(address), office.email, PASSWORD))[0] == 429
    assert (await enter(new_client(), office.email, PASSWORD))[0] == 201


async def test_who_fails_behind_our_proxy_keeps_nobody_else_out(
    new_client: NewClient, office: Office, settings: Settings
) -> None:
    loud, quiet = ({"X-Forwarded-For": somewhere()} for _ in range(2))
    tries = [
        enter(new_client("127.0.0.1", **loud), f"{new_id()}@nobody.test") for _ in range(settings.sign_in_attempts * 10)
    ]
    assert {status for status, _ in await asyncio.gather(*tries)} == {401}
    assert (await enter(new_client("127.0.0.1", **loud), office.email, PASSWORD))[0] == 429
    assert (await enter(new_client("127.0.0.1", **quiet), office.email, PASSWORD))[0] == 201


async def test_success_forgives_the_failures_of_the_address(
    new_client: NewClient, office: Office, settings: Settings
) -> None:
    for _ in range(3):
        for _ in range(settings.sign_in_attempts - 1):
            assert (await enter(new_client(), office.email))[0] == 401
        assert (await enter(new_client(), office.email, PASSWORD))[0] == 201


async def test_same_address_and_password_in_two_organisations(db: Database, new_client: NewClient) -> None:
    email = f"both-{new_id().hex}@example.test"
    offices = [await make_office(db, email), await make_office(db, email)]
    assert await enter(new_client(), email, PASSWORD) == (409, "organization_ambiguous")
    for each in offices:
        body = {"email": email, "password": PASSWORD, "organization_id": str(each.org_id)}
        answer = await new_client().post("/session", json=body)
        assert answer.json()["organization_id"] == str(each.org_id)


async def test_organisation_of_somebody_else_is_refused(
    new_client: NewClient, office: Office, other_office: Office
) -> None:
    body = {"email": office.email, "password": PASSWORD, "organization_id": str(other_office.org_id)}
    assert (await new_client().post("/session", json=body)).status_code == 401


async def test_sign_in_sets_a_cookie_that_no_script_reads(new_client: NewClient, office: Office) -> None:
    client = new_client()
    answer = await client.post("/session", json={"email": f" {office.email.upper()} ", "password": PASSWORD})
    assert answer.status_code == 201
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    assert client.cookies[SESSION_COOKIE] not in answer.text
    assert (await client.get("/session")).json() == answer.json()


@pytest.fixture
def over_tls(settings: Settings, asgi: Litestar) -> Iterator[None]:
    """An installation behind TLS."""
    asgi.state.settings = msgspec.structs.replace(settings, public_url="https://desk.test")
    yield
    asgi.state.settings = settings


@pytest.mark.usefixtures("over_tls")
async def test_cookie_is_sent_over_tls_only_where_there_is_tls(new_client: NewClient, office: Office) -> None:
    answer = await new_client().post("/session", json={"email": office.email, "password": PASSWORD})
    assert "secure" in answer.headers["set-cookie"].lower()


async def test_success_and_failure_are_announced_without_the_address(
    db: Database, new_client: NewClient, office: Office
) -> None:
    await enter(new_client(), office.email)
    await enter(new_client(), office.email, PASSWORD)
    agent_id = str(office.begun.administrator.id)
    events = [(type_, data, actor) for type_, data, actor in await told(db, office.org_id) if type_[0] == "s"]
    assert [type_ for type_, _, _ in events] == ["sign_in.failed", "session.opened"]
    assert {data["agent_id"] for _, data, _ in events} == {agent_id}
    assert events[1][2] == f"agent:{agent_id}"
    assert office.email not in str(events)


async def test_a_dated_hash_is_renewed_at_sign_in(db: Database, new_client: NewClient, office: Office) -> None:
    dated = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    async with db.transaction(office.org_id) as conn:
        await conn.execute("update agent set password_hash = $1", dated)
    assert (await enter(new_client(), office.email, PASSWORD))[0] == 201
    async with db.transaction(office.org_id) as conn:
        renewed = await conn.fetchval("select password_hash from agent")
    assert renewed != dated
    assert renewed.startswith("$argon2id$")
    assert (await enter(new_client(), office.email, PASSWORD))[0] == 201


async def test_nothing_secret_is_stored(db: Database, new_client: NewClient, office: Office) -> None:
    client = new_client()
    await client.enter(office.email)
    token = client.cookies[SESSION_COOKIE]
    async with db.transaction(office.org_id) as conn:
        rows = [*await conn.fetch("select s::text from session s"), *await conn.fetch("select a::text from agent a")]
    stored = " ".join(row[0] for row in rows)
    assert PASSWORD not in stored
    assert token not in stored
    assert token.split(".")[1] not in stored
