"""Writing in the chat widget: what is long, and what is written while a file is on its way."""

import asyncio
from pathlib import Path

from playwright.async_api import Route, expect

from tests.connectors.webchat.conftest import http, new_chat, served  # noqa: F401 - fixtures of the chat
from tests.desk.site import Widget, picture
from tests.desk.test_widget import chat, context, desk, site, widget, widget_built  # noqa: F401 - fixtures of the widget


async def test_what_is_longer_than_a_message_goes_as_several(
    widget: Widget,  # noqa: F811 - the fixture
) -> None:
    await (await widget.open()).begin()
    await widget.text.fill("a" * 10_000 + "b" * 10)
    await widget.text.press("Enter")
    await expect(widget.log.locator(".mine .text")).to_have_text(["a" * 10_000, "b" * 10])
    await expect(widget.log.locator(".mine .note").last).to_have_text("Delivered")
    await widget.text.fill("c" * 100_001)
    await widget.text.press("Enter")
    await expect(widget.frame.get_by_role("alert")).to_have_text("That is too long to send. Please make it shorter.")
    await expect(widget.text).to_have_value("c" * 100_001)


async def test_what_is_written_while_a_file_goes_is_the_next_message(
    widget: Widget,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    await (await widget.open()).begin()
    go = asyncio.Event()

    async def slow(route: Route) -> None:
        await go.wait()
        await route.continue_()

    await widget.page.route("**/files", slow)
    await widget.frame.locator("input[type=file]").set_input_files(picture(tmp_path / "car.png"))
    await widget.text.fill("My car")
    await widget.text.press("Enter")
    await widget.text.press_sequentially(" and my roof")
    go.set()
    await expect(widget.log.locator(".mine .text")).to_have_text(["My car"])
    await expect(widget.log.get_by_role("button", name="car.png")).to_be_visible()
    await expect(widget.text).to_have_value("and my roof")
