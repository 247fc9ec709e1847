"""What happens at the same moment happens once: real transactions against each other."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.conftest import eventually
from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.interactions import Status, transition
from warmline.kit import clock
from warmline.kit.errors import WarmlineError
from warmline.routing import OfferView, accept_offer, decline_offer, expire_offers, place, set_presence, take
from warmline.routing.errors import NoRoom, OfferAnswered, OfferExpired


async def one_offer(floor: Floor, name: str = "Asked", **agent: Any) -> tuple[Actor, OfferView]:
    queue = await floor.queue(name.lower())
    person = await floor.agent(name, **agent)
    await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers(person)
    return person, offer


async def outcomes(*calls: Any) -> list[Any]:
    """What each of them gave, run at once."""
    return await asyncio.gather(*calls, return_exceptions=True)


async def test_of_two_accepts_exactly_one_succeeds(floor: Floor) -> None:
    person, offer = await one_offer(floor)
    found = await outcomes(*(floor.act(accept_offer, person, offer.id) for _ in range(8)))
    assert sum(isinstance(each, OfferView) for each in found) == 1
    assert sum(isinstance(each, OfferAnswered) for each in found) == 7
    assert await floor.sql("select count(*) from event where type = 'offer.accepted'") == 1


async def test_accept_against_decline(floor: Floor) -> None:
    person, offer = await one_offer(floor)
    found = await outcomes(floor.act(accept_offer, person, offer.id), floor.act(decline_offer, person, offer.id))
    assert sum(isinstance(each, OfferView) for each in found) == 1
    taken = isinstance(found[0], OfferView)
    assert await floor.status(offer.interaction_id) == ("active" if taken else "queued")


async def test_accept_against_expiry(floor: Floor) -> None:
    """Both orders: whoever comes first wins, and the other changes nothing."""
    for n in range(6):
        person, offer = await one_offer(floor, f"Asked{n}")
        late = clock.now() + timedelta(seconds=31)
        calls = [floor.act(accept_offer, person, offer.id), floor.act(expire_offers, floor.org_id, at=late)]
        found = await outcomes(*(calls if n % 2 else calls[::-1]))
        accepted, expired = found if n % 2 else found[::-1]
        if isinstance(accepted, OfferView):
            assert expired == 0
            assert await floor.status(offer.interaction_id) == "active"
        else:
            assert isinstance(accepted, OfferAnswered | OfferExpired)
            assert expired == 1
            assert await floor.status(offer.interaction_id) == "queued"
        await floor.presence(person, "offline")
        await floor.move(offer.interaction_id, Status.RESOLVED)


async def test_accept_against_the_customer_leaving(floor: Floor) -> None:
    person, offer = await one_offer(floor)
    found = await outcomes(
        floor.act(accept_offer, person, offer.id), floor.move(offer.interaction_id, Status.ABANDONED)
    )
    await floor.settle()
    status = await floor.status(offer.interaction_id)
    assert sum(isinstance(each, WarmlineError) for each in found) == 1
    assert status == ("active" if isinstance(found[0], OfferView) else "abandoned")
    assert await floor.offers() == []


async def blocked(floor: Floor) -> bool:
    """Whether somebody waits for a lock."""
    return bool(await floor.sql("select count(*) from pg_locks where not granted"))


async def test_an_agent_who_leaves_while_work_is_offered_gets_none(floor: Floor) -> None:
    """The engine has seen the agent available and is about to offer when the agent goes."""
    queue = await floor.queue()
    person = await floor.agent("Leaving")
    await floor.contact(queue)
    async with floor.db.transaction(floor.org_id) as conn:
        await set_presence(conn, person, person.agent_id, status="offline")  # type: ignore[arg-type] # an agent
        await floor.sweep()
    await floor.settle()
    assert await floor.offers() == []


async def test_going_offline_waits_for_the_offer_that_is_being_made_and_returns_it(floor: Floor) -> None:
    queue = await floor.queue()
    person = await floor.agent("Leaving")
    waits = await floor.contact(queue)
    async with floor.db.transaction(floor.org_id) as conn:
        assert await place(conn, floor.org_id) == 1
        leaving = asyncio.create_task(floor.presence(person, "offline"))
        await eventually(lambda: blocked(floor))
    await leaving
    assert await floor.offers() == []
    assert await floor.status(waits) == "queued"


async def test_taking_by_hand_and_the_engine_never_exceed_the_limit(floor: Floor) -> None:
    queue = await floor.queue()
    person = await floor.agent("Quick", capacity={"text": 1}, present=False)
    for n in range(6):
        first, second = await floor.contact(queue), await floor.contact(queue)
        await floor.presence(person, "available")
        found = await outcomes(floor.act(take, person, second), floor.settle(), floor.sweep())
        await floor.settle()
        held = await floor.sql(
            "select count(*) from interaction where status in ('active', 'offered') and id = any ($1)",
            [first, second],
        )
        assert held == 1, n
        assert not isinstance(found[0], Exception) or isinstance(found[0], NoRoom)
        await floor.presence(person, "offline")
        for each in (first, second):
            await floor.move(each, Status.RESOLVED)


async def test_a_message_that_arrives_while_the_offer_is_accepted_takes_nothing_back(floor: Floor) -> None:
    queue = await floor.queue()
    person = await floor.agent("Asked")
    chat = await floor.contact(queue, who="ann@example.org", session="s")
    await floor.settle()
    (offer,) = await floor.offers()
    async with floor.db.transaction(floor.org_id) as conn:
        await accept_offer(conn, person, offer.id)
        writing = asyncio.create_task(floor.contact(queue, who="ann@example.org", session="s"))
        await eventually(lambda: blocked(floor))
    assert await writing == chat
    assert await floor.status(chat) == "active"


async def test_placing_passes_over_work_that_somebody_is_busy_with(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.agent("Idle")
    held, free = await floor.contact(queue, ago=60), await floor.contact(queue)
    async with floor.db.transaction(floor.org_id) as conn:
        await transition(conn, floor.system, held, Status.RESOLVED)
        await floor.sweep()
        assert [each.interaction_id for each in await floor.offers()] == [free]
    assert await floor.status(held) == "resolved"


async def test_many_agents_at_once_each_take_one(floor: Floor) -> None:
    queue = await floor.queue()
    people = [await floor.agent(f"Agent {n}", capacity={"text": 1}) for n in range(8)]
    waits = [await floor.contact(queue) for _ in range(12)]
    await asyncio.gather(*(floor.sweep() for _ in range(4)), floor.settle())
    offers: dict[UUID | None, OfferView] = {each.agent_id: each for each in await floor.offers()}
    assert len(offers) == 8
    await asyncio.gather(*(floor.act(accept_offer, each, offers[each.id].id) for each in people))
    await floor.settle()
    states = [await floor.status(each) for each in waits]
    assert (states.count("active"), states.count("queued")) == (8, 4)
