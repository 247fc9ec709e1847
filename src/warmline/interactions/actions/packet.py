"""The context packet of an interaction, as it would travel now."""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.capture import bounded
from warmline.interactions.carrying.store import settled_times
from warmline.interactions.guard import visible_case, visible_interaction
from warmline.interactions.packets import WORDS, packet
from warmline.interactions.store import context as store
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn

MOST_PROMISES = 50


async def context_packet(
    conn: Conn, actor: Actor, interaction_id: UUID, fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The packet with these answers in it."""
    bounded(fields or {})
    return await packet_of(conn, actor, await visible_interaction(conn, actor, interaction_id), fields or {})


async def packet_of(conn: Conn, actor: Actor, interaction: InteractionView, fields: dict[str, Any]) -> dict[str, Any]:
    """The same, of an interaction that the actor was let through to."""
    signals = await store.list_signals(conn, actor.org_id, interaction.id, all_of_them=False)
    if interaction.case_id is None:
        return packet(interaction, None, words=[], refs=[], promises=[], signals=signals, fields=fields)
    case = await visible_case(conn, actor, interaction.case_id)
    wanted = store.ItemFilter(case_id=case.id, status="open")
    return packet(
        interaction,
        case,
        words=await store.customer_words(conn, actor.org_id, case.id, size=WORDS),
        refs=await store.list_refs(conn, actor.org_id, case.id),
        promises=await store.list_action_items(conn, actor, wanted, after=None, size=MOST_PROMISES),
        signals=signals,
        fields=fields,
        attempts=await settled_times(conn, actor.org_id, case.id),
    )
