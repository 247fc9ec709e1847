"""A reply that is held can be taken back until it goes; of the two exactly one happens; refusals first."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.conftest import eventually
from tests.interactions.desk import START, Desk, mail
from tests.interactions.test_work import an_agent, taken
from warmline import interactions
from warmline.accounts import Actor
from warmline.interactions import NewReply, Status, Target, reply, transition, visible_interaction
from warmline.interactions.actions.holding import take_back
from warmline.interactions.actions.release import release
from warmline.interactions.errors import MessageNotFound, ReplyNotHeld, ReplyOfAnother
from warmline.interactions.jobs import JOBS
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden
from warmline.kit.ids import new_id
from warmline.kit.jobs import Worker


@pytest.fixture
async def ana(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "ana")


async def way(desk: Desk, interaction_id: UUID, **elsewhere: Any) -> Target:
    """How the contact came."""
    (row,) = await desk.rows("select account_id, handle_id from interaction where id = $1", interaction_id)
    given = {"handle_id": row["handle_id"], "account_id": row["account_id"], "channel": "email", "medium": "text"}
    id_ = new_id()
    return Target(**{**given, "synchrony": "asynchronous", **elsewhere}, message_id=id_, external_id=f"<{id_}@us>")


async def held(desk: Desk, actor: Actor, **elsewhere: Any) -> tuple[UUID, UUID]:
    """A contact with a reply that can still be taken back."""
    interaction_id, _ = await taken(desk, actor)
    to = await way(desk, interaction_id, **elsewhere)
    said = await desk.act(reply, actor, interaction_id, to, NewReply(text="The garage will call."), undo_seconds=30)
    assert said.send_at
    assert (said.delivery, said.send_at - said.at) == ("held", timedelta(seconds=30))
    return interaction_id, said.id


async def types(desk: Desk, message_id: UUID) -> list[str]:
    """What the log tells of a message."""
    found = await desk.rows("select type from event where data ->> 'message_id' = $1 order by seq", str(message_id))
    return [row["type"] for row in found]


async def test_only_its_author_takes_a_reply_back(desk: Desk, ana: Actor, owner_dsn: str, org: UUID) -> None:
    _, message_id = await held(desk, ana)
    bo = await an_agent(owner_dsn, org, "bo")
    with pytest.raises(ReplyOfAnother):
        await desk.act(take_back, bo, message_id)
    reader = Actor(org_id=org, kind="agent", id=ana.id, permissions=frozenset({"case.read"}))
    with pytest.raises(Forbidden):
        await desk.act(take_back, reader, message_id)
    assert await types(desk, message_id) == ["reply.held"]


async def test_what_is_on_its_way_is_not_taken_back(desk: Desk, ana: Actor) -> None:
    _, message_id = await held(desk, ana)
    async with desk.db.transaction(desk.org) as conn:
        assert await release(conn, desk.org, message_id)
    with pytest.raises(ReplyNotHeld):
        await desk.act(take_back, ana, message_id)
    async with desk.db.transaction(desk.org) as conn:
        assert not await release(conn, desk.org, message_id)
    assert (await types(desk, message_id)).count("reply.queued") == 1


async def test_a_hold_has_a_bound(agent_client: Hire, front: Desk) -> None:
    interaction_id, _ = await front.placed("ada@example.com", "Hail broke my windscreen")
    agent = await agent_client(permissions={"case.read", "interaction.work"})
    body = {"text": "hello", "undo_seconds": 31}
    answer = problem(await agent.post(f"/interactions/{interaction_id}/replies", json=body), 422, "invalid")
    assert answer["errors"][0]["field"] == "undo_seconds"
    problem(await agent.post(f"/messages/{new_id()}/take-back"), 404, "message_not_found")


async def test_what_was_taken_back_is_nowhere_but_in_the_log(desk: Desk, ana: Actor) -> None:
    interaction_id, message_id = await held(desk, ana)
    before = await desk.act(visible_interaction, ana, interaction_id)
    assert (before.status, before.first_response_at) == ("active", None)
    back = await desk.act(take_back, ana, message_id)
    assert back.text == "The garage will call."
    assert await desk.rows("select id from message where id = $1", message_id) == []
    assert await types(desk, message_id) == ["reply.held", "reply.removed"]
    async with desk.db.transaction(desk.org) as conn:
        assert not await release(conn, desk.org, message_id)


async def test_a_hold_that_ends_is_a_reply_like_any_other(desk: Desk, ana: Actor) -> None:
    interaction_id, message_id = await held(desk, ana)
    async with desk.db.transaction(desk.org) as conn:
        await release(conn, desk.org, message_id)
    after = await desk.act(visible_interaction, ana, interaction_id)
    message = await desk.act(interactions.visible_message, ana, message_id)
    assert (after.status, message.delivery, message.send_at) == ("waiting_customer", "queued", None)
    assert after.first_response_at == message.at
    (case,) = await desk.rows("select status from case_record where id = $1", after.case_id)
    assert case["status"] == "pending_customer"
    assert await types(desk, message_id) == ["reply.held", "reply.queued"]
    (queued,) = await desk.rows("select actor from event where type = 'reply.queued' and interaction_id = $1", after.id)
    assert queued["actor"] == ana.ref


async def test_what_is_wrapped_up_meanwhile_stays_so_and_the_reply_goes(desk: Desk, ana: Actor) -> None:
    interaction_id, message_id = await held(desk, ana)
    for to in (Status.WRAP_UP, Status.RESOLVED):
        await desk.act(transition, ana, interaction_id, to)
    async with desk.db.transaction(desk.org) as conn:
        assert await release(conn, desk.org, message_id)
    assert (await desk.act(visible_interaction, ana, interaction_id)).status == "resolved"
    assert (await desk.act(interactions.visible_message, ana, message_id)).delivery == "queued"


async def test_it_is_not_the_customers_turn_where_they_wrote_meanwhile(desk: Desk, ana: Actor) -> None:
    interaction_id, message_id = await held(desk, ana)
    await desk.say(desk.contact("email", mail("ada@example.com"), "And the roof", at=START + timedelta(seconds=5)))
    async with desk.db.transaction(desk.org) as conn:
        await release(conn, desk.org, message_id)
    assert (await desk.act(visible_interaction, ana, interaction_id)).status == "active"


async def test_a_reply_elsewhere_begins_nothing_until_it_goes(desk: Desk, ana: Actor) -> None:
    interaction_id, message_id = await held(desk, ana, account_id=desk.accounts["webchat"], channel="webchat")
    assert (await desk.act(interactions.visible_message, ana, message_id)).channel == "webchat"
    count = "select count(*) as n from interaction where org_id = $1"
    assert [row["n"] for row in await desk.rows(count, desk.org)] == [1]
    async with desk.db.transaction(desk.org) as conn:
        await release(conn, desk.org, message_id)
    message = await desk.act(interactions.visible_message, ana, message_id)
    assert message.interaction_id != interaction_id
    assert (message.channel, message.author_name) == ("webchat", "ana")


async def test_of_taking_back_and_sending_exactly_one_happens(desk: Desk, ana: Actor) -> None:
    _, message_id = await held(desk, ana)

    async def send() -> bool:
        async with desk.db.transaction(desk.org) as conn:
            return await release(conn, desk.org, message_id)

    async def undo() -> bool:
        try:
            await desk.act(take_back, ana, message_id)
        except (ReplyNotHeld, MessageNotFound):
            return False
        return True

    outcome = await asyncio.gather(*(each() for each in (send, undo, send, undo, undo)))
    assert sum(outcome) == 1
    told = await types(desk, message_id)
    assert len(told) == 2
    assert told[1] in ("reply.queued", "reply.removed")


async def test_the_job_outlives_who_wrote_it(db: Database, desk: Desk, ana: Actor) -> None:
    """Nothing but the database knows of a hold, so that a worker that starts later sends it."""
    interaction_id, _ = await taken(desk, ana)
    to = await way(desk, interaction_id)
    said = await desk.act(reply, ana, interaction_id, to, NewReply(text="Soon."), undo_seconds=1)
    worker = Worker(db, JOBS)

    async def sent() -> bool:
        await worker.drain()
        return (await desk.act(interactions.visible_message, ana, said.id)).delivery == "queued"

    assert await eventually(sent)


async def test_a_visitor_sees_no_held_reply(agent_client: Hire, admin: Person, front: Desk) -> None:
    """Neither what is said in a conversation nor the files of it."""
    interaction_id, _ = await front.placed("ada@example.com", "Hail broke my windscreen")
    boss = Actor(org_id=front.org, kind="agent", id=admin.agent_id, name="Ada", permissions=frozenset({"*"}))
    await front.act(transition, boss, interaction_id, Status.ACTIVE, owner_id=admin.agent_id)
    stored = await admin.post("/files", content=b"secret", headers={"content-type": "text/plain"})
    assert stored.status_code == 201, stored.text
    to = await way(front, interaction_id)
    files = [("letter.txt", "text/plain", stored.json()["sha256"])]
    said = await front.act(reply, boss, interaction_id, to, NewReply(text="Soon.", files=files), undo_seconds=30)
    assert to.handle_id
    async with front.db.transaction(front.org) as conn:
        seen = await interactions.lines(conn, front.org, to.account_id, to.handle_id, after=None, limit=10)
        file = await interactions.shown_attachment(conn, front.org, to.account_id, to.handle_id, files[0][2])
    assert ([each.text for each in seen], file) == (["Hail broke my windscreen"], None)
    back = await admin.post(f"/messages/{said.id}/take-back")
    assert [each["name"] for each in back.json()["attachments"]] == ["letter.txt"]
