"""The case pane: one story across channels, and writing in it, by two agents and a customer at once."""

import re
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.desk.visitor import Visitor, chat
from tests.journeys.branch import Branch, Colleague
from warmline.kit.db import Database

EVIL = '<img src=x onerror="window.evil=1"><script>window.evil=1</script> javascript:alert(1) https://good.example/x'
# Mails without a server behind: what is sent waits, and the way is open.
MAIL = {
    **dict.fromkeys(("imap_host", "smtp_host"), "127.0.0.1"),
    **dict.fromkeys(("imap_user", "imap_password"), "nobody"),
    **dict.fromkeys(("imap_port", "smtp_port"), 9),
    **dict.fromkeys(("imap_security", "smtp_security"), "none"),
    "display_name": "Northlight",
}
MANY = """
insert into message (org_id, interaction_id, participant_id, direction, text, account_id, at, received_at)
select org_id, interaction_id, participant_id, 'inbound', 'Message number ' || n || repeat(' and some more', n % 20),
  account_id, at - n * interval '1 minute', received_at
from message, generate_series(1, 500) n where interaction_id = $1 and direction = 'inbound' limit 500
"""
# Opens the first contact of the list and says how many milliseconds passed until its messages were painted.
OPEN = """
async () => {
  const begun = performance.now();
  const there = () => document.querySelectorAll('article').length >= 5;
  document.querySelector('[role=option]').click();
  while (!there() && performance.now() - begun < 30_000) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
"""
# Takes of the story's height, and tells of a scroll before anybody could see it.
SHRINK = """
story => {
  story.style.maxHeight = `${story.clientHeight - 200}px`;
  story.dispatchEvent(new Event('scroll'));
}
"""


async def talking(office: Branch, agent: Colleague, text: str = "My roof leaks") -> tuple[Visitor, str]:
    """A visitor who wrote, and the contact that the agent has."""
    new = {"connector": "webchat", "channel": "webchat", "name": "Site", "queue_id": office.queue}
    account = (await office.boss.post("/channels", new))["id"]
    visitor = await chat(office, account)
    await visitor.say(text)
    return visitor, await agent.accept_next()


async def opened(browse: Browse, agent: Colleague, interaction: str, *, undo: int = 0, **how: Any) -> Page:
    """The contact on a screen; replies can be taken back for so many seconds."""
    page = await browse(agent, "/desk/mine", **how)
    kept: dict[str, Any] = {"language": None, "sound": False, "notifications": False, "undoSeconds": undo, "layout": {}}
    await page.evaluate("each => localStorage.setItem('warmline.preferences', JSON.stringify(each))", kept)
    await page.goto(re.sub(r"/desk/.*", f"/desk/mine/{interaction}", page.url))
    await expect(story(page)).to_be_visible()
    # It comes after the story, and its keys with it.
    await expect(words(page).or_(words(page, "Private note"))).to_be_visible()
    return page


