"""The work itself goes to a colleague who is in the conversation already."""

from uuid import UUID

from warmline.accounts import Actor, system
from warmline.interactions import InteractionView, Status, leave_off, transition, visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing import store
from warmline.routing.actions.inviting import announce_ends
from warmline.routing.actions.transferring import IN_HAND, announce_transfer, need_hold_of
from warmline.routing.errors import AgentNotFound, NotInConversation, NotTakingPart
from warmline.routing.store import invitations as invited

TOOK_OVER = "took_over"


async def give(conn: Conn, actor: Actor, interaction_id: UUID, agent_id: UUID) -> InteractionView:
    """Give the work to a colleague who is in the conversation: at once, without a wait and without an offer. One's own
    work, or any with ``queue.manage``.

    Raises ``NotTakingPart``, ``NotInConversation``, ``AgentNotFound``.
    """
    actor.need("interaction.work", "queue.manage")
    if await store.lock_presence(conn, actor.org_id, agent_id) is None:
        raise AgentNotFound(id=agent_id)
    shown = await visible_interaction(conn, actor, interaction_id)
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    need_hold_of(actor, work)
    if Status(work["status"]) not in IN_HAND:
        raise NotInConversation(id=interaction_id, status=work["status"])
    row = await invited.joined_invitation(conn, actor.org_id, interaction_id, agent_id)
    if row is None:
        raise NotTakingPart(id=agent_id)
    # They stay among those who take part, as the record has it: it is theirs now.
    await invited.end_invitation(conn, actor.org_id, row["id"], status="left", at=clock.now(), outcome=TOOK_OVER)
    await announce_ends(conn, actor, [{**row, "status": "left"}])
    if work["owner_id"]:
        await leave_off(conn, actor, shown, work["owner_id"])
    await transition(conn, actor, interaction_id, Status.TRANSFERRED)
    await transition(conn, actor, interaction_id, Status.ACTIVE, owner_id=agent_id)
    await announce_transfer(conn, actor, shown, "agent", agent_id, warm=False)
    # It may be out of the actor's reach by now.
    return await visible_interaction(conn, system(actor.org_id, "routing"), interaction_id)
