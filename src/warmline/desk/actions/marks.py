"""What somebody has read."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.desk import store
from warmline.desk.actions.asking import own_desk
from warmline.desk.model import ReadMark
from warmline.interactions import visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid


async def set_read_mark(
    conn: Conn, actor: Actor, interaction_id: UUID, *, message_id: UUID | None = None, unread: bool = False
) -> ReadMark:
    """Say that one has read a contact up to a message, or up to its end where none is given; with ``unread``, that one
    has not. A mark never goes back by itself: what another tab has read stays read.

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
    return await store.read_mark(conn, actor.org_id, agent_id, interaction_id, upto)
