"""The desk as people use it: a served branch office, and real browsers in front of it.

async def test_something(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    page = await browse(maya, "/desk/mine")
    await page.get_by_role("button", name="Save").click()
    assert await violations(page) == []
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from scripts.build_web import build, prepare
from tests.conftest import ROOT
from tests.journeys.branch import Branch, Colleague, open_branch
from warmline.kit.db import Database

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 at levels A and AA, and what axe's authors advise beside.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colours on their way from one to another are neither. What turns for ever is not waited for.
STILL = """() => Promise.all(
  document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .map((each) => each.finished.catch(() => undefined))
)"""
# Some browsers share two cores, which do much beside.
PATIENCE_MS = 45_000
WIDTHS = {1440: 900, 900: 1000, 390: 844}
Scheme = Literal["light", "dark"]

# browse(maya, "/desk/mine", scheme="dark", width=390) -> a page in a browser of their own, signed in.
Browse = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="module", autouse=True)
async def alone(emptied: None) -> None:
    """The program that is served here has only what its tests make."""


@pytest.fixture(autouse=True)
def patience() -> None:
    """What must come is waited for as long, whichever files are run together: it holds for all of them."""
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def built() -> None:
    """The desk as its sources are now."""
    build(ROOT)
    prepare(ROOT)


@pytest.fixture
async def office(db: Database, tmp_path: Path, built: None) -> AsyncIterator[Branch]:
    """A branch office that is served with everything that runs in the background."""
    async with open_branch(db, tmp_path) as branch:
        # An offer stands while a slow page is drawn and looked at.
        longer = await branch.boss.http.patch(f"/api/v1/queues/{branch.queue}", json={"offer_seconds": 100})
        assert longer.is_success, longer.text
        yield branch


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for the run; whoever uses it has a profile of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def browse(chromium: Browser, office: Branch) -> AsyncIterator[Browse]:
    """Opens pages. What a page writes to its console as an error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    async def open_page(
        who: Colleague | None, path: str = "/", *, scheme: Scheme = "light", width: int = 1440, language: str = "en-GB"
    ) -> Page:
        context = await profile(chromium, office.url, who, scheme=scheme, width=width, language=language)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{office.url}{path}")
        return page

    yield open_page
    for each in contexts:
        await each.close()
    assert errors == []


async def profile(
    chromium: Browser, url: str, who: Colleague | None, *, scheme: Scheme = "light", width: int = 1440, language: str
) -> BrowserContext:
    """A browser of their own, with the session of ``who``, if anybody."""
    context = await chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": WIDTHS.get(width, 900)},
        locale=language,
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    if who is not None:
        host = urlsplit(url).hostname
        for cookie in who.http.cookies.jar:
            await context.add_cookies(
                [{"name": cookie.name, "value": cookie.value or "", "domain": host or "", "path": "/"}]
            )
    return context


async def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds on the page once nothing moves: a line for each rule with the first elements that break it."""
    await page.evaluate(STILL)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found = await page.evaluate(
        "([within, options]) => axe.run(within ?? document, options)",
        [within, {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"], "selectors": False}],
    )
    return [
        f"{each['id']}: {each['help']}: " + "; ".join(str(node["html"])[:200] for node in each["nodes"][:3])
        for each in found["violations"]
    ]
