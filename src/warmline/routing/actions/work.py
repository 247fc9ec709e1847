"""Work moved by hand: taken from a queue, moved by a supervisor, taken off an agent; and what an agent has."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions import InteractionView, Status, transition, visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.routing import store
from warmline.routing.actions.offers import accept_offer, cancel_offers, take_back
from warmline.routing.errors import AgentNotFound, NoRoom, NotAnAgent, NotWaiting, NotYourQueue
from warmline.routing.events import OfferRescinded
from warmline.routing.model import OfferStatus, WorkItem
from warmline.routing.scoring import full
from warmline.routing.snapshots import visible_queue

TAKEABLE = frozenset({Status.QUEUED, Status.RECEIVED, Status.TRANSFERRED, Status.REOPENED})
# What can be moved to another queue, and what has to leave an agent's hands first.
IN_HAND = frozenset({Status.ACTIVE, Status.ON_HOLD, Status.WAITING_CUSTOMER})
WORK_SHOWN = 200


class Requeued(msgspec.Struct, frozen=True, kw_only=True):
    """Interactions that wait in their queues again, and those that belong to no queue and stayed with the agent."""

    moved: list[UUID]
    kept: list[UUID]


async def take(conn: Conn, actor: Actor, interaction_id: UUID) -> InteractionView:
    """Take waiting work by hand. It must wait in a queue that the agent serves, and the agent must have room for it.

    What is offered to the agent is accepted. Raises ``NotWaiting``, ``NotYourQueue``, ``NoRoom``, and what ``visible_
    interaction`` raises.
    """
    actor.need("interaction.work")
    await visible_interaction(conn, actor, interaction_id)
    profile = await store.agent_profile(conn, actor.org_id, actor.agent_id) if actor.agent_id else None
    if profile is None or actor.agent_id is None:
        raise NotAnAgent()
    # The engine offers nothing to this agent meanwhile, so that the room that is found here is still there at commit.
    await store.hold_presence(conn, actor.org_id, actor.agent_id)
    offer_id = await store.open_offer_of(conn, actor.org_id, interaction_id, actor.agent_id)
    if offer_id:
        await accept_offer(conn, actor, offer_id)
    else:
        await _take(conn, actor, actor.agent_id, interaction_id, profile)
    return await visible_interaction(conn, actor, interaction_id)


async def _take(conn: Conn, actor: Actor, agent_id: UUID, interaction_id: UUID, profile: Any) -> None:
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    if Status(work["status"]) not in TAKEABLE:
        raise NotWaiting(id=interaction_id, status=work["status"])
    if work["queue_id"] and not actor.may("queue.manage"):
        teams = await store.queue_teams(conn, actor.org_id, work["queue_id"])
        if teams and teams.isdisjoint(profile["team_ids"]):
            raise NotYourQueue()
    load = await store.load_of_agent(conn, actor.org_id, agent_id, beside=interaction_id)
    reason = full(profile["capacity"], load, work["medium"])
    if reason:
        raise NoRoom(reason=reason)
    await transition(conn, actor, interaction_id, Status.ACTIVE, owner_id=agent_id)


async def transfer(
    conn: Conn, actor: Actor, interaction_id: UUID, *, queue_id: UUID | None = None, agent_id: UUID | None = None
) -> InteractionView:
    """Move work to a queue, or keep it for an agent; it goes on at its own age. For supervisors: agents hand off, with
    the context. Raises ``NotWaiting`` for work that has ended or is in wrap-up, ``QueueNotFound``, ``AgentNotFound``.
    """
    actor.need("queue.manage")
    await visible_interaction(conn, actor, interaction_id)
    if (queue_id is None) == (agent_id is None):
        raise Invalid.field("queue_id", "name either a queue or an agent")
    if queue_id is not None:
        await visible_queue(conn, actor, queue_id)
    elif await store.agent_profile(conn, actor.org_id, agent_id) is None:  # type: ignore[arg-type] # one of the two is set
        raise AgentNotFound(id=agent_id)
    await take_back(conn, actor, [interaction_id], reason="transferred")
    await _requeue(conn, actor, interaction_id, queue_id, agent_id)
    return await visible_interaction(conn, actor, interaction_id)


async def _requeue(
    conn: Conn, actor: Actor, interaction_id: UUID, queue_id: UUID | None, agent_id: UUID | None
) -> None:
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    status = Status(work["status"])
    if status not in TAKEABLE | IN_HAND | {Status.OFFERED}:
        raise NotWaiting(id=interaction_id, status=status.value)
    if status in IN_HAND:
        await transition(conn, actor, interaction_id, Status.TRANSFERRED)
    await transition(conn, actor, interaction_id, Status.QUEUED, queue_id=queue_id, preferred_id=agent_id)


async def requeue_all(conn: Conn, actor: Actor, agent_id: UUID) -> Requeued:
    """Take all work off an agent who cannot go on with it: it waits in its queues again, at its own age, and what was
    offered is offered to others. Work in wrap-up stays, as only its paperwork is left."""
    actor.need("queue.manage")
    if await store.lock_presence(conn, actor.org_id, agent_id) is None:
        raise AgentNotFound(id=agent_id)
    await cancel_offers(conn, actor, [agent_id], reason="requeued")
    rows = await store.movable_of(conn, actor.org_id, agent_id)
    moved = [row["id"] for row in rows if row["queue_id"]]
    for each in moved:
        await transition(conn, actor, each, Status.QUEUED)
    return Requeued(moved=moved, kept=[row["id"] for row in rows if not row["queue_id"]])


async def current_work(conn: Conn, actor: Actor, agent_id: UUID) -> list[WorkItem]:
    """What an agent has and is not ended, the newest first, at most 200; another's needs ``queue.read``."""
    actor.need("interaction.work" if agent_id == actor.agent_id else "queue.read")
    return await store.work_of(conn, actor.org_id, agent_id, WORK_SHOWN)
