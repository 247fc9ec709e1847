"""Direct transfer: to agents, teams and queues, warm or cold, with what stands against it said at once."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.routing.floor import Floor
from tests.routing.test_work import working
from warmline.interactions import Status
from warmline.interactions.errors import HandOffIncomplete, InteractionNotFound
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid
from warmline.kit.ids import new_id
from warmline.routing import OfferView, Warm, accept_offer, transfer, update_queue
from warmline.routing.errors import (
    AgentFull,
    AgentNotFound,
    AgentUnavailable,
    NotTransferable,
    OfferAnswered,
    TeamWithoutQueue,
    UnknownTeam,
)
from warmline.routing.model import QueueChange

READS_ALL = ("interaction.work", "case.read")


async def test_refuses_others_work_without_the_permission(floor: Floor) -> None:
    queue = await floor.queue()
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue)
    other = await floor.agent("Other", permissions=READS_ALL)
    with pytest.raises(Forbidden, match=r"queue\.manage"):
        await floor.act(transfer, other, chat, queue_id=queue.id)
    reader = await floor.agent("Reader", permissions=("case.read",), present=False)
    with pytest.raises(Forbidden):
        await floor.act(transfer, reader, chat, queue_id=queue.id)
    waits = await floor.contact(queue)
    with pytest.raises(Forbidden):
        await floor.act(transfer, other, waits, agent_id=first.id)


async def test_refuses_oneself_the_inactive_and_what_is_elsewhere(floor: Floor, db: Database, other_org: UUID) -> None:
    queue = await floor.queue()
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue)
    with pytest.raises(Invalid, match="has the work already"):
        await floor.act(transfer, first, chat, agent_id=first.id)
    gone = await floor.agent("Gone")
    await floor.sql("update agent set active = false where id = $1 returning id", gone.id)
    with pytest.raises(AgentNotFound):
        await floor.act(transfer, first, chat, agent_id=gone.id, wait=True)
    elsewhere = Floor(db, other_org)
    theirs = await elsewhere.agent("Theirs")
    with pytest.raises(AgentNotFound):
        await floor.act(transfer, first, chat, agent_id=theirs.id, wait=True)
    with pytest.raises(InteractionNotFound):
        await elsewhere.act(transfer, elsewhere.supervisor, chat, agent_id=theirs.id)
    with pytest.raises(UnknownTeam):
        await floor.act(transfer, first, chat, team_id=await elsewhere.team("theirs"))
    await floor.move(chat, Status.WRAP_UP)
    with pytest.raises(NotTransferable, match="wrap_up"):
        await floor.act(transfer, first, chat, queue_id=queue.id)


async def test_a_queue_that_is_switched_off_takes_nothing(floor: Floor) -> None:
    queue, off = await floor.queue(), await floor.queue("off")
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue)
    await floor.act(update_queue, floor.supervisor, off.id, QueueChange(active=False))
    with pytest.raises(Invalid, match="switched off"):
        await floor.act(transfer, first, chat, queue_id=off.id)


async def test_who_is_unavailable_is_said_at_once(floor: Floor) -> None:
    queue = await floor.queue()
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue)
    bo = await floor.agent("Bo")
    await floor.presence(bo, "away")
    with pytest.raises(AgentUnavailable, match=r"Bo is away since \d\d:\d\d UTC; choose a queue, or leave it"):
        await floor.act(transfer, first, chat, agent_id=bo.id)
    full = await floor.agent("Fay", capacity={"voice": 1})
    with pytest.raises(AgentFull, match="no capacity for this kind"):
        await floor.act(transfer, first, chat, agent_id=full.id)
    assert await floor.status(chat) == "active"
    moved = await floor.act(transfer, first, chat, agent_id=bo.id, wait=True)
    assert (moved.status, moved.preferred_id, moved.owner_id) == ("queued", bo.id, None)


async def test_ones_own_work_goes_to_an_agent_first_and_keeps_its_age(floor: Floor) -> None:
    queue = await floor.queue()
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue, ago=600.0)
    age = await floor.queued_at(chat)
    await floor.agent("Idle")
    bo = await floor.agent("Bo")
    await floor.act(transfer, first, chat, agent_id=bo.id)
    assert await floor.queued_at(chat) == age
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id) == (chat, bo.id)
    kinds = await floor.sql(
        "select array_agg(type order by seq) from event where interaction_id = $1 and type like 'work.%'", chat
    )
    assert kinds == ["work.transferred"]


async def test_a_team_is_reached_through_its_queue(floor: Floor) -> None:
    claims, sales = await floor.team("claims"), await floor.team("sales")
    shared = await floor.queue("a-shared", claims, sales)
    own = await floor.queue("own", sales)
    first = await floor.agent("First", claims, permissions=READS_ALL)
    (chat,) = await working(floor, first, await floor.queue("claims-only", claims))
    moved = await floor.act(transfer, first, chat, team_id=sales)
    assert moved.queue_id == own.id
    # Where the work is in a queue of the team already, it stays there.
    await floor.act(transfer, floor.supervisor, chat, queue_id=shared.id)
    assert (await floor.act(transfer, floor.supervisor, chat, team_id=sales)).queue_id == shared.id
    with pytest.raises(TeamWithoutQueue):
        await floor.act(transfer, floor.supervisor, chat, team_id=await floor.team("idle"))


async def test_warm_takes_the_packet_along_or_says_what_it_misses(floor: Floor) -> None:
    queue, second = await floor.queue(), await floor.queue("second")
    first = await floor.agent("First")
    (chat,) = await working(floor, first, queue)
    await floor.sql(
        "insert into capture_template (org_id, moment, name, fields) values ($1, 'hand_off', 'Glass', $2) returning id",
        floor.org_id,
        [{"field": "policy_number", "label": "Policy number", "required": True}],
    )
    with pytest.raises(HandOffIncomplete) as refused:
        await floor.act(transfer, first, chat, queue_id=second.id, warm=Warm(reason="Glass"))
    assert [each.field for each in refused.value.fields] == ["policy_number"]
    assert await floor.status(chat) == "active"
    warm = Warm(reason="Glass", fields={"policy_number": "NL-1"})
    moved = await floor.act(transfer, first, chat, queue_id=second.id, warm=warm)
    assert (moved.status, moved.queue_id) == ("queued", second.id)
    packet = await floor.sql("select packet from hand_off where interaction_id = $1", chat)
    assert packet["fields"] == {"policy_number": "NL-1"}


async def test_warm_from_an_offer_takes_the_offer_back(floor: Floor) -> None:
    queue, second = await floor.queue(), await floor.queue("second", await floor.team("second"))
    await floor.agent("Asked")
    waits = await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    warm = Warm(reason="Wrong queue", allow_incomplete=True)
    await floor.act(transfer, floor.supervisor, waits, queue_id=second.id, warm=warm)
    await floor.settle()
    assert [each.status for each in await floor.offers(status=None) if each.id == offer.id] == ["rescinded"]
    assert await floor.status(waits) == "queued"


async def test_accept_and_transfer_at_once_lose_nothing(floor: Floor) -> None:
    """Whoever is first: it is active with the agent and then moved, or moved and the offer void. Never both or none."""
    queue, second = await floor.queue(), await floor.queue("second", await floor.team("second"))
    agent = await floor.agent("Agent", capacity={"text": 50})
    for _ in range(8):
        waits = await floor.contact(queue)
        await floor.settle()
        (offer,) = await floor.offers()
        results: Sequence[Any] = await asyncio.gather(
            floor.act(accept_offer, agent, offer.id),
            floor.act(transfer, floor.supervisor, waits, queue_id=second.id),
            return_exceptions=True,
        )
        assert not isinstance(results[1], BaseException), results[1]
        assert isinstance(results[0], OfferView | OfferAnswered), results[0]
        owner = await floor.sql("select owner_id from interaction where id = $1", waits)
        assert (await floor.status(waits), owner) == ("queued", None)
        assert not await floor.offers()


async def test_unknown_work(floor: Floor) -> None:
    with pytest.raises(InteractionNotFound):
        await floor.act(transfer, floor.supervisor, new_id(), agent_id=new_id())
