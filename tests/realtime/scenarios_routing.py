"""How queues, presence, offers and channels change."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

from tests.realtime.stage import Stage, scenario
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit import clock
from warmline.routing import OfferView, accept_offer, decline_offer, expire_offers

Play = AsyncGenerator[None, None]


async def offered(stage: Stage) -> tuple[Actor, OfferView]:
    """An agent with an offer of their own."""
    queue = await stage.make("/queues", code="main", name="Main")
    agent = await stage.floor.agent("Asked")
    interaction_id = await stage.floor.contact_to(UUID(queue["id"]))
    await stage.floor.settle()
    (offer,) = [each for each in await stage.floor.offers() if each.interaction_id == interaction_id]
    return agent, offer


@scenario("queue.created", "queue.updated")
async def queues(stage: Stage) -> Play:
    team = await stage.make("/teams", code="claims", name="Claims")
    yield
    queue = await stage.make("/queues", code="main", name="Main")
    await stage.call("PATCH", f"/queues/{queue['id']}", team_ids=[team["id"]])
    await stage.call("PATCH", f"/queues/{queue['id']}", priority=3, active=False)


@scenario("presence.changed")
async def presence(stage: Stage) -> Play:
    agent, offer = await offered(stage)
    await stage.floor.act(accept_offer, agent, offer.id)
    yield
    await stage.call("PUT", "/me/presence", status="away", reason="lunch")
    # The end of a piece of work makes its agent idle from then on.
    await stage.floor.move(offer.interaction_id, Status.RESOLVED)
    await stage.floor.settle()


@scenario("offer.made", "offer.accepted")
async def accepted(stage: Stage) -> Play:
    agent = await stage.floor.agent("Asked")
    waits = await stage.floor.contact_to(UUID((await stage.make("/queues", code="main", name="Main"))["id"]))
    yield
    await stage.floor.settle()
    (offer,) = [each for each in await stage.floor.offers() if each.interaction_id == waits]
    await stage.floor.act(accept_offer, agent, offer.id)


@scenario("offer.declined")
async def declined(stage: Stage) -> Play:
    agent, offer = await offered(stage)
    yield
    await stage.floor.act(decline_offer, agent, offer.id, reason="lunch")
    await stage.floor.settle()


@scenario("offer.timed_out")
async def timed_out(stage: Stage) -> Play:
    await offered(stage)
    yield
    await stage.floor.act(expire_offers, stage.org_id, at=clock.now() + timedelta(seconds=31))
    await stage.floor.settle()


@scenario("offer.rescinded")
async def rescinded(stage: Stage) -> Play:
    _, offer = await offered(stage)
    yield
    await stage.floor.move(offer.interaction_id, Status.ABANDONED)
    await stage.floor.settle()


@scenario("offer.cancelled")
async def cancelled(stage: Stage) -> Play:
    agent, _ = await offered(stage)
    yield
    await stage.floor.presence(agent, "offline")
    await stage.floor.settle()
