"""Say something: to the customer on a handle that can be reached now, or to colleagues in a private note."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.transition import transition
from warmline.interactions.errors import InteractionNotOpen, UnknownFile
from warmline.interactions.events import (
    InteractionLinked,
    InteractionStarted,
    NoteAdded,
    ParticipantJoined,
    ReplyQueued,
)
from warmline.interactions.guard import visible_interaction, visible_message
from warmline.interactions.model import WORKED_ON, CaseStatus, Status
from warmline.interactions.plan import Plan
from warmline.interactions.store import receiving, writing
from warmline.interactions.views import InteractionView, MessageView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id


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


# Where an interaction may be replied to; in the others, take it, or reopen it, first.
OPEN = WORKED_ON | {Status.WAITING_CUSTOMER}
CONTINUES = "continues"


async def reply(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    target: Target,
    *,
    text: str,
    html: str | None = None,
    subject: str | None = None,
    files: Sequence[tuple[str, str, str]] = (),
) -> MessageView:
    """Queue a reply. On the interaction's own account and handle it is part of it; elsewhere it begins one there,
    in the same case and linked. ``files`` are (name, content type, SHA-256) of stored files; ``html`` is safe already.

    On an asynchronous channel the interaction then waits for the customer.
    """
    actor.need("interaction.work")
    interaction = await visible_interaction(conn, actor, interaction_id)
    if Status(interaction.status) not in OPEN:
        raise InteractionNotOpen(id=interaction_id, status=interaction.status)
    at = clock.now()
    elsewhere = (interaction.account_id, interaction.handle_id) != (target.account_id, target.handle_id)
    place = await _begin(conn, actor, interaction, target, subject, at) if elsewhere else interaction_id
    participant_id = await join(conn, actor, interaction, place, at)
    await writing.insert_message(
        conn,
        actor.org_id,
        id=target.message_id,
        interaction_id=place,
        participant_id=participant_id,
        direction="outbound",
        visibility="public",
        text=text,
        html=html,
        subject=subject or interaction.subject,
        account_id=target.account_id,
        external_id=target.external_id,
        in_reply_to=await writing.last_inbound(conn, actor.org_id, place),
        handle_id=target.handle_id,
        delivery="queued",
        at=at,
    )
    if await writing.attach_files(conn, actor.org_id, target.message_id, files) != len(files):
        raise UnknownFile()
    await writing.note_response(conn, actor.org_id, interaction_id, at)
    event = ReplyQueued(
        case_id=interaction.case_id,
        interaction_id=place,
        customer_id=interaction.customer_id,
        message_id=target.message_id,
        account_id=target.account_id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    if target.synchrony == "asynchronous":
        await _wait(conn, actor, interaction)
    return await visible_message(conn, actor, target.message_id)


async def _wait(conn: Conn, actor: Actor, interaction: InteractionView) -> None:
    if interaction.status != Status.WAITING_CUSTOMER:
        await transition(conn, actor, interaction.id, Status.WAITING_CUSTOMER)
    if interaction.case_id:
        await case_becomes(conn, actor, interaction.case_id, CaseStatus.PENDING_CUSTOMER)


async def _begin(
    conn: Conn, actor: Actor, origin: InteractionView, target: Target, subject: str | None, at: datetime
) -> UUID:
    """An interaction on the other channel, in the same case."""
    interaction_id, link_id = new_id(), new_id()
    await writing.insert_interaction(
        conn,
        actor.org_id,
        id=interaction_id,
        customer_id=origin.customer_id,
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
        customer_id=origin.customer_id,
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


async def join(
    conn: Conn, actor: Actor, interaction: InteractionView, place: UUID, at: datetime, role: str = "agent"
) -> UUID:
    """The actor's place among the participants of the interaction ``place``, made where there is none."""
    found = await writing.participant_of_agent(conn, actor.org_id, place, actor.agent_id, role)
    if found:
        return found
    participant_id = new_id()
    await writing.insert_participant(
        conn,
        actor.org_id,
        id=participant_id,
        interaction_id=place,
        role=role if actor.agent_id else "bot",
        agent_id=actor.agent_id,
        customer_id=None,
        handle_id=None,
        name=actor.name,
        at=at,
    )
    event: Event = ParticipantJoined(
        case_id=interaction.case_id,
        interaction_id=place,
        customer_id=interaction.customer_id,
        participant_id=participant_id,
        role=role,
        agent_id=actor.agent_id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return participant_id


async def add_note(conn: Conn, actor: Actor, interaction_id: UUID, *, text: str) -> MessageView:
    """Write a private note; customers never see it."""
    actor.need("interaction.work", "case.write")
    interaction = await visible_interaction(conn, actor, interaction_id)
    at, message_id = clock.now(), new_id()
    await writing.insert_message(
        conn,
        actor.org_id,
        id=message_id,
        interaction_id=interaction_id,
        participant_id=await join(conn, actor, interaction, interaction_id, at),
        direction="internal",
        visibility="private",
        text=text,
        html=None,
        subject=None,
        account_id=interaction.account_id,
        external_id=None,
        in_reply_to=None,
        handle_id=None,
        delivery=None,
        at=at,
    )
    event = NoteAdded(
        case_id=interaction.case_id,
        interaction_id=interaction_id,
        customer_id=interaction.customer_id,
        message_id=message_id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_message(conn, actor, message_id)