def story(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages of this case")


def words(page: Page, name: str = "Reply") -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


async def said(visitor: Visitor) -> list[str]:
    return [each["text"] for each in await visitor.read()]


async def test_one_story_across_channels_and_notes(office: Branch, browse: Browse) -> None:
    maya, noor = await office.hire("Maya"), await office.hire("Noor")
    await noor.put("/me/presence", {"status": "away"})
    await office.boss.post(
        "/channels", {"connector": "email", "channel": "email", "name": "Mail", "address": "us@northlight.test",
                      "settings": MAIL, "queue_id": office.queue}
    )  # fmt: skip
    await office.boss.post(
        "/canned-responses",
        {"code": "hi", "name": "Greeting", "body": "Good morning, this is {{agent.first_name}}.", "scope": "everybody"},
    )
    visitor, interaction = await talking(office, maya)
    page = await opened(browse, maya, interaction)
    await expect(story(page).get_by_role("article", name=re.compile("Kim Lee wrote"))).to_contain_text("My roof leaks")

    await page.keyboard.press("r")
    await words(page).press_sequentially("/h")
    await expect(page.get_by_role("option", name="/hi")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(words(page)).to_have_value("Good morning, this is Maya.")
    await page.keyboard.press("Control+Enter")
    await expect(story(page).get_by_role("article", name=re.compile("Maya answered"))).to_contain_text("Good morning")

    async def greeted() -> bool:
        return "Good morning, this is Maya." in await said(visitor)

    assert await eventually(greeted)

    await words(page).blur()
    await page.keyboard.press("n")
    await expect(page.get_by_text("Only colleagues see this")).to_be_visible()
    await words(page, "Private note").press_sequentially("Look at this, @No")
    await page.get_by_role("option", name=re.compile("Noor")).click()
    await words(page, "Private note").press("Control+Enter")
    note = story(page).get_by_role("article", name=re.compile("Private note by Maya"))
    await expect(note.locator("strong")).to_have_text("@Noor")

    async def told() -> bool:
        return [each["kind"] for each in (await noor.get("/me/notifications"))["items"]] == ["mention"]

    assert await eventually(told)

    await page.get_by_text("Reply", exact=True).click()
    await page.get_by_role("button", name=re.compile("Web chat · Site")).click()
    await page.get_by_role("menuitem", name=re.compile("E-mail")).click()
    await page.get_by_role("textbox", name="Subject").fill("Your roof")
    await words(page).fill("By mail: somebody comes on Friday.")
    await page.get_by_role("button", name="Send").click()
    await expect(story(page).get_by_role("article").last).to_contain_text("somebody comes on Friday")
    await expect(story(page)).to_contain_text("E-mail")
    assert "By mail: somebody comes on Friday." not in await said(visitor)
    assert "Look at this" not in str(await said(visitor))


async def test_a_reply_is_taken_back_until_it_goes(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    visitor, interaction = await talking(office, maya)
    page = await opened(browse, maya, interaction, undo=30)
    await words(page).fill("Dear Mr. Wrong")
    await words(page).press("Control+Enter")
    await expect(page.get_by_text(re.compile(r"Sending in \d+ seconds"))).to_be_visible()
    await expect(story(page).get_by_role("article").last).to_contain_text("Can still be taken back")
    assert await said(visitor) == ["My roof leaks"]
    await page.keyboard.press("Escape")
    await expect(words(page)).to_have_value("Dear Mr. Wrong")
    await expect(story(page).get_by_role("article")).to_have_count(1)

    page = await opened(browse, maya, interaction, undo=1)
    await words(page).fill("Dear Kim")
    await words(page).press("Control+Enter")

    async def arrived() -> bool:
        return await said(visitor) == ["My roof leaks", "Dear Kim"]

    assert await eventually(arrived)
    await expect(page.get_by_text(re.compile("Sending in"))).to_have_count(0)


async def test_keys_lead_into_the_composer_through_it_and_out(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    _, interaction = await talking(office, maya)
    page = await opened(browse, maya, interaction)
    await page.keyboard.press("r")
    await words(page).press_sequentially("Dear Kim")
    await page.keyboard.press("Alt+n")
    await expect(words(page, "Private note")).to_be_focused()
    await page.keyboard.press("Alt+r")
    await expect(words(page)).to_be_focused()
    await expect(words(page)).to_have_value("Dear Kim")
    await page.keyboard.press("Escape")
    await expect(story(page)).to_be_focused()
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("link", name="Back to the list").click()
    await expect(page).to_have_url(re.compile(r"/desk/[a-z]+(\?.*)?$"))


async def test_what_is_written_is_kept_and_others_see_that_one_writes(office: Branch, browse: Browse) -> None:
    maya, noor = await office.hire("Maya"), await office.hire("Noor")
    await noor.put("/me/presence", {"status": "away"})
    visitor, interaction = await talking(office, maya)
    mine = await opened(browse, maya, interaction)
    theirs = await opened(browse, noor, interaction)
    # Said at once to who has just come: by itself a page says it every 20 seconds only.
    await expect(theirs.get_by_role("img", name=re.compile("Maya looks"))).to_be_visible(timeout=15_000)
    # Whoever looks at a colleague's contact speaks to the colleague first.
    await expect(words(theirs, "Private note")).to_be_visible()
    await words(mine).press_sequentially("A long answer that")
    await expect(theirs.get_by_text("Maya is typing…")).to_be_visible()
    # The draft is written a moment after the last key; leaving the page writes it at once.
    await mine.reload()
    await expect(words(mine)).to_have_value("A long answer that")
    await expect(story(mine).get_by_role("article")).to_have_count(1)

    await visitor.say("Are you there?")
    for page in (mine, theirs):
        await expect(story(page).get_by_role("article").last).to_contain_text("Are you there?")
        await expect(page.get_by_role("status").filter(has_text="New message from Kim Lee")).to_have_count(1)

    await noor.post(f"/interactions/{interaction}/replies", {"text": "I take over"})
    await expect(story(mine).get_by_role("article").last).to_contain_text("I take over")
    await words(mine).press("Control+Enter")
    await expect(mine.get_by_role("dialog", name="Noor has answered meanwhile")).to_be_visible()
    await mine.get_by_role("button", name="Cancel").click()
    await expect(words(mine)).to_have_value("A long answer that")


async def test_what_came_while_nobody_looked_is_read_when_somebody_does(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    visitor, interaction = await talking(office, maya)
    page = await opened(browse, maya, interaction)

    async def unread() -> bool:
        [row] = (await maya.get(f"/inbox?interaction_id={interaction}"))["items"]
        return bool(row["unread"])

    async def read() -> bool:
        return not await unread()

    async def turn(state: str) -> None:
        await page.evaluate(
            """state => {
              Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
              document.dispatchEvent(new Event('visibilitychange'));
            }""",
            state,
        )

    assert await eventually(read)
    await turn("hidden")
    await visitor.say("And the cellar is wet")
    await expect(story(page).get_by_text("And the cellar is wet")).to_be_visible()
    assert await eventually(unread)
    await turn("visible")
    assert await eventually(read)


async def test_what_customers_send_runs_nothing(db: Database, office: Branch, browse: Browse, tmp_path: Path) -> None:
    maya = await office.hire("Maya")
    _, interaction = await talking(office, maya, EVIL)
    async with db.transaction(office.org) as conn:
        await conn.execute("update message set html = $1 where interaction_id = $2", EVIL, interaction)
    page = await opened(browse, maya, interaction)
    message = story(page).get_by_role("article").first
    await expect(message).to_contain_text("<script>window.evil=1</script>")
    assert [await each.get_attribute("href") for each in await message.get_by_role("link").all()] == [
        "https://good.example/x"
    ]
    await message.get_by_role("button", name="Show as it was formatted").click()
    frame = message.locator("iframe")
    await expect(frame).to_have_attribute("sandbox", re.compile("^allow-same-origin allow-popups"))
    await expect(frame.content_frame.locator("img")).to_have_count(1)

    letter = tmp_path / "<img src=x onerror=window.evil=1>.txt"
    letter.write_text("hello")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Attach files").click()
    await (await chooser.value).set_files(letter)
    await expect(page.get_by_role("list", name="Files to send")).to_contain_text("<img src=x onerror")
    await words(page).fill("See the letter")
    await page.get_by_role("button", name="Send").click()
    await expect(story(page).get_by_role("article").last.get_by_role("link")).to_contain_text("<img src=x")
    assert await page.evaluate("window.evil") is None


async def test_five_hundred_messages_open_soon(db: Database, office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    visitor, interaction = await talking(office, maya)
    async with db.transaction(office.org) as conn:
        await conn.execute(MANY, interaction)
    page = await browse(maya, "/desk/mine")
    row = page.get_by_role("option").first
    await expect(row).to_be_visible()
    spent = []
    for _ in range(3):
        await page.goto(re.sub(r"/desk/.*", "/desk/mine", page.url))
        await expect(row).to_be_visible()
        spent.append(await page.evaluate(OPEN))
    sys.stderr.write(f"500 messages painted after {', '.join(f'{each:.0f}' for each in spent)} ms\n")
    await expect(story(page).get_by_role("article").last).to_contain_text("My roof leaks")
    assert await page.get_by_role("article").count() < 60, "only what is on the screen is drawn"
    # What is written takes of the story's height; who reads its end goes on reading that.
    last = story(page).get_by_role("article").last.get_by_text("My roof leaks")
    await expect(last).to_be_in_viewport(ratio=1)
    # So too where a scroll is told of between the change of the height and what follows it.
    await story(page).evaluate(SHRINK)
    await expect(last).to_be_in_viewport(ratio=1)
    await story(page).evaluate("story => { story.style.maxHeight = '' }")
    await words(page).fill("\n".join(f"Line {n}" for n in range(12)))
    await expect(last).to_be_in_viewport(ratio=1)
    await words(page).fill("")
    await story(page).focus()
    for _ in range(40):
        await page.keyboard.press("PageUp")

    async def at_the_beginning() -> bool:
        await page.keyboard.press("Home")
        return await story(page).get_by_text("Message number 500").count() == 1

    assert await eventually(at_the_beginning)
    await page.get_by_role("button", name="To the latest").click()
    await expect(story(page).get_by_role("article").last).to_contain_text("My roof leaks")
    # Only what came while one was away is new.
    await visitor.say("And the cellar is wet")
    await expect(story(page).get_by_role("article").last).to_contain_text("And the cellar is wet")

    async def away() -> bool:
        # The story may still be on its way to its end.
        await page.keyboard.press("PageUp")
        return await page.get_by_role("button", name="To the latest").is_visible()

    assert await eventually(away)
    await visitor.say("Are you there?")
    await expect(page.get_by_role("button", name="1 new message")).to_be_visible()


async def test_everybody_can_use_it(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    _, interaction = await talking(office, maya)
    await maya.post(f"/interactions/{interaction}/notes", {"text": "Call the roofer"})
    await maya.post(f"/interactions/{interaction}/replies", {"text": "We send somebody"})
    for scheme in ("light", "dark"):
        page = await opened(browse, maya, interaction, scheme=scheme)
        await expect(story(page).get_by_role("article")).to_have_count(3)
        await page.keyboard.press("n")
        await words(page, "Private note").press_sequentially("/")
        assert await violations(page) == []
