"""Hand work over with its context: a packet, how complete it is, who owns the context before and after."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import capture_template
from warmline.interactions.actions.transition import transition
from warmline.interactions.capture import completeness, missing, required
from warmline.interactions.context_views import HandOffView
from warmline.interactions.errors import HandOffAnswered, HandOffIncomplete, HandOffNotFound, HandOffPending
from warmline.interactions.events import HandOffDeclined, HandOffOffered, HandOffUpdated
from warmline.interactions.guard import visible_case, visible_interaction
from warmline.interactions.model import Status
from warmline.interactions.packets import WORDS, answers, packet
from warmline.interactions.store import context as store
from warmline.interactions.views import InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id


class NewHandOff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes over, and why. ``to_kind`` is ``agent`` or ``queue``; ``fields`` answer the template's questions."""

    to_kind: str
    to_id: UUID
    reason: str
    fields: dict[str, Any] = {}
    allow_incomplete: bool = False


async def context_packet(
    conn: Conn, actor: Actor, interaction_id: UUID, fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The packet as it would travel now."""
    interaction = await visible_interaction(conn, actor, interaction_id)
    return await _packet(conn, actor, interaction, fields or {})


async def _packet(conn: Conn, actor: Actor, interaction: InteractionView, fields: dict[str, Any]) -> dict[str, Any]:
    case = await visible_case(conn, actor, interaction.case_id) if interaction.case_id else None
    org_id = actor.org_id
    return packet(
        interaction,
        case,
        words=await store.customer_words(conn, org_id, case.id, size=WORDS) if case else [],
        refs=await store.list_refs(conn, org_id, case.id) if case else [],
        promises=await store.list_action_items(
            conn, org_id, case_id=case.id, assignee_id=None, status="open", due_before=None, after=None, size=50
        )
        if case
        else [],
        signals=await store.list_signals(conn, org_id, interaction.id, all_of_them=False),
        fields=fields,
    )


async def hand_off(conn: Conn, actor: Actor, interaction_id: UUID, new: NewHandOff) -> HandOffView:
    """Hand an interaction over. It goes on at its own age: into the queue, or to the agent first of all.

    Raises ``HandOffIncomplete``, which names each required field that is empty, unless ``allow_incomplete``.
    """
    actor.need("interaction.work")
    interaction = await visible_interaction(conn, actor, interaction_id)
    if new.to_kind not in ("agent", "queue"):
        raise Invalid.field("to_kind", "hand off to an agent or to a queue")
    if not new.reason.strip():
        raise Invalid.field("reason", "say why; the next person reads it first")
    if any(each.status == "offered" for each in await store.list_hand_offs(conn, actor.org_id, interaction_id)):
        raise HandOffPending(id=interaction_id)
    made = await _packet(conn, actor, interaction, new.fields)
    template = await capture_template(conn, "hand_off", interaction.channel, interaction.category)
    asked = template.fields if template else []
    problems = missing(asked, answers(made))
    if problems and not new.allow_incomplete:
        raise HandOffIncomplete(count=len(problems), fields=problems)
    hand_off_id, complete = new_id(), completeness(asked, answers(made))
    await store.insert_hand_off(
        conn,
        actor.org_id,
        id=hand_off_id,
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        from_kind="agent" if actor.agent_id else "bot",
        from_id=actor.id,
        to_kind=new.to_kind,
        to_id=new.to_id,
        reason=new.reason,
        policy=template.name if template else None,
        template_id=template.id if template else None,
        required=required(asked),
        packet=made,
        completeness=complete,
        owner_before=interaction.owner_id,
        created_by=actor.ref,
    )
    event = HandOffOffered(
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        hand_off_id=hand_off_id,
        completeness=complete,
        after={"to_kind": new.to_kind, "to_id": new.to_id},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    await transition(conn, actor, interaction_id, Status.TRANSFERRED)
    to_queue = new.to_id if new.to_kind == "queue" else None
    to_agent = new.to_id if new.to_kind == "agent" else None
    await transition(conn, actor, interaction_id, Status.QUEUED, queue_id=to_queue, preferred_id=to_agent)
    return (await store.hand_offs(conn, actor.org_id, [hand_off_id]))[0]


async def _lock(conn: Conn, actor: Actor, hand_off_id: UUID) -> Any:
    actor.need("interaction.work")
    row = await store.lock_hand_off(conn, actor.org_id, hand_off_id)
    if row is None:
        raise HandOffNotFound(id=hand_off_id)
    await visible_interaction(conn, actor, row["interaction_id"])
    return row


async def decline(conn: Conn, actor: Actor, hand_off_id: UUID) -> HandOffView:
    """Decline a hand-off: the interaction goes back to who had it. (Accepting is taking the work: by its offer.)"""
    row = await _lock(conn, actor, hand_off_id)
    if row["status"] != "offered":
        raise HandOffAnswered(id=hand_off_id, status=row["status"])
    await store.answer_hand_off(
        conn, actor.org_id, hand_off_id, status="declined", at=clock.now(), accepted_by=None, owner_after=None
    )
    event = HandOffDeclined(interaction_id=row["interaction_id"], case_id=row["case_id"], hand_off_id=hand_off_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    if row["owner_before"]:
        await transition(conn, actor, row["interaction_id"], Status.ACTIVE, owner_id=row["owner_before"])
    return (await store.hand_offs(conn, actor.org_id, [hand_off_id]))[0]


async def note_asked_again(conn: Conn, actor: Actor, hand_off_id: UUID, question: str) -> HandOffView:
    """Note that the customer was asked again for what the packet said: that is how a hand-off goes cold."""
    row = await _lock(conn, actor, hand_off_id)
    if not question.strip():
        raise Invalid.field("question", "say what was asked again")
    asked = [*row["asked_again"], {"question": question, "at": clock.now(), "by": actor.ref}]
    await store.note_asked_again(conn, actor.org_id, hand_off_id, msgspec.to_builtins(asked))
    event = HandOffUpdated(interaction_id=row["interaction_id"], case_id=row["case_id"], hand_off_id=hand_off_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.hand_offs(conn, actor.org_id, [hand_off_id]))[0]
