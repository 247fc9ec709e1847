"""What somebody has read."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.channels import Registry, confirm_reading
from warmline.desk import store
from warmline.desk.actions.asking import own_desk
from warmline.desk.model import WAITING, ReadMark
from warmline.interactions import InteractionView, Status, visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid


async def set_read_mark(
    conn: Conn,
    actor: Actor,
    registry: Registry,
    interaction_id: UUID,
    *,
    message_id: UUID | None = None,
    unread: bool = False,
) -> ReadMark:
    """Say that one has read a contact up to a message, or up to its end where none is given; with ``unread``, that one
    has not. A mark never goes back by itself: what another tab has read stays read.

    Where the channel tells its customers, they hear of it from whoever has the contact in hand, and of nobody else.

    Raises ``NoDesk``, ``InteractionNotFound``, and ``Invalid`` for a message of another contact.
    """
    agent_id = own_desk(actor)
    found = await visible_interaction(conn, actor, interaction_id)
    at = clock.now()
    last = None
    if not unread:
        last = await store.last_message_of(conn, actor.org_id, interaction_id, message_id)
        if message_id and last is None:
            raise Invalid.field("message_id", "this message is not of this contact")
        if found.case_id:
            await store.see_case(conn, actor.org_id, agent_id, found.case_id, at)
    upto, _ = await store.mark_read(
        conn,
        actor.org_id,
        agent_id=agent_id,
        interaction_id=interaction_id,
        message_id=last,
        unread=unread,
        at=at,
    )
    if last and upto and _in_hand(found, agent_id):
        await confirm_reading(conn, actor, registry, found, upto)
    return await store.read_mark(conn, actor.org_id, agent_id, interaction_id, upto)


def _in_hand(contact: InteractionView, agent_id: UUID) -> bool:
    """Whether the contact is this agent's, also once it has ended. A supervisor who looks must not be felt, and what
    waits is attended to by nobody."""
    return contact.owner_id == agent_id and Status(contact.status) not in WAITING
