"""The customer's pane and page: suggestions, hand-offs, wrap-up, transfer, and who is who."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.interactions.desk import Desk, mail
from tests.journeys.branch import Branch, Colleague
from warmline.kit import clock
from warmline.kit.db import Database

GLASS = "Hail broke my windscreen, the glass must be replaced. My policy number is AU 482 7719."


async def furnish(office: Branch, db: Database) -> Desk:
    """A mailbox on the office's queue, into which contacts are put as its connector would."""
    insert = (
        "insert into channel_account (org_id, connector, channel, name, address, queue_id)"
        " values ($1, 'email', 'email', 'Mail', 'us@northlight.test', $2) returning id"
    )
    async with db.transaction(office.org) as conn:
        account = await conn.fetchval(insert, office.org, UUID(office.queue))
    return Desk(db, office.org, {"email": account}, UUID(office.queue))


async def mailed(desk: Desk, address: str, text: str, **values: Any) -> str:
    """A mail that came in; its interaction."""
    interaction_id, _ = await desk.placed(address, text, **{"at": clock.now() - timedelta(hours=1), **values})
    return str(interaction_id)


async def opened(browse: Browse, who: Colleague, interaction: str, **how: Any) -> tuple[Page, Locator]:
    """The contact on a screen, and the customer's pane."""
    page = await browse(who, f"/desk/mine/{interaction}", **how)
    pane = page.get_by_role("region", name="Customer", exact=True).first
    await expect(pane.get_by_role("button", name="The customer", exact=True)).to_be_visible()
    return page, pane


async def test_a_suggestion_is_taken_by_key_and_taken_back(office: Branch, browse: Browse, db: Database) -> None:
    maya, desk = await office.hire("Maya"), await furnish(office, db)
    first = await mailed(desk, "ada@example.com", GLASS)
    await maya.accept_next(interaction_id=first)
    await desk.tune(attach=1, suggest=0)
    second = await mailed(
        desk, "ada@example.com", "The windscreen, and also something about my pension", at=clock.now()
    )
    await maya.accept_next(interaction_id=second)
    case_id = (await maya.get(f"/interactions/{first}"))["case_id"]
    own = (await maya.get(f"/interactions/{second}"))["case_id"]
    assert own != case_id
    page, pane = await opened(browse, maya, second)
    question = pane.get_by_role("region", name="Is this the same issue?")
    await expect(question.get_by_role("list", name="Evidence")).to_be_visible()
    assert await violations(page) == []
    await page.locator("body").press("y")
    await expect(question).to_be_hidden()

    async def placed() -> str:
        return str((await maya.get(f"/interactions/{second}"))["case_id"])

    assert await eventually(lambda: _is(placed, case_id))
    await page.get_by_role("button", name="Undo").click()
    await expect(pane.get_by_role("region", name="Is this the same issue?")).to_be_visible()
    assert await placed() == own


async def _is(ask: Any, value: str) -> bool:
    return bool(await ask() == value)


async def declined(browse: Browse, giver: Colleague, receiver: Colleague, contact: str) -> None:
    """The receiver declines, as it rings, what is handed over to them, and says why."""
    body = {"to_kind": "agent", "to_id": str(receiver.id), "reason": "Glass is yours", "allow_incomplete": True}
    await giver.post(f"/interactions/{contact}/hand-offs", body)
    page = await browse(receiver, "/desk/mine")
    ring = page.get_by_role("alertdialog", name="Work is offered to you")
    await expect(ring.get_by_text("Maya hands it over to you: Glass is yours")).to_be_visible()
    await page.keyboard.press("Alt+d")
    why = ring.get_by_label("Why not? Maya reads it (optional)")
    await expect(why).to_be_focused()
    assert await violations(page) == []
    await why.fill("I leave at four")
    await why.press("Enter")
    await expect(ring).to_be_hidden()
    await page.close()


