"""Whom a customer is to reach where possible.

Records that count as one person share it: it is written on the record for which the others count. What another record
of the person says, from before they were merged, counts where that record says nothing, and is its own again when the
merge is taken back.
"""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import visible_customer
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.routing.errors import AgentNotFound
from warmline.routing.profiles import store
from warmline.routing.profiles.errors import NobodyPreferred, PreferenceOver, PreferredAway
from warmline.routing.profiles.events import PreferredAgentRemoved, PreferredAgentSet
from warmline.routing.profiles.model import Preference, PreferredAgent

WRITE = ("queue.manage", "customer.write")


async def set_preferred_agent(conn: Conn, actor: Actor, customer_id: UUID, wanted: Preference) -> PreferredAgent:
    """Say whom the customer is to reach; replaces what was said.

    Raises ``CustomerNotFound``, ``AgentNotFound``, ``PreferredAway``, ``PreferenceOver``.
    """
    actor.need(*WRITE)
    await visible_customer(conn, actor, customer_id)
    if wanted.until is not None and wanted.until <= clock.now():
        raise PreferenceOver(until=wanted.until.isoformat())
    works_here = await store.agent_works_here(conn, actor.org_id, wanted.agent_id)
    if works_here is None:
        raise AgentNotFound(id=wanted.agent_id)
    if not works_here:
        raise PreferredAway(id=wanted.agent_id)
    root_id = await store.lock_root(conn, actor.org_id, customer_id) or customer_id
    old = await store.lock_preference(conn, actor.org_id, root_id)
    before = {"agent_id": old["agent_id"], "until": old["until"]} if old else {}
    after = {"agent_id": wanted.agent_id, "until": wanted.until}
    if before != after:
        await store.put_preference(conn, actor.org_id, root_id, wanted.agent_id, wanted.until)
        event = PreferredAgentSet(
            customer_id=root_id, agent_id=wanted.agent_id, until=wanted.until, before=before, after=after
        )
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return PreferredAgent(customer_id=root_id, agent_id=wanted.agent_id, until=wanted.until)


async def remove_preferred_agent(conn: Conn, actor: Actor, customer_id: UUID) -> None:
    """The customer is to reach nobody in particular any more, on none of their records; once more is no error."""
    actor.need(*WRITE)
    await visible_customer(conn, actor, customer_id)
    root_id = await store.lock_root(conn, actor.org_id, customer_id) or customer_id
    gone = await store.delete_preferences(conn, actor.org_id, root_id)
    events = [
        PreferredAgentRemoved(
            customer_id=row["customer_id"],
            agent_id=row["agent_id"],
            before={"agent_id": row["agent_id"], "until": row["until"]},
        )
        for row in gone
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def preferred_agent_of(conn: Conn, actor: Actor, customer_id: UUID) -> PreferredAgent:
    """Whom the customer is to reach now. Raises ``CustomerNotFound``, ``NobodyPreferred``."""
    await visible_customer(conn, actor, customer_id)
    found = await preferred_agents(conn, actor.org_id, [customer_id])
    if customer_id not in found:
        raise NobodyPreferred(id=customer_id)
    return found[customer_id]


async def preferred_agents(conn: Conn, org_id: UUID, customer_ids: Sequence[UUID]) -> dict[UUID, PreferredAgent]:
    """Whom each of these customers is to reach now, for routing: by any record of the same person."""
    return await store.preferred_agents(conn, org_id, customer_ids, clock.now())
