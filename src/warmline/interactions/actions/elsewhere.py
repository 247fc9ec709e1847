"""Speak to a customer on another channel or address than a contact came by: there, in the same case, and linked."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.events import InteractionLinked, InteractionStarted
from warmline.interactions.model import Status
from warmline.interactions.plan import Plan
from warmline.interactions.store import receiving, writing
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id

CONTINUES = "continues"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where a reply goes. The channels slice chooses it: it knows which handles can be reached on which account now.

    ``message_id`` and the ``external_id`` made from it are given out beforehand, so that a repeated send is recognised.
    """

    handle_id: UUID | None
    account_id: UUID
    channel: str
    medium: str
    synchrony: str
    message_id: UUID
    external_id: str | None = None


async def place_for(
    conn: Conn, actor: Actor, origin: InteractionView, target: Target, subject: str | None, at: datetime
) -> UUID:
    """The interaction in which the reply is said: the origin, one of its case that goes on there, or a new one."""
    if (origin.account_id, origin.handle_id) == (target.account_id, target.handle_id):
        return origin.id
    found = await writing.open_elsewhere(
        conn, actor.org_id, case_id=origin.case_id, account_id=target.account_id, handle_id=target.handle_id
    )
    return found or await _begin(conn, actor, origin, target, subject, at)


async def _begin(
    conn: Conn, actor: Actor, origin: InteractionView, target: Target, subject: str | None, at: datetime
) -> UUID:
    interaction_id, link_id = new_id(), new_id()
    customer_id = await _customer(conn, actor, origin, target)
    await writing.insert_interaction(
        conn,
        actor.org_id,
        id=interaction_id,
        customer_id=customer_id,
        handle_id=target.handle_id,
        case_id=origin.case_id,
        channel=target.channel,
        medium=target.medium,
        account_id=target.account_id,
        direction="outbound",
        initiation="outbound",
        status=Status.WAITING_CUSTOMER.value,
        subject=subject or origin.subject,
        category=origin.category,
        owner_id=actor.agent_id,
        fields={},
        at=at,
        queue_id=origin.queue_id,
    )
    await writing.insert_participant(
        conn,
        actor.org_id,
        id=new_id(),
        interaction_id=interaction_id,
        role="customer",
        agent_id=None,
        customer_id=customer_id,
        handle_id=target.handle_id,
        name="",
        at=at,
    )
    plan = Plan(links=[(link_id, CONTINUES, interaction_id, origin.id, 1.0, ())])
    await receiving.write_decisions(conn, actor.org_id, plan, at, actor.ref)
    ids: dict[str, Any] = {
        "case_id": origin.case_id,
        "interaction_id": interaction_id,
        "customer_id": origin.customer_id,
    }
    started = InteractionStarted(
        **ids, account_id=target.account_id, channel=target.channel, status=Status.WAITING_CUSTOMER.value
    )
    linked = InteractionLinked(**ids, link_id=link_id, kind=CONTINUES, to_id=origin.id)
    await publish(conn, actor.org_id, actor.ref, [started, linked], request_id=actor.request_id)
    return interaction_id


async def _customer(conn: Conn, actor: Actor, origin: InteractionView, target: Target) -> UUID:
    """The customer whose handle it is: an interaction keeps that one, so that a merge can be undone."""
    if target.handle_id:
        found = await writing.customer_of_handle(conn, actor.org_id, target.handle_id)
        if found:
            return found
    return await receiving.own_customer(conn, actor.org_id, origin.id)