async def test_a_hand_off_arrives_with_all_that_is_known(office: Branch, browse: Browse, db: Database) -> None:
    maya, desk = await office.hire("Maya"), await furnish(office, db)
    contact = await mailed(desk, "ada@example.com", f"{GLASS} When will the adjuster come?")
    await maya.accept_next(interaction_id=contact)
    noor = await office.hire("Noor")
    page, pane = await opened(browse, maya, contact)
    await declined(browse, maya, noor, contact)
    await expect(pane.get_by_role("region", name="The hand-off came back")).to_contain_text("I leave at four")
    await page.get_by_role("button", name=re.compile("Notifications: 1 not read")).click()
    await expect(page.get_by_role("button", name=re.compile("Noor declined"))).to_be_visible()
    await page.keyboard.press("Escape")
    await pane.get_by_role("button", name="Hand over").click()
    dialog = page.get_by_role("dialog", name="Hand over with context")
    await dialog.get_by_role("radio", name=re.compile("Noor")).check()
    await dialog.get_by_role("button", name="Hand over").click()
    await expect(dialog.get_by_text("Say why; the next person reads it first.")).to_be_visible()
    await expect(dialog.get_by_text(re.compile("Still missing by policy: .*Summary"))).to_be_visible()
    await dialog.get_by_label("Why, for the next person").fill("Glass is yours")
    # It is known to be a claim: what the policy asks of claims is asked, and not what it is about.
    await dialog.get_by_label("Summary").fill("Windscreen broken by hail; wants it replaced.")
    await dialog.get_by_label("Date of loss").fill("2026-03-01")
    await dialog.get_by_label("Place of loss").fill("Bremen")
    await dialog.get_by_label("Was anybody hurt").fill("Nobody")
    await dialog.get_by_label("Next step").fill("Book a garage")
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Hand over").click()
    await expect(dialog).to_be_hidden()
    await noor.accept_next(interaction_id=contact)
    page, pane = await opened(browse, noor, contact)
    packet = pane.get_by_role("region", name="Handed over to you")
    for known in ("Glass is yours", "Windscreen broken by hail; wants it replaced.", "Book a garage", "AU4827719"):
        await expect(packet.get_by_text(known).first).to_be_visible()
    await expect(packet.get_by_text("When will the adjuster come?").first).to_be_visible()
    await packet.get_by_role("button", name="The customer was asked again").click()
    await packet.get_by_label("What was asked again?").fill("The policy number")
    await packet.get_by_role("button", name="Note it").click()
    await expect(packet.get_by_text("The policy number")).to_be_visible()
    assert await violations(page) == []


async def test_wrap_up_names_what_is_missing_then_resolves_and_goes_on(
    office: Branch, browse: Browse, db: Database
) -> None:
    maya, desk = await office.hire("Maya"), await furnish(office, db)
    contact, next_one = [await mailed(desk, f"{who}@example.com", GLASS) for who in ("ada", "grace")]
    for each in (contact, next_one):
        await maya.accept_next(interaction_id=each)
    page, pane = await opened(browse, maya, contact, scheme="dark")
    await pane.get_by_role("button", name="Wrap up").click()
    form = pane.get_by_role("region", name="Wrap-up")
    await form.get_by_label("Summary").fill("Told her where to go.")
    await form.get_by_role("button", name="Resolve").click()
    await expect(form.get_by_role("alert")).to_contain_text("Outcome")
    await expect(form.get_by_label("Outcome")).to_be_focused()
    assert await violations(page) == []
    # What is typed stays, whatever happens to the page.
    await page.reload()
    await pane.get_by_role("button", name="Wrap up").click()
    await expect(form.get_by_label("Summary")).to_have_value("Told her where to go.")
    choices = {"Outcome": "Resolved", "What was done": "Information given", "Kind of loss or question": "Glass"}
    for label, choice in choices.items():
        field = form.get_by_label(label, exact=False).and_(page.get_by_role("combobox")).first
        await field.fill(choice)
        await page.get_by_role("option", name=re.compile(f"^{choice}")).first.click()
    await form.get_by_label("Summary").press("Control+Enter")

    async def status() -> str:
        return str((await maya.get(f"/interactions/{contact}"))["status"])

    assert await eventually(lambda: _is(status, "resolved"))
    # The next of one's own is shown, and the keyboard is in the list.
    await expect(page).to_have_url(re.compile(next_one))
    await expect(page.get_by_role("listbox", name="Contacts", exact=True)).to_be_focused()
    await expect(pane.get_by_text("grace@example.com").first).to_be_visible()


