"""An agent's work through to the end: reply, hold, hand off, wrap up, resolve, reopen; refusals first."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.interactions.desk import START, Desk, mail
from warmline import sdk
from warmline.accounts import Actor
from warmline.interactions import (
    NewReply,
    Status,
    Target,
    record_receipts,
    reply,
    transition,
    visible_case,
    visible_interaction,
)
from warmline.interactions.actions import hand_off as handing
from warmline.interactions.actions import work
from warmline.interactions.actions.references import NewRef, add_ref
from warmline.interactions.errors import (
    HandOffIncomplete,
    InteractionNotOpen,
    TransitionRefused,
    WrapUpIncomplete,
)
from warmline.interactions.store import context
from warmline.kit.errors import Forbidden
from warmline.kit.ids import new_id


async def an_agent(owner_dsn: str, org: UUID, name: str) -> Actor:
    conn = await asyncpg.connect(owner_dsn)
    row = await conn.fetchval(
        "insert into agent (org_id, email, name) values ($1, $2, $3) returning id",
        org,
        f"{name}@northlight.example",
        name,
    )
    await conn.close()
    return Actor(org_id=org, kind="agent", id=row, name=name, permissions=frozenset({"*"}))


@pytest.fixture
async def ana(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "ana")


async def taken(desk: Desk, actor: Actor) -> tuple[UUID, UUID]:
    """A mail that the agent has taken: its interaction and case."""
    [received] = await desk.say(desk.contact("email", mail("ada@example.com"), "Hail broke my windscreen"))
    assert received.interaction_id
    assert received.case_id
    async with desk.db.transaction(desk.org) as conn:
        await transition(conn, actor, received.interaction_id, Status.ACTIVE, owner_id=actor.id)
    return received.interaction_id, received.case_id


async def target(desk: Desk, **values: Any) -> Target:
    [handle] = await desk.rows("select id from handle")
    standard: dict[str, Any] = {
        "handle_id": handle["id"],
        "account_id": desk.accounts["email"],
        "channel": "email",
        "medium": "text",
        "synchrony": "asynchronous",
        "message_id": new_id(),
    }
    return Target(**{**standard, **values})


async def ask_for(owner_dsn: str, org: UUID, moment: str, *names: str) -> None:
    conn = await asyncpg.connect(owner_dsn)
    await conn.set_type_codec("jsonb", encoder=str, decoder=str, schema="pg_catalog")
    fields = ", ".join(f'{{"field": "{name}", "label": "{name}", "required": true}}' for name in names)
    await conn.execute(
        "insert into capture_template (org_id, moment, name, fields) values ($1, $2, 'Test', $3)",
        org,
        moment,
        f"[{fields}]",
    )
    await conn.close()


async def test_needs_the_permission(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    reader = Actor(org_id=desk.org, kind="agent", id=new_id(), permissions=frozenset({"case.read"}))
    with pytest.raises(Forbidden):
        async with desk.db.transaction(desk.org) as conn:
            await reply(conn, reader, interaction_id, await target(desk), NewReply(text="hello"))


async def test_work_that_nobody_took_is_not_answered(desk: Desk, ana: Actor) -> None:
    [received] = await desk.say(desk.contact("email", mail("ada@example.com"), "Hail broke my windscreen"))
    assert received.interaction_id
    with pytest.raises(InteractionNotOpen):
        async with desk.db.transaction(desk.org) as conn:
            await reply(conn, ana, received.interaction_id, await target(desk), NewReply(text="hello"))


async def test_a_change_that_is_not_allowed_is_refused(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    with pytest.raises(TransitionRefused):
        async with desk.db.transaction(desk.org) as conn:
            await transition(conn, ana, interaction_id, Status.CLOSED)


async def test_taking_work_makes_one_the_owner_of_its_context(desk: Desk, ana: Actor) -> None:
    _, case_id = await taken(desk, ana)
    async with desk.db.transaction(desk.org) as conn:
        assert (await visible_case(conn, ana, case_id)).owner_id == ana.id


async def test_a_reply_is_queued_and_then_the_customer_is_awaited(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await taken(desk, ana)
    async with desk.db.transaction(desk.org) as conn:
        message = await reply(conn, ana, interaction_id, await target(desk), NewReply(text="The garage will call you."))
    assert (message.delivery, message.author_name, message.interaction_id) == ("queued", "ana", interaction_id)
    async with desk.db.transaction(desk.org) as conn:
        assert (await visible_interaction(conn, ana, interaction_id)).status == "waiting_customer"
        assert (await visible_case(conn, ana, case_id)).status == "pending_customer"
    assert await desk.rows("select seq from event where type = 'reply.queued'")


async def test_a_reply_elsewhere_begins_an_interaction_in_the_same_case(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await taken(desk, ana)
    elsewhere = await target(desk, account_id=desk.accounts["webchat"], channel="webchat")
    async with desk.db.transaction(desk.org) as conn:
        message = await reply(conn, ana, interaction_id, elsewhere, NewReply(text="Here I am."))
        assert message.interaction_id != interaction_id
        assert (await visible_interaction(conn, ana, message.interaction_id)).case_id == case_id
    [link] = await desk.rows("select kind, to_id from interaction_link")
    assert (link["kind"], link["to_id"]) == ("continues", interaction_id)


async def test_wrap_up_names_what_the_template_still_asks_for(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    interaction_id, _ = await taken(desk, ana)
    await ask_for(owner_dsn, desk.org, "wrap_up", "summary", "notes")
    with pytest.raises(WrapUpIncomplete) as refused:
        async with desk.db.transaction(desk.org) as conn:
            await work.wrap_up(conn, ana, interaction_id, work.WrapUp(summary="Hail"))
    assert [each.field for each in refused.value.fields] == ["notes"]


async def test_wrap_up_resolves_the_interaction_and_its_case(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await taken(desk, ana)
    async with desk.db.transaction(desk.org) as conn:
        await work.move(conn, ana, interaction_id, Status.ON_HOLD)
        await work.move(conn, ana, interaction_id, Status.ACTIVE)
        await work.move(conn, ana, interaction_id, Status.WRAP_UP)
        done = await work.wrap_up(conn, ana, interaction_id, work.WrapUp(summary="Settled"), resolve_case=True)
        case = await visible_case(conn, ana, case_id)
    assert (done.status, case.status, case.resolution_attempts) == ("resolved", "resolved", 1)
    assert done.talk_seconds > 0
    assert done.hold_seconds > 0
    assert done.wrap_up_seconds >= 0


async def test_reopened_work_waits_again(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await taken(desk, ana)
    async with desk.db.transaction(desk.org) as conn:
        await work.wrap_up(conn, ana, interaction_id, work.WrapUp(), resolve_case=True)
        again = await work.reopen(conn, ana, interaction_id)
        case = await visible_case(conn, ana, case_id)
    assert (again.status, again.owner_id, case.status) == ("queued", None, "open")


async def test_a_hand_off_names_what_is_missing(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    interaction_id, _ = await taken(desk, ana)
    await ask_for(owner_dsn, desk.org, "hand_off", "policy", "claim")
    new = handing.NewHandOff(to_kind="queue", to_id=desk.queue, reason="needs an expert", fields={"claim": "4471"})
    with pytest.raises(HandOffIncomplete) as refused:
        async with desk.db.transaction(desk.org) as conn:
            await handing.hand_off(conn, ana, interaction_id, new)
    assert [each.field for each in refused.value.fields] == ["policy"]


async def test_context_travels_with_a_hand_off(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    interaction_id, case_id = await taken(desk, ana)
    bo = await an_agent(owner_dsn, desk.org, "bo")
    await ask_for(owner_dsn, desk.org, "hand_off", "policy", "garage")
    async with desk.db.transaction(desk.org) as conn:
        await add_ref(conn, ana, case_id, NewRef(kind="policy", external_id="AU-482"))
        assert bo.id
        new = handing.NewHandOff(to_kind="agent", to_id=bo.id, reason="hail expert", allow_incomplete=True)
        offered = await handing.hand_off(conn, ana, interaction_id, new)
    assert offered.completeness == 0.5
    assert offered.owner_before == ana.id
    assert [each["text"] for each in offered.packet["customer_said"]] == ["Hail broke my windscreen"]
    assert offered.packet["about"] == [{"kind": "policy", "external_id": "AU-482", "label": ""}]
    async with desk.db.transaction(desk.org) as conn:
        waiting = await visible_interaction(conn, ana, interaction_id)
        assert (waiting.status, waiting.preferred_id, waiting.owner_id) == ("queued", bo.id, None)
        await transition(conn, bo, interaction_id, Status.ACTIVE, owner_id=bo.id)
        [accepted] = await context.list_hand_offs(conn, desk.org, interaction_id)
        case = await visible_case(conn, ana, case_id)
    assert (accepted.status, accepted.owner_after, case.owner_id) == ("accepted", bo.id, bo.id)


async def test_a_declined_hand_off_gives_the_work_back(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    new = handing.NewHandOff(to_kind="queue", to_id=desk.queue, reason="lunch")
    async with desk.db.transaction(desk.org) as conn:
        offered = await handing.hand_off(conn, ana, interaction_id, new)
        await handing.decline(conn, ana, offered.id)
        back = await visible_interaction(conn, ana, interaction_id)
    assert (back.status, back.owner_id) == ("active", ana.id)


async def test_what_never_arrived_is_work_again_and_the_handle_is_known_as_gone(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    where = await target(desk, external_id="<ours@northlight.example>")
    async with desk.db.transaction(desk.org) as conn:
        await reply(conn, ana, interaction_id, where, NewReply(text="The garage will call you."))
        bounced = sdk.Receipt(
            external_id="<ours@northlight.example>", status="failed", at=START, reason="5.1.1 no such user", gone=True
        )
        assert await record_receipts(conn, desk.actor, [(desk.accounts["email"], bounced)]) == 1
        back = await visible_interaction(conn, ana, interaction_id)
    assert (back.status, back.preferred_id) == ("queued", ana.id)
    [handle] = await desk.rows("select unreachable from handle")
    assert handle["unreachable"] == "5.1.1 no such user"
    [message] = await desk.rows("select delivery, delivery_reason from message where direction = 'outbound'")
    assert (message["delivery"], message["delivery_reason"]) == ("failed", "5.1.1 no such user")
