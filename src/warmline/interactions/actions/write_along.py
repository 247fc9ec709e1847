"""Write to a customer beside a conversation, such as a copy of it: in its case, without taking it in hand."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.elsewhere import Target, place_for
from warmline.interactions.actions.reply import queued
from warmline.interactions.actions.saying import NewReply, need_words, put
from warmline.interactions.guard import visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def write_along(conn: Conn, actor: Actor, interaction_id: UUID, target: Target, said: NewReply) -> UUID:
    """Queue a message that answers nothing: whoever has the conversation has it still, and nobody counts as answered.
    The interaction in which it is said; an answer to it goes on there, in the same case."""
    actor.need("interaction.work")
    need_words(said)
    await visible_interaction(conn, actor, interaction_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    at = clock.now()
    place = await place_for(conn, actor, interaction, target, said.subject, at)
    await put(conn, actor, interaction, place, target, said, at=at, to="queued")
    await publish(conn, actor.org_id, actor.ref, queued(interaction, place, target), request_id=actor.request_id)
    return place
