"""What goes into a reply besides what is typed: files that are dropped and pasted, and texts that are kept for it."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse
from tests.desk.test_case import opened, said, story, talking, words
from tests.desk.visitor import Visitor
from tests.journeys.branch import Branch

# As when somebody lets go of a file over the box. Says whether the page kept the browser from leaving for the file.
DROP = """(box, [name, content]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([content], name, { type: 'text/plain' }));
  return ['dragover', 'drop'].every(
    (kind) => !box.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
  );
}"""
# As another program does whose picture is copied.
COPY = """async () => {
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d').fillRect(0, 0, 8, 8);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': await canvas.convertToBlob() })]);
}"""


async def drop(box: Locator, name: str, content: str) -> bool:
    return bool(await box.evaluate(DROP, [name, content]))


async def files(visitor: Visitor) -> dict[str, bytes]:
    """What the visitor was sent, by its name, as the chat hands it out; waited for."""

    async def look() -> list[dict[str, Any]]:
        return [file for each in await visitor.read() for file in each["attachments"]]

    sent = await eventually(look)
    return {each["name"]: (await visitor.http.get(f"files/{each['sha256']}")).content for each in sent}


async def test_files_are_dropped_and_pictures_pasted(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    visitor, interaction = await talking(office, maya)
    page = await opened(browse, maya, interaction)
    held = page.get_by_role("list", name="Files to send")
    await page.keyboard.press("n")
    assert await drop(words(page, "Private note"), "estimate.txt", "900 for the roof")
    await expect(page.get_by_text("A note takes no files")).to_be_visible()
    await expect(held).to_have_count(0)

    await page.keyboard.press("Alt+r")
    assert await drop(words(page), "estimate.txt", "900 for the roof")
    await expect(held).to_contain_text("estimate.txt")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=office.url)
    await page.evaluate(COPY)
    await words(page).press("Control+v")
    await expect(held.get_by_role("listitem")).to_have_count(2)
    await expect(held).to_contain_text("image.png")
    await words(page).fill("The estimate, and your roof")
    await words(page).press("Control+Enter")
    await expect(story(page).get_by_role("article").last.get_by_role("link")).to_have_count(2)
    await expect(held).to_have_count(0)
    sent = await files(visitor)
    assert sent.keys() == {"estimate.txt", "image.png"}
    assert sent["estimate.txt"] == b"900 for the roof"
    assert sent["image.png"].startswith(b"\x89PNG")


async def keep(page: Page, body: str) -> None:
    """Write the text that is open on the page of kept texts, and put in whom it is for."""
    text = page.get_by_role("textbox", name=re.compile("^Text"))
    await text.fill(body)
    await page.get_by_role("group", name="Put in:").get_by_role("button", name="customer.first_name").click()
    await text.press_sequentially("!")


async def test_a_kept_text_is_made_used_changed_and_deleted(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    visitor, interaction = await talking(office, maya)
    page = await opened(browse, maya, interaction)
    chat, kept = page.url, f"{office.url}/admin/canned"
    await page.goto(kept)
    await page.get_by_role("button", name="New canned response").click()
    await page.get_by_role("textbox", name=re.compile("^Code")).fill("friday")
    await page.get_by_role("textbox", name=re.compile("^Name")).fill("We come on Friday")
    await page.get_by_role("textbox", name=re.compile("^Text")).fill("Dear {{customer.frist_name}}")
    await expect(page.get_by_text("There is no such variable")).to_be_visible()
    await keep(page, "On Friday, ")
    await expect(page.get_by_role("region", name="As the customer would get it")).to_have_text("On Friday, Kim!")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("navigation", name="Canned responses")).to_contain_text("/friday")

    await page.goto(chat)
    await words(page).press_sequentially("/fri")
    await page.get_by_role("option", name="/friday").click()
    await expect(words(page)).to_have_value("On Friday, Kim!")
    await words(page).press("Control+Enter")

    async def arrived() -> bool:
        return "On Friday, Kim!" in await said(visitor)

    assert await eventually(arrived)
    await expect(words(page)).to_have_value("")

    await page.goto(kept)
    await keep(page, "On Monday, ")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.goto(chat)
    await words(page).press_sequentially("/fri")
    await expect(page.get_by_role("option", name="/friday")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(words(page)).to_have_value("On Monday, Kim!")
    await words(page).fill("")

    await page.goto(kept)
    await page.get_by_role("button", name="Delete", exact=True).click()
    await page.get_by_role("dialog", name="Delete /friday?").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No canned response is kept yet")).to_be_visible()
    await page.goto(chat)
    await words(page).press_sequentially("/fri")
    await expect(page.get_by_role("option", name="/friday")).to_have_count(0)
    assert (await maya.get("/canned-responses"))["items"] == []
