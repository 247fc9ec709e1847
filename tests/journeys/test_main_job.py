"""The main job, from end to end: a customer moves from web chat to e-mail, and one agent answers one case.

Real PostgreSQL, real mail servers, a real browser, and public interfaces only.
"""

import email
import email.policy
import smtplib
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
from playwright.async_api import async_playwright

from tests.conftest import eventually
from tests.journeys.branch import Branch, Colleague, open_branch
from tests.mailservers import Mailbox, MailServers
from warmline.governance import seal_all, verify
from warmline.kit.db import Database

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
WORDS = ["Hail broke the windscreen of my car last night", "I want to make a claim, policy AU-482"]
FIRST_MAIL = "The garage can repair the windscreen on Friday. Is the hail claim paid?"
STEPS = {"case.opened", "message.received", "offer.accepted", "reply.queued", "case.decided", "case.resolved"}


async def visit(page_url: str, address: str, answered: Callable[[], Awaitable[str]]) -> None:
    """A visitor in a browser: leaves name and address, says WORDS, reads the answer, and goes."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = await browser.new_page()
        # The plain page has the chat itself; the widget around it has tests of its own.
        await page.goto(page_url.removesuffix("page") + "plain")
        await page.get_by_label("Your name").fill("Ada Okafor")
        await page.get_by_label("Your e-mail address").fill(address)
        await page.get_by_role("button", name="Start chat").click()
        for each in WORDS:
            await page.get_by_label("Your message").fill(each)
            await page.get_by_role("button", name="Send").click()
            await page.locator("#log li.mine", has_text=each).get_by_text("Sent", exact=True).wait_for(timeout=60_000)
        await page.locator("#log li.theirs", has_text=await answered()).wait_for(timeout=60_000)
        await browser.close()


def write(servers: MailServers, sender: Mailbox, to: Mailbox, subject: str, text: str, **headers: str) -> None:
    """The customer's mail program."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Ada Okafor <{sender.address}>", to.address, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", servers.ports["smtp"]) as smtp:
        smtp.send_message(mail)


async def first_mail(servers: MailServers, mailbox: Mailbox) -> EmailMessage:
    """The first mail in the customer's mailbox, waited for."""

    async def look() -> list[bytes]:
        return servers.mails(mailbox)

    raws = await eventually(look, within=60)
    return email.message_from_bytes(raws[0], policy=email.policy.default)


async def interaction_on(branch: Branch, channel: str) -> dict[str, Any]:
    """The one interaction on the channel, waited for."""

    async def look() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await branch.boss.get("/interactions", channel=channel))["items"]
        return items

    [found] = await eventually(look, within=90)
    return found


async def wrap_up(agent: Colleague, interaction: dict[str, Any], **values: Any) -> dict[str, Any]:
    """End it and fill in the form, with terms of the organisation's vocabularies."""
    await agent.post(f"/interactions/{interaction['id']}/end")
    form = {"outcome": "follow_up", "summary": "Hail broke the windscreen.", "category": interaction["category"]}
    assert form["category"] == "claim"
    form["disposition"] = (await agent.get("/vocabularies/disposition/terms"))["items"][0]["code"]
    kinds = (await agent.get("/vocabularies/inquiry_subcategory/terms", limit=200))["items"]
    form["subcategory"] = next(each["code"] for each in kinds if each["parent"] == "claim")
    done: dict[str, Any] = await agent.post(f"/interactions/{interaction['id']}/wrap-up", {**form, **values})
    return done


async def chat(branch: Branch, bo: Colleague, address: str) -> dict[str, Any]:
    """A visitor chats about a claim; Bo is offered the chat, takes it, answers, and wraps up when she has left."""
    page = await branch.open_chat()

    async def answered() -> str:
        interaction_id = await bo.accept_next()
        said = "I have opened a claim for the windscreen. Which garage do you want?"
        await bo.post(f"/interactions/{interaction_id}/replies", {"text": said})
        return said

    await visit(page, address, answered)
    interaction = await interaction_on(branch, "webchat")
    assert interaction["status"] == "active"
    await wrap_up(bo, interaction)
    return interaction


