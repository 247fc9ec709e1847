"""The dispatcher at work: it follows the log, and what happens takes effect by itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.conftest import eventually, make_organization
from tests.routing.arena import Arena, arena
from tests.routing.floor import Floor
from warmline.interactions import Status
from warmline.kit import leases
from warmline.kit.ids import new_id
from warmline.kit.leases import LeaseLost
from warmline.kit.postgres import EmbeddedPostgres
from warmline.routing import Dispatcher, accept_offer, decline_offer, place, settle, update_queue
from warmline.routing.invariants import broken
from warmline.routing.model import QueueChange
from warmline.routing.shard import Shard, shard


@pytest.fixture(scope="module")
async def hall(postgres: EmbeddedPostgres) -> AsyncIterator[tuple[Arena, Dispatcher]]:
    """A database of its own, with a dispatcher in this process."""
    async with arena(postgres, "dispatched") as made:
        # However long this process is held up, its leases do not run out.
        dispatcher = Dispatcher(made.db, lease_seconds=3600.0)
        work = asyncio.create_task(dispatcher.run())
        yield made, dispatcher
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


@pytest.fixture
async def live(hall: tuple[Arena, Dispatcher], postgres: EmbeddedPostgres) -> AsyncIterator[Floor]:
    """A new organisation, which the dispatcher finds by itself."""
    arena_, dispatcher = hall
    org_id = await make_organization(postgres.dsn(database="dispatched"), "Live")
    floor = Floor(arena_.db, org_id)

    async def led() -> bool:
        return org_id in dispatcher.shards

    await eventually(led)
    yield floor
    async with arena_.db.transaction(org_id) as conn:
        assert [each.told for each in await broken(conn, org_id)] == []


async def becomes(floor: Floor, interaction_id: UUID, status: str) -> None:
    async def is_so() -> bool:
        return await floor.status(interaction_id) == status

    await eventually(is_so)


async def test_work_comes_and_agents_free(live: Floor) -> None:
    queue = await live.queue()
    first = await live.contact(queue, ago=30)
    agent = await live.agent("Ann", capacity={"text": 1})
    await becomes(live, first, "offered")
    second = await live.contact(queue)
    (offer,) = await live.offers(agent)
    await live.act(accept_offer, agent, offer.id)
    await live.move(first, Status.RESOLVED)
    await becomes(live, second, "offered")


async def test_a_missed_offer_ends_by_itself(live: Floor) -> None:
    queue = await live.queue(offer_seconds=1)
    agent = await live.agent("Slow")
    waits = await live.contact(queue)

    async def missed() -> bool:
        return bool(await live.offers(status="timed_out"))

    await eventually(missed)
    assert await live.status(waits) == "queued"
    assert await live.sql("select status from presence where agent_id = $1", agent.id) == "not_responding"
    other = await live.agent("Quick")

    async def asked_again() -> bool:
        return len(await live.offers(status=None)) == 2

    await eventually(asked_again)
    assert [each.agent_id for each in await live.offers(status=None)] == [agent.id, other.id]


async def test_who_declined_is_asked_again_by_itself(live: Floor) -> None:
    await live.sql('update organization set settings = \'{"routing": {"declined_seconds": 0.5}}\'::jsonb')
    queue = await live.queue()
    agent = await live.agent("Only")
    await live.act(update_queue, live.system, queue.id, QueueChange(name="Read the settings again"))
    waits = await live.contact(queue)
    await becomes(live, waits, "offered")
    (offer,) = await live.offers(agent)
    await live.act(decline_offer, agent, offer.id)

    async def asked_again() -> bool:
        return len(await live.offers(status=None)) == 2

    await eventually(asked_again)


async def test_a_change_of_a_queue_takes_effect_at_once(live: Floor) -> None:
    team, other = await live.team("claims"), await live.team("sales")
    queue = await live.queue("claims", team)
    await live.agent("Seller", other)
    waits = await live.contact(queue)
    await live.act(update_queue, live.system, queue.id, QueueChange(team_ids=[team, other]))
    await becomes(live, waits, "offered")


async def test_a_queue_that_is_switched_on_again_is_served(live: Floor) -> None:
    queue = await live.queue()
    await live.act(update_queue, live.system, queue.id, QueueChange(active=False))
    await live.agent("Idle")
    waits = await live.contact(queue)
    await live.act(update_queue, live.system, queue.id, QueueChange(active=True))
    await becomes(live, waits, "offered")


async def test_the_next_ring_is_asked_when_its_time_comes(live: Floor) -> None:
    inner, outer = await live.team("inner"), await live.team("outer")
    queue = await live.queue("claims", inner)
    rings = [{"after_seconds": 1, "team_ids": [str(outer)]}]
    await live.sql("update queue set rings = $2 where id = $1", queue.id, rings)
    await live.act(update_queue, live.system, queue.id, QueueChange(priority=1))
    await live.agent("Outer", outer)
    waits = await live.contact(queue)
    await becomes(live, waits, "offered")
    (offer,) = await live.offers()
    assert offer.explanation["ring"] == 1


async def test_the_offer_is_taken_back_when_the_customer_leaves(live: Floor) -> None:
    queue = await live.queue()
    await live.agent("Asked")
    waits = await live.contact(queue)
    await becomes(live, waits, "offered")
    await live.move(waits, Status.ABANDONED)

    async def taken_back() -> bool:
        return await live.offers() == []

    await eventually(taken_back)


async def test_a_clock_that_jumps_is_noticed_and_nothing_is_lost(
    live: Floor, hall: tuple[Arena, Dispatcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = await live.queue()
    waits = await live.contact(queue)
    for hours in (10, -10):
        before = hall[1].shards[live.org_id].floor
        steady = shard._drift()
        monkeypatch.setattr(shard, "_drift", lambda steady=steady, hours=hours: steady + hours * 3600)

        async def loaded_anew(before: object = before) -> bool:
            return hall[1].shards[live.org_id].floor is not before

        await eventually(loaded_anew)
    assert await live.status(waits) == "queued"
    await live.agent("Ann")
    await becomes(live, waits, "offered")


async def test_a_shard_whose_lease_is_gone_writes_nothing(floor: Floor) -> None:
    queue = await floor.queue()
    lease = await floor.act(leases.take, floor.org_id, "routing", new_id(), seconds=0.0)
    old = Shard(lease)
    await old.begin(floor.db)
    await floor.act(leases.take, floor.org_id, "routing", new_id(), seconds=0.0)
    waits = await floor.contact(queue)
    await floor.agent("Ann")
    with pytest.raises(LeaseLost):
        await old.turn(floor.db)
    assert await floor.status(waits) == "queued"
    assert await floor.offers() == []


async def test_stepping_leaves_an_organisation_alone_that_is_led(live: Floor) -> None:
    assert await settle(live.db, live.org_id) is False
    assert await live.act(place, live.org_id) == 0
