"""Hand work over with its context: a packet, how complete it is, who owns the context before and after."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.form import check_answers
from warmline.interactions.actions.packet import packet_of
from warmline.interactions.actions.switching import Switching, record_switch, switching
from warmline.interactions.actions.taking_part import leave
from warmline.interactions.actions.transition import transition
from warmline.interactions.actions.work import IN_HAND, in_hand
from warmline.interactions.capture import bounded, completeness, missing, required
from warmline.interactions.context_events import HandOffDeclined, HandOffOffered, HandOffUpdated
from warmline.interactions.context_views import HandOffView
from warmline.interactions.errors import HandOffAnswered, HandOffIncomplete, HandOffPending
from warmline.interactions.guard import visible_hand_off
from warmline.interactions.model import Status
from warmline.interactions.packets import answers
from warmline.interactions.store import context as store
from warmline.interactions.store import parties, writing
from warmline.interactions.views import InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id

# What can be handed over: not what is in wrap-up, where nothing is left to do but to write it down.
HANDED = (IN_HAND - {Status.WRAP_UP}) | {Status.QUEUED}
MOST_QUESTIONS = 100


class NewHandOff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes over, and why; ``fields`` answer the template's questions."""

    to_kind: Literal["agent", "queue"]
    to_id: UUID
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
    fields: dict[str, Any] = {}
    allow_incomplete: bool = False


async def hand_off(conn: Conn, actor: Actor, interaction_id: UUID, new: NewHandOff) -> HandOffView:
    """Hand an interaction over. It goes on at its own age: into the queue, or to the agent first of all.

    What must travel is asked for by the template and by the rules of continuity for this switch; facts that the case
    knows answer by themselves. Raises ``HandOffIncomplete``, which names each required field that is empty, unless
    ``allow_incomplete``.
    """
    actor.need("interaction.work")
    if not new.reason.strip():
        raise Invalid.field("reason", "say why; the next person reads it first")
    bounded(new.fields)
    interaction = await in_hand(conn, actor, interaction_id, HANDED)
    if await writing.open_hand_off(conn, actor.org_id, interaction_id):
        raise HandOffPending(id=interaction_id)
    await _check_target(conn, actor, interaction, new)
    made = await packet_of(conn, actor, interaction, new.fields)
    switch = await switching(conn, actor, interaction, new.to_kind, new.to_id)
    made["context_team_id"] = str(switch.context_team_id) if switch.context_team_id else None
    await check_answers(conn, switch.fields, new.fields)
    problems = missing(switch.fields, answers(made))
    if problems and not new.allow_incomplete:
        raise HandOffIncomplete(count=len(problems), fields=problems)
    hand_off_id = await _offer(conn, actor, interaction, new, switch, made)
    await record_switch(conn, actor, interaction, hand_off_id, switch)
    await _pass_on(conn, actor, interaction, new)
    return (await store.hand_offs(conn, actor.org_id, [hand_off_id]))[0]


async def _check_target(conn: Conn, actor: Actor, interaction: InteractionView, new: NewHandOff) -> None:
    agent = new.to_kind == "agent"
    active = await (parties.agent_is_active if agent else parties.queue_is_active)(conn, actor.org_id, new.to_id)
    if not active:
        problem = "is switched off" if active is False else "does not exist"
        raise Invalid.field("to_id", f"this {new.to_kind} {problem}; choose another")
    if agent and new.to_id == interaction.owner_id:
        raise Invalid.field("to_id", "this agent has the work already")


async def _offer(
    conn: Conn,
    actor: Actor,
    interaction: InteractionView,
    new: NewHandOff,
    switch: Switching,
    made: dict[str, Any],
) -> UUID:
    hand_off_id, asked, template = new_id(), switch.fields, switch.template
    complete = completeness(asked, answers(made))
    await store.insert_hand_off(
        conn,
        actor.org_id,
        id=hand_off_id,
        interaction_id=interaction.id,
        case_id=interaction.case_id,
        from_kind="agent" if actor.agent_id else "bot",
        from_id=actor.id,
        to_kind=new.to_kind,
        to_id=new.to_id,
        reason=new.reason,
        policy=switch.called,
        template_id=template.id if template else None,
        required=required(asked),
        packet=made,
        completeness=complete,
        owner_before=interaction.owner_id,
        created_by=actor.ref,
    )
    event = HandOffOffered(
        interaction_id=interaction.id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        hand_off_id=hand_off_id,
        completeness=complete,
        after={"to_kind": new.to_kind, "to_id": new.to_id},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return hand_off_id


async def _pass_on(conn: Conn, actor: Actor, interaction: InteractionView, new: NewHandOff) -> None:
    """The work leaves its owner's hands, who takes part in it no longer."""
    if interaction.owner_id:
        await leave(conn, actor, interaction, interaction.owner_id)
    await transition(conn, actor, interaction.id, Status.TRANSFERRED)
    to_queue = new.to_id if new.to_kind == "queue" else None
    to_agent = new.to_id if new.to_kind == "agent" else None
    await transition(conn, actor, interaction.id, Status.QUEUED, queue_id=to_queue, preferred_id=to_agent)


async def _lock(conn: Conn, actor: Actor, hand_off_id: UUID) -> Any:
    """The hand-off's row. The interaction is locked before it, as where work is taken."""
    actor.need("interaction.work")
    found = await visible_hand_off(conn, actor, hand_off_id)
    await locked_contact(conn, actor, found.interaction_id)
    return await store.lock_hand_off(conn, actor.org_id, hand_off_id)


async def decline(conn: Conn, actor: Actor, hand_off_id: UUID, *, reason: str | None = None) -> HandOffView:
    """Decline a hand-off: the interaction goes back to who had it, who is told why. (Accepting is taking the work: by
    its offer.)"""
    row = await _lock(conn, actor, hand_off_id)
    if row["status"] != "offered":
        raise HandOffAnswered(id=hand_off_id, status=row["status"])
    why = (reason or "").strip() or None
    await store.decline_hand_off(conn, actor.org_id, hand_off_id, by=actor.agent_id, reason=why)
    event = HandOffDeclined(
        interaction_id=row["interaction_id"],
        case_id=row["case_id"],
        hand_off_id=hand_off_id,
        before={"status": "offered"},
        after={"status": "declined"},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    before = row["owner_before"]
    # Who has left meanwhile cannot have it again; it waits in its queue.
    if before and await parties.agent_is_active(conn, actor.org_id, before):
        await transition(conn, actor, row["interaction_id"], Status.ACTIVE, owner_id=before)
    return (await store.hand_offs(conn, actor.org_id, [hand_off_id]))[0]


async def note_asked_again(conn: Conn, actor: Actor, hand_off_id: UUID, question: str) -> HandOffView:
    """Note that the customer was asked again for what the packet said: that is how a hand-off goes cold."""
    row = await _lock(conn, actor, hand_off_id)
    if not question.strip():
        raise Invalid.field("question", "say what was asked again")
    if len(row["asked_again"]) >= MOST_QUESTIONS:
        raise Invalid.field("question", f"at most {MOST_QUESTIONS} questions are noted for a hand-off")
    asked = [*row["asked_again"], {"question": question, "at": clock.now(), "by": actor.ref}]
    await store.note_asked_again(conn, actor.org_id, hand_off_id, msgspec.to_builtins(asked))
    event = HandOffUpdated(interaction_id=row["interaction_id"], case_id=row["case_id"], hand_off_id=hand_off_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.hand_offs(conn, actor.org_id, [hand_off_id]))[0]
