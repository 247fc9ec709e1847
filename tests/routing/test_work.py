"""Work moved by hand: taken, transferred, handed off, taken off an agent."""

from uuid import UUID

import pytest

from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.interactions.actions.hand_off import NewHandOff, hand_off
from warmline.interactions.errors import InteractionNotFound
from warmline.kit.errors import Forbidden, Invalid
from warmline.kit.ids import new_id
from warmline.routing import QueueView, accept_offer, current_work, requeue_all, take, transfer, visible_offer
from warmline.routing.errors import (
    AgentNotFound,
    NoRoom,
    NotAnAgent,
    NotTransferable,
    NotWaiting,
    QueueNotFound,
)


async def working(floor: Floor, agent: Actor, queue: QueueView, n: int = 1, ago: float = 0.0) -> list[UUID]:
    """Interactions that the agent has accepted."""
    found: list[UUID] = []
    for _ in range(n):
        await floor.contact(queue, ago=ago)
        await floor.settle()
        (offer,) = await floor.offers()
        await floor.act(accept_offer, agent, offer.id)
        found.append(offer.interaction_id)
    return found


async def test_take_refuses(floor: Floor) -> None:
    claims, sales = await floor.team("claims"), await floor.team("sales")
    queue = await floor.queue("claims", claims)
    waits = await floor.contact(queue)
    stranger = await floor.agent("Stranger", sales, present=False)
    with pytest.raises(InteractionNotFound):
        await floor.act(take, stranger, waits)
    full = await floor.agent("Full", claims, capacity={"voice": 1}, present=False)
    with pytest.raises(NoRoom, match="no capacity for this kind"):
        await floor.act(take, full, waits)
    with pytest.raises(NotAnAgent):
        await floor.act(take, floor.system, waits)
    reader = await floor.agent("Reader", claims, permissions=("case.read",), present=False)
    with pytest.raises(Forbidden):
        await floor.act(take, reader, waits)
    member = await floor.agent("Member", claims, present=False)
    await floor.act(take, member, waits)
    with pytest.raises(NotWaiting, match="active"):
        await floor.act(take, member, waits)
    with pytest.raises(InteractionNotFound):
        await floor.act(take, member, new_id())


async def test_take_by_hand(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Agent", present=False)
    waits = await floor.contact(queue)
    taken = await floor.act(take, agent, waits)
    assert (taken.status, taken.owner_id) == ("active", agent.id)
    assert [each.interaction_id for each in await floor.act(current_work, agent, agent.id)] == [waits]


async def test_taking_what_is_offered_to_me_accepts_it_and_what_is_offered_to_others_is_refused(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Agent")
    waits = await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    other = await floor.agent("Other", permissions=("interaction.work", "case.read"))
    with pytest.raises(NotWaiting, match="offered"):
        await floor.act(take, other, waits)
    await floor.act(take, agent, waits)
    assert (await floor.act(visible_offer, agent, offer.id)).status == "accepted"


async def test_work_without_a_queue_can_be_taken(floor: Floor) -> None:
    agent = await floor.agent("Agent", permissions=("interaction.work", "case.read"))
    waits = await floor.contact(None)
    assert await floor.status(waits) == "received"
    assert (await floor.act(take, agent, waits)).status == "active"


async def test_transfer_refuses(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Agent")
    waits = await floor.contact(queue)
    with pytest.raises(Forbidden):
        await floor.act(transfer, agent, waits, queue_id=queue.id)
    for target in ({}, {"queue_id": queue.id, "agent_id": agent.id}):
        with pytest.raises(Invalid, match="queue"):
            await floor.act(transfer, floor.supervisor, waits, **target)
    with pytest.raises(QueueNotFound):
        await floor.act(transfer, floor.supervisor, waits, queue_id=new_id())
    with pytest.raises(AgentNotFound):
        await floor.act(transfer, floor.supervisor, waits, agent_id=new_id())
    await floor.move(waits, Status.RESOLVED)
    with pytest.raises(NotTransferable, match="resolved"):
        await floor.act(transfer, floor.supervisor, waits, queue_id=queue.id)


@pytest.mark.parametrize("state", ["queued", "offered", "active"])
async def test_transfer_to_a_queue_keeps_the_age(floor: Floor, state: str) -> None:
    first, second = await floor.queue("first", await floor.team("first")), await floor.queue("second")
    waits = await floor.contact(first, ago=240)
    age = await floor.queued_at(waits)
    agent = await floor.agent("Agent", *first.team_ids) if state != "queued" else None
    await floor.settle()
    if agent and state == "active":
        (offer,) = await floor.offers()
        await floor.act(accept_offer, agent, offer.id)
    assert await floor.status(waits) == state
    if agent:
        await floor.presence(agent, "busy")
    moved = await floor.act(transfer, floor.supervisor, waits, queue_id=second.id)
    assert (moved.status, moved.queue_id, moved.owner_id, moved.queued_at) == ("queued", second.id, None, age)
    other = await floor.agent("Other")
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.agent_id, offer.queue_id) == (other.id, second.id)
    assert offer.explanation["score"]["waiting"] >= 4.0


async def test_transfer_to_an_agent_waits_for_that_agent(floor: Floor) -> None:
    queue = await floor.queue()
    idle = await floor.agent("Idle")
    named = await floor.agent("Named")
    await floor.presence(named, "busy")
    waits = await floor.contact(queue, ago=900)
    await floor.act(transfer, floor.supervisor, waits, agent_id=named.id, wait=True)
    await floor.settle()
    assert await floor.status(waits) == "queued"
    await floor.presence(named, "available")
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.agent_id, offer.explanation["rule"]) == (named.id, "handed_over")
    await floor.presence(named, "offline")
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id) == (waits, idle.id)


