"""Answer a customer on any handle that allows it now, whatever channel the case came from."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.errors import WayNotOpen
from warmline.channels.registry import Registry
from warmline.channels.replying import Reach, ReplyOption, Way, options
from warmline.customers import reachable
from warmline.interactions import (
    InteractionView,
    MessageView,
    NewReply,
    Target,
    last_contacts,
    reply,
    visible_interaction,
)
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.ids import new_id


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What to say, and where; without a handle and an account, the way that the contact came by. For ``undo_seconds``
    it can be taken back."""

    new: NewReply
    handle_id: UUID | None = None
    account_id: UUID | None = None
    undo_seconds: int = 0


async def reply_options(conn: Conn, actor: Actor, registry: Registry, interaction_id: UUID) -> list[ReplyOption]:
    """The ways to answer the customer, the current one first, each with the reason where it is shut."""
    return await _options(conn, actor, registry, await visible_interaction(conn, actor, interaction_id))


async def _options(conn: Conn, actor: Actor, registry: Registry, interaction: InteractionView) -> list[ReplyOption]:
    if interaction.customer_id is None:
        return []
    handles = [
        Reach(
            handle_id=each.id,
            scheme=each.scheme,
            value=each.value,
            verification=each.verification,
            refused=each.unreachable,
        )
        for each in await reachable(conn, interaction.customer_id)
    ]
    ways = [
        Way(
            account_id=each.id,
            name=each.name,
            channel=registry.channel(each.connector, each.channel),
            refused=registry.mute(each),
        )
        for each in await store.all_active_accounts(conn, actor.org_id)
        if each.connector in registry.connectors
    ]
    contacted = {
        (each.handle_id, each.account_id): each
        for each in await last_contacts(conn, actor.org_id, [each.handle_id for each in handles])
    }
    current = (interaction.handle_id, interaction.account_id)
    wished = await store.answer_wish(conn, actor.org_id, interaction.id)
    return options(handles, ways, contacted, current=current, now=clock.now(), wished=wished)


def chosen(ways: Sequence[ReplyOption], answer: Answer) -> ReplyOption:
    """The way that the answer asks for; else the one that the customer wishes, if it works, or the current one. Raises
    ``WayNotOpen`` with the reason where it is shut."""
    asked = [
        each
        for each in ways
        if answer.handle_id in (None, each.handle_id) and answer.account_id in (None, each.account_id)
    ]
    if answer.handle_id is None and answer.account_id is None:
        asked = [each for each in ways if each.current or (each.wished and each.available)]
    if not asked:
        raise WayNotOpen(reason="None of our accounts reaches the customer there.")
    best = min(asked, key=lambda each: (not each.available, not each.wished, not each.current))
    if not best.available:
        raise WayNotOpen(reason=best.reason)
    return best


async def answer(conn: Conn, actor: Actor, registry: Registry, interaction_id: UUID, said: Answer) -> MessageView:
    """Queue an answer; its connector sends it once this is committed."""
    actor.need("interaction.work")
    interaction = await visible_interaction(conn, actor, interaction_id)
    way = chosen(await _options(conn, actor, registry, interaction), said)
    stored = await store.account_by_id(conn, actor.org_id, way.account_id)
    assert stored is not None, "the option named it"
    channel = registry.channel(stored.connector, stored.channel)
    message_id = new_id()
    target = Target(
        handle_id=way.handle_id,
        account_id=way.account_id,
        channel=channel.code,
        medium=channel.medium.value,
        synchrony=channel.synchrony.value,
        message_id=message_id,
        external_id=registry.get(stored.connector).external_id(message_id, registry.open(stored)),
    )
    return await reply(conn, actor, interaction_id, target, said.new, undo_seconds=said.undo_seconds)
