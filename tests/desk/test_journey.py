"""A working day in four browsers at once: a customer, two agents and a supervisor.

Real PostgreSQL, real mail servers, real browsers. The customer chats and later mails; Maya answers both in one case and
hands it to Noor, who wraps it up; the supervisor sees it on the wall.
"""

import email
import email.policy
import re
import smtplib
from email.message import EmailMessage

from playwright.async_api import Locator, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.desk.site import Widget
from tests.journeys.branch import Branch, Colleague
from tests.mailservers import Mailbox, MailServers

HAIL = "Hail broke the windscreen of my car last night. My policy number is AU 482 7719, I want to make a claim."
GARAGE = "Here is the garage again: they can repair the windscreen after the hail on Friday. Is the hail claim paid?"


async def at_desk(browse: Browse, who: Colleague) -> Page:
    """Somebody's browser at the desk; replies go at once."""
    page = await browse(who, "/sign-in")
    await page.evaluate("localStorage.setItem('warmline.preferences', JSON.stringify({ undoSeconds: 0 }))")
    await page.goto(re.sub("/sign-in.*", "/desk/mine", page.url))
    await page.get_by_role("navigation", name="Main menu").wait_for()
    return page


async def take_offer(page: Page, customer: str) -> None:
    """An offer rings; it is taken by key, and opens."""
    ring = page.get_by_role("alertdialog", name="Work is offered to you")
    await expect(ring).to_contain_text(customer)
    await page.keyboard.press("Alt+a")
    await page.wait_for_url(re.compile("/desk/mine/[0-9a-f-]{36}"))
    await expect(ring).to_be_hidden()


async def answer(page: Page, text: str) -> None:
    """Write a reply by the way that is chosen, and send it."""
    box = page.get_by_role("textbox", name="Reply", exact=True)
    await box.fill(text)
    await box.press("Control+Enter")
    await expect(page.get_by_role("article").filter(has_text=text)).to_have_count(1)


def write(servers: MailServers, sender: Mailbox, to: Mailbox) -> None:
    """The customer's mail program."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Ada Okafor <{sender.address}>", to.address, "Garage Miller"
    mail["Message-ID"] = "<garage@ada.test>"
    mail.set_content(GARAGE)
    with smtplib.SMTP("127.0.0.1", servers.ports["smtp"]) as smtp:
        smtp.send_message(mail)


async def got_mail(servers: MailServers, mailbox: Mailbox) -> EmailMessage:
    """The first mail in the customer's mailbox, waited for."""

    async def look() -> list[bytes]:
        return servers.mails(mailbox)

    return email.message_from_bytes((await eventually(look, within=60))[0], policy=email.policy.default)


async def hand_over(page: Page, name: str) -> None:
    """Hand the contact to a colleague, with its context."""
    await page.get_by_role("button", name="Hand over").first.click()
    dialog = page.get_by_role("dialog", name="Hand over with context")
    await dialog.get_by_role("radio", name=re.compile(name)).check()
    await dialog.get_by_label("Why, for the next person").fill("Glass is yours")
    await dialog.get_by_label("Summary").fill("Windscreen broken by hail; the garage has Friday.")
    # It is known to be a claim, so this is what is asked of claims.
    await dialog.get_by_label("Date of loss").fill("2026-11-20")
    await dialog.get_by_label("Place of loss").fill("Millbrook")
    await dialog.get_by_label("Was anybody hurt").fill("No")
    await dialog.get_by_label("Next step").fill("Confirm the garage")
    await dialog.get_by_role("button", name="Hand over").click()
    await expect(dialog).to_be_hidden()


async def wrap_up(page: Page) -> None:
    """Fill in what the organisation asks."""
    await page.get_by_role("button", name="Wrap up").first.click()
    form = page.get_by_role("region", name="Wrap-up")
    choices = {"Outcome": "Resolved", "What was done": "Information given"}
    await form.get_by_role("combobox").first.wait_for()
    for field in await form.get_by_role("combobox").all():
        label = str(await field.evaluate("field => field.labels[0].textContent"))
        choice = next((each for begin, each in choices.items() if label.startswith(begin)), "")
        if choice:
            await field.fill(choice)
            await page.get_by_role("option", name=re.compile(f"^{choice}")).first.click()
        elif not await field.input_value():
            await field.click()
            await expect(field).to_have_attribute("aria-expanded", "true")
            offered = page.locator(f"id={await field.get_attribute('aria-controls')}")
            await offered.get_by_role("option").first.click()
        await expect(field).to_have_value(re.compile(choice or "."))
    await form.get_by_label("Summary").fill("The claim is paid; Friday stands.")
    await form.get_by_label("Summary").press("Control+Enter")
    await expect(form).to_be_hidden()


