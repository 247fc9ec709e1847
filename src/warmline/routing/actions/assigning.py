"""A supervisor takes work over, or gives it to somebody: at once, whoever has it."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor, system
from warmline.interactions import ENDED, InteractionView, Status, leave_off, transition, visible_interaction
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.routing import store
from warmline.routing.actions.offers import take_back
from warmline.routing.actions.targets import whereabouts
from warmline.routing.actions.transferring import IN_HAND, announce_transfer
from warmline.routing.errors import HeldByAnother, NotAnAgent, NotTransferable

# From these it has to be opened again first, which is another decision.
OVER = ENDED | {Status.WRAP_UP}


async def assign(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    agent_id: UUID | None = None,
    *,
    from_id: UUID | msgspec.UnsetType | None = msgspec.UNSET,
) -> InteractionView:
    """Give work to an agent, or to oneself, at once: no wait, no offer, and no look at room, for a supervisor decides.
    ``from_id`` is who has it by what the supervisor saw.

    Raises ``NotTransferable`` where it has ended or is being wrapped up, ``HeldByAnother`` where it moved meanwhile,
    ``AgentNotFound``, ``NotAnAgent``.
    """
    actor.need("queue.manage")
    to_id = agent_id or actor.agent_id
    if to_id is None:
        raise NotAnAgent()
    shown = await visible_interaction(conn, actor, interaction_id)
    await whereabouts(conn, actor, to_id)
    # The engine offers nothing to this agent meanwhile; presence comes before interactions among locks.
    await store.hold_presence(conn, actor.org_id, to_id)
    await take_back(conn, actor, [interaction_id], reason="transferred")
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    _may_move(work, to_id, from_id)
    if Status(work["status"]) in IN_HAND:
        if work["owner_id"]:
            await leave_off(conn, actor, shown, work["owner_id"])
        await transition(conn, actor, interaction_id, Status.TRANSFERRED)
    await transition(conn, actor, interaction_id, Status.ACTIVE, owner_id=to_id)
    await announce_transfer(conn, actor, shown, "agent", to_id, warm=False)
    return await visible_interaction(conn, system(actor.org_id, "routing"), interaction_id)


def _may_move(work: Any, to_id: UUID, from_id: UUID | msgspec.UnsetType | None) -> None:
    if Status(work["status"]) in OVER:
        raise NotTransferable(id=work["id"], status=work["status"])
    if from_id is not msgspec.UNSET and work["owner_id"] != from_id:
        raise HeldByAnother(id=work["id"])
    if work["owner_id"] == to_id and Status(work["status"]) in IN_HAND:
        raise Invalid.field("agent_id", "this agent has the work already")
