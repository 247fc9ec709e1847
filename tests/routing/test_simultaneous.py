"""Work is offered to several agents at once: exactly one has it in the end, and the others are told who was faster."""

import asyncio
from datetime import timedelta
from uuid import UUID

from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit import clock
from warmline.routing import OfferView, accept_offer, decline_offer, expire_offers, set_presence, visible_offer
from warmline.routing.errors import OfferAnswered
from warmline.routing.invariants import broken


async def asked(floor: Floor, name: str, count: int) -> tuple[list[Actor], list[OfferView]]:
    """So many agents, each with an offer of the same work."""
    team = await floor.team(name)
    queue = await floor.queue(name, team, offer_to=count)
    people = [await floor.agent(f"{name} {n}", team) for n in range(count)]
    waits = await floor.contact(queue, ago=60)
    await floor.settle()
    by_agent: dict[UUID | None, OfferView] = {
        each.agent_id: each for each in await floor.offers() if each.interaction_id == waits
    }
    assert by_agent.keys() == {each.id for each in people}
    return people, [by_agent[each.id] for each in people]


async def all_well(floor: Floor) -> bool:
    async with floor.db.transaction(floor.org_id) as conn:
        return await broken(conn, floor.org_id) == []


async def test_exactly_one_wins_under_any_race(floor: Floor) -> None:
    for n in range(5):
        people, offers = await asked(floor, f"team{n}", 4)
        calls = [floor.act(accept_offer, person, offer.id) for person, offer in zip(people, offers, strict=True)]
        found = await asyncio.gather(*calls, return_exceptions=True)
        winners = [n for n, each in enumerate(found) if isinstance(each, OfferView)]
        assert len(winners) == 1
        losers = [each for each in found if not isinstance(each, OfferView)]
        assert all(isinstance(each, OfferAnswered) for each in losers), losers
        assert all("taken by somebody else" in str(each) for each in losers)
        owner = await floor.sql("select owner_id from interaction where id = $1", offers[0].interaction_id)
        assert owner == people[winners[0]].id
        statuses = [(await floor.act(visible_offer, floor.system, each.id)).status for each in offers]
        assert sorted(statuses) == ["accepted", "rescinded", "rescinded", "rescinded"]
    assert await all_well(floor)


async def test_when_one_declines_the_others_are_still_asked(floor: Floor) -> None:
    people, offers = await asked(floor, "claims", 3)
    await floor.act(decline_offer, people[0], offers[0].id)
    assert await floor.status(offers[0].interaction_id) == "offered"
    assert await floor.act(accept_offer, people[1], offers[1].id)
    assert await all_well(floor)


async def test_when_all_decline_at_once_it_waits_again(floor: Floor) -> None:
    for n in range(4):
        people, offers = await asked(floor, f"team{n}", 3)
        calls = [floor.act(decline_offer, *each) for each in zip(people, [o.id for o in offers], strict=True)]
        assert all(isinstance(each, OfferView) for each in await asyncio.gather(*calls))
        assert await floor.status(offers[0].interaction_id) == "queued"
    assert await all_well(floor)


async def test_accepting_while_others_decline_and_leave(floor: Floor) -> None:
    for n in range(4):
        people, offers = await asked(floor, f"team{n}", 4)
        found = await asyncio.gather(
            floor.act(decline_offer, people[0], offers[0].id),
            floor.act(accept_offer, people[1], offers[1].id),
            floor.act(set_presence, people[2], people[2].id, status="away"),
            floor.act(decline_offer, people[3], offers[3].id),
            return_exceptions=True,
        )
        assert isinstance(found[1], OfferView), found[1]
        assert all(isinstance(each, OfferAnswered) for each in (found[0], found[3]) if isinstance(each, Exception))
        assert await floor.status(offers[0].interaction_id) == "active"
    await floor.settle()
    assert await all_well(floor)


async def test_when_nobody_answers_all_are_not_responding_and_it_waits(floor: Floor) -> None:
    people, offers = await asked(floor, "claims", 3)
    late = clock.now() + timedelta(seconds=31)
    assert await floor.act(expire_offers, floor.org_id, at=late) == 3
    assert await floor.status(offers[0].interaction_id) == "queued"
    statuses = {await floor.sql("select status from presence where agent_id = $1", each.id) for each in people}
    assert statuses == {"not_responding"}


async def test_who_misses_one_offer_gives_back_the_others(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Slow")
    first, second = await floor.contact(queue, ago=60), await floor.contact(queue)
    await floor.settle()
    await floor.sql(
        "update offer set offered_at = now() - interval '31 s', expires_at = now() - interval '1 s'"
        " where interaction_id = $1",
        first,
    )
    assert await floor.act(expire_offers, floor.org_id) == 1
    assert [await floor.status(each) for each in (first, second)] == ["queued", "queued"]
    (other,) = [each for each in await floor.offers(status=None) if each.interaction_id == second]
    assert (other.agent_id, other.status, other.reason) == (agent.id, "cancelled", "not_responding")
    assert await all_well(floor)


async def test_the_customer_leaves_while_several_are_asked(floor: Floor) -> None:
    _, offers = await asked(floor, "claims", 3)
    await floor.move(offers[0].interaction_id, Status.ABANDONED)
    await floor.settle()
    statuses = {(await floor.act(visible_offer, floor.system, each.id)).status for each in offers}
    assert statuses == {"rescinded"}
