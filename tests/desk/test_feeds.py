"""An administrator sets up a feed in the browser: a file is tried, mended, brought in, and its problems are named."""

from playwright.async_api import FilePayload, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.desk.test_admin_people import manager
from tests.journeys.branch import Branch

ROWS = "CustNo;Mail;Shoe\nC1;ann@example.com;7\nC2;no address;8\n"


def file(content: str) -> FilePayload:
    return {"name": "customers.csv", "mimeType": "text/csv", "buffer": content.encode()}


async def choose(page: Page, content: str) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_label("File", exact=True).click()
    await (await chooser.value).set_files(file(content))


async def test_a_feed_is_set_up_tried_and_brought_in(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/admin/feeds")
    await page.get_by_role("button", name="Set up a feed").click()
    await page.get_by_label("Name").fill("Customer base")
    await page.get_by_label("Code").fill("crm")
    await page.get_by_role("dialog").get_by_role("button", name="Set up a feed").click()
    await expect(page.get_by_role("heading", name="Customer base")).to_be_visible()

    for column, to in (("CustNo", "key"), ("Mail", "nothing.such")):
        await page.get_by_role("button", name="Add a column").click()
        await page.get_by_label("Column of the source").last.fill(column)
        await page.get_by_role("combobox", name=f"Where {column} goes").fill(to)
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("nothing.such is no target")).to_be_visible()
    await page.get_by_role("combobox", name="Where Mail goes").fill("email")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("The feed is saved.")).to_be_visible()

    await choose(page, ROWS)
    await page.get_by_role("button", name="See what it would do").click()
    await expect(page.get_by_text("2 rows read; nothing was written")).to_be_visible()
    await expect(page.get_by_text("left out: Shoe")).to_be_visible()
    await expect(page.get_by_text("Nothing was delivered yet")).to_be_visible()
    await page.get_by_role("button", name="Bring it in now").click()
    await expect(page.get_by_text("2 rows brought in")).to_be_visible()

    async def there() -> bool:
        return len((await office.boss.get("/customers"))["items"]) > 0

    await eventually(there)
    await page.get_by_role("button", name="Problems").click()
    await expect(page.get_by_role("dialog").get_by_role("row").nth(1)).to_contain_text("3")
    assert await violations(page) == []
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Make a secret").click()
    await expect(page.get_by_text("The signing secret")).to_be_visible()
    assert await violations(page) == []
    asked: set[str] = set()
    await page.goto("about:blank")
    page.on("request", lambda request: asked.add(request.url))
    await page.goto(f"{office.url}/admin/feeds")
    await expect(page.get_by_role("row", name="Customer base")).to_contain_text("With problems")
    # It may be sent again, as once the page begins to hear what changes.
    assert len([each for each in asked if "/api/v1/feed" in each]) == 1, "with one request"
    await page.emulate_media(color_scheme="dark")
    assert await violations(page) == []


async def test_who_may_only_look_or_run_is_shown_no_more_than_that(office: Branch, browse: Browse) -> None:
    feed = await office.boss.post("/feeds", {"code": "crm", "name": "Customer base"})
    maya, _ = await manager(office, "feed.run", "envelope.read", "case.read")
    page = await browse(maya, f"/admin/feeds/{feed['id']}")
    await expect(page.get_by_role("heading", name="Bring a file in")).to_be_visible()
    await expect(page.get_by_role("heading", name="Settings")).to_have_count(0)
    await page.goto(f"{office.url}/admin/failures")
    await expect(page.get_by_role("tab", name="Deliveries (0)")).to_be_visible()
    await expect(page.get_by_role("button", name="Try")).to_have_count(0)
