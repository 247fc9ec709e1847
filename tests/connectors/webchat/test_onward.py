"""Leaving the page and losing nothing: by mail, by a call; and what the visitor thought of it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import asyncpg
import pytest

from tests.application import Hire, Person, problem
from tests.conftest import eventually
from tests.connectors.webchat.conftest import Chat, NewChat
from tests.connectors.webchat.site import Visitor
from tests.connectors.webchat.test_agent import AGENT, reply, take
from tests.mailservers import Mailbox, MailServers

KIM = "kim@example.com"
FIELDS = {"name": "Kim Doe", "email": KIM}


def fetching(servers: MailServers, mailbox: Mailbox) -> dict[str, Any]:
    """The settings of an account with this mailbox."""
    return {
        "imap_host": "127.0.0.1", "imap_port": servers.ports["imap"], "imap_security": "none",
        "imap_user": mailbox.address, "imap_password": mailbox.password,
        "smtp_host": "127.0.0.1", "smtp_port": servers.ports["smtp"], "smtp_security": "none",
    }  # fmt: skip


async def mail_account(admin: Person, **settings: Any) -> dict[str, Any]:
    """An account that sends, by a server that need not be there."""
    given = {"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none", **settings}
    return await admin.made(
        "/channels", connector="email", channel="email", name="Post", address="help@northlight.test", settings=given
    )


@pytest.fixture
async def agent(agent_client: Hire, chat: Chat) -> Person:
    agent = await agent_client(permissions=AGENT)
    await agent.put("/me/presence", json={"status": "available"})
    return agent


@pytest.fixture
async def visitor(chat: Chat) -> Visitor:
    return await chat.visitor().begin(fields=FIELDS)


async def mails(chat: Chat) -> list[dict[str, Any]]:
    """The mails of ours in the record, oldest first."""
    found = [each for each in await chat.admin.items("/interactions") if each["channel"] == "email"]
    said = [await chat.admin.items(f"/interactions/{each['id']}/messages") for each in found]
    return [each for messages in said for each in messages if each["direction"] == "outbound"]


# Refusals


@pytest.mark.parametrize("path", ["/transcript", "/onward", "/rating"])
async def test_it_needs_a_visitor(chat: Chat, path: str) -> None:
    problem(await chat.visitor().post(path, by="email", score=5), 401, "token_refused")


async def test_without_an_account_that_sends_no_mail_is_offered(chat: Chat, visitor: Visitor) -> None:
    await mail_account(chat.admin, smtp_host="")
    described = (await visitor.get("/")).json()
    assert (described["transcript"], described["continue_by"]) == (False, ["phone"])
    problem(await visitor.post("/transcript"), 409, "not_offered")
    problem(await visitor.post("/onward", by="email"), 409, "not_offered")


async def test_without_an_address_nothing_is_mailed(chat: Chat) -> None:
    await mail_account(chat.admin)
    visitor = await chat.visitor().begin(fields={"name": "Kim"})
    body = problem(await visitor.post("/transcript"), 422, "address_missing")
    assert body["errors"][0]["field"] == "address"
    problem(await visitor.post("/transcript", address="kim"), 422, "invalid")


async def test_the_address_that_was_given_is_the_only_one(chat: Chat, visitor: Visitor) -> None:
    await mail_account(chat.admin)
    await visitor.say("m1", "Hello")
    problem(await visitor.post("/transcript", address="somebody@else.example"), 409, "address_changed")
    assert await mails(chat) == []


async def test_without_a_conversation_nothing_goes_on(chat: Chat, visitor: Visitor) -> None:
    await mail_account(chat.admin)
    problem(await visitor.post("/onward", by="email"), 409, "no_conversation")
    problem(await visitor.post("/onward", by="phone", to="+442079460018"), 409, "no_conversation")


async def test_few_mails_go_out(chat: Chat, visitor: Visitor) -> None:
    await mail_account(chat.admin)
    await visitor.say("m1", "Hello")
    await eventually(chat.interactions)
    answers = [await visitor.post("/transcript") for _ in range(4)]
    assert [each.status_code for each in answers] == [202, 202, 202, 429]


async def test_strangers_words_are_not_mailed_to_strangers(chat: Chat, visitor: Visitor) -> None:
    await mail_account(chat.admin)
    await visitor.say("m1", "Buy my pills")
    await eventually(chat.interactions)
    assert (await visitor.post("/transcript")).status_code == 202
    (mail,) = await mails(chat)
    assert "pills" not in mail["text"] + (mail["html"] or "")


async def test_a_queue_without_telephones_offers_no_call(new_chat: NewChat) -> None:
    chat = await new_chat()
    answer = await chat.admin.patch(f"/queues/{chat.queue_id}", json={"media": ["text"]})
    assert answer.status_code == 200, answer.text
    assert (await chat.visitor().get("/")).json()["continue_by"] == []
    visitor = await chat.visitor().begin(fields=FIELDS)
    problem(await visitor.post("/onward", by="phone", to="+442079460018"), 409, "not_offered")


async def test_a_number_without_a_country_is_refused(chat: Chat, visitor: Visitor) -> None:
    await visitor.say("m1", "Hello")
    await eventually(chat.interactions)
    problem(await visitor.post("/onward", by="phone"), 422, "address_missing")
    problem(await visitor.post("/onward", by="phone", to="020 7946"), 422, "invalid")


async def test_nobody_answered_is_nothing_to_rate(chat: Chat, visitor: Visitor) -> None:
    problem(await visitor.post("/rating", score=5), 409, "no_conversation")
    await visitor.say("m1", "Hello")
    await eventually(chat.interactions)
    assert (await visitor.get("/rating")).json() == {"open": False, "score": None, "comment": ""}
    problem(await visitor.post("/rating", score=5), 409, "nothing_to_rate")
    problem(await visitor.post("/rating", score=6), 422, "invalid")


async def test_a_chat_that_does_not_ask_takes_no_rating(new_chat: NewChat) -> None:
    chat = await new_chat(rating=False)
    visitor = await chat.visitor().begin(fields=FIELDS)
    assert (await visitor.get("/")).json()["rating"] is False
    problem(await visitor.post("/rating", score=5), 409, "not_offered")


# What works


async def test_the_transcript_arrives_and_its_answer_comes_to_the_same_case(
    chat: Chat, agent: Person, visitor: Visitor, mailservers: MailServers
) -> None:
    """By real mail servers both ways."""
    ours, theirs = mailservers.mailbox(), mailservers.mailbox()
    visitor = await chat.visitor().begin(fields={"name": "Kim Doe", "email": theirs.address})
    await chat.admin.made(
        "/channels", connector="email", channel="email", name="Post", address=ours.address,
        queue_id=str(chat.queue_id), settings=fetching(mailservers, ours),
    )  # fmt: skip
    await visitor.say("m1", "My claim C-77 <b>is late</b>")
    interaction_id = await take(agent)
    await reply(agent, interaction_id, "It is paid tomorrow")
    assert (await visitor.get("/")).json()["transcript"] is True
    answer = await visitor.post("/transcript", language="de-AT")
    assert answer.status_code == 202, answer.text

    async def come() -> list[bytes]:
        return mailservers.mails(theirs)

    (mail,) = await eventually(come)
    read = message_from_bytes(mail, policy=default)
    assert read["Auto-Submitted"] == "auto-replied"
    plain, html = (read.get_body([kind]).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr] # both
    for each in ("It is paid tomorrow", "antworten Sie auf diese Mail"):
        assert each in plain
        assert each in html
    assert "My claim C-77 <b>is late</b>" in plain
    assert "&lt;b&gt;is late&lt;/b&gt;" in html
    # Whoever had the conversation has it still.
    contact = (await agent.get(f"/interactions/{interaction_id}")).json()
    assert contact["status"] == "active"
    # By this the desk knows a transcript, and folds it.
    [sent] = [
        each for each in await chat.admin.items(f"/cases/{contact['case_id']}/messages") if each["channel"] == "email"
    ]
    assert (sent["direction"], sent["author_role"], sent["author_name"]) == ("outbound", "bot", "webchat")
    address = (await chat.admin.get(f"/handles/{sent['handle_id']}")).json()
    assert address["value"] == theirs.address

    message_id = read["Message-ID"]
    answered = (
        f"From: Kim <{theirs.address}>\r\nTo: {ours.address}\r\nSubject: Re: chat\r\nMessage-ID: <a@x.test>\r\n"
        f"In-Reply-To: {message_id}\r\nReferences: {message_id}\r\n\r\nStill nothing here.\r\n"
    )
    mailservers.deliver(ours, answered.encode(), sender=theirs.address)

    async def said() -> list[str]:
        found = await chat.admin.items(f"/cases/{contact['case_id']}/messages")
        return [each["text"] for each in found if each["text"] == "Still nothing here."]

    assert await eventually(said, within=60)


async def test_who_goes_on_by_mail_is_answered_there(chat: Chat, agent: Person) -> None:
    await mail_account(chat.admin)
    visitor = await chat.visitor().begin(fields={"name": "Kim"})
    await visitor.say("m1", "My claim is late")
    interaction_id = await take(agent)
    answer = await visitor.post("/onward", by="email", to=KIM)
    assert answer.status_code == 202, answer.text
    visitor.token = answer.json()["token"]
    best, *others = (await agent.get(f"/interactions/{interaction_id}/reply-options")).json()
    assert (best["scheme"], best["value"], best["wished"], best["verification"]) == ("email", KIM, True, "asserted")
    assert [each["wished"] for each in others] == [False]
    notes = await agent.items(f"/interactions/{interaction_id}/messages")
    assert any("goes on by e-mail" in each["text"] for each in notes if each["visibility"] == "private")
    # Without being told where to, the answer goes there, in the same case.
    sent = await reply(agent, interaction_id, "It is paid tomorrow")
    assert sent["channel"] == "email"
    said = (await agent.get(f"/interactions/{sent['interaction_id']}")).json()
    chatted = (await agent.get(f"/interactions/{interaction_id}")).json()
    assert said["case_id"] == chatted["case_id"]
    assert chatted["status"] == "waiting_customer"
    # The address is known from now on.
    problem(await visitor.post("/transcript", address="other@example.com"), 409, "address_changed")


async def test_who_goes_on_by_telephone_keeps_the_place(chat: Chat, visitor: Visitor) -> None:
    await visitor.say("m1", "Call me")
    (interaction,) = await eventually(chat.interactions)
    answer = await visitor.post("/onward", by="phone", to="+44 20 7946 0018")
    assert answer.status_code == 202, answer.text
    standing = (await visitor.get("/position")).json()
    assert (standing["state"], standing["place"], standing["callback"]) == ("waiting", 1, True)
    (callback,) = await chat.admin.items("/callbacks", interaction_id=interaction["id"])
    assert callback["number"] == "+442079460018"
    problem(await visitor.post("/onward", by="phone", to="+442079460018"), 409, "callback_waits")
    assert (await visitor.post("/end")).status_code == 202

    async def taken_in() -> bool:
        return {each["status"] for each in await chat.admin.items("/envelopes")} == {"ingested"}

    await eventually(taken_in)
    again = (await chat.admin.get(f"/interactions/{interaction['id']}")).json()
    assert again["status"] in ("queued", "offered")


async def test_what_the_visitor_thought_is_a_signal(chat: Chat, agent: Person, visitor: Visitor) -> None:
    await visitor.say("m1", "Hello")
    interaction_id = await take(agent)
    await reply(agent, interaction_id, "Good morning")
    ended = await visitor.post("/end")
    visitor.token = ended.json()["token"]
    assert (await visitor.get("/rating")).json()["open"] is True
    assert (await visitor.post("/rating", score=2)).status_code == 200
    answer = await visitor.post("/rating", score=4, comment="Quick. ")
    assert answer.json() == {"open": True, "score": 4, "comment": "Quick."}
    assert (await visitor.get("/rating")).json()["score"] == 4
    (signal,) = (await agent.get(f"/interactions/{interaction_id}/signals")).json()
    assert (signal["kind"], signal["value"], signal["label"]) == ("satisfaction", 0.75, "4 of 5")
    assert signal["evidence"] == [{"score": 4, "of": 5, "comment": "Quick."}]


async def test_a_day_later_a_rating_stands(chat: Chat, agent: Person, visitor: Visitor, owner_dsn: str) -> None:
    await visitor.say("m1", "Hello")
    interaction_id = await take(agent)
    await visitor.post("/rating", score=5)
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute("update signal set at = at - interval '25 hours' where interaction_id = $1", interaction_id)
    await conn.close()
    problem(await visitor.post("/rating", score=1), 409, "rating_closed")
    assert (await visitor.get("/rating")).json()["open"] is False


async def test_when_the_queue_is_closed_the_page_says_so(chat: Chat) -> None:
    assert (await chat.visitor().get("/")).json()["open"] is True
    later = (datetime.now(UTC) + timedelta(days=3)).strftime("%a").lower()
    hours = {later: [["09:00", "17:00"]]}
    calendar = await chat.admin.made("/calendars", code="later", name="Later", timezone="Etc/UTC", weekly=hours)
    answer = await chat.admin.patch(f"/queues/{chat.queue_id}", json={"calendar_id": calendar["id"]})
    assert answer.status_code == 200, answer.text

    async def closed() -> bool:
        return (await chat.visitor().get("/")).json()["open"] is False

    assert await eventually(closed)
    assert (await chat.visitor().get("/")).json()["opens_at"].endswith("T09:00:00Z")
