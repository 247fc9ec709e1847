"""Decisions explain themselves: why this agent, why still waiting, and the same inputs give the same decision."""

from uuid import UUID

import pytest

from tests.application import Hire, Person
from tests.routing.floor import Floor
from warmline.kit.db import Database
from warmline.routing import NewQueue, create_queue, decline_offer, replay_offer, why_offered, why_waits
from warmline.routing.errors import OfferNotFound


async def test_needs_to_see_the_offer_and_the_work(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.agent("Asked")
    waits = await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    stranger = await floor.agent("Stranger", permissions=("interaction.work",), present=False)
    with pytest.raises(OfferNotFound):
        await floor.act(why_offered, stranger, offer.id)
    with pytest.raises(OfferNotFound):
        await floor.act(replay_offer, stranger, offer.id)
    with pytest.raises(Exception, match="permission"):
        await floor.act(why_waits, stranger, waits)


async def test_why_this_agent_is_told_in_sentences(floor: Floor) -> None:
    team = await floor.team("claims")
    queue = await floor.queue("claims", team, priority=5)
    await floor.agent("Stranger")
    busy = await floor.agent("Busy", team)
    await floor.presence(busy, "busy")
    chosen, other = await floor.agent("Ann", team), await floor.agent("Ben", team)
    await floor.contact(queue, ago=120)
    await floor.settle()
    (offer,) = await floor.offers()
    why = await floor.act(why_offered, floor.supervisor, offer.id)
    assert why.words[0].startswith("Of those who could take it Ann")
    assert "2 could have taken it." in why.words
    assert "Not asked: 1 are busy; 1 are in no team that serves it." in why.words
    assert any("points" in each and "5 for the queue's priority" in each for each in why.words)
    assert [(each.agent_id, each.name, each.asked) for each in why.candidates] == [
        (chosen.id, "Ann", True),
        (other.id, "Ben", False),
    ]


async def test_the_same_inputs_give_the_same_decision(floor: Floor) -> None:
    queue = await floor.queue(service_seconds=77, priority=3)
    people = [await floor.agent(f"Agent {n}", capacity={"text": 1 + n % 3}) for n in range(6)]
    for n in range(9):
        await floor.contact(queue, ago=400.0 - 37 * n)
    await floor.settle()
    offers = await floor.offers()
    assert len(offers) == 9
    for offer in offers:
        found = await floor.act(replay_offer, floor.supervisor, offer.id)
        assert (found.same, found.differences) == (True, []), found
        assert found.asked == found.agent_ids == [offer.agent_id]
    # What was noted is what decides: with another inventory of who was idle it comes out otherwise, and is told.
    await floor.sql(
        "update offer set explanation = jsonb_set(explanation, '{options,0,4}', '0.99') where id = $1", offers[0].id
    )
    found = await floor.act(replay_offer, floor.supervisor, offers[0].id)
    assert (found.same, found.differences) == (False, ["agents"])
    assert {each.id for each in people} >= set(found.agent_ids)


async def test_an_offer_of_an_earlier_version_cannot_be_replayed(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.agent("Asked")
    await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.sql('update offer set explanation = \'{"rule": "longest_idle", "score": {"total": 2.0}}\'')
    with pytest.raises(Exception, match="earlier version"):
        await floor.act(replay_offer, floor.supervisor, offer.id)
    assert (await floor.act(why_offered, floor.supervisor, offer.id)).words


async def test_why_it_still_waits(floor: Floor) -> None:
    team = await floor.team("claims")
    queue = await floor.queue("claims", team)
    waits = await floor.contact(queue, ago=60)
    found = await floor.act(why_waits, floor.supervisor, waits)
    assert (found.reason, found.qualified, found.place) == ("no_agent_qualified", 0, 1)
    full = await floor.agent("Ann", team, capacity={"text": 1})
    await floor.contact(queue, ago=3600)
    await floor.settle()
    found = await floor.act(why_waits, floor.supervisor, waits)
    assert (found.reason, found.qualified, found.ready) == ("all_busy", 1, 0)
    assert [(each.agent_id, each.name, each.why) for each in found.examples] == [(full.id, "Ann", "at_capacity")]
    assert any("Ann: at capacity" in each for each in found.words)
    assert found.score["waiting"] >= 1.0


async def test_who_declined_is_named_as_the_reason(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Only")
    waits = await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(decline_offer, agent, offer.id)
    found = await floor.act(why_waits, floor.supervisor, waits)
    assert found.reason == "declined_by_all"


async def test_the_next_ring_is_foretold(floor: Floor) -> None:
    inner, outer = await floor.team("inner"), await floor.team("outer")
    rings = [{"after_seconds": 600, "team_ids": [str(outer)]}]
    queue = await floor.queue("claims", inner)
    await floor.sql("update queue set rings = $2 where id = $1", queue.id, rings)
    await floor.agent("Outer", outer)
    waits = await floor.contact(queue, ago=60)
    await floor.settle()
    found = await floor.act(why_waits, floor.supervisor, waits)
    assert (found.reason, found.ring, found.rings) == ("no_agent_qualified", 0, 2)
    assert found.next_change is not None
    assert found.next_change.what == "wider_ring"
    await floor.sql("update interaction set queued_at = now() - interval '11 minutes' where id = $1", waits)
    await floor.settle()
    (offer,) = await floor.offers()
    assert (offer.explanation["ring"], offer.interaction_id) == (1, waits)


async def test_over_http(db: Database, admin: Person, agent_client: Hire) -> None:
    desk = Floor(db, admin.org_id)
    queue = await desk.act(create_queue, desk.system, NewQueue(code="main", name="Main"))
    agent = await agent_client(permissions=("interaction.work",))
    await agent.put("/me/presence", json={"status": "available"})
    asked, waits = await desk.contact_to(queue.id, medium="voice", ago=60), await desk.contact_to(queue.id)
    await desk.settle()
    (offer,) = await desk.offers()
    assert offer.interaction_id == asked
    why = (await admin.get(f"/offers/{offer.id}/explanation")).json()
    assert (why["agent_id"], UUID(why["offer_id"])) == (str(agent.agent_id), offer.id)
    assert why["words"]
    assert (await admin.post(f"/offers/{offer.id}/replay")).json()["same"] is True
    found = (await admin.get(f"/interactions/{waits}/waiting")).json()
    assert (found["status"], found["reason"]) == ("queued", "all_busy")
    assert (await admin.get(f"/interactions/{asked}/waiting")).json()["status"] == "offered"
