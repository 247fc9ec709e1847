"""What the web clients weigh, and how fast their pages are in a real browser.

Run: python -m bench.web [interactions]. The desk is built, ``warmline serve`` is a process of its own, and Debian's
Chromium opens it on loopback with a cold cache. The floor of a page is one of ours without any script. Milliseconds,
but for sizes.
"""

import asyncio
import gzip
import hashlib
import hmac
import re
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import httpx
import uvloop
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bench._channels import bench
from bench._report import Figure, Report, percentile
from bench._serving import free_port, running
from bench._world import World, make
from bench.accept import SECRET
from scripts.build_web import ROOT, build
from warmline.accounts import NewAgent, NewRole, create_agent, create_role, system
from warmline.kit.db import Database

KEY = "a key of the bench, as long as it must be"
PASSWORD = "a password of the bench"
EMAIL = "bench@example.test"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
TIMES = 7
MESSAGES = 500
RATE, SECONDS = 50, 10
# A frame that somebody sees to be late: two of 60 a second were left out.
LATE_MS = 50.0
SETTLE_MS = 2500
ASSETS = ROOT / "src" / "warmline" / "connectors" / "webchat" / "assets"
# Resolves with the time at which the element was painted.
PAINTED = """(selector) => new Promise((done) => {
  const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  const look = () => document.querySelector(selector) && (watch.disconnect(), painted(), true);
  const watch = new MutationObserver(look);
  if (!look()) watch.observe(document, { childList: true, subtree: true, characterData: true });
})"""
# Notes for each text `n=<number>` when it was first painted; of what is drawn only what is new is read.
NOTING = """() => {
  window.seen = {};
  let found = [];
  const read = ({ data }) => {
    for (const [, n] of data.matchAll(/ n=(\\d+)\\b/g)) if (!(n in window.seen)) found.push(n);
  };
  const texts = (node) => {
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) read(walk.currentNode);
  };
  const painted = (numbers) => {
    for (const n of numbers) window.seen[n] ??= Date.now();
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'characterData') read(target);
      for (const node of addedNodes) node.nodeType === Node.TEXT_NODE ? read(node) : texts(node);
    }
    const numbers = found;
    found = [];
    if (numbers.length > 0) requestAnimationFrame(() => setTimeout(painted, 0, numbers));
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
# Scrolls the list for five seconds, a screen every 100 ms, and gives the time between frames.
SCROLLING = """async (seconds) => {
  const list = document.querySelector('[data-row]').closest('[role=listbox]');
  let scroller = list;
  while (scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement;
  const frames = [];
  const began = performance.now();
  let last = began;
  while (last - began < seconds * 1000) {
    scroller.scrollTop += 120;
    const now = await new Promise((done) => requestAnimationFrame(done));
    frames.push(now - last);
    last = now;
  }
  return { frames, rows: Math.round(scroller.scrollHeight / document.querySelector('[data-row]').offsetHeight) };
}"""


class Scene(NamedTuple):
    """Where the desk is, and what is in it."""

    url: str
    world: World
    # Two contacts with a long story each.
    long: list[UUID]
    account: UUID


def line(number: int) -> bytes:
    """One SMS of the customer with the long case."""
    at = datetime.now(UTC).isoformat()
    body = (
        f'{{"at":"{at}","channel":"sms","account":"+12025550110","external_id":"SM{number:08}","direction":"inbound",'
        f'"from":{{"scheme":"phone","value":"+12025550199","verification":"verified"}},'
        f'"messages":[{{"at":"{at}","text":"Is there any news of my claim? n={number}"}}]}}'
    )
    return body.encode()


async def furnish(db: Database, dsn: str, world: World) -> list[UUID]:
    """Somebody who may do everything, and two contacts with 500 messages each; their ids."""
    boss = system(world.org, "bench")
    async with db.transaction(world.org) as conn:
        role = await create_role(conn, boss, new=NewRole(code="all", name="All", permissions=["*"]))
        new = NewAgent(email=EMAIL, name="Bench", password=PASSWORD, role_ids=[role.id])
        await create_agent(conn, boss, new=new)
    owner = await asyncpg.connect(dsn)
    rows = await owner.fetch(
        "select id from interaction where org_id = $1 and status = 'active' order by started_at desc limit 2",
        world.org,
    )
    contacts = [row["id"] for row in rows]
    await owner.execute(
        """insert into message (org_id, interaction_id, participant_id, direction, text, account_id, external_id, at,
             received_at)
           select i.org_id, i.id, p.id, 'inbound', 'Line ' || n || ' of a long story about the hail, the garage and ' ||
             repeat('what it will cost. ', 1 + n % 9), i.account_id, i.id || '-' || n,
             now() - (600 - n) * interval '1 second', now()
           from interaction i join participant p on p.org_id = i.org_id and p.interaction_id = i.id,
             generate_series(1, $3::int) n
           where i.org_id = $1 and i.id = any($2)""",
        world.org, contacts, MESSAGES - 5,
    )  # fmt: skip
    await owner.execute("analyze message")
    await owner.close()
    return contacts


@asynccontextmanager
async def scene(size: int) -> AsyncIterator[Scene]:
    """The desk, served."""
    with TemporaryDirectory() as folder:
        async with bench() as at:
            dsn = at.server.dsn("postgres", "postgres")
            world = await make(dsn, size)
            long = await furnish(at.db, dsn, world)
            port = free_port()
            env = {
                "WARMLINE_DATABASE_URL": at.server.dsn("warmline_app", "postgres"),
                "WARMLINE_DATABASE_OWNER_URL": dsn,
                "WARMLINE_DATA_DIR": folder,
                "WARMLINE_SECRET_KEY": KEY,
            }
            async with running(port, env):
                url = f"http://127.0.0.1:{port}"
                yield Scene(url, world, long, await account(url))


async def account(url: str) -> UUID:
    """An SMS account by which the contacts connector takes messages."""
    async with httpx.AsyncClient(base_url=url) as http:
        who = (await http.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD})).json()
        new = {"connector": "contacts", "channel": "sms", "name": "SMS", "address": "+12025550110"}
        headers = {"X-CSRF-Token": who["csrf_token"]}
        made = await http.post(
            "/api/v1/channels", json={**new, "settings": {"signing_secret": SECRET}}, headers=headers
        )
        made.raise_for_status()
        return UUID(made.json()["id"])


@asynccontextmanager
async def visiting(browser: Browser, url: str) -> AsyncIterator[BrowserContext]:
    """A browser with an empty cache, signed in."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    entry = {"email": EMAIL, "password": PASSWORD}
    answer = await context.request.post(f"{url}/api/v1/session", data=entry)
    assert answer.status == 201, await answer.text()
    yield context
    await context.close()


async def first_load(browser: Browser, at: Scene) -> tuple[float, dict[str, int]]:
    """Milliseconds until the list is there and answers a key; bytes of bodies by kind, as they came over
    the wire."""
    async with visiting(browser, at.url) as context:
        page = await context.new_page()
        devtools = await context.new_cdp_session(page)
        await devtools.send("Network.enable")
        await devtools.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
        bodies: dict[str, tuple[str, int]] = {}
        sizes: dict[str, int] = {}

        def noted(event: dict[str, Any]) -> None:
            headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
            bodies[event["requestId"]] = event["type"], int(headers.get("content-length", 0))

        def done(event: dict[str, Any]) -> None:
            kind, length = bodies.get(event["requestId"], ("Other", 0))
            sizes[kind] = sizes.get(kind, 0) + length

        devtools.on("Network.responseReceived", noted)
        devtools.on("Network.loadingFinished", done)
        await page.goto(f"{at.url}/desk/everything", wait_until="commit")
        await page.evaluate(PAINTED, "[data-row]")
        await page.locator("[role=listbox][aria-multiselectable]").press("j")
        ready: float = await page.evaluate(PAINTED, "[data-row][data-active]")
        return ready, dict(sizes)


async def plain_page(browser: Browser, at: Scene) -> float:
    """The floor: milliseconds until a page of ours without scripts is painted."""
    async with visiting(browser, at.url) as context:
        page = await context.new_page()
        await page.goto(f"{at.url}/docs/problems", wait_until="commit")
        painted: float = await page.evaluate(PAINTED, "main h1")
        return painted


async def opening(page: Page, at: Scene) -> tuple[float, float]:
    """Milliseconds from the click on a contact with a long story to its lines, painted: the first since the page was
    loaded, and the one after it."""
    await page.goto(f"{at.url}/desk/everything")
    for contact in at.long:
        await page.locator(f"[data-row='{contact}']").wait_for()
    # What a case is drawn with comes just after the list.
    await page.wait_for_timeout(SETTLE_MS)
    first, second = [await opened(page, contact) for contact in at.long]
    return first, second


async def opened(page: Page, contact: UUID) -> float:
    """Milliseconds from the click to the paint."""
    waited: float = await page.evaluate(
        f"""async (id) => {{
          const painted = {PAINTED};
          document.querySelectorAll("article").forEach((each) => {{ each.dataset.before = ""; }});
          const began = performance.now();
          document.querySelector(`[data-row='${{id}}']`).click();
          return (await painted("article:not([data-before])")) - began;
        }}""",
        str(contact),
    )
    await page.get_by_text(re.compile(f"Line {MESSAGES - 5} of")).first.wait_for()
    await page.wait_for_timeout(SETTLE_MS)
    return waited


async def scrolling(page: Page, at: Scene) -> tuple[list[float], int]:
    """Milliseconds between frames while the list of everything is scrolled; how many rows it then has."""
    await page.goto(f"{at.url}/desk/everything")
    await page.locator("[data-row]").first.wait_for()
    found = await page.evaluate(SCROLLING, 5)
    return found["frames"], found["rows"]


class Course:
    """When each message was sent, recorded and seen, in milliseconds since 1970."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.recorded: dict[str, float] = {}

    def heard(self, payload: str | bytes) -> None:
        """Note the time of the event in a frame of the live socket."""
        text = payload if isinstance(payload, str) else payload.decode()
        if number := re.search(r" n=(\d+)\b", text):
            at = re.search(r'"type":"message\.received","at":"([^"]+)"', text)
            if at:
                self.recorded.setdefault(number[1], datetime.fromisoformat(at[1]).timestamp() * 1000)


async def arriving(page: Page, at: Scene) -> tuple[list[float], list[float]]:
    """Milliseconds to the screen at 50 messages a second: from sending, and from the event's time, which is before its
    commit."""
    course = Course()
    page.on("websocket", lambda socket: socket.on("framereceived", course.heard))
    async with httpx.AsyncClient(base_url=at.url) as http:
        await deliver(http, at, course, 0)
        await page.goto(f"{at.url}/desk/everything?channel=sms")
        await page.locator("[data-row]").first.click()
        await page.get_by_text("n=0").last.wait_for()
        await page.evaluate(NOTING)
        began = asyncio.get_running_loop().time()
        sending = []
        for number in range(1, RATE * SECONDS + 1):
            await asyncio.sleep(max(0.0, began + number / RATE - asyncio.get_running_loop().time()))
            sending.append(asyncio.create_task(deliver(http, at, course, number)))
        await asyncio.gather(*sending)
        await page.get_by_text(f"n={RATE * SECONDS}").last.wait_for()
    seen: dict[str, float] = await page.evaluate("window.seen")
    # The first second warms up.
    counted = [each for each in course.sent if int(each) > RATE and each in seen]
    whole = [seen[each] - course.sent[each] for each in counted]
    after = [seen[each] - course.recorded[each] for each in counted if each in course.recorded]
    return whole, after


async def deliver(http: httpx.AsyncClient, at: Scene, course: Course, number: int) -> None:
    """Send a message by the webhook."""
    path, body, headers = webhook(at.account, line(number))
    course.sent[str(number)] = datetime.now(UTC).timestamp() * 1000
    answer = await http.post(path, content=body, headers=headers)
    answer.raise_for_status()


def webhook(account_id: UUID, body: bytes) -> tuple[str, bytes, dict[str, str]]:
    """A delivery, signed as the connector wants it."""
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return f"/api/v1/channels/{account_id}/webhook", body, {"X-Warmline-Signature": f"sha256={signature}"}


def kilobytes(size: int) -> float:
    return size / 1000


async def weigh(report: Report, browser: Browser, at: Scene) -> None:
    """The first page of an agent, and the widget."""
    plain = statistics.median([await plain_page(browser, at) for _ in range(TIMES)])
    loads = [await first_load(browser, at) for _ in range(TIMES)]
    ready = [each for each, _ in loads]
    report.add(
        Figure(
            what="desk interactive, cold cache", unit="ms", ours=statistics.median(ready), p99=max(ready), floor=plain,
            budget="ours <= 1500",
        )
    )  # fmt: skip
    sizes = loads[-1][1]
    script = kilobytes(sizes.get("Script", 0))
    report.add(Figure(what="first load, JavaScript, gzip", unit="kB", ours=script, budget="ours <= 300"))
    report.add(Figure(what="first load, styles, gzip", unit="kB", ours=kilobytes(sizes.get("Stylesheet", 0))))
    report.add(Figure(what="first load, all, gzip", unit="kB", ours=kilobytes(sum(sizes.values()))))
    widget = sum(len(gzip.compress((ASSETS / name).read_bytes(), 9)) for name in ("widget.js", "widget.frame.js"))
    report.add(Figure(what="chat widget, gzip", unit="kB", ours=kilobytes(widget), budget="ours <= 20"))


async def main(size: int) -> None:
    build(ROOT)
    report = Report(f"The web clients over {size:,} interactions")
    async with scene(size) as at, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        await weigh(report, browser, at)
        async with visiting(browser, at.url) as context:
            page = await context.new_page()
            waits = [await opening(page, at) for _ in range(TIMES)]
            for which, each in zip(("first case since the load", "next case"), zip(*waits, strict=True), strict=True):
                report.add(
                    Figure(
                        what=f"{which}, {MESSAGES} messages, click to paint", unit="ms", ours=statistics.median(each),
                        p99=max(each), budget="ours <= 150",
                    )
                )  # fmt: skip
            frames, rows = await scrolling(page, at)
            late = sum(each > LATE_MS for each in frames)
            report.add(
                Figure(
                    what=f"scrolling {rows:,} rows, frame", unit="ms", ours=statistics.median(frames),
                    p99=percentile(frames, 0.99), budget=f"p99 <= {LATE_MS:.0f}",
                )
            )  # fmt: skip
            report.note(
                f"{late} of {len(frames)} frames took longer than {LATE_MS:.0f} ms; the longest {max(frames):.0f}."
            )
            whole, after = await arriving(page, at)
            for what, took, budget in (
                ("new message, recorded to screen", after, "ours <= 100"),
                ("new message, sent to screen", whole, ""),
            ):
                report.add(
                    Figure(
                        what=what, size=f"{RATE}/s", unit="ms", ours=percentile(took, 0.5),
                        p99=percentile(took, 0.99), budget=budget,
                    )
                )  # fmt: skip
            report.note(f"{len(whole)} of {RATE * (SECONDS - 1)} messages were on the screen and counted.")
        await browser.close()
    report.show()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
