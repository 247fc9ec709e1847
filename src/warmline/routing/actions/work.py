"""Work taken from a queue by hand, and what an agent has."""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.engine import NO_ROOM, full
from warmline.interactions import InteractionView, Status, transition, visible_interaction
from warmline.kit.db import Conn
from warmline.routing import store
from warmline.routing.actions.offers import accept_offer
from warmline.routing.errors import NoRoom, NotAnAgent, NotWaiting, NotYourQueue
from warmline.routing.model import WorkItem

TAKEABLE = frozenset({Status.QUEUED, Status.RECEIVED, Status.TRANSFERRED, Status.REOPENED})
WORK_SHOWN = 200


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
    reason = full(profile["capacity"], load, work["medium"], profile["interruptible"])
    if reason:
        raise NoRoom(why=NO_ROOM[reason])
    await transition(conn, actor, interaction_id, Status.ACTIVE, owner_id=agent_id)


async def current_work(conn: Conn, actor: Actor, agent_id: UUID) -> list[WorkItem]:
    """What an agent has and is not ended, the newest first, at most 200; another's needs ``queue.read``."""
    actor.need("interaction.work" if agent_id == actor.agent_id else "queue.read")
    return await store.work_of(conn, actor.org_id, agent_id, WORK_SHOWN)
