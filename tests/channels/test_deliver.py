"""A reply goes out once, in its thread; what cannot be sent says why; machines do not answer machines."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.channels.probe import ProbeConnector
from tests.channels.views import NoView
from tests.conftest import logged
from warmline import interactions, sdk
from warmline.accounts import Actor, system
from warmline.channels import JOBS, REACTIONS, ChannelAccount, Channels, Registry, accept, retry_message, update_account
from warmline.channels.actions.answer import Answer, answer
from warmline.channels.actions.deliver import ATTEMPTS, AUTOMATIC_PER_DAY
from warmline.interactions import NewReply
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.jobs import Worker
from warmline.kit.reactions import Reactor


class Desk:
    """An agent's side of the probe's account."""

    def __init__(self, db: Database, registry: Registry, account: sdk.Account, agent: Actor) -> None:
        self.db, self.registry, self.account, self.agent = db, registry, account, agent
        self.channels = Channels(db, registry, NoView())

    @property
    def org(self) -> UUID:
        return self.account.org_id

    async def arrives(self, external_id: str, sender: str = "ana@example.com", **more: Any) -> UUID:
        """A customer's message; the interaction that it belongs to, taken by the agent."""
        given = {"id": external_id, "from": sender, "text": "Where is my claim?", "subject": "My claim", **more}
        async with self.db.transaction(self.org) as conn:
            raw = sdk.Raw(external_id=external_id, body=msgspec.json.encode(given), key=sender)
            await accept(conn, self.account, [raw])
        await self.channels.ingest.drain(self.org)
        async with self.db.transaction(self.org) as conn:
            row = await conn.fetchrow(
                "select i.id, i.status from message m join interaction i on i.id = m.interaction_id "
                "where m.external_id = $1",
                external_id,
            )
            if row["status"] in ("received", "queued"):
                active = interactions.Status.ACTIVE
                await interactions.transition(conn, self.agent, row["id"], active, owner_id=self.agent.agent_id)
        return UUID(str(row["id"]))

    async def answers(self, interaction_id: UUID, text: str = "On its way.", *, actor: Actor | None = None) -> UUID:
        async with self.db.transaction(self.org) as conn:
            said = await answer(
                conn, actor or self.agent, self.registry, interaction_id, Answer(new=NewReply(text=text))
            )
        return said.id

    async def send(self, message_id: UUID) -> None:
        await self.channels.sender.send(self.org, message_id)

    async def state(self, message_id: UUID) -> tuple[str, str | None]:
        async with self.db.transaction(self.org) as conn:
            row = await conn.fetchrow("select delivery, delivery_reason from message where id = $1", message_id)
        return row["delivery"], row["delivery_reason"]

    async def told(self) -> list[str]:
        found = [each.event for each in await logged(self.db, self.org)]
        return [each.delivery for each in found if isinstance(each, interactions.DeliveryChanged)]


@pytest.fixture
async def desk(db: Database, registry: Registry, account: sdk.Account, org: UUID) -> AsyncIterator[Desk]:
    agent_id = new_id()
    async with db.transaction(org) as conn:
        await conn.execute(
            "insert into agent (org_id, id, email, name) values ($1, $2, 'nina@northlight.example', 'Nina')",
            org,
            agent_id,
        )
    agent = Actor(org_id=org, kind="agent", id=agent_id, name="Nina", permissions=frozenset({"*"}))
    desk = Desk(db, registry, account, agent)
    yield desk
    await desk.channels.close()


async def test_a_reply_reaches_the_channel_in_its_thread(desk: Desk, probe: ProbeConnector) -> None:
    interaction = await desk.arrives("in-1")
    message = await desk.answers(interaction)
    await Reactor(desk.db, REACTIONS).drain(desk.org)
    await Worker(desk.db, JOBS).drain()
    (sent,) = probe.sent
    assert (sent.message_id, sent.external_id, sent.text) == (message, str(message), "On its way.")
    assert (sent.to.scheme, sent.to.value, sent.sender_name) == ("email", "ana@example.com", "Nina")
    assert (sent.subject, sent.replies_to, sent.meta) == ("My claim", ("in-1",), {})
    assert await desk.state(message) == ("sent", None)
    assert await desk.told() == ["sent"]


