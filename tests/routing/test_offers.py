"""An offer is answered once, in time, by the agent to whom it was made; else the work waits again at its own age."""

from datetime import timedelta

import pytest

from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit import clock
from warmline.kit.errors import Forbidden, Invalid
from warmline.routing import (
    OfferView,
    accept_offer,
    decline_offer,
    expire_offers,
    list_offers,
    presence_of,
    set_presence,
    visible_offer,
)
from warmline.routing.errors import OfferAnswered, OfferExpired, OfferNotFound


async def offered(floor: Floor, ago: float = 0.0) -> tuple[Actor, OfferView]:
    """An agent with an offer."""
    queue = await floor.queue()
    agent = await floor.agent("Asked")
    await floor.contact(queue, ago=ago)
    await floor.settle()
    (offer,) = await floor.offers()
    return agent, offer


async def test_needs_the_permission_to_work(floor: Floor) -> None:
    _, offer = await offered(floor)
    reader = await floor.agent("Reader", permissions=("case.read",), present=False)
    with pytest.raises(Forbidden):
        await floor.act(accept_offer, reader, offer.id)
    with pytest.raises(Forbidden):
        await floor.act(decline_offer, reader, offer.id)


async def test_another_agents_offer_does_not_exist(floor: Floor) -> None:
    _, offer = await offered(floor)
    other = await floor.agent("Other")
    for verb in (accept_offer, decline_offer, visible_offer):
        with pytest.raises(OfferNotFound):
            await floor.act(verb, other, offer.id)
    assert await floor.act(list_offers, other) == []
    with pytest.raises(OfferNotFound):
        await floor.act(accept_offer, floor.supervisor, offer.id)


async def test_an_answered_offer_refuses(floor: Floor) -> None:
    agent, offer = await offered(floor)
    await floor.act(accept_offer, agent, offer.id)
    for verb in (accept_offer, decline_offer):
        with pytest.raises(OfferAnswered, match="accepted"):
            await floor.act(verb, agent, offer.id)


async def test_an_expired_offer_refuses_even_before_the_sweep(floor: Floor) -> None:
    agent, offer = await offered(floor)
    await floor.sql("update offer set offered_at = now() - interval '2 s', expires_at = now() - interval '1 s'")
    with pytest.raises(OfferExpired):
        await floor.act(accept_offer, agent, offer.id)
    with pytest.raises(OfferExpired):
        await floor.act(decline_offer, agent, offer.id)


async def test_a_long_reason_is_refused(floor: Floor) -> None:
    agent, offer = await offered(floor)
    with pytest.raises(Invalid, match="reason"):
        await floor.act(decline_offer, agent, offer.id, reason="x" * 501)


async def test_accepting_makes_it_the_agents_work(floor: Floor) -> None:
    agent, offer = await offered(floor)
    accepted = await floor.act(accept_offer, agent, offer.id)
    assert (accepted.status, accepted.version) == ("accepted", offer.version + 1)
    assert accepted.answered_at is not None
    assert await floor.status(offer.interaction_id) == "active"
    assert await floor.sql("select owner_id from interaction where id = $1", offer.interaction_id) == agent.id


async def test_declined_work_waits_again_at_its_own_age(floor: Floor) -> None:
    agent, offer = await offered(floor, ago=300.0)
    age = await floor.queued_at(offer.interaction_id)
    other = await floor.agent("Other")
    declined = await floor.act(decline_offer, agent, offer.id, reason="not my product")
    assert (declined.status, declined.reason) == ("declined", "not my product")
    assert await floor.queued_at(offer.interaction_id) == age
    await floor.settle()
    (again,) = await floor.offers()
    assert again.agent_id == other.id
    assert again.explanation["score"]["waiting"] >= 5.0
    assert again.explanation["excluded"]["declined"] == 1


async def test_missed_work_waits_again_and_the_agent_is_not_responding(floor: Floor) -> None:
    agent, offer = await offered(floor, ago=300.0)
    age = await floor.queued_at(offer.interaction_id)
    assert await floor.act(expire_offers, floor.org_id) == 0
    late = clock.now() + timedelta(seconds=31)
    assert await floor.act(expire_offers, floor.org_id, at=late) == 1
    assert (await floor.act(visible_offer, floor.system, offer.id)).status == "timed_out"
    assert (await floor.act(presence_of, agent, agent.id)).status == "not_responding"
    await floor.settle()
    assert await floor.status(offer.interaction_id) == "queued"
    assert await floor.queued_at(offer.interaction_id) == age
    await floor.presence(agent, "available")
    await floor.settle()
    assert [each.agent_id for each in await floor.offers()] == [agent.id]


async def test_the_sweep_ends_offers_in_time(floor: Floor) -> None:
    _, offer = await offered(floor)
    await floor.sql("update offer set offered_at = now() - interval '31 s', expires_at = now() - interval '1 s'")
    await floor.sweep()
    assert await floor.status(offer.interaction_id) == "queued"


async def test_the_offer_is_taken_back_when_the_customer_leaves(floor: Floor) -> None:
    agent, offer = await offered(floor)
    await floor.move(offer.interaction_id, Status.ABANDONED)
    with pytest.raises(OfferAnswered, match="abandoned"):
        await floor.act(accept_offer, agent, offer.id)
    await floor.settle()
    taken_back = await floor.act(visible_offer, agent, offer.id)
    assert (taken_back.status, taken_back.reason) == ("rescinded", "abandoned")
    assert await floor.status(offer.interaction_id) == "abandoned"
    await floor.contact(await floor.queue("second"))
    await floor.settle()
    assert [each.agent_id for each in await floor.offers()] == [agent.id]


@pytest.mark.parametrize("status", ["offline", "away"])
async def test_offered_work_returns_at_once_when_the_agent_goes(floor: Floor, status: str) -> None:
    agent, offer = await offered(floor)
    await floor.act(set_presence, agent, agent.id, status=status)
    assert await floor.status(offer.interaction_id) == "queued"
    taken_back = await floor.act(visible_offer, agent, offer.id)
    assert (taken_back.status, taken_back.reason) == ("cancelled", status)
    other = await floor.agent("Other")
    await floor.settle()
    assert [each.agent_id for each in await floor.offers()] == [other.id]


async def test_a_busy_agent_can_still_answer_what_was_offered(floor: Floor) -> None:
    agent, offer = await offered(floor)
    await floor.presence(agent, "busy")
    assert (await floor.act(accept_offer, agent, offer.id)).status == "accepted"


async def test_nobody_stays_reserved_by_work_that_is_offered_to_nobody(floor: Floor) -> None:
    agent, offer = await offered(floor)
    await floor.sql("update offer set status = 'cancelled', answered_at = now() where id = $1", offer.id)
    await floor.settle()
    await floor.sweep()
    (again,) = await floor.offers()
    assert (again.interaction_id, again.agent_id) == (offer.interaction_id, agent.id)


async def test_every_step_is_in_the_log_with_its_actor(floor: Floor) -> None:
    agent, offer = await offered(floor)
    await floor.act(decline_offer, agent, offer.id)
    async with floor.db.transaction(floor.org_id) as conn:
        rows = await conn.fetch("select type, actor, data from event where type like 'offer.%' order by xact, seq")
    assert [(row["type"], row["actor"]) for row in rows] == [
        ("offer.made", "system:routing"),
        ("offer.declined", f"agent:{agent.id}"),
    ]
    assert rows[1]["data"]["before"] == {"status": "offered"}
    assert rows[1]["data"]["after"] == {"status": "declined"}
