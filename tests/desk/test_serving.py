"""How the desk comes to the browser."""

import httpx
import pytest
from litestar import Litestar

from tests.application import over
from tests.conftest import ROOT
from tests.desk.conftest import Browse, violations
from tests.journeys.branch import Branch
from warmline.api.desk import DOORS, PAGES


@pytest.fixture
async def stranger(app: Litestar, built: None) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=over(app), base_url="http://desk.test")


async def test_an_asset_that_is_not_there_is_a_problem(stranger: httpx.AsyncClient) -> None:
    for name in ("old-123.js", "..%2f..%2findex.html", "index.js.br", "%2e%2e"):
        answer = await stranger.get(f"/files/{name}")
        assert answer.status_code == 404, name
        assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_address_of_the_interface_is_no_page(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/api/v1/nothing")).status_code == 404
    assert (await stranger.post("/nothing")).status_code == 404


async def test_every_page_has_the_desk_and_only_our_scripts(stranger: httpx.AsyncClient) -> None:
    for path in ("/", *(f"/{each}" for each in (*PAGES, *DOORS)), "/desk/mine/0199", "/admin/queues/0199"):
        answer = await stranger.get(path)
        assert (answer.status_code, '<div id="root">' in answer.text) == (200, True), path
        assert answer.headers["cache-control"] == "no-cache"
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy


async def test_pieces_are_small_and_kept_for_ever(stranger: httpx.AsyncClient) -> None:
    index = (await stranger.get("/")).text
    script = index.split('src="')[1].split('"')[0]
    whole = await stranger.get(script, headers={"accept-encoding": "identity"})
    smallest = await stranger.get(script, headers={"accept-encoding": "gzip, br"})
    assert smallest.headers["content-encoding"] == "br"
    small = await stranger.get(script, headers={"accept-encoding": "gzip"})
    assert small.content == whole.content, "the client unpacked it"
    assert "immutable" in small.headers["cache-control"]
    assert int(small.headers["content-length"]) < len(whole.content) / 2


async def test_pages_of_the_server_are_those_of_the_desk() -> None:
    routes = (ROOT / "web" / "src" / "app" / "routes.tsx").read_text()
    served = {"/", *(f"/{each}" for each in (*PAGES, *DOORS))}
    paths = {"/" + part.split('"')[0].lstrip("/").split("/")[0] for part in routes.split('path: "/')[1:]}
    assert paths == served


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(office: Branch, browse: Browse) -> None:
    page = await browse(None, "/search?q=hail")
    await page.wait_for_url("**/sign-in?to=%2Fsearch%3Fq%3Dhail")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_shell_is_accessible(office: Branch, browse: Browse, scheme: str) -> None:
    maya = await office.hire("Maya")
    page = await browse(maya, "/desk/mine", scheme=scheme)
    await page.get_by_role("navigation", name="Main menu").wait_for()
    await page.keyboard.press("?")
    await page.get_by_role("dialog", name="Keyboard shortcuts").get_by_text("Available").wait_for()
    assert "\n".join(await violations(page)) == ""
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await page.get_by_placeholder("A command").fill("dark")
    await (
        page.get_by_role("button", name="Dark colours").or_(page.get_by_role("button", name="Light colours")).wait_for()
    )
    assert await violations(page) == []
