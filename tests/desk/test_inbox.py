"""The left pane: views and counts that move, rows by keys and pointer, and what is done with many at once."""

import re
from datetime import timedelta
from uuid import UUID

import asyncpg
from playwright.async_api import Locator, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.journeys.branch import Branch, Colleague
from tests.routing.floor import Floor
from warmline.kit import clock
from warmline.kit.db import Database

MANY = """
insert into interaction (org_id, customer_id, case_id, channel, medium, account_id, direction, initiation, status,
  subject, queue_id, started_at, queued_at, status_since, last_message_at)
select org_id, customer_id, case_id, channel, medium, account_id, direction, initiation, status,
  'Number ' || n, queue_id, started_at - n * interval '1 minute', queued_at, status_since,
  last_message_at - n * interval '1 minute'
from interaction, generate_series(1, $2::int) n where id = $1
"""


def rows(page: Page) -> Locator:
    return page.get_by_role("option")


def view(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile(name))


async def quiet(colleague: Colleague) -> None:
    """Nothing is offered to them."""
    await colleague.put("/me/presence", {"status": "away"})


async def test_two_agents_see_counts_and_rows_move(db: Database, office: Branch, browse: Browse) -> None:
    maya, noor = await office.hire("Maya"), await office.hire("Noor")
    for each in (maya, noor):
        await quiet(each)
    floor = Floor(db, office.org)
    first = await floor.contact_to(UUID(office.queue), text="My roof leaks")
    theirs = await browse(noor, f"/desk/queue:{office.queue}")
    mine = await browse(maya, "/desk/unassigned")
    await expect(view(mine, "Unassigned")).to_contain_text("1")
    await expect(rows(mine)).to_have_count(1)
    second = await floor.contact_to(UUID(office.queue), text="An invoice, please")
    for page in (mine, theirs):
        await expect(rows(page)).to_have_count(2)
        await expect(rows(page).first).to_contain_text("An invoice, please")
    await rows(mine).first.click(button="right")
    await mine.get_by_role("menuitem", name="Take").click()
    await expect(view(mine, "My work")).to_contain_text("1")
    for page in (mine, theirs):
        await expect(rows(page)).to_have_count(1)
        await expect(rows(page).first).to_contain_text("My roof leaks")
    assert str(second) != str(first)


async def test_many_at_once_and_taken_back(db: Database, office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    await quiet(maya)
    floor = Floor(db, office.org)
    for n in range(4):
        await floor.contact_to(UUID(office.queue), text=f"Matter {n}")
    page = await browse(maya, f"/desk/queue:{office.queue}")
    await expect(rows(page)).to_have_count(4)
    await page.get_by_role("listbox", name="Contacts").focus()
    for key in ("j", "x", "j", "Shift+j"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("toolbar")).to_contain_text("3 selected")
    await page.get_by_role("toolbar").get_by_role("button", name="Mark as read").click()
    await expect(page.locator("[data-unread]")).to_have_count(1)
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await page.keyboard.press("z")
    await expect(page.locator("[data-unread]")).to_have_count(4)


async def test_what_is_snoozed_goes_and_comes_back(db: Database, office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    await quiet(maya)
    found = await Floor(db, office.org).contact_to(UUID(office.queue), text="My roof leaks")
    await maya.post(f"/interactions/{found}/take")
    page = await browse(maya, "/desk/mine")
    await expect(rows(page)).to_have_count(1)
    await rows(page).first.click(button="right")
    await page.get_by_role("menuitem", name="Snooze").hover()
    await page.get_by_role("menuitem", name=re.compile("Until the customer writes")).click()
    await expect(rows(page)).to_have_count(0)
    await expect(view(page, "Snoozed")).to_contain_text("1")
    until = clock.now() + timedelta(seconds=5)
    await maya.put(f"/interactions/{found}/snooze", {"until": until.isoformat()})
    await expect(rows(page)).to_have_count(1)
    await expect(page.locator("[data-unread]")).to_have_count(1)


async def test_a_view_is_kept_shared_by_nobody_and_deleted(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    await quiet(maya)
    page = await browse(maya, "/desk/everything?changed=1&unread=true&status=queued")
    await page.get_by_role("button", name="Save this view").click()
    assert await violations(page) == []
    await page.get_by_label("Name").fill("Unread and waiting")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page).to_have_url(re.compile("saved"))
    await expect(page.get_by_role("heading", name="Unread and waiting")).to_be_visible()
    await expect(page.get_by_role("button", name="Save this view")).to_have_count(0)
    await page.get_by_role("button", name="Filter", exact=True).click()
    form = page.get_by_role("dialog", name="Filter")
    await expect(form.get_by_role("combobox").first).to_be_visible()
    await expect(form).to_be_in_viewport(ratio=1)  # all of it is on the screen
    await page.keyboard.press("Escape")
    [kept] = await maya.get("/saved-views")
    assert kept["filters"] == {"statuses": ["queued"], "unread": True}, "of everything"
    await page.get_by_role("button", name="Change the view Unread and waiting").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page).to_have_url(re.compile("/desk/mine"))

    # The page has left the view before the server has forgotten it.
    async def gone() -> bool:
        return not await maya.get("/saved-views")

    assert await eventually(gone)


async def test_a_hundred_thousand_rows_are_a_few_in_the_page(
    db: Database, office: Branch, browse: Browse, owner_dsn: str
) -> None:
    boss = office.boss
    floor = Floor(db, office.org)
    found = await floor.contact_to(UUID(office.queue), text="The newest")
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute(MANY, found, 100_000)
    # What autovacuum does a minute later.
    await owner.execute("analyze interaction")
    await owner.close()
    page = await browse(boss, "/desk/everything")
    await expect(view(page, "Everything")).to_contain_text("1,000+")
    await page.get_by_role("listbox", name="Contacts").focus()

    async def far() -> bool:
        await page.keyboard.press("End")
        last = await rows(page).last.inner_text()
        number = re.search(r"Number (\d+)", last)
        assert await rows(page).count() < 60
        return number is not None and int(number[1]) > 1500

    assert await eventually(far, within=60)
    # The row to which the keys led is in sight.
    await expect(page.locator("[data-active]")).to_be_in_viewport()
    # Somebody reads here: what is new moves nothing, and says so.
    before = await rows(page).first.get_attribute("data-row")
    await floor.contact_to(UUID(office.queue), text="Newer still")
    await expect(page.get_by_role("button", name="1 new")).to_be_visible()
    assert await rows(page).first.get_attribute("data-row") == before
    await page.get_by_role("button", name="1 new").click()
    await expect(rows(page).first).to_contain_text("Newer still")


async def test_axe_finds_nothing_where_rows_are_chosen(db: Database, office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    await quiet(maya)
    floor = Floor(db, office.org)
    for ago in (10, 100, 1000):
        await floor.contact_to(UUID(office.queue), text="My roof leaks", ago=ago)
    for scheme in ("light", "dark"):
        page = await browse(maya, f"/desk/queue:{office.queue}", scheme=scheme)
        await expect(rows(page)).to_have_count(3)
        await page.get_by_role("listbox", name="Contacts").focus()
        for key in ("j", "x"):
            await page.keyboard.press(key)
        await page.get_by_role("button", name=re.compile("^Filter")).click()
        assert await violations(page) == []
