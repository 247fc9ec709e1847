"""The desk when things go wrong: nothing typed is lost, nothing is sent twice, and what is shown is right again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, Route, WebSocketRoute, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.desk.visitor import Visitor, chat
from tests.journeys.branch import PASSWORD, Branch, Colleague

LIVE = re.compile(r"/api/v1/live")
# A clock that is ten minutes fast.
FAST_CLOCK = """{
  const Real = Date, ahead = 600000;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
}"""


class Scene:
    """Maya has a chat with Kim in hand."""

    def __init__(self, office: Branch, account: str, maya: Colleague, visitor: Visitor, interaction: str) -> None:
        self.office, self.account = office, account
        self.maya, self.visitor, self.interaction = maya, visitor, interaction

    @property
    def path(self) -> str:
        return f"/desk/mine/{self.interaction}"

    async def heard(self, text: str) -> list[dict[str, Any]]:
        """What the visitor got that says so, waited for."""

        async def look() -> list[dict[str, Any]]:
            return [each for each in await self.visitor.read() if each["text"] == text]

        return await eventually(look)


@pytest.fixture
async def scene(office: Branch) -> Scene:
    maya = await office.hire("Maya")
    account = (await office.open_chat()).split("/")[-2]
    visitor = await chat(office, account)
    await visitor.say("Hail broke my windscreen")
    return Scene(office, account, maya, visitor, await maya.accept_next())


async def composer(page: Page) -> Any:
    """Where a reply is written, when it is there."""
    box = page.get_by_placeholder("Write to the customer…")
    await box.wait_for()
    return box


async def send(page: Page) -> None:
    """Send at once: nobody waits for the undo in these tests."""
    await page.get_by_role("button", name="Send", exact=True).click()


@pytest.fixture
async def page(scene: Scene, browse: Browse) -> Page:
    """Maya's browser, with the chat open; replies go at once."""
    opened = await browse(scene.maya, "/sign-in")
    await opened.evaluate("localStorage.setItem('warmline.preferences', JSON.stringify({ undoSeconds: 0 }))")
    await opened.goto(f"{scene.office.url}{scene.path}")
    await opened.get_by_text("Hail broke my windscreen").first.wait_for()
    return opened


async def test_a_session_that_ended_asks_for_the_password_and_keeps_what_was_typed(scene: Scene, page: Page) -> None:
    await (await composer(page)).fill("We can repair it on Friday")
    await scene.maya.http.delete("/api/v1/session")
    gate = page.get_by_role("dialog", name="Your session has ended")
    await gate.get_by_role("textbox", name="Password").fill("wrong")
    await gate.get_by_role("button", name="Sign in", exact=True).click()
    await gate.get_by_role("alert").wait_for()
    await pass_gate(page)
    await expect(await composer(page)).to_have_value("We can repair it on Friday")
    await send(page)
    assert len(await scene.heard("We can repair it on Friday")) == 1
    await scene.visitor.say("Friday is fine")
    await page.get_by_role("article").get_by_text("Friday is fine").wait_for()


async def test_a_reply_that_finds_the_session_ended_goes_when_it_is_back(scene: Scene, page: Page) -> None:
    # Without a socket, the reply itself is what finds out.
    await page.route_web_socket(LIVE, lambda socket: socket.close(code=1011))
    await page.reload()
    await (await composer(page)).fill("Said to a closed door")
    await scene.maya.http.delete("/api/v1/session")
    await send(page)
    await pass_gate(page)
    assert len(await scene.heard("Said to a closed door")) == 1


async def pass_gate(page: Page) -> None:
    """Sign in over the page."""
    gate = page.get_by_role("dialog", name="Your session has ended")
    await gate.get_by_role("textbox", name="Password").fill(PASSWORD)
    await gate.get_by_role("button", name="Sign in", exact=True).click()
    await expect(gate).to_be_hidden()


async def test_what_is_typed_survives_a_reload(scene: Scene, page: Page) -> None:
    await (await composer(page)).fill("A long and careful answer")
    await page.reload()
    await expect(await composer(page)).to_have_value("A long and careful answer")


async def test_a_socket_that_breaks_catches_up(scene: Scene, page: Page) -> None:
    sockets: list[WebSocketRoute] = []
    shut = False

    async def pass_on(socket: WebSocketRoute) -> None:
        if shut:
            await socket.close(code=1011)
            return
        sockets.append(socket)
        socket.connect_to_server()

    await page.route_web_socket(LIVE, pass_on)
    await page.reload()
    await page.get_by_text("Hail broke my windscreen").first.wait_for()
    await eventually(lambda: _true(sockets))
    shut = True
    await sockets[-1].close(code=1012)
    await page.get_by_text("Connection lost").wait_for()
    await scene.visitor.say("Are you still there?")
    shut = False
    await page.get_by_role("article").get_by_text("Are you still there?").wait_for()
    await expect(page.get_by_text("Connection lost")).to_be_hidden()
    await expect(page.get_by_role("article").get_by_text("Are you still there?")).to_have_count(1)


