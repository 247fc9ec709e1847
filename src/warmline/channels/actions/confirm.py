"""What a customer wrote counts as read, where their channel tells them so."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.registry import Registry
from warmline.interactions import InteractionView, record_reading
from warmline.kit.db import Conn


async def confirm_reading(
    conn: Conn, actor: Actor, registry: Registry, interaction: InteractionView, upto: UUID
) -> None:
    """Note that the actor, who has the contact in hand, has read what the customer wrote up to a message."""
    stored = await store.account_by_id(conn, actor.org_id, interaction.account_id)
    if stored and registry.tells_reading(stored):
        await record_reading(conn, actor, interaction.id, upto)
