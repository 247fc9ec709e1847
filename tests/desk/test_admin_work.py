"""An administrator sets work up in the browser, against real mail servers: what is wrong is said before it is saved."""

import hashlib
import hmac
import re
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.journeys.branch import Branch
from tests.mailservers import Mailbox, MailServers

LETTER = b"From: Kim <kim@elsewhere.test>\r\nTo: claims\r\nSubject: Water in the cellar\r\n\r\nPlease help.\r\n"


async def fill_in(page: Page, servers: MailServers, mailbox: Mailbox, password: str) -> None:
    """The form of a mailbox, as somebody would fill it in."""
    await page.get_by_role("textbox", name="Name", exact=True).fill("Claims mailbox")
    await page.get_by_label("E-mail address").fill(mailbox.address)
    for legend, port in (("Receive mail (IMAP)", "imap"), ("Send mail (SMTP)", "smtp")):
        group = page.get_by_role("group", name=legend)
        await group.get_by_label(re.compile(" server$")).fill("127.0.0.1")
        await group.get_by_label("Port", exact=True).fill(str(servers.ports[port]))
        await group.get_by_role("combobox", name="Encryption").click()
        await page.get_by_role("option", name="None (only on the same machine)").locator("visible=true").click()
    sending = page.get_by_role("group", name="Send mail (SMTP)")
    await sending.get_by_label("User name").fill("")
    receiving = page.get_by_role("group", name="Receive mail (IMAP)")
    await receiving.get_by_label("Password", exact=True).fill(password)


async def test_a_mailbox_is_tried_before_it_is_saved(office: Branch, browse: Browse, mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    page = await browse(office.boss, "/admin/channels/new")
    await page.get_by_role("button", name=re.compile("^E-mail")).click()
    await page.get_by_role("button", name="Test it").click()
    await expect(page.get_by_text("One field is still missing or wrong.")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    await expect(page.get_by_role("button", name="Queue")).to_be_disabled()
    await fill_in(page, mailservers, mailbox, "wrong")
    await page.get_by_role("button", name="Test it").click()
    steps = page.get_by_test_id("check-steps")
    await expect(steps).to_contain_text(f"refused the password of {mailbox.address}")
    await expect(page.get_by_role("button", name="Go on")).to_have_count(0)
    assert await violations(page) == []
    assert (await office.boss.get("/channels"))["items"] == []

    await page.get_by_role("button", name="Change the settings").click()
    receiving = page.get_by_role("group", name="Receive mail (IMAP)")
    await expect(receiving).to_contain_text("refused the password")
    await receiving.get_by_label("Password", exact=True).fill(mailbox.password)
    await page.get_by_role("button", name="Test it").click()
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_role("combobox", name="Queue").click()
    await page.get_by_role("option", name="Claims").click()
    await page.get_by_role("button", name="Save and switch on").click()
    await expect(page.get_by_text("Claims mailbox is set up")).to_be_visible()

    mailservers.deliver(mailbox, LETTER)

    async def arrived() -> Any:
        return (await office.boss.get("/interactions"))["items"]

    assert await eventually(arrived, within=30)
    await page.get_by_role("link", name="All channels").click()
    card = page.get_by_role("listitem").filter(has_text="Claims mailbox")
    await expect(card.get_by_text("Works", exact=True)).to_be_visible()


async def test_a_queue_is_set_up_and_explained(office: Branch, browse: Browse) -> None:
    hours = {
        "code": "office",
        "name": "Office hours",
        "timezone": "Europe/Berlin",
        "weekly": {"mon": [["09:00", "17:00"]]},
    }
    await office.boss.post("/calendars", hours)
    page = await browse(office.boss, "/admin/queues/new")
    await page.get_by_role("textbox", name="Name", exact=True).fill("Motor claims")
    await expect(page.get_by_label("Short name")).to_have_value("motor-claims")
    await page.get_by_role("combobox", name="Business hours").click()
    await page.get_by_role("option", name="Office hours").click()
    await page.get_by_role("button", name="Add a step").click()
    step = page.get_by_role("group", name="Step 1")
    await step.get_by_label("After (seconds)").fill("90")
    await step.get_by_role("switch", name="No skills needed").check(force=True)
    story = page.get_by_role("region", name="What will happen")
    await expect(story).to_contain_text("It is open by Office hours")
    await expect(story).to_contain_text("After 1 min 30 sec")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("heading", name="Motor claims")).to_be_visible()
    [made] = [each for each in (await office.boss.get("/queues"))["items"] if each["code"] == "motor-claims"]
    assert made["calendar_id"]
    assert (made["rings"][0]["after_seconds"], made["rings"][0]["any_skill"]) == (90, True)

    # Whoever changes something else meanwhile keeps it, and "Undo" undoes all of mine.
    name, switched = (
        page.get_by_role("textbox", name="Name", exact=True),
        page.get_by_role("switch", name="Switched on"),
    )
    await switched.uncheck(force=True)
    await name.fill("Motor damage")
    await page.get_by_role("button", name="Undo").click()
    await expect(switched).to_be_checked()
    await expect(name).to_have_value("Motor claims")
    await name.fill("Motor damage")
    await patch(office, f"/queues/{made['id']}", {"priority": 7})
    await expect(page.get_by_role("textbox", name="Priority")).to_have_value("7")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("heading", name="Motor damage")).to_be_visible()
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    kept = await office.boss.get(f"/queues/{made['id']}")
    assert (kept["name"], kept["priority"]) == ("Motor damage", 7)


