"""Decisions that explain themselves."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from warmline.accounts import Actor
from warmline.kit.http import Db
from warmline.routing.shard.why import OfferReplay, OfferWhy, WaitingWhy, replay_offer, why_offered, why_waits

TAGS = ["routing"]


@get("/offers/{offer_id:uuid}/explanation", operation_id="explain_offer", tags=TAGS)
async def explain_offer(db: Db, actor: NamedDependency[Actor], offer_id: FromPath[UUID]) -> OfferWhy:
    """Why the work was offered to this agent: candidates, who was left out and why, and the parts of the score."""
    async with db.transaction(actor.org_id) as conn:
        return await why_offered(conn, actor, offer_id)


@post("/offers/{offer_id:uuid}/replay", operation_id="replay_offer", tags=TAGS, status_code=200)
async def replay(db: Db, actor: NamedDependency[Actor], offer_id: FromPath[UUID]) -> OfferReplay:
    """Make the decision again from its inputs: the same inputs give the same decision. Nothing is changed."""
    async with db.transaction(actor.org_id) as conn:
        return await replay_offer(conn, actor, offer_id)


@get("/interactions/{interaction_id:uuid}/waiting", operation_id="explain_waiting", tags=TAGS)
async def explain_waiting(db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID]) -> WaitingWhy:
    """Why work still waits: its ring, who could serve it and what stands against each, and what changes next."""
    async with db.transaction(actor.org_id) as conn:
        return await why_waits(conn, actor, interaction_id)


ROUTES = [explain_offer, replay, explain_waiting]
