"""The test page in a real browser: what a visitor sees and does."""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Expect, Page, WebSocketRoute, async_playwright
from playwright.async_api import Error as PlaywrightError

from tests.application import Hire, Person
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, NewChat, free_port
from tests.connectors.webchat.test_agent import AGENT, delivery, desk_types, reply, take

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 30_000
# As patient as the browser's own steps are.
expect = Expect()
expect.set_options(timeout=PATIENCE)


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    """A browser that nobody has used."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        fresh = await browser.new_context(locale="en-GB", accept_downloads=True)
        fresh.set_default_timeout(PATIENCE)
        yield fresh
        await browser.close()


@pytest.fixture
async def chat(new_chat: NewChat) -> Chat:
    """A chat with a greeting and questions."""
    return await new_chat(
        origins=[],
        greeting="Good morning. How can we help?",
        pre_chat=[
            {"name": "name", "label": "Your name", "required": True},
            {"name": "email", "label": "Your e-mail address", "type": "email"},
        ],
    )


@pytest.fixture
async def agent(agent_client: Hire, chat: Chat) -> Person:
    agent = await agent_client(permissions=AGENT)
    await agent.put("/me/presence", json={"status": "away"})
    return agent


class Line:
    """The way between a page and the server, which can be cut."""

    def __init__(self) -> None:
        self.cut = False
        self._sockets: list[WebSocketRoute] = []

    async def pass_on(self, socket: WebSocketRoute) -> None:
        if self.cut:
            await socket.close(code=1001)
            return
        socket.connect_to_server()
        self._sockets.append(socket)

    async def go(self) -> None:
        self.cut = True
        for each in self._sockets:
            await each.close(code=1001)


async def opened(context: BrowserContext, chat: Chat) -> Page:
    """The page, which must have nothing to complain of."""
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    await page.goto(chat.address + "/plain")
    page.complaints = complaints  # type: ignore[attr-defined] # the tests' own note on it
    return page


async def begin(page: Page, name: str = "Kim Doe", email: str = "kim@example.com") -> None:
    await page.get_by_label("Your name").fill(name)
    await page.get_by_label("Your e-mail address").fill(email)
    await page.get_by_role("button", name="Start chat").click()
    await expect(page.get_by_label("Your message")).to_be_focused()


def complaints(page: Page) -> list[str]:
    found: list[str] = page.complaints  # type: ignore[attr-defined] # see opened
    return found


async def test_what_is_missing_in_the_form_is_said_where_it_is(context: BrowserContext, chat: Chat) -> None:
    page = await opened(context, chat)
    await page.get_by_label("Your e-mail address").fill("kim")
    await page.get_by_role("button", name="Start chat").click()
    name = page.get_by_label("Your name")
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(name).to_be_focused()
    await expect(name).to_have_accessible_description("Your name is required.")
    await expect(page.get_by_label("Your e-mail address")).to_have_accessible_description(
        re.compile("no e-mail address")
    )


async def test_a_conversation_from_the_form_to_the_end(
    context: BrowserContext, chat: Chat, agent: Person, tmp_path: Path
) -> None:
    page = await opened(context, chat)
    await begin(page)
    log = page.get_by_role("log")
    status = page.get_by_role("status")
    await expect(log).to_contain_text("How can we help?")

    await page.get_by_label("Your message").fill("My claim <b>C-1</b>")
    await page.keyboard.press("Enter")
    mine = log.get_by_role("listitem").filter(has_text="My claim")
    await expect(mine).to_contain_text("My claim <b>C-1</b>")
    await expect(mine.locator(".note")).to_have_text("Sent")
    await expect(status).to_contain_text("You are number 1 in line.")

    await agent.put("/me/presence", json={"status": "available"})
    interaction_id = await take(agent)
    await expect(status).to_have_text("Ada is with you.")
    sent = await reply(agent, interaction_id, "Let me look")
    await expect(log).to_contain_text("Let me look")
    await delivery(agent, sent, "read")

    car = tmp_path / "car.png"
    car.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    await page.locator("#file").set_input_files(car)
    await expect(page.get_by_role("button", name="Remove car.png")).to_be_visible()
    await page.get_by_role("button", name="Send").click()
    async with page.expect_download() as download:
        await log.get_by_role("button", name="car.png").click()
    assert (await (await download.value).path()).read_bytes() == car.read_bytes()

    await page.reload()
    await expect(page.locator("#lines > li")).to_have_count(4)
    texts = await page.locator("#lines .text").all_text_contents()
    assert texts == ["Good morning. How can we help?", "My claim <b>C-1</b>", "Let me look"]

    await page.get_by_role("button", name="End chat").click()
    await page.get_by_role("button", name="Go on").click()
    await expect(status).to_have_text("Ada is with you.")
    await page.get_by_role("button", name="End chat").click()
    await page.get_by_role("button", name="End it").click()
    await expect(status).to_contain_text("The conversation has ended.")

    async def left() -> bool:
        return [each["status"] for each in await chat.interactions()] == ["wrap_up"]

    await eventually(left)
    assert complaints(page) == []


async def test_what_is_said_without_a_connection_arrives_once_there_is_one(
    context: BrowserContext, chat: Chat, agent: Person
) -> None:
    line = Line()
    await context.route_web_socket(re.compile("/socket$"), line.pass_on)
    page = await opened(context, chat)
    await begin(page)
    await page.get_by_label("Your message").fill("First")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .note")).to_have_text("Sent")
    await agent.put("/me/presence", json={"status": "available"})
    interaction_id = await take(agent)

    await line.go()
    await expect(page.get_by_role("status")).to_contain_text("connection")
    await page.get_by_label("Your message").fill("Second")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine").last).to_contain_text("Sending …")
    await reply(agent, interaction_id, "Meanwhile")
    line.cut = False

    await expect(page.locator(".mine").last.locator(".note")).to_have_text("Sent")
    await expect(page.get_by_role("log")).to_contain_text("Meanwhile")

    async def all_said() -> bool:
        found = await chat.admin.items(f"/interactions/{interaction_id}/messages")
        return sorted(each["text"] for each in found) == ["First", "Meanwhile", "Second"]

    await eventually(all_said)
    await expect(page.locator("#lines > li")).to_have_count(4)


async def test_what_one_person_left_unsent_is_not_said_by_the_next(context: BrowserContext, chat: Chat) -> None:
    """At a computer that several people use: the token is gone, and with it what waited to be sent."""
    line = Line()
    await context.route_web_socket(re.compile("/socket$"), line.pass_on)
    page = await opened(context, chat)
    await begin(page)
    await expect(page.get_by_role("status")).to_contain_text("Write a message")
    await line.go()
    await page.get_by_label("Your message").fill("Only for you")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine")).to_contain_text("Sending …")
    await page.evaluate(
        """() => {
          const key = Object.keys(localStorage)[0];
          localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), token: "wlv_spoiled" }));
        }"""
    )
    # Nobody is connected again before the next one comes.
    await page.goto("about:blank")
    line.cut = False
    await page.goto(chat.address + "/plain")
    await begin(page, name="Eve", email="eve@example.com")
    await page.get_by_label("Your message").fill("Hello")
    await page.keyboard.press("Enter")
    (interaction,) = await eventually(chat.interactions)
    found = await chat.admin.items(f"/interactions/{interaction['id']}/messages")
    assert [each["text"] for each in found] == ["Hello"]


async def test_two_tabs_are_one_conversation(context: BrowserContext, chat: Chat) -> None:
    one = await opened(context, chat)
    await begin(one)
    other = await opened(context, chat)
    await expect(other.get_by_label("Your message")).to_be_visible()
    await one.get_by_label("Your message").fill("Hello from here")
    await one.keyboard.press("Enter")
    await expect(other.get_by_role("log")).to_contain_text("Hello from here")
    assert complaints(other) == []


async def test_the_agent_is_seen_typing(context: BrowserContext, chat: Chat, served: str, key_client: Any) -> None:
    page = await opened(context, chat)
    await begin(page)
    await page.get_by_label("Your message").fill("Hello")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("in line")
    (interaction,) = await chat.interactions()
    key = await key_client("interaction.work", "case.read")
    await desk_types(served, key, interaction["id"])
    await expect(page.locator("#typing")).to_contain_text("is typing")


@pytest.mark.parametrize("welcome", [False, True], ids=["refused", "allowed"])
async def test_another_site_embeds_the_client_if_it_may(
    context: BrowserContext, new_chat: NewChat, welcome: bool
) -> None:
    """As the browser sees it: the script of one origin on the page of another."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    chat = await new_chat(origins=[site] if welcome else ["http://127.0.0.1:99"], pre_chat=[])
    client = chat.address.rpartition("/")[0] + "/assets/client.js"
    server = await asyncio.start_server(partial(_one_page, f"<script src='{client}'></script>"), "127.0.0.1", port)
    page = await context.new_page()
    await page.goto(site + "/")
    talk = """async (address) => {
      const chat = new WarmlineChat(address);
      await chat.start();
      const said = new Promise((done) => chat.addEventListener("line", ({ detail }) => done(detail.text)));
      chat.addEventListener("status", ({ detail }) => detail === "online" && chat.send("Hello from another site"));
      return said;
    }"""
    if welcome:
        assert await page.evaluate(talk, chat.address) == "Hello from another site"
    else:
        with pytest.raises(PlaywrightError, match="Failed to fetch"):
            await page.evaluate(talk, chat.address)
        assert await chat.interactions() == []
    server.close()


async def _one_page(html: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A site with one page, whatever is asked for."""
    await reader.readuntil(b"\r\n\r\n")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\nConnection: close\r\n\r\n"
    writer.write((head + html).encode())
    await writer.drain()
    writer.close()


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(chat: Chat) -> None:
    answer = await chat.http.get(chat.address + "/plain")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|style=", answer.text)
    assert not re.search(r"(src|href)=\"(?!\.\./assets/|data:,)", answer.text)
    odd = await chat.http.get(chat.address + "/plain", headers={"Host": "x; script-src *"})
    assert "script-src *" not in odd.headers.get("content-security-policy", "")
    assert (await chat.http.get(chat.address + "/../assets/secret.js")).status_code == 404
