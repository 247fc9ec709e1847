"""Every page of the desk, with something on it, in both schemes: it shows what it should, and axe finds nothing."""

import re
from typing import Any, NamedTuple

from playwright.async_api import Page, expect

from tests.conftest import ROOT, eventually
from tests.desk.conftest import WIDTHS, Browse, Scheme, violations
from tests.desk.test_admin_people import proposed
from tests.desk.test_admin_work import signed
from tests.desk.test_aside import GLASS, furnish, mailed
from tests.desk.visitor import chat
from tests.journeys.branch import Branch
from warmline.api.desk import DOORS
from warmline.api.desk import PAGES as SERVED
from warmline.kit.db import Database

ROUTES = ROOT / "web" / "src" / "app" / "routes.tsx"
# A route as it is written there: its name, the name of the one above it, and what it adds to the address.
ROUTE = re.compile(
    r'const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*(?:path: "(?P<path>[^"]*)"|id: "\w+")', re.DOTALL
)
# Colours are the same at every width, so the telephone is looked at once.
LOOKS: tuple[tuple[int, Scheme], ...] = ((1440, "light"), (1440, "dark"), (390, "dark"))
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


def routes() -> set[str]:
    """The addresses of all pages, as the desk's own list has them."""
    source = ROUTES.read_text()
    found = {name: (parent, path) for name, parent, path in ROUTE.findall(source)}
    assert len(found) == source.count("createRoute({"), "a route is written in a way that this does not read"

    def address(name: str) -> str:
        parent, path = found.get(name, ("", ""))
        return (address(parent) if parent else "") + (f"/{path.strip('/')}" if path.strip("/") else "")

    return {address(name) for name in found} - {""}


class Shown(NamedTuple):
    """A page is there when it has this heading and these words; ``address`` where the route has gaps to fill."""

    heading: str
    words: str
    address: str = ""


PAGES = {
    "/desk": Shown("My desk", "Kim Lee"),
    "/desk/$view": Shown("My desk", "Ada Vale", "/desk/everything"),
    "/desk/$view/$interactionId": Shown("My desk", "Call the roofer", "/desk/mine/{chat}"),
    "/cases/$caseId": Shown("Case", "Call the roofer", "/cases/{case}"),
    "/customers/$customerId": Shown("Ada Vale", "ada@example.com", "/customers/{customer}"),
    "/wall": Shown("Live wall", "Maya"),
    "/alerts": Shown("Alerts", "Claims is open and nobody is at work"),
    "/search": Shown("Search", "2 conversations", "/search?q=windscreen"),
    "/reports/day": Shown("Day report", "The same figures as tables"),
    "/me": Shown("My profile", "This browser"),
    "/admin": Shown("What do you want to set up?", "Choose a section"),
    "/admin/organisation": Shown("Organisation", "Financial services"),
    "/admin/people": Shown("People", "Maya"),
    "/admin/people/$agentId": Shown("Maya", "Used to sign in", "/admin/people/{agent}"),
    "/admin/teams": Shown("Teams", "One member"),
    "/admin/roles": Shown("Roles", "Supervisor"),
    "/admin/keys": Shown("API keys", "Nightly report"),
    "/admin/canned": Shown("Canned responses", "Greeting"),
    "/admin/vocabularies": Shown("Vocabularies", "Inquiry category"),
    "/admin/vocabularies/$code": Shown("Inquiry category", "Billing", "/admin/vocabularies/inquiry_category"),
    "/admin/templates": Shown("Capture templates", "Wrap-up of a complaint"),
    "/admin/policies": Shown("Hand-off policies", "Person to person"),
    "/admin/context": Shown("Context review", "Repeated after a switch"),
    "/admin/patterns": Shown("Entity patterns", "AU[0-9]{7}"),
    "/admin/matching": Shown("Matching", "The model that comes with"),
    "/admin/identity": Shown("Identity review", "Is this one person?"),
    "/admin/feeds": Shown("Feeds", "Customer base"),
    "/admin/feeds/$feedId": Shown("Customer base", "Nothing was delivered yet", "/admin/feeds/{feed}"),
    "/admin/audit": Shown("Audit trail", "Verify the trail"),
    "/admin/channels": Shown("Channels", "us@northlight.test"),
    "/admin/channels/new": Shown("Add a channel", "A mailbox by IMAP and SMTP"),
    "/admin/channels/$accountId": Shown("Site", "Ask for a rating at the end", "/admin/channels/{account}"),
    "/admin/queues": Shown("Queues", "Claims"),
    "/admin/queues/new": Shown("Add a queue", "What will happen"),
    "/admin/queues/$queueId": Shown("Claims", "What will happen", "/admin/queues/{queue}"),
    "/admin/skills": Shown("Skills", "Dutch"),
    "/admin/hours": Shown("Business hours", "Office hours"),
    "/admin/rules": Shown("Routing rules", "All of it"),
    "/admin/reasons": Shown("Presence reasons", "Lunch"),
    "/admin/failures": Shown("Failures", "Deliveries (1)"),
    "/admin/learning": Shown("Learning", "Learning is switched off"),
    # Nobody is signed in at these.
    "/sign-in": Shown("Sign in", "Forgot your password?"),
    "/reset-password": Shown("Forgot your password?", "Back to sign-in"),
    "/setup": Shown("Set up Warmline", "This installation is set up already"),
}
# What is set up beside the contacts: a thing of each kind, by the path that makes it.
THINGS: dict[str, dict[str, Any]] = {
    "/keys": {"name": "Nightly report", "scopes": ["queue.read"]},
    "/canned-responses": {"code": "hi", "name": "Greeting", "body": "Good morning", "scope": "everybody"},
    "/skills": {"code": "dutch", "name": "Dutch"},
    "/presence-reasons": {"code": "lunch", "name": "Lunch", "status": "away"},
    "/saved-views": {"name": "Late", "sort": "due", "shared": "everybody"},
    "/calendars": {
        "code": "office",
        "name": "Office hours",
        "timezone": "Europe/Berlin",
        "weekly": {"mon": [["09:00", "17:00"]]},
    },
    "/entity-patterns": {"kind": "policy", "label": "Motor", "expression": "AU[0-9]{7}"},
    "/continuity-policies": {"switch": "agent", "name": "Agents", "fields": [{"field": "policy", "label": "Policy"}]},
}
RULE = {"name": "All of it", "when": "true", "then": {"priority": 5}}


