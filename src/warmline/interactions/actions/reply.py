"""Say something to the customer, on a handle that can be reached now: at once, or after a moment to take it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.elsewhere import Target, place_for
from warmline.interactions.actions.holding import hold
from warmline.interactions.actions.saying import NewReply, need_words, put
from warmline.interactions.actions.transition import transition
from warmline.interactions.actions.work import in_hand
from warmline.interactions.errors import CaseClosed
from warmline.interactions.events import InteractionAnsweredElsewhere, ReplyQueued
from warmline.interactions.guard import visible_case, visible_message
from warmline.interactions.model import CaseStatus, Status
from warmline.interactions.store import writing
from warmline.interactions.views import CaseView, InteractionView, MessageView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

# A case that is resolved stays so when a last word is said in it.
UNSETTLED = frozenset({CaseStatus.OPEN, CaseStatus.PENDING_INTERNAL, CaseStatus.PENDING_CUSTOMER})


async def reply(
    conn: Conn, actor: Actor, interaction_id: UUID, target: Target, new: NewReply, *, undo_seconds: int = 0
) -> MessageView:
    """Queue a reply. On the interaction's own account and handle it is part of it; elsewhere it is said there, in the
    same case and linked. With ``undo_seconds`` it is held for so long, and its author can take it back.

    On an asynchronous channel the interaction waits for the customer once the reply is on its way.

    Raises ``InteractionNotOpen``, ``CaseClosed``, ``UnknownFile``.
    """
    actor.need("interaction.work")
    need_words(new)
    interaction = await in_hand(conn, actor, interaction_id)
    case = await _open_case(conn, actor, interaction)
    if undo_seconds:
        await hold(conn, actor, interaction, target, new, wait=timedelta(seconds=undo_seconds))
        return await visible_message(conn, actor, target.message_id)
    at = clock.now()
    place = await place_for(conn, actor, interaction, target, new.subject, at)
    await put(conn, actor, interaction, place, target, new, at=at, to="queued")
    await writing.note_response(conn, actor.org_id, interaction_id, place, at)
    await publish(conn, actor.org_id, actor.ref, queued(interaction, place, target), request_id=actor.request_id)
    if target.synchrony == "asynchronous":
        await wait(conn, actor, interaction, case)
    return await visible_message(conn, actor, target.message_id)


async def _open_case(conn: Conn, actor: Actor, interaction: InteractionView) -> CaseView | None:
    case = await visible_case(conn, actor, interaction.case_id) if interaction.case_id else None
    if case and case.status == CaseStatus.CLOSED:
        raise CaseClosed(id=case.id, status=case.status)
    return case


def queued(interaction: InteractionView, place: UUID, target: Target) -> list[Event]:
    """What a reply announces that is on its way, said in the interaction ``place``."""
    ids: dict[str, Any] = {"case_id": interaction.case_id, "customer_id": interaction.customer_id}
    sent = ReplyQueued(**ids, interaction_id=place, message_id=target.message_id, account_id=target.account_id)
    if place == interaction.id:
        return [sent]
    return [sent, InteractionAnsweredElsewhere(**ids, interaction_id=interaction.id, message_id=target.message_id)]


async def wait(conn: Conn, actor: Actor, interaction: InteractionView, case: CaseView | None) -> None:
    """Let the interaction, and its case unless that is settled, wait for the customer."""
    if interaction.status != Status.WAITING_CUSTOMER:
        await transition(conn, actor, interaction.id, Status.WAITING_CUSTOMER)
    if case and case.status in UNSETTLED:
        await case_becomes(conn, actor, case.id, CaseStatus.PENDING_CUSTOMER)
