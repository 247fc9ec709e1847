"""The status page, as a browser without scripts sees it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from litestar import Litestar

from tests.application import PASSWORD, Hire, Person, over, problem
from warmline.api.status_page import age, duration
from warmline.app.runtime import drain
from warmline.kit.db import Database

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=over(app), base_url="http://desk.test", follow_redirects=True) as opened:
        yield opened


async def enter(browser: httpx.AsyncClient, person: Person, password: str = PASSWORD, **headers: str) -> httpx.Response:
    return await browser.post("/sign-in", data={"email": person.email, "password": password}, headers=headers)


async def test_a_stranger_sees_a_form_and_nothing_else(browser: httpx.AsyncClient, admin: Person) -> None:
    page = await browser.get("/")
    assert page.status_code == 200
    assert 'action="/sign-in"' in page.text
    assert "Queues" not in page.text
    assert "Northlight" not in page.text


async def test_a_wrong_password_is_told_in_the_form(browser: httpx.AsyncClient, admin: Person) -> None:
    answer = await enter(browser, admin, "hunter2")
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert f'value="{admin.email}"' in answer.text
    assert "hunter2" not in answer.text
    assert "warmline_session" not in browser.cookies


async def test_another_site_cannot_sign_its_visitor_in(browser: httpx.AsyncClient, admin: Person) -> None:
    answer = await enter(browser, admin, origin="https://evil.test")
    assert answer.status_code == 403
    assert "warmline_session" not in browser.cookies
    assert (await enter(browser, admin, origin="http://desk.test")).status_code == 200


async def test_whoever_is_signed_in_sees_the_organisation(
    browser: httpx.AsyncClient, admin: Person, app: Litestar, db: Database
) -> None:
    queue = await admin.made("/queues", code="claims", name="Claims <desk>")
    account = await admin.made(
        "/channels", connector="webchat", channel="webchat", name="Site", address="site", queue_id=queue["id"]
    )
    await visit(app, account["id"])
    await drain(app.state.program, admin.org_id)
    put = await admin.put("/me/presence", json={"status": "busy"})
    assert put.status_code == 200, put.text
    page = (await enter(browser, admin)).text
    assert "Status of Northlight" in page
    assert "Claims &lt;desk&gt;" in page
    assert "<b>1</b><span>waiting</span>" in page
    assert f"/channels/webchat/{account['id']}/page" in page
    assert ">busy<" in page
    assert "I had an accident" not in page, "what customers write is not for a page that is read in passing"


async def visit(app: Litestar, account_id: str) -> None:
    address = f"http://desk.test/channels/webchat/{account_id}"
    async with httpx.AsyncClient(transport=over(app), base_url=address) as visitor:
        begun = await visitor.post("/session", json={"fields": {}})
        assert begun.status_code == 201, begun.text
        headers = {"Authorization": f"Bearer {begun.json()['token']}"}
        said = await visitor.post("/messages", json={"client_id": "1", "text": "I had an accident"}, headers=headers)
        assert said.status_code == 202, said.text


async def test_one_sees_only_what_one_may(browser: httpx.AsyncClient, agent_client: Hire) -> None:
    nobody = await agent_client(permissions=set())
    page = (await enter(browser, nobody)).text
    assert "Status of Northlight" in page
    for heading in ("Queues", "Live interactions", "People present", "Channels"):
        assert f"<h2>{heading}</h2>" not in page


async def test_signing_out_needs_the_token_of_the_page(browser: httpx.AsyncClient, admin: Person) -> None:
    page = (await enter(browser, admin)).text
    refused = await browser.post("/sign-out", data={"csrf_token": "forged"})
    problem(refused, 403, refused.json()["code"])
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    out = await browser.post("/sign-out", data={"csrf_token": token})
    assert 'action="/sign-in"' in out.text
    assert 'action="/sign-in"' in (await browser.get("/")).text


async def test_an_api_key_is_no_browser(app: Litestar, admin: Person) -> None:
    issued = await admin.made("/keys", name="k", scopes=["queue.read"])
    async with httpx.AsyncClient(transport=over(app), base_url="http://desk.test") as program:
        page = await program.get("/", headers={"Authorization": f"Bearer {issued['secret']}"})
        assert 'action="/sign-in"' in page.text


def test_ages_are_for_a_glance() -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    shown = [age(now - timedelta(seconds=each), now) for each in (-5, 0, 59, 60, 119, 120, 3599, 3600, 7300, 90_000)]
    assert shown == ["0 s", "0 s", "59 s", "1 min", "119 s", "2 min", "59 min", "1 h", "2 h", "25 h"]
    assert age(None, now) == "-"
    assert duration(86_400 * 3) == "3 d"
