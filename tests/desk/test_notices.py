"""What calls somebody: the bell, notifications of the desktop, and the sound of an offer; and nothing uncalled for."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import unquote

from playwright.async_api import Locator, Page, WebSocket, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse
from tests.desk.test_case import talking
from tests.desk.visitor import chat
from tests.journeys.branch import Branch, Colleague

# Writes down what the page shows on the desktop and the notes that it plays, and lets the test put it in the
# background, which a browser without a screen never does.
RECORD = """{
  const RealNotification = Notification;
  const record = (window.record = { shown: [], taken: 0, notes: 0, inBackground: true });
  Object.defineProperty(document, 'visibilityState', { get: () => (record.inBackground ? 'hidden' : 'visible') });
  window.Notification = class extends RealNotification {
    constructor(title, options) { super(title, options); record.shown.push([title, options.body]); }
    close() { record.taken += 1; super.close(); }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when) { record.notes += 1; return start.apply(this, when); };
}"""


async def desk(office: Branch, page: Page, who: Colleague) -> None:
    """Their work, once the page hears what concerns them: of what happened before it can only fetch how it stands."""
    hears = asyncio.Event()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: hears.set() if tells(socket, json.loads(frame)) else None)

    def tells(socket: WebSocket, frame: dict[str, Any]) -> bool:
        topics = unquote(socket.url) if frame["op"] == "ready" else frame.get("topics", ())
        return f"agent:{who.id}" in topics

    page.once("websocket", listen)
    await page.goto(f"{office.url}/desk/mine")
    await page.get_by_role("navigation", name="Main menu").wait_for()
    async with asyncio.timeout(30):
        await hears.wait()


async def recorded(office: Branch, browse: Browse, who: Colleague) -> Page:
    """Their desk in the background; the browser would allow notifications."""
    page = await browse(who, "/sign-in")
    await page.context.grant_permissions(["notifications"], origin=office.url)
    await page.context.add_init_script(RECORD)
    await desk(office, page, who)
    return page


async def prefer(office: Branch, page: Page, who: Colleague, **wanted: bool) -> None:
    """Switch these on or off on one's own page, and go back to the desk."""
    await page.goto(f"{office.url}/me")
    for name, on in wanted.items():
        switch = page.get_by_role("switch", name=re.compile(name))
        await switch.set_checked(on, force=True)
        await expect(switch).to_be_checked(checked=on)
    await desk(office, page, who)


def bell(page: Page, count: int) -> Locator:
    """The bell, when so much is not read."""
    return page.get_by_role("button", name=f"Notifications: {count} not read" if count else "Notifications", exact=True)


async def comes(page: Page, true: str) -> None:
    """Wait for it; the desk's policy lets no page wait for a condition by itself."""

    async def look() -> bool:
        return bool(await page.evaluate(true))

    assert await eventually(look)


async def test_a_mention_is_told_seen_and_read(office: Branch, browse: Browse) -> None:
    maya, noor = await office.hire("Maya"), await office.hire("Noor")
    await noor.put("/me/presence", {"status": "away"})
    _, interaction = await talking(office, maya)
    page = await recorded(office, browse, noor)

    async def unread(count: int) -> None:
        async def is_so() -> bool:
            return bool(await noor.get("/me/notifications/unread") == {"unread": count})

        assert await eventually(is_so)
        await expect(bell(page, count)).to_be_visible()

    async def mention() -> None:
        await maya.post(f"/interactions/{interaction}/notes", {"text": "@Noor, look", "mentions": [noor.id]})

    await mention()
    await unread(1)
    assert await page.evaluate("record.shown") == [], "it was not wished for"
    await prefer(office, page, noor, Desktop=True)
    await expect(bell(page, 1)).to_be_visible()
    await mention()
    await unread(2)
    await comes(page, "record.shown.length === 1")
    assert await page.evaluate("record.shown") == [["Maya mentioned you", "My roof leaks"]]
    await page.evaluate("record.inBackground = false")
    await mention()
    await unread(3)
    assert await page.evaluate("record.shown.length") == 1, "who looks at the page sees the bell"

    await bell(page, 3).click()
    told = page.get_by_role("dialog", name="Notifications")
    await expect(told.get_by_role("listitem")).to_have_count(3)
    await told.get_by_role("button", name=re.compile("Maya mentioned you")).first.click()
    await expect(page).to_have_url(re.compile(f"/desk/[a-z]+/{interaction}"))
    await expect(page.get_by_role("article").filter(has_text="@Noor, look").first).to_be_visible()
    await unread(2)
    await bell(page, 2).click()
    await told.get_by_role("button", name="Mark all as read").click()
    await expect(told.get_by_text("not read")).to_have_count(0)
    await page.keyboard.press("Escape")
    await unread(0)


async def test_an_offer_is_heard_in_one_tab_and_shown_or_neither(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    account = (await office.open_chat()).split("/")[-2]
    page = await recorded(office, browse, maya)
    ring = page.get_by_role("alertdialog", name="Work is offered to you")

    async def offered(name: str) -> None:
        await (await chat(office, account, name=name)).say("My invoice is wrong")
        await expect(ring).to_contain_text(name)
        await expect(ring).to_contain_text("My invoice is wrong")

    await prefer(office, page, maya, Sound=False)
    await offered("Ines Vidal")
    assert await page.evaluate("[record.shown.length, record.notes]") == [0, 0], "neither was wished for"
    await page.keyboard.press("Alt+a")
    await expect(ring).to_be_hidden()

    await prefer(office, page, maya, Sound=True, Desktop=True)
    other = await page.context.new_page()
    await desk(office, other, maya)
    await offered("Jo Reed")
    await expect(other.get_by_role("alertdialog", name="Work is offered to you")).to_be_visible()
    await comes(page, "record.shown.length === 1")
    assert await page.evaluate("record.shown") == [["Work is offered to you", "Jo Reed: My invoice is wrong"]]

    async def heard() -> list[bool]:
        return [await each.evaluate("record.notes > 0") for each in (page, other)]

    async def rung() -> bool:
        return any(await heard())

    assert await eventually(rung)
    assert sorted(await heard()) == [False, True], "one tab is enough"
    await page.keyboard.press("Alt+a")
    await expect(ring).to_be_hidden()
    await comes(page, "record.taken === 1")
