"""How an actor sees queues, presence and offers: the one answer for fetches and for live events."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for
from warmline.routing import store
from warmline.routing.errors import CallbackNotFound, InvitationNotFound, OfferNotFound, QueueNotFound
from warmline.routing.learning.snapshots import SNAPSHOTS as LEARNING_SNAPSHOTS
from warmline.routing.model import OfferView, PresenceView, QueueView
from warmline.routing.profiles.snapshots import SNAPSHOTS as PROFILE_SNAPSHOTS
from warmline.routing.rules.snapshots import SNAPSHOTS as RULES_SNAPSHOTS
from warmline.routing.store import callbacks as called
from warmline.routing.store import invitations as invited
from warmline.routing.together import CallbackView, InvitationView

ALL_QUEUES = ("queue.read", "queue.manage")
ALL_OFFERS = ("queue.read", "case.read")


def sees_all_queues(actor: Actor) -> bool:
    """Whether the actor sees all queues, or those that the actor's teams serve."""
    return actor.may(*ALL_QUEUES)


def sees_all_offers(actor: Actor) -> bool:
    """Whether the actor sees all offers, or their own."""
    return actor.may(*ALL_OFFERS)


@same_for(*ALL_QUEUES)
async def queues(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, QueueView]:
    """Those of the queues that the actor may see."""
    if not actor.may(*ALL_QUEUES, "interaction.work"):
        return {}
    found = await store.queues(conn, actor, ids, all_of_them=sees_all_queues(actor))
    return {each.id: each for each in found}


@same_for("queue.read")
async def presences(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, PresenceView]:
    """The presence of those of the agents that the actor may see: all, or themselves."""
    if not actor.may("queue.read"):
        ids = [each for each in ids if each == actor.agent_id]
    return {each.agent_id: each for each in await store.presences(conn, actor.org_id, ids)}


@same_for(*ALL_OFFERS)
async def offers(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, OfferView]:
    """Those of the offers that the actor may see: all, or their own."""
    found = await store.offers(conn, actor, ids, all_of_them=sees_all_offers(actor))
    return {each.id: each for each in found}


async def visible_queue(conn: Conn, actor: Actor, queue_id: UUID) -> QueueView:
    """The queue, or ``QueueNotFound``."""
    found = await queues(conn, actor, [queue_id])
    if queue_id not in found:
        raise QueueNotFound(id=queue_id)
    return found[queue_id]


async def visible_offer(conn: Conn, actor: Actor, offer_id: UUID) -> OfferView:
    """The offer, or ``OfferNotFound``."""
    found = await offers(conn, actor, [offer_id])
    if offer_id not in found:
        raise OfferNotFound(id=offer_id)
    return found[offer_id]


@same_for("case.read")
async def invitations(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, InvitationView]:
    """Those of the invitations into conversations that the actor may see, and the actor's own."""
    if not actor.may("case.read", "case.read_team", "interaction.work"):
        return {}
    found = await invited.invitations(conn, actor, ids, all_of_them=actor.may("case.read"))
    return {each.id: each for each in found}


@same_for("case.read")
async def callbacks(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, CallbackView]:
    """Those of the callbacks about conversations that the actor may see."""
    if not actor.may("case.read", "case.read_team"):
        return {}
    found = await called.callbacks(conn, actor, ids, all_of_them=actor.may("case.read"))
    return {each.id: each for each in found}


async def visible_invitation(conn: Conn, actor: Actor, invitation_id: UUID) -> InvitationView:
    """The invitation, or ``InvitationNotFound``."""
    found: dict[UUID, InvitationView] = await invitations(conn, actor, [invitation_id])
    if invitation_id not in found:
        raise InvitationNotFound(id=invitation_id)
    return found[invitation_id]


async def visible_callback(conn: Conn, actor: Actor, callback_id: UUID) -> CallbackView:
    """The callback, or ``CallbackNotFound``."""
    found: dict[UUID, CallbackView] = await callbacks(conn, actor, [callback_id])
    if callback_id not in found:
        raise CallbackNotFound(id=callback_id)
    return found[callback_id]


SNAPSHOTS: dict[str, Loader] = {
    "invitation": invitations,
    "callback": callbacks,
    "queue": queues,
    "presence": presences,
    "offer": offers,
    **PROFILE_SNAPSHOTS,
    **LEARNING_SNAPSHOTS,
    **RULES_SNAPSHOTS,
}
