"""How an actor sees reasons, profiles and preferences: the one answer for fetches and for live events."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for
from warmline.routing.errors import AgentNotFound
from warmline.routing.profiles import store
from warmline.routing.profiles.errors import ReasonNotFound
from warmline.routing.profiles.model import AgentRouting, PreferredAgent, PresenceReason

READ_REASONS = ("queue.read", "queue.manage", "interaction.work")
READ_PROFILES = ("queue.read", "queue.manage")
READ_CUSTOMERS = "customer.read"


@same_for(*READ_REASONS)
async def reasons(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, PresenceReason]:
    """Reasons of presence, for all who give them."""
    return await store.reasons(conn, actor.org_id, ids) if actor.may(*READ_REASONS) else {}


@same_for(*READ_PROFILES)
async def profiles(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, AgentRouting]:
    """How those of the agents are routed to that the actor may see: all, or themselves."""
    if not actor.may(*READ_PROFILES):
        ids = [each for each in ids if each == actor.agent_id]
    return await store.profiles(conn, actor.org_id, ids)


@same_for(READ_CUSTOMERS)
async def preferences(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, PreferredAgent]:
    """What each of these customers' records says itself."""
    return await store.preferences(conn, actor.org_id, ids) if actor.may(READ_CUSTOMERS) else {}


async def visible_reason(conn: Conn, actor: Actor, reason_id: UUID) -> PresenceReason:
    """The reason, or ``ReasonNotFound``."""
    found = await reasons(conn, actor, [reason_id])
    if reason_id not in found:
        raise ReasonNotFound(id=reason_id)
    return found[reason_id]


async def visible_profile(conn: Conn, actor: Actor, agent_id: UUID) -> AgentRouting:
    """How the agent is routed to, or ``AgentNotFound``."""
    found = await profiles(conn, actor, [agent_id])
    if agent_id not in found:
        raise AgentNotFound(id=agent_id)
    return found[agent_id]


SNAPSHOTS: dict[str, Loader] = {
    "presence_reason": reasons,
    "agent_routing": profiles,
    "preferred_agent": preferences,
}