async def test_a_transfer_goes_to_another_queue(office: Branch, browse: Browse, db: Database) -> None:
    maya, desk = await office.hire("Maya"), await furnish(office, db)
    night = await office.boss.post("/queues", {"code": "night", "name": "Night desk", "team_ids": [office.team]})
    contact = await mailed(desk, "ada@example.com", GLASS)
    await maya.accept_next(interaction_id=contact)
    page, pane = await opened(browse, maya, contact)
    await pane.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("menuitem", name=re.compile("Transfer")).click()
    dialog = page.get_by_role("dialog", name="Transfer")
    await dialog.get_by_text("Cold: at once").click()
    await dialog.get_by_role("radio", name=re.compile("Night desk")).check()
    await dialog.get_by_role("button", name="Transfer").click()
    await expect(dialog).to_be_hidden()
    assert (await maya.get(f"/interactions/{contact}"))["queue_id"] == night["id"]


async def test_two_customers_count_as_one_and_are_two_again(office: Branch, browse: Browse, db: Database) -> None:
    maya, desk = await office.hire("Maya"), await furnish(office, db)
    ids = []
    for n, address in enumerate(("grace@example.com", "grace@example.org")):
        contact = await mailed(desk, address, f"{GLASS} {n}")
        ids.append((await office.boss.get(f"/interactions/{contact}"))["customer_id"])
        name = f"Grace Hopper {'the second' * n}".strip()
        changed = await office.boss.http.patch(f"/api/v1/customers/{ids[n]}", json={"display_name": name})
        assert changed.is_success, changed.text
    assert maya.id
    page = await browse(office.boss, f"/customers/{ids[0]}")
    await page.get_by_role("button", name="Merge…").click()
    dialog = page.get_by_role("dialog", name="Merge with another customer")
    await dialog.get_by_label("Find a customer by name").fill("Grace")
    await dialog.get_by_role("radio", name=re.compile("the second")).check()
    await expect(dialog.get_by_role("table")).to_contain_text("grace@example.org")
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Merge", exact=True).click()
    await expect(page.get_by_text("2 records count as this customer")).to_be_visible()
    await expect(page.get_by_role("list", name="Addresses and numbers")).to_contain_text("grace@example.org")
    await page.get_by_role("tab", name="Identity").click()
    await page.get_by_role("button", name="Take back").first.click()
    await expect(page.get_by_text("One record")).to_be_visible()
    assert await violations(page) == []


async def test_handles_say_how_sure_they_are_at_every_width(office: Branch, browse: Browse, db: Database) -> None:
    maya, desk = await office.hire("Maya"), await furnish(office, db)
    [received] = await desk.say(desk.contact("email", mail("ada@example.com"), GLASS, at=clock.now()))
    await maya.accept_next(interaction_id=str(received.interaction_id))
    for width in (1440, 900, 390):
        page = await browse(maya, f"/desk/mine/{received.interaction_id}", width=width, scheme="dark")
        await expect(page.get_by_role("region", name="Messages of this case")).to_be_visible()
        if width < 1200:
            await page.locator("body").press("Alt+c")
        handles = page.get_by_role("list", name="Addresses and numbers")
        await expect(handles).to_contain_text("ada@example.com")
        await expect(handles.get_by_role("img", name=re.compile("Asserted"))).to_be_visible()
        assert await violations(page) == []
