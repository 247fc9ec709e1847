"""Two engines, of which one leads: it is killed at any moment, paused and woken, and nothing is lost or done twice."""

import asyncio
import random
import signal
import statistics
import time
from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

import pytest

from tests.conftest import eventually
from tests.routing.arena import Arena, arena
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit.errors import WarmlineError
from warmline.kit.postgres import EmbeddedPostgres
from warmline.routing import accept_offer, decline_offer
from warmline.routing.invariants import broken

TAKE_OVER = 3.0
# A lease that runs out in no test, so that it is given up, or stays where it is.
FOR_GOOD = 3600.0


@pytest.fixture
async def field(postgres: EmbeddedPostgres) -> AsyncIterator[Arena]:
    async with arena(postgres, "two_engines") as made:
        yield made


async def led_by_a_new_one(field: Arena, epoch: int) -> int:
    async def later() -> int:
        found = await field.leads()
        return found if found > epoch else 0

    return await eventually(later)


async def test_a_second_engine_stands_by_and_takes_over_at_once_after_a_stop(field: Arena) -> None:
    first = await field.start(lease=FOR_GOOD)
    epoch = await eventually(field.leads)
    await field.start(lease=FOR_GOOD)
    queue = await field.floor.queue()
    await field.floor.agent("Ann", capacity={"text": 1})
    waits = await field.floor.contact(queue)
    await eventually(lambda: has_status(field, waits, "offered"))
    assert await field.leads() == epoch, "who stands by does not take what is held"
    assert await first.stop() == 0
    assert await field.leads() != epoch, "a lease that was given up is free at once"
    assert await led_by_a_new_one(field, epoch) > epoch


async def has_status(field: Arena, interaction_id: UUID, *statuses: str) -> bool:
    return await field.floor.status(interaction_id) in statuses


async def test_take_over_within_three_seconds(field: Arena) -> None:
    """From the kill to the other engine's first offer; the median of several, as the machine may be busy."""
    queue = await field.floor.queue(offer_seconds=3600)
    took = []
    leader = await field.start()
    epoch = await eventually(field.leads)
    for n in range(3):
        standby = await field.start()
        await field.floor.agent(f"Agent {n}", capacity={"text": 1})
        killed = await leader.kill()
        waits = await field.floor.contact(queue)
        await eventually(partial(has_status, field, waits, "offered"))
        took.append(time.monotonic() - killed)
        epoch, leader = await led_by_a_new_one(field, epoch), standby
    assert statistics.median(took) <= TAKE_OVER, took
    assert await found_broken(field) == []


async def test_a_zombie_cannot_commit(field: Arena) -> None:
    """The leader is paused for longer than its lease, another takes over, and then the first wakes up."""
    zombie = await field.start()
    epoch = await eventually(field.leads)
    queue = await field.floor.queue(offer_seconds=3600)
    await field.start(lease=FOR_GOOD)
    zombie.signal(signal.SIGSTOP)
    waits = [await field.floor.contact(queue) for _ in range(5)]
    for n in range(5):
        await field.floor.agent(f"Agent {n}", capacity={"text": 1})
    new = await led_by_a_new_one(field, epoch)
    await eventually(lambda: all_offered(field, waits))
    zombie.signal(signal.SIGCONT)
    more = await field.floor.contact(queue)
    await field.floor.agent("One more", capacity={"text": 1})
    await eventually(lambda: has_status(field, more, "offered"))
    offers = await field.floor.offers()
    assert sorted(each.interaction_id for each in offers) == sorted([*waits, more])
    assert len({each.agent_id for each in offers}) == 6
    # Every offer was made in the epoch of who leads: the zombie made none after it woke up.
    assert await field.leads() == new
    assert await found_broken(field) == []


async def all_offered(field: Arena, ids: list[UUID]) -> bool:
    return all([await field.floor.status(each) == "offered" for each in ids])


async def found_broken(field: Arena) -> list[str]:
    async with field.db.transaction(field.org_id) as conn:
        return [each.told for each in await broken(conn, field.org_id, bound=5.0)]


class Day:
    """Customers who come and go, and agents who come, go and answer, until all is served."""

    def __init__(self, field: Arena, seed: int) -> None:
        self.field, self.floor, self.pick = field, field.floor, random.Random(seed)
        self.waits: list[UUID] = []
        self.left: set[UUID] = set()
        self.accepted: dict[UUID, list[Actor]] = {}
        self.over = False

    async def customers(self, queue_ids: list[UUID], count: int) -> None:
        for _ in range(count):
            self.waits.append(await self.floor.contact_to(self.pick.choice(queue_ids), ago=self.pick.random() * 60))
            if self.pick.random() < 0.1:
                await self.leaves(self.pick.choice(self.waits))
            await asyncio.sleep(self.pick.random() * 0.02)

    async def leaves(self, interaction_id: UUID) -> None:
        try:
            await self.floor.move(interaction_id, Status.ABANDONED)
            self.left.add(interaction_id)
        except WarmlineError:
            pass  # They are being served, or are done.

    async def agent(self, actor: Actor) -> None:
        """Answers offers, finishes work, declines some, and goes away now and then."""
        while not self.over:
            for offer in await self.floor.offers(actor):
                await self.answer(actor, offer.id, offer.interaction_id)
            if self.pick.random() < 0.02:
                await self.floor.presence(actor, "away")
                await asyncio.sleep(self.pick.random() * 0.1)
                await self.floor.presence(actor, "available")
            await asyncio.sleep(0.02)

    async def answer(self, actor: Actor, offer_id: UUID, interaction_id: UUID) -> None:
        try:
            if self.pick.random() < 0.1:
                await self.floor.act(decline_offer, actor, offer_id)
                return
            await self.floor.act(accept_offer, actor, offer_id)
            self.accepted.setdefault(interaction_id, []).append(actor)
            await self.floor.move(interaction_id, Status.RESOLVED)
        except WarmlineError:
            pass  # Somebody else was faster, or the customer left.

    async def murders(self, times: int) -> None:
        """Kill whoever leads at a random moment, and start another."""
        engines = [await self.field.start(), await self.field.start()]
        for _ in range(times):
            await asyncio.sleep(0.3 + self.pick.random() * 2.0)
            await engines.pop(0).kill()
            engines.append(await self.field.start())

    async def served(self) -> bool:
        return not await self.floor.sql("select count(*) from interaction where status in ('queued', 'offered')")


async def test_killed_at_random_moments_nothing_is_lost_or_done_twice(field: Arena) -> None:
    day = Day(field, 7)
    await field.floor.sql(
        'update organization set settings = settings || \'{"routing": {"declined_seconds": 0.5}}\'::jsonb'
    )
    queues = [(await field.floor.queue("one")).id, (await field.floor.queue("many", offer_to=3)).id]
    people = [await field.floor.agent(f"Agent {n}", capacity={"text": 2}) for n in range(6)]
    agents = [asyncio.create_task(day.agent(each)) for each in people]
    await asyncio.gather(day.customers(queues, 150), day.murders(4))
    await eventually(day.served, within=60.0)
    day.over = True
    await asyncio.gather(*agents)
    states = {each: await field.floor.status(each) for each in day.waits}
    assert len(states) == 150
    assert set(states.values()) <= {"resolved", "abandoned"}
    assert {each for each, status in states.items() if status == "abandoned"} == day.left
    assert {each: who for each, who in day.accepted.items() if len(who) != 1} == {}, "two agents won the same work"
    assert set(day.accepted) == {each for each, status in states.items() if status == "resolved"}
    assert await found_broken(field) == []
