"""A supervisor's day: the wall moves, work is taken over, old conversations are found, figures agree."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from tests.conftest import eventually
from tests.desk.conftest import Browse
from tests.desk.visitor import Visitor
from tests.desk.visitor import chat as open_chat
from tests.journeys.branch import Branch, Colleague

POLICY = "POL-2024/00417"
SAID = f"The hail broke my greenhouse. My policy is {POLICY}, please call 0170 1234567."


async def chat(office: Branch) -> Visitor:
    """A customer writes in the chat."""
    made = await office.open_chat()
    visitor = await open_chat(office, made.removesuffix("/page").rsplit("/", 1)[-1])
    await visitor.say(SAID)
    return visitor


async def waiting(office: Branch) -> list[dict[str, Any]]:
    """What is in the record."""
    found: list[dict[str, Any]] = (await office.boss.get("/interactions"))["items"]
    return found


async def came(office: Branch, maya: Colleague) -> str:
    """A conversation that Maya has."""

    async def look() -> bool:
        return bool(await waiting(office))

    await eventually(look)
    return await maya.accept_next()


async def test_the_wall_moves_and_work_is_taken_over(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    wall = await browse(office.boss, "/wall")
    card = wall.get_by_role("region", name="Claims")
    await expect(card).to_be_visible()
    await maya.put("/me/presence", {"status": "busy"})
    await chat(office)
    await expect(card.get_by_text("waiting", exact=False).first).to_be_visible()
    await expect(card.locator("span").filter(has_text="1").first).to_be_visible()
    await maya.put("/me/presence", {"status": "available"})
    interaction_id = await came(office, maya)
    row = wall.get_by_role("row").filter(has=wall.get_by_role("rowheader", name="Maya"))
    await expect(row.get_by_role("listitem")).to_have_count(1)
    await row.get_by_role("button").click()
    await wall.get_by_role("menuitem", name="Whisper").click()
    await wall.get_by_label("Your note").fill("Offer the goodwill payment.")
    await wall.get_by_role("dialog").get_by_role("button", name="Whisper").click()
    await expect(wall.get_by_role("dialog")).to_have_count(0)
    notes = [each["text"] for each in (await maya.get(f"/interactions/{interaction_id}/messages"))["items"]]
    assert "Offer the goodwill payment." in notes
    await row.get_by_role("button").click()
    await wall.get_by_role("menuitem", name="Take over").click()
    await expect(wall.get_by_text("taken over from Maya")).to_be_visible()
    assert (await office.boss.get(f"/interactions/{interaction_id}"))["owner_id"] == office.boss.id
    await wall.get_by_role("button", name="Undo").click()
    await expect(wall.get_by_text("with Maya again")).to_be_visible()
    assert (await office.boss.get(f"/interactions/{interaction_id}"))["owner_id"] == maya.id


async def test_an_old_conversation_is_found_by_its_words_and_numbers(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    await chat(office)
    await came(office, maya)
    page = await browse(office.boss, "/search")
    box = page.get_by_role("searchbox")
    results = page.get_by_role("region", name="What was found")
    for words in ("greenhouses", "pol 2024 00417", "+49 170 1234567", '"hail broke"'):

        async def found(words: str = words) -> bool:
            return bool((await office.boss.http.get("/api/v1/search", params={"q": words})).json()["items"])

        await eventually(found)
        await box.fill(words)
        await box.press("Enter")
        await expect(results.get_by_role("listitem")).to_have_count(1)
    await expect(results.locator("mark").first).to_have_text("hail broke")
    await page.get_by_label("Web chat (1)").check()
    await expect(page).to_have_url(re.compile("channel=.*webchat"))
    await page.reload()
    await expect(results.get_by_role("listitem")).to_have_count(1)
    await page.get_by_role("button", name="Remove the filter: Channel: Web chat").click()
    await expect(page.get_by_role("button", name="Remove the filter")).to_have_count(0)
    await results.get_by_role("link").first.click()
    await page.wait_for_url("**/cases/**")


async def test_figures_are_the_same_on_the_page_in_the_interface_and_in_the_file(
    office: Branch, browse: Browse
) -> None:
    maya = await office.hire("Maya")
    await chat(office)
    await came(office, maya)
    # It may be another day by now.
    [contact] = await waiting(office)
    zone = ZoneInfo((await office.boss.get("/reports/day"))["time_zone"])
    day = datetime.fromisoformat(contact["started_at"]).astimezone(zone).date().isoformat()
    page = await browse(office.boss, f"/reports/day?from={day}")
    total = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="All", exact=True))
    await expect(total).to_be_visible()
    figures = (await office.boss.get("/reports/day", **{"from": day}))["total"]
    shown = await total.get_by_role("cell").all_text_contents()
    assert (figures["contacts_in"], figures["answered"]) == (1, 1)
    assert [shown[0], shown[2]] == ["1", "1"]
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download CSV").click()
    lines = (await (await download.value).path()).read_text("utf-8-sig").splitlines()
    assert ",total,,,1,0,0,0,1,0," in lines[1]


async def test_alerts_name_what_is_wrong(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/alerts")
    await expect(page.get_by_role("heading", name="Claims is open and nobody is at work")).to_be_visible()
    await office.hire("Maya")
    await expect(page.get_by_text("Nothing needs you now")).to_be_visible()
