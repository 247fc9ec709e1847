"""Handing work over: who takes part, whom it is kept for, and what becomes of a hand-off that nobody needs any more."""

from uuid import UUID

import pytest

from tests.interactions.desk import Desk, visitor
from tests.interactions.test_lessons_record import refused
from tests.interactions.test_work import an_agent, taken, target
from warmline import sdk
from warmline.accounts import Actor
from warmline.interactions import NewReply, Status, reply, transition, visible_interaction
from warmline.interactions.actions import hand_off, work
from warmline.interactions.errors import HandOffAnswered
from warmline.interactions.store import context, reading


@pytest.fixture
async def ana(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "ana")


async def test_who_hands_over_takes_part_no_longer(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    await desk.act(reply, ana, interaction_id, await target(desk), NewReply(text="The garage will call you."))
    await desk.act(work.move, ana, interaction_id, Status.ACTIVE)
    new = hand_off.NewHandOff(to_kind="queue", to_id=desk.queue, reason="lunch")
    offered = await desk.act(hand_off.hand_off, ana, interaction_id, new)
    async with desk.db.transaction(desk.org) as conn:
        people = await reading.participants(conn, desk.org, interaction_id)
    [left] = [each for each in people if each.agent_id == ana.id]
    assert left.left_at is not None
    await desk.act(hand_off.decline, ana, offered.id)
    await desk.act(reply, ana, interaction_id, await target(desk), NewReply(text="Back again."))
    async with desk.db.transaction(desk.org) as conn:
        people = await reading.participants(conn, desk.org, interaction_id)
    assert [each.left_at is None for each in people if each.agent_id == ana.id] == [False, True]


async def test_a_hand_off_ends_with_the_work(desk: Desk, ana: Actor) -> None:
    said = desk.contact("webchat", visitor("v"), "Hail", thread=sdk.Thread(session="s"))
    [received] = await desk.say(said)
    interaction_id = received.interaction_id
    assert interaction_id
    await desk.act(transition, ana, interaction_id, Status.ACTIVE, owner_id=ana.id)
    new = hand_off.NewHandOff(to_kind="queue", to_id=desk.queue, reason="lunch")
    offered = await desk.act(hand_off.hand_off, ana, interaction_id, new)
    await desk.act(transition, ana, interaction_id, Status.ABANDONED)
    async with desk.db.transaction(desk.org) as conn:
        [ended] = await context.hand_offs(conn, desk.org, [offered.id])
    assert ended.status == "cancelled"
    await refused(desk.act(hand_off.decline, ana, offered.id), HandOffAnswered)
    await desk.act(work.reopen, ana, interaction_id)
    await desk.act(transition, ana, interaction_id, Status.ACTIVE, owner_id=ana.id)
    assert (await desk.act(hand_off.hand_off, ana, interaction_id, new)).status == "offered"


async def test_a_customer_who_leaves_while_work_waits_to_be_taken_over_leaves_no_hand_off(
    desk: Desk, ana: Actor
) -> None:
    said = desk.contact("webchat", visitor("v"), "Hail", thread=sdk.Thread(session="s"))
    [received] = await desk.say(said)
    assert received.interaction_id
    await desk.act(transition, ana, received.interaction_id, Status.ACTIVE, owner_id=ana.id)
    new = hand_off.NewHandOff(to_kind="queue", to_id=desk.queue, reason="lunch")
    await desk.act(hand_off.hand_off, ana, received.interaction_id, new)
    left = desk.contact("webchat", visitor("v"), "", thread=sdk.Thread(session="s"), messages=(), ends=True)
    await desk.say(left)
    await desk.act(work.reopen, ana, received.interaction_id)
    [row] = await desk.rows("select status from hand_off")
    assert row["status"] == "cancelled"


async def test_declined_work_goes_to_nobody_who_is_gone(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    interaction_id, _ = await taken(desk, ana)
    bo = await an_agent(owner_dsn, desk.org, "bo")
    assert bo.id
    new = hand_off.NewHandOff(to_kind="agent", to_id=bo.id, reason="lunch")
    offered = await desk.act(hand_off.hand_off, ana, interaction_id, new)
    await desk.rows("update agent set active = false where id = $1", ana.id)
    await desk.act(hand_off.decline, bo, offered.id)
    assert (await desk.act(visible_interaction, bo, interaction_id)).status == "queued"


async def test_a_hand_off_to_a_queue_is_kept_for_nobody(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    interaction_id, _ = await taken(desk, ana)
    bo = await an_agent(owner_dsn, desk.org, "bo")
    assert bo.id
    for kind, id_ in (("agent", bo.id), ("queue", desk.queue)):
        new = hand_off.NewHandOff(to_kind=kind, to_id=id_, reason="x")  # type: ignore[arg-type] # both are kinds
        offered = await desk.act(hand_off.hand_off, ana, interaction_id, new)
        waiting = await desk.act(visible_interaction, ana, interaction_id)
        assert waiting.preferred_id == (bo.id if kind == "agent" else None)
        await desk.act(hand_off.decline, ana, offered.id)
