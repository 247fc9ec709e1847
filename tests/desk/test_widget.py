"""The chat widget on a customer's site, in a real browser: what a visitor sees and does, whatever the site is like."""

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Locator, async_playwright, expect

from scripts.build_web import prepare, run
from tests.application import Hire, Person
from tests.conftest import ROOT, eventually
from tests.connectors.webchat.conftest import (  # noqa: F401 - fixtures of the chat and its server
    Chat,
    NewChat,
    free_port,
    http,
    new_chat,
    served,
)
from tests.connectors.webchat.test_agent import AGENT, delivery, reply, take
from tests.connectors.webchat.test_onward import fetching
from tests.connectors.webchat.test_page import ARGUMENTS, CHROMIUM, Line
from tests.connectors.webchat.test_reading import look
from tests.desk.conftest import PATIENCE_MS
from tests.desk.site import HOSTILE, Site, Widget, embedding, new_page, picture, strict, violations
from tests.mailservers import MailServers

PRE_CHAT = [
    {"name": "name", "label": "Your name", "required": True},
    {"name": "email", "label": "Your e-mail address", "type": "email"},
]


@pytest.fixture(scope="module", autouse=True)
def widget_built() -> None:
    """The widget as it is in the working tree; the build fails where it is too large."""
    prepare(ROOT)
    run(ROOT, "build:widget")


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    """A browser that nobody has used."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        fresh = await browser.new_context(locale="en-GB", accept_downloads=True)
        fresh.set_default_timeout(PATIENCE_MS)
        yield fresh
        await browser.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site(free_port()) as site:
        yield site


@pytest.fixture
async def chat(new_chat: NewChat, site: Site) -> Chat:  # noqa: F811 - the fixture
    return await new_chat(origins=[site.address], greeting="Good morning. How can we help?", pre_chat=PRE_CHAT)


@pytest.fixture
def desk(chat: Chat) -> str:
    return str(chat.http.base_url).rstrip("/")


@pytest.fixture
async def agent(agent_client: Hire, chat: Chat) -> Person:
    agent = await agent_client(permissions=AGENT | {"signal.write"})
    await agent.put("/me/presence", json={"status": "away"})
    return agent


@pytest.fixture
async def widget(context: BrowserContext, site: Site, chat: Chat, desk: str) -> Widget:
    """The widget on a site with a strict policy and hostile rules, not opened yet."""
    address = site.page("/", embedding(desk, chat.account["id"], css=HOSTILE), policy=strict(desk=desk))
    return await (await new_page(context)).goto(address)


async def there(agent: Person) -> None:
    await agent.put("/me/presence", json={"status": "available"})


async def read_by_its_agent_only(note: Locator, agent: Person, listener: Person, interaction_id: str) -> None:
    """The desks of both show the chat to its end; the visitor's line tells of its agent's."""
    for person, told in ((listener, "Delivered"), (agent, "Read")):
        await look(person, interaction_id)
        await expect(note).to_have_text(told)
    # It is in a log, and would be read out with every step otherwise.
    await expect(note).to_have_attribute("aria-live", "off")


def test_it_is_as_small_as_was_promised() -> None:
    assets = ROOT / "src" / "warmline" / "connectors" / "webchat" / "assets"
    sizes = {name: len(gzip.compress((assets / name).read_bytes())) for name in ("widget.js", "widget.frame.js")}
    assert sum(sizes.values()) <= 20_000, sizes
    # All that a page pays whose visitors never open it.
    assert sizes["widget.js"] <= 4_000, sizes


async def test_a_site_that_is_not_allowed_cannot_frame_it(
    context: BrowserContext,
    site: Site,
    new_chat: NewChat,  # noqa: F811 - the fixture
) -> None:
    chat = await new_chat(origins=["https://elsewhere.example"])
    desk = str(chat.http.base_url).rstrip("/")
    widget = await (await new_page(context)).goto(site.page("/", embedding(desk, chat.account["id"])))
    await widget.open()

    async def refused() -> bool:
        return any("frame-ancestors" in each for each in widget.complaints)

    assert await eventually(refused)


async def test_a_conversation_under_a_strict_policy_and_hostile_rules(
    widget: Widget, agent: Person, chat: Chat, tmp_path: Path
) -> None:
    await widget.open()
    await widget.frame.get_by_role("button", name="Start chat").click()
    name = widget.frame.get_by_label("Your name")
    await expect(name).to_be_focused()
    await expect(name).to_have_accessible_description("Your name is required.")
    await widget.begin()
    await expect(widget.log).to_contain_text("How can we help?")

    await widget.say("My claim <b>C-1</b>")
    note = widget.log.locator(".mine .note")
    await expect(note).to_have_text("Delivered")
    await expect(widget.log.locator(".day")).to_have_text("Today")
    await expect(widget.status).to_contain_text("You are number 1 in line")
    await there(agent)
    interaction_id = await take(agent)
    await expect(widget.status).to_have_text("Ada is with you")
    await read_by_its_agent_only(note, agent, chat.admin, interaction_id)
    sent = await reply(agent, interaction_id, "Let me look")
    await expect(widget.log).to_contain_text("Let me look")
    await delivery(agent, sent, "read")

    await widget.frame.locator("input[type=file]").set_input_files(picture(tmp_path / "car.png"))
    await expect(widget.frame.get_by_role("button", name="Remove car.png")).to_be_visible()
    await widget.frame.get_by_role("button", name="Send").click()
    async with widget.page.expect_download() as download:
        await widget.log.get_by_role("button", name="car.png").click()
    assert (await (await download.value).path()).read_bytes() == (tmp_path / "car.png").read_bytes()

    await widget.page.reload()
    # It was open, so it is again.
    await expect(widget.log.locator(".text")).to_have_text(["My claim <b>C-1</b>", "Let me look"])
    await expect(note.first).to_have_text("Read")

    await widget.choose("End chat")
    await widget.frame.get_by_role("button", name="End it").click()
    await expect(widget.status).to_have_text("The chat has ended")
    await widget.frame.get_by_role("radio", name="Good", exact=True).check(force=True)
    await widget.frame.get_by_label("Would you tell us why?").fill("Quick")
    await widget.frame.get_by_role("button", name="Tell us").click()
    await expect(widget.frame.get_by_text("Thank you.")).to_be_visible()
    (signal,) = (await agent.get(f"/interactions/{interaction_id}/signals")).json()
    assert (signal["kind"], signal["value"], signal["evidence"][0]["comment"]) == ("satisfaction", 0.75, "Quick")
    assert widget.complaints == []


async def test_another_page_and_another_tab_go_on(
    widget: Widget, context: BrowserContext, site: Site, chat: Chat, desk: str, agent: Person
) -> None:
    await (await widget.open()).begin()
    await widget.say("Hello from here")
    elsewhere = site.page("/claims", embedding(desk, chat.account["id"]), policy=strict(desk=desk))
    await widget.goto(elsewhere)
    await expect(widget.log).to_contain_text("Hello from here")
    other = await (await new_page(context)).goto(elsewhere)
    await other.open()
    await expect(other.log).to_contain_text("Hello from here")
    await other.say("And from there")
    await expect(widget.log).to_contain_text("And from there")
    # What comes while it is closed is counted at the launcher.
    await other.frame.get_by_role("button", name="Close the chat").click()
    await expect(other.launcher).to_be_focused()
    await widget.page.close()
    await there(agent)
    interaction_id = await take(agent)
    sent = await reply(agent, interaction_id, "Are you there?")
    await expect(other.launcher).to_have_accessible_name("Chat with us, 1 new message")
    await delivery(agent, sent, "delivered")
    await other.open()
    await delivery(agent, sent, "read")
    await expect(other.page.get_by_role("button", name="Close the chat")).to_be_visible()
    assert widget.complaints + other.complaints == []


async def test_another_device_goes_on_by_a_code(
    widget: Widget, context: BrowserContext, site: Site, chat: Chat, desk: str
) -> None:
    await (await widget.open()).begin()
    await widget.say("Hello from the desk")
    await widget.choose("Go on elsewhere")
    link = await widget.frame.get_by_label("Link").input_value()
    assert re.fullmatch(rf"{desk}/channels/webchat/{chat.account['id']}/frame#[2-9A-Z]{{8}}", link)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        telephone = await browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
        telephone.set_default_timeout(PATIENCE_MS)
        page = await telephone.new_page()
        await page.goto(link)
        # Nothing is taken over before the person says so, and the code is out of the address.
        await expect(page.get_by_role("heading", name="Go on with a chat from another device")).to_be_visible()
        assert "#" not in page.url
        await page.get_by_role("button", name="Go on", exact=True).click()
        await expect(page.get_by_role("log")).to_contain_text("Hello from the desk")
        await page.get_by_label("Your message").fill("Now from the telephone")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("log")).to_contain_text("Now from the telephone")
        await browser.close()
    await widget.frame.get_by_role("button", name="Back", exact=True).click()
    await expect(widget.log).to_contain_text("Now from the telephone")
    (interaction,) = await chat.interactions()
    found = await chat.admin.items(f"/interactions/{interaction['id']}/messages")
    assert [each["text"] for each in found] == ["Hello from the desk", "Now from the telephone"]
    # The code worked once.
    again = await (await new_page(context)).goto(link)
    await again.page.get_by_role("button", name="Go on", exact=True).click()
    await expect(again.page.get_by_text("This code is not known, or no longer.")).to_be_visible()


async def test_by_keyboard_alone(widget: Widget, site: Site) -> None:
    page = widget.page
    address = site.page("/open", site.pages["/"][0].replace(HOSTILE, ""))
    await widget.goto(address)
    await page.get_by_role("button", name="Theirs").focus()
    await page.keyboard.press("Tab")
    await expect(widget.launcher).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(widget.frame.get_by_label("Your name")).to_be_focused()
    await page.keyboard.type("Kim Doe")
    await page.keyboard.press("Enter")
    await expect(widget.text).to_be_focused()
    await page.keyboard.type("Hello")
    await page.keyboard.press("Enter")
    await expect(widget.log.locator(".mine .note")).to_have_text("Delivered")
    more = widget.frame.get_by_role("button", name="More")
    await more.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Escape")
    await expect(more).to_be_focused()
    # Out of the frame and in again: there is no trap.
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Close the chat").first).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(more).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(widget.launcher).to_be_focused()
    assert widget.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(widget: Widget, site: Site, chat: Chat, desk: str, agent: Person, scheme: str) -> None:
    await widget.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # A colour that could not be read as it is.
    address = site.page(f"/{scheme}", embedding(desk, chat.account["id"], color="#ffd54a", theme="auto"))
    await (await widget.goto(address)).open()
    await expect(widget.frame.get_by_label("Your name")).to_be_visible()
    assert await violations(widget.page) == []
    await widget.begin()
    await widget.say("Hello https://www.example.com/a")
    await expect(widget.status).to_contain_text("in line")
    assert await violations(widget.page) == []
    await there(agent)
    interaction_id = await take(agent)
    await reply(agent, interaction_id, "Good morning")
    await expect(widget.log).to_contain_text("Good morning")
    await widget.frame.get_by_role("button", name="More").click()
    assert await violations(widget.page) == []
    # Who waits is offered it beside the menu, too.
    await widget.menu.get_by_role("button", name="Be called back").click()
    assert await violations(widget.page) == []
    await widget.frame.get_by_role("button", name="Back", exact=True).click()
    await widget.choose("End chat")
    await widget.frame.get_by_role("button", name="End it").click()
    await widget.frame.get_by_role("radio", name="Bad", exact=True).check(force=True)
    assert await violations(widget.page) == []


async def test_what_is_said_without_a_connection_arrives_once_there_is_one(
    context: BrowserContext, widget: Widget, agent: Person, chat: Chat
) -> None:
    line = Line()
    await context.route_web_socket(re.compile("/socket$"), line.pass_on)
    await widget.page.reload()
    await (await widget.open()).begin()
    await widget.say("First")
    await expect(widget.log.locator(".mine .note")).to_have_text("Delivered")
    await there(agent)
    interaction_id = await take(agent)
    await line.go()
    await expect(widget.frame.locator(".banner")).to_contain_text("connection", ignore_case=True)
    await widget.say("Second")
    await expect(widget.log.locator(".mine").last).to_contain_text("Sending")
    await reply(agent, interaction_id, "Meanwhile")
    line.cut = False
    await expect(widget.log).to_contain_text("Meanwhile")
    await expect(widget.frame.locator(".banner")).to_be_hidden()

    async def all_said() -> bool:
        found = await chat.admin.items(f"/interactions/{interaction_id}/messages")
        return sorted(each["text"] for each in found) == ["First", "Meanwhile", "Second"]

    await eventually(all_said)


async def test_the_transcript_and_going_on_by_mail(
    widget: Widget, chat: Chat, agent: Person, mailservers: MailServers
) -> None:
    ours, theirs = mailservers.mailbox(), mailservers.mailbox()
    await chat.admin.made(
        "/channels", connector="email", channel="email", name="Post", address=ours.address,
        settings=fetching(mailservers, ours), queue_id=str(chat.queue_id),
    )  # fmt: skip
    await (await widget.open()).begin(email=theirs.address)
    await widget.say("My claim is late")
    await there(agent)
    interaction_id = await take(agent)
    await reply(agent, interaction_id, "It is paid tomorrow")
    await expect(widget.log).to_contain_text("It is paid tomorrow")
    await widget.choose("Mail me this chat")
    await widget.frame.get_by_role("button", name="Go on", exact=True).click()
    await expect(widget.frame.get_by_text(f"It is on its way to {theirs.address}.")).to_be_visible()
    await widget.frame.get_by_role("button", name="Back", exact=True).click()
    await widget.choose("Go on by e-mail")
    await widget.frame.get_by_role("button", name="Go on", exact=True).click()
    await expect(widget.frame.get_by_text("We go on by e-mail")).to_be_visible()

    async def come() -> list[bytes]:
        found = mailservers.mails(theirs)
        return found if len(found) == 2 else []

    for mail in await eventually(come, within=60):
        assert b"It is paid tomorrow" in mail
    (best, *_) = (await agent.get(f"/interactions/{interaction_id}/reply-options")).json()
    assert (best["scheme"], best["wished"]) == ("email", True)
    assert widget.complaints == []


async def test_who_would_rather_be_called_keeps_the_place(widget: Widget, chat: Chat) -> None:
    await (await widget.open()).begin()
    await widget.say("Hello")
    await widget.frame.get_by_role("button", name="Be called back").click()
    await widget.frame.get_by_label("Your telephone number").fill("+44 20 7946 0018")
    await widget.frame.get_by_role("button", name="Go on", exact=True).click()
    await expect(widget.frame.get_by_text("We will call +44 20 7946 0018")).to_be_visible()
    await widget.frame.get_by_role("button", name="Back", exact=True).click()
    await expect(widget.status).to_contain_text("We will call you. You are number 1 in line")
    (callback,) = await chat.admin.items("/callbacks")
    assert callback["number"] == "+442079460018"


async def test_controls_that_cannot_work_are_not_there(widget: Widget, chat: Chat) -> None:
    """Without an account for mail, and with a queue that takes no calls."""
    await chat.admin.patch(f"/queues/{chat.queue_id}", json={"media": ["text"]})
    await (await widget.open()).begin()
    await widget.say("Hello")
    await expect(widget.status).to_contain_text("in line")
    await expect(widget.frame.locator(".ways")).to_be_hidden()
    await widget.frame.get_by_role("button", name="More").click()
    names = await widget.frame.locator(".menu button").all_text_contents()
    assert names == ["Go on elsewhere", "Sound off", "End chat"]


async def test_the_site_can_open_it_and_hears_of_news_but_not_of_words(
    widget: Widget, context: BrowserContext, site: Site, chat: Chat, desk: str, agent: Person
) -> None:
    early = "<script>(window.warmline ||= []).push((it) => it.on('open', () => (window.opened = 1)))</script>"
    page = (await widget.goto(site.page("/api", embedding(desk, chat.account["id"], head=early)))).page
    await page.wait_for_function("() => window.warmline && !Array.isArray(window.warmline)")
    await page.evaluate("window.warmline.open()")
    await expect(widget.frame.get_by_label("Your name")).to_be_visible()
    assert await page.evaluate("window.opened") == 1
    heard = "() => { window.all = []; addEventListener('message', (each) => all.push(JSON.stringify(each.data))) }"
    await page.evaluate(heard)
    await widget.begin()
    await widget.say("A secret word")
    await expect(widget.log.locator(".mine .note")).to_have_text("Delivered")
    said = " ".join(await page.evaluate("window.all"))
    assert "unread" in said
    assert "secret" not in said
    assert await page.evaluate("Object.keys(window).filter((each) => /warmline/i.test(each))") == ["warmline"]
    assert "secret" not in await page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
