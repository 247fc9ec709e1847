"""Every fetch goes through here: what is missing and what is forbidden look alike."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.errors import CaseNotFound, InteractionNotFound, MessageNotFound
from warmline.interactions.store import reading
from warmline.interactions.views import CaseView, InteractionView, MessageView
from warmline.kit.db import Conn

READ = ("case.read", "case.read_team")


async def visible_interaction(conn: Conn, actor: Actor, interaction_id: UUID) -> InteractionView:
    """The interaction, or ``InteractionNotFound``."""
    actor.need(*READ)
    found = await reading.interactions(conn, actor, [interaction_id])
    if not found:
        raise InteractionNotFound(id=interaction_id)
    return found[0]


async def visible_case(conn: Conn, actor: Actor, case_id: UUID) -> CaseView:
    """The case, or ``CaseNotFound``."""
    actor.need(*READ)
    found = await reading.cases(conn, actor, [case_id])
    if not found:
        raise CaseNotFound(id=case_id)
    return found[0]


async def visible_messages(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[MessageView]:
    """Those of the messages whose interactions the actor may see."""
    found = await reading.messages(conn, actor.org_id, ids)
    seen = {each.id for each in await reading.interactions(conn, actor, list({m.interaction_id for m in found}))}
    return [each for each in found if each.interaction_id in seen]


async def visible_message(conn: Conn, actor: Actor, message_id: UUID) -> MessageView:
    """The message, or ``MessageNotFound``."""
    actor.need(*READ)
    found = await visible_messages(conn, actor, [message_id])
    if not found:
        raise MessageNotFound(id=message_id)
    return found[0]
