"""How an agent is routed to."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.kit.errors import Stale
from warmline.kit.events import publish
from warmline.routing.errors import AgentNotFound
from warmline.routing.profiles import store
from warmline.routing.profiles.checking import interruptible
from warmline.routing.profiles.events import AgentRoutingChanged
from warmline.routing.profiles.model import AgentRouting, AgentRoutingChange


async def set_agent_routing(
    conn: Conn, actor: Actor, agent_id: UUID, change: AgentRoutingChange, *, version: int | None = None
) -> AgentRouting:
    """Say what may interrupt an agent's work. Raises ``AgentNotFound``, ``Stale``, ``NotInterruptible``."""
    actor.need("queue.manage")
    media = interruptible(change.interruptible)
    old = await store.lock_profile(conn, actor.org_id, agent_id)
    if old is None:
        raise AgentNotFound(id=agent_id)
    if version not in (None, old.version):
        raise Stale(kind="agent's routing")
    before = [each.value for each in old.interruptible]
    if media != before:
        await store.put_profile(conn, actor.org_id, agent_id, media)
        event = AgentRoutingChanged(agent_id=agent_id, before={"interruptible": before}, after={"interruptible": media})
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.profiles(conn, actor.org_id, [agent_id]))[agent_id]
