"""Offers, and their answers."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor, tagged
from warmline.routing.actions import offers
from warmline.routing.model import OfferStatus, OfferView
from warmline.routing.schemas import Decline
from warmline.routing.snapshots import visible_offer

TAGS = ["routing"]


@get("/offers", operation_id="list_offers", tags=TAGS)
async def list_offers(
    db: Db,
    actor: NamedDependency[Actor],
    agent_id: FromQuery[UUID | None] = None,
    interaction_id: FromQuery[UUID | None] = None,
    status: FromQuery[OfferStatus | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[OfferView]:
    """Offers, the newest first: mine, or all for who may see queues."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await offers.list_offers(
            conn,
            actor,
            before=key[0] if key else None,
            agent_id=agent_id,
            interaction_id=interaction_id,
            status=status.value if status else None,
            size=limit + 1,
        )
    return page(found, limit, key=lambda offer: (offer.id,))


@get("/offers/{offer_id:uuid}", operation_id="get_offer", tags=TAGS)
async def get_offer(db: Db, actor: NamedDependency[Actor], offer_id: FromPath[UUID]) -> Response[OfferView]:
    """One offer, with why it was made to this agent."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_offer(conn, actor, offer_id))


@post("/offers/{offer_id:uuid}/accept", operation_id="accept_offer", tags=TAGS, status_code=200)
async def accept_offer(db: Db, actor: NamedDependency[Actor], offer_id: FromPath[UUID]) -> Response[OfferView]:
    """Take the work that was offered to me."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await offers.accept_offer(conn, actor, offer_id))


@post("/offers/{offer_id:uuid}/decline", operation_id="decline_offer", tags=TAGS, status_code=200)
async def decline_offer(
    db: Db, actor: NamedDependency[Actor], offer_id: FromPath[UUID], data: JSONBody[Decline]
) -> Response[OfferView]:
    """Leave the work to somebody else; it waits again at its own age."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await offers.decline_offer(conn, actor, offer_id, reason=data.reason))


ROUTES = [list_offers, get_offer, accept_offer, decline_offer]