async def fill(office: Branch, db: Database) -> dict[str, str]:
    """An office at work: a chat in the boss's hands, mails in the queue, and one of each kind that is set up."""
    boss, desk = office.boss, await furnish(office, db)
    for path, new in THINGS.items():
        await boss.post(path, new)
    await boss.put("/routing/rules", {"rules": [RULE]})
    new = {"connector": "webchat", "channel": "webchat", "name": "Site", "queue_id": office.queue}
    account = (await boss.post("/channels", new))["id"]
    await (await chat(office, account)).say(f"My roof leaks. {GLASS}")

    async def arrived() -> Any:
        return (await boss.get("/interactions"))["items"]

    [first] = await eventually(arrived)
    await boss.post(f"/interactions/{first['id']}/take")
    await boss.post(f"/interactions/{first['id']}/notes", {"text": "Call the roofer"})
    await boss.post(f"/interactions/{first['id']}/replies", {"text": "We send somebody."})
    maya = await office.hire("Maya")
    await mailed(desk, "ada@example.com", GLASS)
    second = await maya.accept_next()
    ada = (await boss.get(f"/interactions/{second}"))["customer_id"]
    changed = await boss.http.patch(f"/api/v1/customers/{ada}", json={"display_name": "Ada Vale"})
    assert changed.is_success, changed.text
    await maya.put("/me/presence", {"status": "away", "reason": "lunch"})
    await mailed(desk, "ada@example.com", "The windscreen again, and my pension.")
    feed = {"connector": "contacts", "channel": "sms", "name": "Feed", "settings": {"signing_secret": "feed secret"}}
    await signed(office, (await boss.post("/channels", feed))["id"], b'{"no": "contact"}')
    await proposed(office)
    crm = (await boss.post("/feeds", {"code": "crm", "name": "Customer base"}))["id"]
    ids = {"feed": crm, "chat": first["id"], "case": first["case_id"], "customer": ada, "agent": maya.id}
    return {**ids, "account": account, "queue": office.queue}


async def settle(page: Page, shown: Shown) -> None:
    """The page has come, whole: what it says is there, and nothing is still on its way."""
    await expect(page.get_by_role("heading", level=1, name=shown.heading, exact=True)).to_be_visible()
    await expect(page.locator("main").get_by_text(shown.words).locator("visible=true").first).to_be_visible()
    await expect(page.locator("[class*=Skeleton]")).to_have_count(0)
    await expect(page.get_by_text("That did not work")).to_have_count(0)


async def look(page: Page, width: int, scheme: Scheme) -> None:
    """Make the window so wide, and wait until the desk has changed its colours."""
    await page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    await page.emulate_media(color_scheme=scheme)
    await page.locator(f"html[data-mantine-color-scheme={scheme}]").wait_for()


async def barriers(page: Page, pages: dict[str, Shown], ids: dict[str, str]) -> dict[str, list[str]]:
    """What axe finds on these pages, by page and look; and what does not fit on a telephone."""
    found: dict[str, list[str]] = {}
    for route, shown in pages.items():
        # As a link would: the desk stays loaded.
        await page.evaluate("to => history.pushState({}, '', to)", (shown.address or route).format(**ids))
        await settle(page, shown)
        for width, scheme in LOOKS:
            await look(page, width, scheme)
            if wrong := await violations(page):
                found[f"{route} {width} {scheme}"] = wrong
        if not await page.evaluate(FITS):
            found[f"{route} {width}"] = ["it is wider than the screen"]
        await look(page, *LOOKS[0])
    return found


async def test_every_page_can_be_used_by_everybody_in_light_and_dark(
    db: Database, office: Branch, browse: Browse
) -> None:
    assert routes() == set(PAGES), "a page is not walked, or is no more"
    assert {each.split("/")[1] for each in PAGES} == {*SERVED, *DOORS}, "the server and the desk know other pages"
    ids = await fill(office, db)
    doors = {route: shown for route, shown in PAGES.items() if route.strip("/") in DOORS}
    inside = {route: shown for route, shown in PAGES.items() if route not in doors}
    found = await barriers(await browse(office.boss), inside, ids)
    found |= await barriers(await browse(None, "/sign-in"), doors, ids)
    assert found == {}
