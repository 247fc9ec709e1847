"""Sessions: who gets in with what, CSRF, ending them."""

from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.conftest import PASSWORD, Client, NewClient, Office, hire
from warmline.accounts import tokens
from warmline.accounts.routes import CSRF_HEADER
from warmline.accounts.tokens import SESSION_COOKIE
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings

NEW = "a wholly new password"
EVERYTHING = [
    ("GET", "/session"),
    ("DELETE", "/session"),
    ("GET", "/me/sessions"),
    ("POST", "/me/password"),
    ("GET", "/permissions"),
    ("GET", "/organization"),
    ("PATCH", "/organization"),
    *[(method, f"/{name}") for name in ("agents", "teams", "skills", "roles", "keys") for method in ("GET", "POST")],
]


@pytest.mark.parametrize(("method", "path"), EVERYTHING)
async def test_needs_sign_in(new_client: NewClient, method: str, path: str) -> None:
    answer = await new_client().request(method, path, json={})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("cookie", ["", "nonsense", tokens.new_session(new_id()), f"{new_id().hex}." + "é" * 43])
async def test_unknown_cookie_is_refused(new_client: NewClient, cookie: str) -> None:
    headers = [(b"cookie", f"{SESSION_COOKIE}={cookie}".encode())]
    assert (await new_client().get("/session", headers=headers)).status_code == 401


@pytest.mark.parametrize("sent", ["", "Basic YTpi", "Bearer", "Bearer nonsense", f"Bearer {tokens.new_key(new_id())}"])
async def test_unknown_key_is_refused_even_beside_a_session(admin: Client, sent: str) -> None:
    assert (await admin.get("/session", headers={"Authorization": sent})).status_code == 401


@pytest.mark.parametrize("sent", ["", "0" * 64])
async def test_a_change_without_the_csrf_token_is_refused(admin: Client, sent: str) -> None:
    del admin.headers[CSRF_HEADER]
    headers = {CSRF_HEADER: sent} if sent else {}
    answer = await admin.post("/teams", json={"code": "a", "name": "A"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_missing")
    assert (await admin.get("/teams")).json()["items"] == []


async def test_the_csrf_token_of_another_session_is_refused(
    admin: Client, new_client: NewClient, office: Office
) -> None:
    other = new_client()
    await other.enter(office.email)
    answer = await admin.post(
        "/teams", json={"code": "a", "name": "A"}, headers={CSRF_HEADER: other.headers[CSRF_HEADER]}
    )
    assert answer.status_code == 403


async def test_sign_out_ends_the_session(admin: Client) -> None:
    cookie = admin.cookies[SESSION_COOKIE]
    answer = await admin.delete("/session")
    assert answer.status_code == 204
    assert SESSION_COOKIE not in admin.cookies
    assert (await admin.get("/session", headers={"Cookie": f"{SESSION_COOKIE}={cookie}"})).status_code == 401


async def test_session_ends_when_it_is_not_used(db: Database, admin: Client, office: Office) -> None:
    async with db.transaction(office.org_id) as conn:
        await conn.execute(
            "update session set last_seen_at = now() - interval '13 hours', expires_at = now() - interval '1 hour'"
        )
    assert (await admin.get("/session")).status_code == 401


async def test_session_lasts_as_long_again_from_each_use(db: Database, admin: Client, office: Office) -> None:
    async with db.transaction(office.org_id) as conn:
        shift = "last_seen_at = last_seen_at - interval '11 hours', expires_at = expires_at - interval '11 hours'"
        await conn.execute(f"update session set {shift}")
    assert (await admin.get("/session")).status_code == 200
    async with db.transaction(office.org_id) as conn:
        left = await conn.fetchval("select expires_at - now() from session")
    assert left > timedelta(hours=11.9)
    assert left <= timedelta(hours=12)


async def test_disabled_agent_is_out_at_once(admin: Client, colleague: Client) -> None:
    who = (await colleague.get("/session")).json()["id"]
    assert (await admin.post(f"/agents/{who}/disable")).status_code == 200
    assert (await colleague.get("/session")).status_code == 401


async def test_sessions_are_listed_and_revoked(admin: Client, new_client: NewClient, office: Office) -> None:
    other = new_client(**{"User-Agent": "Browser of the tests " + "x" * 500})
    await other.enter(office.email)
    listed = (await admin.get("/me/sessions")).json()
    assert [each["current"] for each in listed] == [False, True]
    assert listed[0]["client"].startswith("Browser of the tests")
    assert len(listed[0]["client"]) == 200
    assert (await admin.delete(f"/me/sessions/{listed[0]['id']}")).status_code == 204
    assert (await other.get("/session")).status_code == 401
    assert (await admin.delete(f"/me/sessions/{listed[0]['id']}")).status_code == 404


async def test_the_session_of_a_colleague_is_not_mine_to_end(admin: Client, colleague: Client) -> None:
    [theirs] = (await colleague.get("/me/sessions")).json()
    assert (await admin.delete(f"/me/sessions/{theirs['id']}")).status_code == 404
    assert (await colleague.get("/session")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [({"present": "wrong", "new": NEW}, 422), ({"present": PASSWORD, "new": "short"}, 422), ({"new": NEW}, 422)],
)
async def test_password_change_is_refused(colleague: Client, body: dict[str, Any], status: int) -> None:
    answer = await colleague.post("/me/password", json=body)
    assert (answer.status_code, bool(answer.json()["errors"])) == (status, True)


async def test_guesses_of_the_present_password_are_limited(colleague: Client, settings: Settings) -> None:
    for _ in range(settings.sign_in_attempts):
        assert (await colleague.post("/me/password", json={"present": "a guess", "new": NEW})).status_code == 422
    assert (await colleague.post("/me/password", json={"present": PASSWORD, "new": NEW})).status_code == 429


async def test_password_change_ends_the_other_sessions(admin: Client, new_client: NewClient) -> None:
    who = await hire(admin)
    here, there = new_client(), new_client()
    await here.enter(who["email"])
    await there.enter(who["email"])
    assert (await here.post("/me/password", json={"present": PASSWORD, "new": NEW})).status_code == 204
    assert (await here.get("/session")).status_code == 200
    assert (await there.get("/session")).status_code == 401
    await new_client().enter(who["email"], NEW)
    refused = await new_client().post("/session", json={"email": who["email"], "password": PASSWORD})
    assert refused.status_code == 401
