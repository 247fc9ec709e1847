"""Relate interactions by hand, and take it back."""

from typing import Literal
from uuid import UUID

import asyncpg

from warmline.accounts import Actor
from warmline.interactions.errors import LinkExists, LinkNotFound
from warmline.interactions.events import InteractionLinked, InteractionUnlinked
from warmline.interactions.guard import visible_interaction, visible_link
from warmline.interactions.plan import Plan
from warmline.interactions.reasons import Evidence
from warmline.interactions.store import correcting, reading, receiving
from warmline.interactions.views import LinkView
from warmline.kit import clock
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id

Kind = Literal["continues", "follows_up", "repeats", "escalates", "transfers", "duplicates", "forwards", "caused_by"]


async def link(conn: Conn, actor: Actor, interaction_id: UUID, to_id: UUID, *, kind: Kind, reason: str) -> LinkView:
    """Relate an interaction to another; ``LinkExists`` where it is in this way already."""
    actor.need("case.write")
    if interaction_id == to_id:
        raise Invalid.field("to_id", "an interaction is not related to itself")
    interaction = await visible_interaction(conn, actor, interaction_id)
    await visible_interaction(conn, actor, to_id)
    link_id = new_id()
    plan = Plan(links=[(link_id, kind, interaction_id, to_id, 1.0, (Evidence("person", reason, 1.0),))])
    try:
        async with savepoint(conn):
            await receiving.write_decisions(conn, actor.org_id, plan, clock.now(), actor.ref)
    except asyncpg.UniqueViolationError as error:
        raise LinkExists() from error
    event = InteractionLinked(
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        link_id=link_id,
        kind=kind,
        to_id=to_id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await reading.links_by_id(conn, actor.org_id, [link_id]))[0]


async def unlink(conn: Conn, actor: Actor, link_id: UUID) -> None:
    """Take a link back; it stays in the history."""
    actor.need("case.write")
    link = await visible_link(conn, actor, link_id)
    if await correcting.lock_link(conn, actor.org_id, link_id) is None:
        raise LinkNotFound(id=link_id)
    interaction = await visible_interaction(conn, actor, link.from_id)
    await correcting.undo_link(conn, actor.org_id, link_id, clock.now())
    event = InteractionUnlinked(
        interaction_id=interaction.id, case_id=interaction.case_id, customer_id=interaction.customer_id, link_id=link_id
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