async def test_a_server_that_is_away_for_a_moment_gets_the_reply_once(scene: Scene, page: Page) -> None:
    tries = 0

    async def away(route: Route) -> None:
        nonlocal tries
        tries += 1
        if tries <= 2:
            await route.abort("connectionrefused")
            return
        # The answer is lost on its way: the server has done it, and the page does not know.
        if tries == 3:
            await route.fetch()
            await route.abort("connectionreset")
            return
        await route.continue_()

    await page.route("**/replies", away)
    await (await composer(page)).fill("Only once, please")
    await send(page)
    await eventually(lambda: _true(tries >= 4))
    await expect(page.get_by_role("article").get_by_text("Only once, please")).to_have_count(1)
    await expect(page.get_by_placeholder("Write to the customer…")).to_have_value("")
    assert len(await scene.heard("Only once, please")) == 1


async def test_two_tabs_show_the_same(scene: Scene, page: Page) -> None:
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_text("Hail broke my windscreen").first.wait_for()
    await (await composer(page)).fill("Said in the first tab")
    await send(page)
    await other.get_by_role("article").get_by_text("Said in the first tab").wait_for()
    await expect(other.get_by_role("article").get_by_text("Said in the first tab")).to_have_count(1)


async def test_an_offer_counts_down_by_the_servers_clock_and_leaves_all_tabs(scene: Scene, browse: Browse) -> None:
    fast = await browse(scene.maya, "/sign-in")
    await fast.context.add_init_script(FAST_CLOCK)
    await fast.goto(f"{scene.office.url}/desk/mine")
    other = await fast.context.new_page()
    await other.goto(f"{scene.office.url}/desk/mine")
    await (await chat(scene.office, scene.account, name="Ines Vidal")).say("My invoice is wrong")
    ring = fast.get_by_role("alertdialog", name="Work is offered to you")
    await ring.get_by_text("Ines Vidal").wait_for()
    left = await ring.locator("time").first.inner_text()
    minutes, seconds = left.split(":")
    assert timedelta(seconds=0) < timedelta(minutes=int(minutes), seconds=int(seconds)) < timedelta(minutes=2)
    await other.get_by_role("alertdialog", name="Work is offered to you").wait_for()
    await fast.keyboard.press("Alt+a")
    await fast.get_by_role("article").get_by_text("My invoice is wrong").wait_for()
    await expect(other.get_by_role("alertdialog")).to_be_hidden()


async def test_a_slow_line_is_enough(scene: Scene, page: Page) -> None:
    devtools = await page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    await devtools.send("Network.enable")
    await devtools.send("Network.emulateNetworkConditions", slow)
    await page.reload()
    await (await composer(page)).fill("From the train")
    await send(page)
    assert len(await scene.heard("From the train")) == 1


async def test_who_loses_a_permission_loses_its_controls_and_is_told(scene: Scene, page: Page) -> None:
    await composer(page)
    answer = await scene.office.boss.http.patch(f"/api/v1/agents/{scene.maya.id}", json={"role_ids": []})
    assert answer.status_code == 200, answer.text
    await expect(page.get_by_role("link", name="My desk")).to_be_hidden()
    await expect(page.get_by_placeholder("Write to the customer…")).to_be_hidden()


async def test_what_went_out_of_sight_is_live_again_when_it_is_back(scene: Scene, page: Page) -> None:
    await (await composer(page)).fill("We repair it on")
    boss, hail = scene.office.boss, page.get_by_role("article").get_by_text("Hail broke my windscreen")
    team = (await boss.post("/teams", {"code": "glass", "name": "Glass"}))["id"]
    glass = (await boss.post("/queues", {"code": "glass", "name": "Glass", "team_ids": [team]}))["id"]
    case_id = (await boss.get(f"/interactions/{scene.interaction}"))["case_id"]
    answer = await boss.http.patch(f"/api/v1/cases/{case_id}", json={"owner_id": None, "team_id": None})
    assert answer.status_code == 200, answer.text
    await boss.post(f"/interactions/{scene.interaction}/transfer", {"queue_id": glass})
    await expect(page.get_by_text("This case is no longer with you")).to_be_visible()
    await expect(hail).to_be_hidden()
    assert await violations(page) == []
    await boss.post(f"/interactions/{scene.interaction}/transfer", {"queue_id": scene.office.queue})
    await scene.maya.accept_next()
    await expect(hail).to_be_visible()
    await expect(await composer(page)).to_have_value("We repair it on")
    await scene.visitor.say("Is it you again?")
    await expect(page.get_by_role("article").get_by_text("Is it you again?")).to_be_visible()


async def _true(value: object) -> bool:
    return bool(value)