async def test_a_hand_off_to_an_agent_reaches_that_agent_at_its_own_age(floor: Floor) -> None:
    queue = await floor.queue()
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue, ago=600.0)
    second = await floor.agent("Second")
    assert second.id is not None
    await floor.act(
        hand_off,
        first,
        chat,
        NewHandOff(to_kind="agent", to_id=second.id, reason="Knows glass", allow_incomplete=True),
    )
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id, offer.explanation["rule"]) == (chat, second.id, "handed_over")
    assert offer.explanation["score"]["waiting"] >= 10.0
    await floor.act(accept_offer, second, offer.id)
    assert await floor.sql("select owner_id from case_record") == second.id


async def test_active_work_stays_with_an_agent_who_goes_and_can_be_taken_off(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Sick")
    one, two, three = await working(floor, agent, queue, 3, ago=120.0)
    await floor.move(two, Status.WAITING_CUSTOMER)
    await floor.move(three, Status.WRAP_UP)
    age = await floor.queued_at(one)
    await floor.presence(agent, "offline")
    await floor.settle()
    assert len(await floor.act(current_work, agent, agent.id)) == 3
    with pytest.raises(Forbidden):
        await floor.act(requeue_all, agent, agent.id)
    done = await floor.act(requeue_all, floor.supervisor, agent.id)
    assert sorted(done.moved) == sorted([one, two])
    assert [(each.interaction_id, each.why) for each in done.kept] == [(three, "wrap_up")]
    assert await floor.queued_at(one) == age
    other = await floor.agent("Well")
    await floor.settle()
    offers = await floor.offers()
    assert {each.agent_id for each in offers} == {other.id}
    assert {each.interaction_id for each in offers} == {one, two}


async def test_requeue_keeps_what_belongs_to_no_queue(floor: Floor) -> None:
    agent = await floor.agent("Agent", permissions=("interaction.work", "case.read"))
    loose = await floor.contact(None)
    await floor.act(take, agent, loose)
    done = await floor.act(requeue_all, floor.supervisor, agent.id)
    assert done.moved == []
    assert [(each.interaction_id, each.agent_id, each.why) for each in done.kept] == [(loose, agent.id, "no_queue")]
    with pytest.raises(AgentNotFound):
        await floor.act(requeue_all, floor.supervisor, new_id())


async def test_what_comes_back_without_a_queue_is_offered_to_who_had_it(floor: Floor) -> None:
    agent = await floor.agent("Agent", permissions=("interaction.work", "case.read"))
    await floor.agent("Idle")
    loose = await floor.contact(None, who="ann@example.org")
    await floor.act(take, agent, loose)
    await floor.move(loose, Status.WAITING_CUSTOMER)
    assert await floor.contact(None, who="ann@example.org") == loose
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id, offer.queue_id) == (loose, agent.id, None)


async def test_anothers_work_needs_the_permission(floor: Floor) -> None:
    agent, other = await floor.agent("Agent"), await floor.agent("Other")
    with pytest.raises(Forbidden):
        await floor.act(current_work, agent, other.id)
    assert await floor.act(current_work, floor.supervisor, other.id) == []