async def test_a_later_reply_names_the_thread_oldest_first_and_what_it_answers_last(
    desk: Desk, probe: ProbeConnector
) -> None:
    interaction = await desk.arrives("in-1")
    first = await desk.answers(interaction)
    await desk.send(first)
    await desk.arrives("in-2", replies_to=[str(first)])
    follow_up = await desk.answers(interaction, "And this.")
    await desk.send(await desk.answers(interaction, "One more thing."))
    assert probe.sent[-1].replies_to == ("in-1", str(first), str(follow_up), "in-2")


async def test_sending_again_does_nothing(desk: Desk, probe: ProbeConnector) -> None:
    message = await desk.answers(await desk.arrives("in-1"))
    for _ in range(3):
        await desk.send(message)
    assert len(probe.sent) == 1


async def test_a_crash_after_sending_repeats_with_the_same_id(
    desk: Desk, probe: ProbeConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies between the channel's yes and our note of it; the channel knows the copy by its id."""
    message = await desk.answers(await desk.arrives("in-1"))
    dying = asyncio.create_task(desk.send(message))
    monkeypatch.setattr(probe, "send", _dies_after(probe, dying))
    await asyncio.gather(dying, return_exceptions=True)
    assert dying.cancelled()
    monkeypatch.undo()
    await desk.send(message)
    assert [each.external_id for each in probe.sent] == [str(message), str(message)]
    assert await desk.state(message) == ("sent", None)


def _dies_after(probe: ProbeConnector, task: "asyncio.Task[None]") -> Any:
    async def send(message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        probe.sent.append(message)
        task.cancel()
        await asyncio.sleep(0)
        return sdk.Sent(external_id=message.external_id)

    return send


async def test_a_refusal_is_final_and_says_why(desk: Desk, probe: ProbeConnector) -> None:
    message = await desk.answers(await desk.arrives("in-1"))
    probe.refusals = [sdk.Rejected("No such mailbox. \x00")]
    await desk.send(message)
    assert await desk.state(message) == ("failed", "No such mailbox. \ufffd")
    await desk.send(message)
    assert probe.sent == []


async def test_a_channel_that_is_away_is_tried_again_and_then_failed(desk: Desk, probe: ProbeConnector) -> None:
    message = await desk.answers(await desk.arrives("in-1"))
    probe.refusals = [sdk.Unavailable("The server does not answer.")] * ATTEMPTS
    for _ in range(ATTEMPTS):
        assert await desk.state(message) == ("queued", None)
        with pytest.raises(sdk.Unavailable):
            await desk.send(message)
    assert await desk.state(message) == ("failed", "The server does not answer.")
    # The job was kept, and somebody puts it back.
    await desk.send(message)
    assert len(probe.sent) == 1
    assert await desk.state(message) == ("sent", None)
    assert await desk.told() == ["failed", "queued", "sent"]


async def test_a_connectors_bug_does_not_show_what_it_says(desk: Desk, probe: ProbeConnector) -> None:
    message = await desk.answers(await desk.arrives("in-1"))
    probe.refusals = [KeyError("ana@example.com")] * ATTEMPTS
    for _ in range(ATTEMPTS):
        with pytest.raises(KeyError):
            await desk.send(message)
    assert await desk.state(message) == ("failed", "The connector failed: KeyError.")


async def test_a_refused_message_can_be_sent_again_by_hand(desk: Desk, probe: ProbeConnector) -> None:
    message = await desk.answers(await desk.arrives("in-1"))
    probe.refusals = [sdk.Rejected("Mailbox full.")]
    await desk.send(message)
    async with desk.db.transaction(desk.org) as conn:
        await retry_message(conn, desk.agent, message)
    await Worker(desk.db, JOBS).drain()
    assert await desk.state(message) == ("sent", None)


async def test_an_account_that_is_switched_off_sends_nothing(
    desk: Desk, probe: ProbeConnector, stored: ChannelAccount
) -> None:
    message = await desk.answers(await desk.arrives("in-1"))
    async with desk.db.transaction(desk.org) as conn:
        await update_account(conn, desk.agent, desk.registry, stored.id, active=False)
    await desk.send(message)
    assert await desk.state(message) == ("failed", "The account Probe is switched off.")
    assert probe.sent == []


async def test_what_the_channel_calls_the_message_is_remembered(
    desk: Desk, probe: ProbeConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def send(message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        return sdk.Sent(external_id="theirs-1", status="delivered")

    monkeypatch.setattr(probe, "send", send)
    message = await desk.answers(await desk.arrives("in-1"))
    await desk.send(message)
    assert await desk.state(message) == ("delivered", None)
    receipt = {"id": "r-1", "kind": "receipt", "of": "theirs-1", "status": "read"}
    async with desk.db.transaction(desk.org) as conn:
        await accept(conn, desk.account, [sdk.Raw(external_id="r-1", body=msgspec.json.encode(receipt))])
    await desk.channels.ingest.drain(desk.org)
    assert await desk.state(message) == ("read", None)


@pytest.mark.parametrize("delivery", ["queued", "delivered", "read"])
async def test_who_answers_has_read_what_came_before_however_soon_the_answer_is_seen(
    desk: Desk, probe: ProbeConnector, monkeypatch: pytest.MonkeyPatch, delivery: str
) -> None:
    """A visitor who is shown the record can say that the answer came before anything was done to send it."""
    monkeypatch.setattr(probe, "tells_reading", lambda account: True)
    interaction = await desk.arrives("in-1")
    message = await desk.answers(interaction)
    async with desk.db.transaction(desk.org) as conn:
        said = await conn.fetchval("select id from message where external_id = 'in-1'")
        await interactions.record_delivery(conn, desk.agent, message, status=delivery)
    await desk.send(message)
    assert await desk.state(said) == ("read", None)
    assert len(probe.sent) == (1 if delivery == "queued" else 0)


async def test_an_automatic_message_is_never_answered_automatically(desk: Desk, probe: ProbeConnector) -> None:
    """Frappe Helpdesk #2433: twenty thousand mails in a day."""
    interaction = await desk.arrives("in-1")
    message = await desk.answers(interaction, actor=system(desk.org, "workflow"))
    async with desk.db.transaction(desk.org) as conn:
        await conn.execute("update interaction set automatic = true where id = $1", interaction)
    await desk.send(message)
    assert await desk.state(message) == ("failed", "An automatic message is not answered automatically.")
    assert probe.sent == []


async def test_automatic_messages_to_one_handle_are_limited_and_people_are_not(
    desk: Desk, probe: ProbeConnector
) -> None:
    interaction = await desk.arrives("in-1")
    robot = system(desk.org, "workflow")
    messages = [await desk.answers(interaction, actor=robot) for _ in range(AUTOMATIC_PER_DAY + 2)]
    for message in messages:
        await desk.send(message)
    assert len(probe.sent) == AUTOMATIC_PER_DAY
    assert {each.meta["auto"] for each in probe.sent} == {"auto-replied"}
    state, reason = await desk.state(messages[-1])
    assert state == "failed"
    assert str(reason).startswith("This handle was sent 10 automatic messages within a day")
    await desk.send(await desk.answers(interaction))
    assert len(probe.sent) == AUTOMATIC_PER_DAY + 1


async def test_all_automatic_messages_can_be_stopped(desk: Desk, probe: ProbeConnector) -> None:
    async with desk.db.transaction(desk.org) as conn:
        await conn.execute("""update organization set settings = '{"automatic_messages_per_day": 0}'""")
    await desk.send(await desk.answers(await desk.arrives("in-1"), actor=system(desk.org, "workflow")))
    assert probe.sent == []


async def test_files_go_out_with_their_contents(desk: Desk, probe: ProbeConnector) -> None:
    host = desk.channels.host("probe")
    file = await host.store(desk.account, "letter.txt", "text/plain", b"Dear Ana")
    interaction = await desk.arrives("in-1")
    said = Answer(new=NewReply(text="See the letter.", files=[("letter.txt", "text/plain", file.sha256 or "")]))
    async with desk.db.transaction(desk.org) as conn:
        message = (await answer(conn, desk.agent, desk.registry, interaction, said)).id
    await desk.send(message)
    (attached,) = probe.sent[0].attachments
    assert (attached.name, attached.content, attached.size) == ("letter.txt", b"Dear Ana", 8)