async def has_work(wall: Page, name: str, count: int) -> None:
    """The wall shows so much in this person's hands."""
    row = wall.get_by_role("row").filter(has=wall.get_by_role("rowheader", name=name))
    await expect(row.get_by_role("listitem")).to_have_count(count)


def bubble(page: Page, text: str) -> Locator:
    """The messages that say so."""
    return page.get_by_role("article").filter(has_text=text)


async def by_chat(page: Page, site: Page, address: str) -> None:
    """The customer chats; who works on the page is offered it with its context, takes it, and answers."""
    widget = await (await Widget(site).open()).begin("Ada Okafor", address)
    await widget.say(HAIL)
    await take_offer(page, "Ada Okafor")
    await expect(bubble(page, "windscreen of my car")).to_have_count(1)
    await expect(widget.log.locator(".mine .note")).to_have_text("Read")
    pane = page.get_by_role("region", name="Customer", exact=True).first
    for known in ("Ada Okafor", address, "AU4827719"):
        await expect(pane).to_contain_text(known)
    await answer(page, "I have opened a claim for the windscreen. Which garage do you want?")
    await expect(widget.log).to_contain_text("Which garage do you want?")


async def by_mail(page: Page, servers: MailServers, ada: Mailbox, service: Mailbox) -> None:
    """She goes on by mail with a new subject: the same case in one story, and the answer reaches her mailbox."""
    write(servers, ada, service)
    await take_offer(page, "Ada Okafor")
    await expect(bubble(page, "Here is the garage again")).to_have_count(1)
    await expect(bubble(page, "windscreen of my car")).to_have_count(1)
    await answer(page, "Friday is fine, and the claim is paid.")
    reply = await got_mail(servers, ada)
    assert (reply["In-Reply-To"], reply["Subject"]) == ("<garage@ada.test>", "Re: Garage Miller")
    assert "Friday is fine" in str(reply.get_body(("plain",)))


async def knows_it_all(page: Page) -> None:
    """Who got the hand-over sees what the other knew."""
    packet = page.get_by_role("region", name="Handed over to you")
    for known in ("Glass is yours", "Windscreen broken by hail; the garage has Friday.", "Confirm the garage"):
        await expect(packet.get_by_text(known).first).to_be_visible()
    await expect(bubble(page, "Friday is fine")).to_have_count(1)
    assert await violations(page) == []


async def test_a_day_with_a_customer_two_agents_and_a_supervisor(
    office: Branch, browse: Browse, mailservers: MailServers
) -> None:
    ada, service = mailservers.mailbox(), mailservers.mailbox()
    await office.open_mailbox(mailservers, service)
    chat = (await office.open_chat()).removeprefix(office.url)
    # Whatever could belong to the case does: this is about the desk, not about the model.
    await office.boss.put("/continuity/settings", {"attach": 0, "suggest": 0})
    wall = await browse(office.boss, "/wall")
    mayas = await at_desk(browse, await office.hire("Maya"))
    await by_chat(mayas, await browse(None, chat), ada.address)
    await has_work(wall, "Maya", 1)
    await by_mail(mayas, mailservers, ada, service)
    noor = await office.hire("Noor")
    noors = await at_desk(browse, noor)
    await hand_over(mayas, "Noor")
    await take_offer(noors, "Ada Okafor")
    await knows_it_all(noors)
    await has_work(wall, "Noor", 1)
    # Wrapping up goes on to the next work, or to the list.
    handed = noors.url.rsplit("/", 1)[1]
    await wrap_up(noors)
    await has_work(wall, "Noor", 0)
    done = await noor.get(f"/interactions/{handed}")
    assert (done["status"], done["channel"]) == ("resolved", "email")
    contacts = (await office.boss.get(f"/cases/{done['case_id']}/interactions"))["items"]
    assert {each["channel"] for each in contacts} == {"webchat", "email"}