async def patch(office: Branch, path: str, change: dict[str, Any]) -> None:
    """What a colleague does to it meanwhile."""
    answer = await office.boss.http.patch(f"/api/v1{path}", json=change)
    assert answer.status_code == 200, answer.text


async def test_two_who_change_the_same_hours_at_once(office: Branch, browse: Browse) -> None:
    day = {"timezone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}}
    by_day = await office.boss.post("/calendars", {"code": "by-day", "name": "By day", **day})
    await office.boss.post("/calendars", {"code": "by-night", "name": "By night", **day})
    page = await browse(office.boss, "/admin/hours")
    calendars = page.get_by_role("list", name="Business hours")
    name = page.get_by_role("textbox", name="Name", exact=True)
    await calendars.get_by_role("button", name="By day").click()
    await name.fill("All day")
    await patch(office, f"/calendars/{by_day['id']}", {"timezone": "Europe/Lisbon"})
    await expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Europe/Lisbon")
    await expect(name).to_have_value("All day")
    for other in (calendars.get_by_role("button", name="By night"), page.get_by_role("button", name="Add business")):
        await other.click()
        leaving = page.get_by_role("dialog", name="Leave without saving?")
        await leaving.get_by_role("button", name="Stay here").click()
        await expect(leaving).to_be_hidden()
    await calendars.get_by_role("button", name="By day").click()  # which is there already: nothing is left
    await expect(name).to_have_value("All day")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(calendars.get_by_role("button", name="All day")).to_be_visible()
    kept = [each for each in (await office.boss.get("/calendars"))["items"] if each["id"] == by_day["id"]]
    assert [(each["name"], each["timezone"]) for each in kept] == [("All day", "Europe/Lisbon")]

    await name.fill("Mine")
    await patch(office, f"/calendars/{by_day['id']}", {"name": "Theirs"})
    told = page.get_by_role("alert").filter(has_text="Somebody else changed this meanwhile")
    await expect(told.get_by_text("Theirs")).to_be_visible()
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    await calendars.get_by_role("button", name="By night").click()
    await page.get_by_role("button", name="Leave without saving").click()
    await expect(name).to_have_value("By night")


async def test_a_rule_is_checked_tried_saved_and_rolled_back(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/admin/rules")
    await page.get_by_role("button", name="Add a rule").click()
    rule = page.get_by_role("article")
    await rule.get_by_role("textbox", name="Name", exact=True).fill("Mail first")
    when = rule.get_by_label(re.compile("^When"))
    await when.fill('interaction.channel == "email" &&')
    await expect(rule.get_by_role("alert")).to_contain_text("Line 1, character")
    await expect(rule.get_by_role("alert").locator("pre")).to_contain_text("^")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert await violations(page) == []
    await when.fill('interaction.channel == "email"')
    await rule.get_by_label("Priority, more or less").fill("5")
    await page.get_by_role("button", name="Try it").click()
    await expect(page.get_by_role("region", name="Dry run")).to_contain_text(
        "0 of 0 contacts would have been different"
    )
    await page.get_by_role("button", name="Save", exact=True).click()
    versions = page.get_by_role("region", name="Versions")
    await expect(versions).to_contain_text("Version 1")
    await rule.get_by_role("button", name="Edit: Mail first").click()
    await rule.get_by_label("Priority, more or less").fill("9")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(versions).to_contain_text("Version 2")
    await versions.get_by_role("button", name="Roll back to this").click()
    await page.get_by_role("dialog").get_by_role("button", name="Roll back to this").click()
    await expect(versions).to_contain_text("Brought back version 1")
    assert (await office.boss.get("/routing/rules"))["rules"][0]["then"]["priority"] == 5


async def test_two_who_write_rules_at_once(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/admin/rules")
    await page.get_by_role("button", name="Add a rule").click()
    rule = page.get_by_role("article")
    await rule.get_by_role("textbox", name="Name", exact=True).fill("Mine")
    await rule.get_by_label(re.compile("^When")).fill('interaction.channel == "email"')
    await rule.get_by_label("Priority, more or less").fill("5")
    theirs = {"name": "Theirs", "when": "true", "then": {"priority": 1}}

    async def theirs_first(route: Route) -> None:
        """A colleague's come while mine are on their way."""
        if route.request.method == "PUT":
            await office.boss.put("/routing/rules", {"mode": "all", "rules": [theirs]})
        await route.continue_()

    await page.route("**/api/v1/routing/rules", theirs_first)
    await page.get_by_role("button", name="Save", exact=True).click()
    told = page.get_by_role("alert").filter(has_text="Somebody else changed this meanwhile")
    await expect(told.get_by_text("Added: Theirs")).to_be_visible()
    await expect(told.get_by_text("Added: Mine")).to_be_visible()
    await expect(rule.get_by_role("textbox", name="Name", exact=True)).to_have_value("Mine")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert await violations(page) == []
    await page.unroute("**/api/v1/routing/rules")
    await told.get_by_role("button", name="Keep what I typed").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("region", name="Versions")).to_contain_text("Version 2")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    assert [each["name"] for each in (await office.boss.get("/routing/rules"))["rules"]] == ["Mine"]


async def test_what_failed_is_read_again(office: Branch, browse: Browse) -> None:
    new = {"connector": "contacts", "channel": "sms", "name": "Feed"}
    feed = await office.boss.post("/channels", {**new, "settings": {"signing_secret": "feed secret"}})
    await signed(office, feed["id"], b'{"no": "contact"}')

    async def failed() -> Any:
        return (await office.boss.get("/envelopes", status="failed"))["items"]

    await eventually(failed, within=30)
    page = await browse(office.boss, "/admin/failures")
    await expect(page.get_by_role("tab", name="Deliveries (1)")).to_be_visible()
    await page.get_by_role("button", name="What came").click()
    await expect(page.get_by_role("dialog")).to_contain_text('{"no": "contact"}')
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Try all again").click()
    await expect(page.get_by_text("1 read again; 1 are left with trouble.")).to_be_visible()


async def signed(office: Branch, account: str, body: bytes) -> None:
    """A delivery of another system, as its webhook would send it."""

    proof = hmac.new(b"feed secret", body, hashlib.sha256).hexdigest()
    headers = {"X-Warmline-Signature": f"sha256={proof}"}
    answer = await office.boss.http.post(f"/api/v1/channels/{account}/webhook", content=body, headers=headers)
    assert answer.is_success, answer.text


async def test_skills_are_written_by_keys(office: Branch, browse: Browse) -> None:
    await office.boss.post("/skills", {"code": "dutch", "name": "Dutch"})
    maya = await office.hire("Maya")
    page = await browse(office.boss, "/admin/skills")
    await page.get_by_role("button", name="Maya, Dutch: not").press("4")
    await expect(page.get_by_role("button", name="Maya, Dutch: 4")).to_be_visible()

    async def stored() -> bool:
        return 4 in (await office.boss.get(f"/agents/{maya.id}"))["skills"].values()

    await eventually(stored)
