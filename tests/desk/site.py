"""A customer's site: pages of another origin, with a strict policy and hostile rules, and a browser on them."""

import asyncio
import base64
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, FrameLocator, Page, expect

from tests.conftest import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Whatever else a site allows itself: this is all that the widget needs.
STRICT = "default-src 'none'; script-src {desk}; frame-src {desk}; style-src 'nonce-own'"
# Rules that a careless or hostile site lays over everything of its own.
HOSTILE = """
:not(html) { display: none !important; visibility: hidden !important; opacity: 0 !important;
  position: static !important;
  transform: scale(0) !important; width: 0 !important; height: 0 !important; pointer-events: none !important; }
iframe, button, div { border: 9px solid red !important; font-size: 1px !important; }
"""


class Site:
    """Pages of a site of its own, by path. ``localhost`` is another site than the desk's 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://localhost:{port}"
        self.pages: dict[str, tuple[str, str]] = {}
        self._server: asyncio.Server | None = None

    def page(self, path: str, html: str, *, policy: str = "") -> str:
        """Serve this under the path; its address."""
        self.pages[path] = html, policy
        return self.address + path

    async def __aenter__(self) -> "Site":
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._server, "it was entered"
        self._server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
        html, policy = self.pages.get(asked.partition("?")[0], ("", ""))
        body = html.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        head += f"Content-Security-Policy: {policy}\r\n" if policy else ""
        writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()


def embedding(desk: str, account_id: str, *, css: str = "", head: str = "", **data: str) -> str:
    """A page of a site with the one line in it."""
    given = "".join(f" data-{name}='{value}'" for name, value in data.items())
    return (
        f"<!doctype html><html lang='en'><head><title>Our site</title><style nonce='own'>{css}</style>{head}"
        f"<script src='{desk}/channels/webchat/widget.js' data-account='{account_id}'{given} async></script></head>"
        "<body><main><h1>Our site</h1><p>Welcome.</p><button id='theirs'>Theirs</button></main></body></html>"
    )


class Widget:
    """The widget on a page, as a person meets it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        # The page's own address for its icon is not ours to answer for.
        if kind in ("error", "warning") and "favicon" not in text:
            self.complaints.append(text)

    @property
    def launcher(self) -> Any:
        return self.page.get_by_role("button", name="Chat with us")

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title=Chat]")

    async def goto(self, address: str) -> "Widget":
        await self.page.goto(address)
        return self

    async def open(self) -> "Widget":
        await self.launcher.click()
        return self

    async def begin(self, name: str = "Kim Doe", email: str = "kim@example.com") -> "Widget":
        """Answer the questions before the chat."""
        await self.frame.get_by_label("Your name").fill(name)
        if email:
            await self.frame.get_by_label("Your e-mail address").fill(email)
        await self.frame.get_by_role("button", name="Start chat").click()
        await expect(self.text).to_be_focused()
        return self

    @property
    def text(self) -> Any:
        return self.frame.get_by_label("Your message")

    @property
    def log(self) -> Any:
        return self.frame.get_by_role("log")

    @property
    def status(self) -> Any:
        return self.frame.locator(".standing")

    @property
    def menu(self) -> Any:
        return self.frame.locator(".menu")

    async def say(self, text: str) -> None:
        await self.text.fill(text)
        await self.text.press("Enter")
        await expect(self.log).to_contain_text(text)

    async def choose(self, name: str) -> None:
        """Take something from the menu."""
        await self.frame.get_by_role("button", name="More").click()
        await self.menu.get_by_role("button", name=name).click()


async def violations(page: Page) -> list[str]:
    """What axe finds on the page and in the widget's frame."""
    found: list[str] = []
    source = AXE.read_text()
    for frame in page.frames:
        await frame.evaluate(source)
        result = await frame.evaluate("() => axe.run(document, { iframes: false })")
        found += [
            f"{each['id']}: {[node['html'][:120] for node in each['nodes']]} {each['nodes'][0]['failureSummary']}"
            for each in result["violations"]
        ]
    return found


async def new_page(context: BrowserContext) -> Widget:
    """A tab of its own."""
    return Widget(await context.new_page())


def picture(path: Path) -> Path:
    """A small real picture."""
    path.write_bytes(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNgGAWjYBSMAggAAAQKAAEzD2PAAAAAAElFTkSuQmCC"
        )
    )
    return path


strict = partial(STRICT.format)
