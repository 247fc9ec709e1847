"""Take the pictures of docs/pictures/desk anew: every page of the demo at three widths, and some in dark colours.

`make pictures` runs it; `python -m scripts.take_pictures wall search` takes only those whose name begins so.
"""

import asyncio
import contextlib
import io
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright
from rich.progress import track

from bench._serving import free_port, until_ready

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures" / "desk"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
WIDTHS = {1440: 900, 900: 1000, 390: 844}
PASSWORD = "northlight demo"
AGENT, SUPERVISOR, ADMINISTRATOR = (
    f"{name}@northlight.example" for name in ("maya.brandt", "ruth.okafor", "ada.quist")
)
# What is drawn after the page has come: skeletons, charts, the first frames of the socket.
SETTLE_MS = 1200
Address = Callable[[httpx.AsyncClient], Awaitable[str]]


class Shot(NamedTuple):
    """A page as somebody sees it; the button ``press`` and then ``keys`` are pressed before the picture is taken."""

    name: str
    who: str | None
    address: str | Address
    keys: tuple[str, ...] = ()
    press: str = ""
    dark: bool = False


async def first(http: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """The first item of a list of the demo."""
    body = (await http.get(f"/api/v1{path}")).raise_for_status().json()
    items: list[dict[str, Any]] = body["items"] if isinstance(body, dict) else body
    return items[0]


async def my_work(http: httpx.AsyncClient) -> str:
    """A chat that I have in hand."""
    work = (await http.get("/api/v1/me/work")).raise_for_status().json()
    chosen = next((each for each in work if each["channel"] == "webchat"), work[0])
    return f"/desk/mine/{chosen['interaction_id']}"


async def items(http: httpx.AsyncClient, path: str, **query: str) -> list[dict[str, Any]]:
    """The first two hundred of a list."""
    answer = (await http.get(f"/api/v1{path}", params={"limit": 200, **query})).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def across_channels(http: httpx.AsyncClient) -> dict[str, Any]:
    """The row of a mail whose case began as a chat: of those that can be answered, or else of all, the longest case."""
    rows = [
        row
        for row in await items(http, "/inbox", view="everything", channel="email")
        if "webchat" in {each["channel"] for each in await items(http, f"/cases/{row['case_id']}/interactions")}
    ]
    rows = [row for row in rows if row["status"] in ("active", "queued")] or rows
    told = [len(await items(http, f"/cases/{row['case_id']}/messages")) for row in rows]
    return rows[told.index(max(told))]


async def a_case(http: httpx.AsyncClient) -> str:
    """Such a case, in my hands."""
    row = await across_channels(http)
    if row["status"] == "queued":
        (await http.post(f"/api/v1/interactions/{row['interaction_id']}/take")).raise_for_status()
    return f"/desk/everything/{row['interaction_id']}"


async def a_customer(http: httpx.AsyncClient) -> str:
    return f"/customers/{(await across_channels(http))['customer_id']}"


async def a_queue(http: httpx.AsyncClient) -> str:
    return f"/admin/queues/{(await first(http, '/queues'))['id']}"


async def a_channel(http: httpx.AsyncClient) -> str:
    return f"/admin/channels/{(await first(http, '/channels'))['id']}"


async def the_site(http: httpx.AsyncClient) -> str:
    chats = (await http.get("/api/v1/channels")).raise_for_status().json()["items"]
    return f"/channels/webchat/{next(each['id'] for each in chats if each['connector'] == 'webchat')}/page"


ADMIN_PAGES = (
    *("organisation", "people", "teams", "roles", "queues", "skills", "hours", "rules", "reasons", "learning"),
    *("channels", "failures", "canned", "vocabularies", "templates", "policies", "context", "patterns", "matching"),
    *("feeds", "identity", "keys", "audit"),
)
SHOTS = [
    Shot("sign-in", None, "/sign-in"),
    Shot("reset-password", None, "/reset-password"),
    Shot("desk", AGENT, "/desk/mine"),
    Shot("case", SUPERVISOR, a_case),
    Shot("case-dark", SUPERVISOR, a_case, dark=True),
    Shot("palette", AGENT, my_work, keys=("Control+k",)),
    Shot("shortcuts", AGENT, my_work, keys=("?",)),
    Shot("customer", AGENT, a_customer),
    Shot("profile", AGENT, "/me"),
    Shot("wall", SUPERVISOR, "/wall"),
    Shot("wall-dark", SUPERVISOR, "/wall", dark=True),
    Shot("alerts", SUPERVISOR, "/alerts"),
    Shot("search", SUPERVISOR, "/search?q=policy"),
    Shot("report", SUPERVISOR, "/reports/day"),
    Shot("widget", None, the_site, press="Chat with us"),
    Shot("admin-queue", ADMINISTRATOR, a_queue),
    Shot("admin-channel", ADMINISTRATOR, a_channel),
    Shot("admin-channel-new", ADMINISTRATOR, "/admin/channels/new"),
    *(Shot(f"admin-{name}", ADMINISTRATOR, f"/admin/{name}") for name in ADMIN_PAGES),
]


@contextlib.asynccontextmanager
async def served(command: str) -> AsyncIterator[tuple[str, asyncio.StreamReader]]:
    """``warmline`` as a server on a port and a data directory of its own; its address, and what it prints."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "WARMLINE_PORT": str(port),
            "WARMLINE_DATA_DIR": folder,
            "WARMLINE_LOG_LEVEL": "error",
            # Nobody listens there: no picture sends a mail, but pages say what is possible.
            "WARMLINE_SMTP_URL": "smtp://127.0.0.1:9",
            "WARMLINE_MAIL_FROM": "desk@northlight.example",
        }
        words = (sys.executable, "-m", "warmline", command)
        server = await asyncio.create_subprocess_exec(
            *words, env=os.environ | settings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        try:
            await until_ready(port, server)
            assert server.stdout
            yield url, server.stdout
        finally:
            server.terminate()
            await server.wait()


async def first_run(browser: Browser) -> None:
    """The set-up of an empty installation; its address is printed, with a token."""
    async with served("serve") as (url, printed), asyncio.timeout(60):
        found = None
        while not found:
            found = re.search(rf"{url}(/setup#\S+)", (await printed.readline()).decode())
        await take(browser, url, Shot("setup", None, found[1]))


async def take(browser: Browser, url: str, shot: Shot) -> None:
    """The page at each width."""
    async with httpx.AsyncClient(base_url=url) as http:
        if shot.who or callable(shot.address):
            entry = {"email": shot.who or ADMINISTRATOR, "password": PASSWORD}
            session = (await http.post("/api/v1/session", json=entry)).raise_for_status()
            http.headers["X-CSRF-Token"] = session.json()["csrf_token"]
        address = shot.address if isinstance(shot.address, str) else await shot.address(http)
        cookies = [{"name": each.name, "value": each.value or "", "url": url} for each in http.cookies.jar if shot.who]
        for width, height in WIDTHS.items():
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if shot.dark else "light",
                locale="en-GB",
                timezone_id="Europe/Berlin",
                reduced_motion="reduce",
            )
            await context.add_cookies(cookies)  # type: ignore[arg-type]  # a name, a value and an address are enough
            page = await context.new_page()
            await page.goto(f"{url}{address}", wait_until="load")
            await page.locator("main, body > *").first.wait_for()
            await page.wait_for_load_state("networkidle")
            await page.wait_for_timeout(SETTLE_MS)
            if shot.press:
                await page.get_by_role("button", name=shot.press).click()
                await page.wait_for_timeout(SETTLE_MS)
            for keys in shot.keys:
                await page.keyboard.press(keys)
                await page.wait_for_timeout(SETTLE_MS)
            await keep(page, f"{shot.name}-{width}")
            await context.close()


async def keep(page: Page, name: str) -> None:
    """The picture, as a WebP: a third of a PNG, and the letters stay sharp."""
    picture = Image.open(io.BytesIO(await page.screenshot()))
    picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=82, method=6)


async def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots = [each for each in SHOTS if not names or any(each.name.startswith(name) for name in names)]
    async with async_playwright() as playwright, served("demo") as (url, _):
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for shot in track(shots, description="Taking pictures"):
            await take(browser, url, shot)
        if not names or "setup" in names:
            await first_run(browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
