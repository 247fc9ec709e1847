"""The chat widget for whoever reads otherwise: in German, from the right, at twice the size, with nothing moving."""

from playwright.async_api import Locator, Page, expect

from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, http, new_chat, served  # noqa: F401 - fixtures of the chat
from tests.desk.site import Site, Widget, embedding, violations
from tests.desk.test_widget import chat, context, desk, site, widget, widget_built  # noqa: F401 - fixtures of the widget

# A window of 640 at twice its size.
ZOOMED = {"width": 320, "height": 568}
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
BELOW = "each => each.closest('[inert]') !== null"
LONG = "https://www.example.com/" + "a-very-long-address" * 10


async def all_fits(page: Page) -> bool:
    """Nobody must scroll sideways, on the page or in the frame."""
    return all([await each.evaluate(FITS) for each in page.frames])


async def all_reached(controls: Locator) -> int:
    """How many there are; each could be pressed, and lies within the window."""
    found = 0
    for each in await controls.all():
        # What lies below a sheet waits until that is closed.
        if not await each.is_visible() or not await each.is_enabled() or await each.evaluate(BELOW):
            continue
        found += 1
        await each.click(trial=True)
        box = await each.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= ZOOMED["width"], await each.inner_text()
    return found


async def test_from_right_to_left_at_twice_the_size(
    widget: Widget,  # noqa: F811 - the fixtures
    site: Site,  # noqa: F811
    chat: Chat,  # noqa: F811
    desk: str,  # noqa: F811
) -> None:
    page, controls = widget.page, widget.frame.locator("button, input:not([type=file]), textarea, a[href]")
    await page.set_viewport_size(ZOOMED)  # type: ignore[arg-type] # a width and a height
    html = embedding(desk, chat.account["id"]).replace("<html lang='en'>", "<html lang='ar' dir='rtl'>")
    await (await widget.goto(site.page("/rtl", html))).open()
    await expect(widget.frame.get_by_label("Your name")).to_be_visible()
    assert await widget.frame.locator("html").get_attribute("dir") == "rtl"
    assert await all_fits(page)
    assert await all_reached(controls) >= 4, "name, address, begin, close"
    await widget.begin()
    await widget.say(LONG)
    mine = await widget.log.locator(".mine").first.bounding_box()
    assert mine
    assert mine["x"] < ZOOMED["width"] - mine["x"] - mine["width"], "who writes is at the end of the line: left"
    assert await all_fits(page)
    assert await all_reached(controls) >= 5, "what is said, file, send, more, close"
    await widget.frame.get_by_role("button", name="More").click()
    await expect(widget.frame.get_by_role("button", name="End chat")).to_be_visible()
    assert await all_fits(page)
    assert await all_reached(widget.frame.locator("header button")) >= 5, "what the menu has, and close"
    assert await violations(page) == []
    await widget.frame.get_by_role("button", name="End chat").click()
    await expect(widget.frame.get_by_role("button", name="End it")).to_be_visible()
    assert await all_fits(page)
    assert await all_reached(controls) >= 3
    assert widget.complaints == []


async def test_nothing_moves_where_that_is_not_borne(widget: Widget) -> None:  # noqa: F811 - the fixture
    page = widget.page
    moves = ("no-preference", "rise", "smooth")
    await (await widget.open()).begin()
    for wish, rising, scrolling in (moves, ("reduce", "none", "auto")):
        await page.emulate_media(reduced_motion="reduce" if wish == "reduce" else "no-preference")
        panel = page.locator(".panel")
        assert await panel.evaluate("each => getComputedStyle(each).animationName") == rising
        assert await widget.log.evaluate("each => getComputedStyle(each).scrollBehavior") == scrolling
        running = [await each.evaluate("document.getAnimations().length") for each in page.frames]
        assert wish != "reduce" or set(running) == {0}


async def test_it_speaks_german_and_is_whole_on_a_telephone(
    widget: Widget,  # noqa: F811 - the fixtures
    site: Site,  # noqa: F811
    chat: Chat,  # noqa: F811
    desk: str,  # noqa: F811
) -> None:
    await widget.page.set_viewport_size({"width": 390, "height": 844})
    await widget.goto(site.page("/de", embedding(desk, chat.account["id"], language="de-AT")))
    await widget.page.get_by_role("button", name="Chatten Sie mit uns").click()
    await expect(widget.frame.get_by_role("button", name="Chat beginnen")).to_be_visible()

    async def is_whole() -> bool:
        # It rises from below.
        box = await widget.page.locator("iframe").bounding_box()
        return box == {"x": 0, "y": 0, "width": 390, "height": 844}

    assert await eventually(is_whole)