async def check_context(bo: Colleague, mail: dict[str, Any]) -> None:
    """The offer comes with the whole story, and with why the mail belongs to it."""
    story = [each["text"] for each in (await bo.get(f"/cases/{mail['case_id']}/messages"))["items"]]
    assert WORDS[0] in story
    packet = await bo.post(f"/interactions/{mail['id']}/context", {"fields": {}})
    assert WORDS[0] in [each["text"] for each in packet["customer_said"]]
    [decision] = await bo.get(f"/interactions/{mail['id']}/decisions")
    assert decision["kind"] == "attach"
    assert decision["evidence"]


async def check_answer(servers: MailServers, ada: Mailbox) -> EmailMessage:
    """Bo's answer threads in Ada's mailbox."""
    answer = await first_mail(servers, ada)
    assert answer["In-Reply-To"] == "<first@ada.test>"
    assert "<first@ada.test>" in str(answer["References"])
    assert answer["Subject"] == "Re: Garage Miller"
    body = answer.get_body(("plain",))
    assert body
    assert "Friday is fine" in body.get_content()
    return answer


async def check_record(branch: Branch, bo: Colleague, case_id: str, db: Database) -> None:
    """Every step is in the history with time and actor, the export gives it all back, and the audit passes."""

    async def written() -> list[dict[str, Any]]:
        # What was done just now is shown once all that was under way beside it has ended.
        items: list[dict[str, Any]] = (await bo.get(f"/cases/{case_id}/history", limit=200))["items"]
        return items if {each["type"] for each in items} >= STEPS else []

    history = await eventually(written)
    assert all(each["at"] and each["actor"] for each in history)
    assert f"agent:{bo.id}" in {each["actor"] for each in history}
    exported = await branch.boss.http.get("/api/v1/export")
    assert exported.is_success, exported.text
    lines = [msgspec.json.decode(line) for line in exported.content.splitlines()]
    texts = {line.get("text") or line.get("data", {}).get("text") for line in lines}
    assert {WORDS[0], "Thank you!"} <= texts
    await seal_all(db, branch.org)
    async with db.transaction(branch.org) as conn:
        report = await verify(conn, branch.org)
    assert report.intact
    assert report.events > len(STEPS)


async def test_a_customer_moves_from_chat_to_mail_and_one_agent_answers_one_case(
    db: Database, mailservers: MailServers, tmp_path: Path
) -> None:
    service, ada = mailservers.mailbox(), mailservers.mailbox()
    async with open_branch(db, tmp_path) as branch:
        await branch.open_mailbox(mailservers, service)
        bo = await branch.hire("Bo")
        chatted = await chat(branch, bo, ada.address)

        # Somebody else is there too, with nothing to do: the mail must go to who knows the matter.
        cy = await branch.hire("Cy")
        write(mailservers, ada, service, "Garage Miller", FIRST_MAIL, Message_ID="<first@ada.test>")
        mail = await interaction_on(branch, "email")
        assert (mail["case_id"], mail["customer_id"]) == (chatted["case_id"], chatted["customer_id"])
        await bo.accept_next(interaction_id=mail["id"])
        assert await cy.offers() == []
        await check_context(bo, mail)

        await bo.post(f"/interactions/{mail['id']}/replies", {"text": "Friday is fine, and the claim is paid."})
        answer = await check_answer(mailservers, ada)
        thread = {"In_Reply_To": answer["Message-ID"], "References": f"<first@ada.test> {answer['Message-ID']}"}
        reply = "Thank you!\n\nOn Monday, Northlight wrote:\n> Friday is fine, and the claim is paid.\n"
        write(mailservers, ada, service, "Re: Garage Miller", reply, **thread)
        await bo.accept_next(interaction_id=mail["id"])
        said = (await bo.get(f"/interactions/{mail['id']}/messages"))["items"]
        assert [each["text"] for each in said if each["direction"] == "inbound"] == [FIRST_MAIL, "Thank you!"]

        done = await wrap_up(bo, mail, outcome="resolved", resolve_case=True)
        assert done["status"] == "resolved"
        [case] = (await bo.get("/cases"))["items"]
        assert (case["id"], case["status"]) == (chatted["case_id"], "resolved")
        await check_record(branch, bo, case["id"], db)
