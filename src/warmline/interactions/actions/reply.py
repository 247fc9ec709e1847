"""Say something: to the customer on a handle that can be reached now, or to colleagues in a private note."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.elsewhere import Target, place_for
from warmline.interactions.actions.taking_part import join
from warmline.interactions.actions.transition import transition
from warmline.interactions.actions.work import in_hand
from warmline.interactions.errors import CaseClosed, UnknownFile
from warmline.interactions.events import InteractionAnsweredElsewhere, NoteAdded, ReplyQueued
from warmline.interactions.guard import visible_case, visible_interaction, visible_message
from warmline.interactions.model import CaseStatus, Status
from warmline.interactions.store import writing
from warmline.interactions.views import CaseView, InteractionView, MessageView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import FieldError, Invalid
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

# A case that is resolved stays so when a last word is said in it.
UNSETTLED = frozenset({CaseStatus.OPEN, CaseStatus.PENDING_INTERNAL, CaseStatus.PENDING_CUSTOMER})


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
    """Queue a reply. On the interaction's own account and handle it is part of it; elsewhere it is said there, in the
    same case and linked. ``files`` are (name, content type, SHA-256) of stored files; ``html`` is safe already.

    On an asynchronous channel the interaction then waits for the customer.

    Raises ``InteractionNotOpen``, ``CaseClosed``, ``UnknownFile``.
    """
    actor.need("interaction.work")
    if not (text.strip() or files):
        raise Invalid.field("text", "say something, or attach a file")
    interaction = await in_hand(conn, actor, interaction_id)
    case = await _open_case(conn, actor, interaction)
    at = clock.now()
    place = await place_for(conn, actor, interaction, target, subject, at)
    await writing.insert_message(
        conn,
        actor.org_id,
        id=target.message_id,
        interaction_id=place,
        participant_id=await join(conn, actor, interaction, place, at),
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
        raise UnknownFile(fields=[FieldError("files", "one of these is not stored here")])
    await writing.note_response(conn, actor.org_id, interaction_id, place, at)
    events = _announced(interaction, place, target)
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    if target.synchrony == "asynchronous":
        await _wait(conn, actor, interaction, case)
    return await visible_message(conn, actor, target.message_id)


async def _open_case(conn: Conn, actor: Actor, interaction: InteractionView) -> CaseView | None:
    case = await visible_case(conn, actor, interaction.case_id) if interaction.case_id else None
    if case and case.status == CaseStatus.CLOSED:
        raise CaseClosed(id=case.id, status=case.status)
    return case


def _announced(interaction: InteractionView, place: UUID, target: Target) -> list[Event]:
    ids: dict[str, Any] = {"case_id": interaction.case_id, "customer_id": interaction.customer_id}
    queued = ReplyQueued(**ids, interaction_id=place, message_id=target.message_id, account_id=target.account_id)
    if place == interaction.id:
        return [queued]
    return [queued, InteractionAnsweredElsewhere(**ids, interaction_id=interaction.id, message_id=target.message_id)]


async def _wait(conn: Conn, actor: Actor, interaction: InteractionView, case: CaseView | None) -> None:
    if interaction.status != Status.WAITING_CUSTOMER:
        await transition(conn, actor, interaction.id, Status.WAITING_CUSTOMER)
    if case and case.status in UNSETTLED:
        await case_becomes(conn, actor, case.id, CaseStatus.PENDING_CUSTOMER)


async def add_note(conn: Conn, actor: Actor, interaction_id: UUID, *, text: str) -> MessageView:
    """Write a private note; customers never see it."""
    actor.need("interaction.work", "case.write")
    if not text.strip():
        raise Invalid.field("text", "say something")
    await visible_interaction(conn, actor, interaction_id)
    interaction = await locked_contact(conn, actor, interaction_id)
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
