"""Note where context was lost, with evidence; and let people say that a finding is none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.entities import asks
from warmline.interactions.actions.gather import Read
from warmline.interactions.carrying import store
from warmline.interactions.carrying.loss import Reply, asked_again, incomplete_hand_off, repeated_after_switch
from warmline.interactions.carrying.model import Loss, Mention
from warmline.interactions.carrying.views import ContextLossView
from warmline.interactions.context_events import ContextLossDismissed, ContextLost, HandOffUpdated
from warmline.interactions.errors import ContextLossNotFound
from warmline.interactions.guard import READ, visible_interaction
from warmline.interactions.packets import answers
from warmline.interactions.store import context, reading
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

MOST_NOTED = 100


async def lose(
    conn: Conn,
    actor: Actor,
    messages: Read,
    mentions: dict[UUID, list[Mention]],
    accepted: Sequence[UUID] = (),
) -> None:
    """Note what these messages, and these hand-offs that were accepted, show of lost context. ``mentions`` is what was
    said in their cases, as ``gather`` returns it."""
    losses = await _by_us(conn, actor, messages, mentions)
    losses += await _by_customers(conn, actor, messages, mentions)
    for row in await _hand_offs(conn, actor, accepted):
        losses += incomplete_hand_off(row, answers(row["packet"]))
    if not losses:
        return
    new = await store.insert_losses(conn, actor.org_id, losses)
    await _tell(conn, actor, new)
    await _note_asked_again(conn, actor, [loss for _, loss in new])


async def _by_us(conn: Conn, actor: Actor, messages: Read, mentions: dict[UUID, list[Mention]]) -> list[Loss]:
    """What our replies ask for although the case has it."""
    asked = {
        row["id"]: asks(row["text"], messages.patterns) for row in messages.replied if mentions.get(row["case_id"])
    }
    asking = [row for row in messages.replied if asked.get(row["id"])]
    hands = await store.hands_before(conn, actor.org_id, [row["id"] for row in asking]) if asking else {}
    losses = []
    for row in asking:
        before = hands[row["id"]]
        reply = Reply(
            id=row["id"],
            interaction_id=row["interaction_id"],
            at=row["at"],
            agent_id=row["agent_id"],
            hand_off_id=before["hand_off_id"],
            hand_off_at=before["hand_off_at"],
            other_agent_at=before["other_agent_at"],
        )
        losses += asked_again(reply, asked[row["id"]], mentions[row["case_id"]])
    return losses


async def _by_customers(conn: Conn, actor: Actor, messages: Read, mentions: dict[UUID, list[Mention]]) -> list[Loss]:
    """What customers repeat on another channel."""
    contacts = {row["interaction_id"]: row["case_id"] for row in messages.said if row["case_id"]}
    # One contact in a case has no other channel before it.
    later = {
        id_: case_id
        for id_, case_id in contacts.items()
        if any(each.interaction_id != id_ for each in mentions.get(case_id, []))
    }
    if not later:
        return []
    asked = await store.questions(conn, actor.org_id, sorted(set(later.values())))
    losses = []
    for interaction_id, case_id in later.items():
        questions = [question for question, _ in asked[case_id]]
        losses += repeated_after_switch(interaction_id, mentions[case_id], questions)
    return losses


async def _hand_offs(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    found = await context.hand_offs(conn, actor.org_id, ids) if ids else []
    return [msgspec.structs.asdict(each) for each in found if each.completeness < 1 and each.accepted_at]


async def _tell(conn: Conn, actor: Actor, new: Sequence[tuple[UUID, Loss]]) -> None:
    seen = await reading.all_interactions(conn, actor.org_id, [loss.interaction_id for _, loss in new])
    contacts = {each.id: each for each in seen}
    events = [
        ContextLost(
            case_id=contacts[loss.interaction_id].case_id,
            interaction_id=loss.interaction_id,
            customer_id=contacts[loss.interaction_id].customer_id,
            loss_id=id_,
            kind=loss.kind,
            field=loss.field,
            message_id=loss.message_id,
            hand_off_id=loss.hand_off_id,
        )
        for id_, loss in new
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def _note_asked_again(conn: Conn, actor: Actor, losses: Sequence[Loss]) -> None:
    """A hand-off remembers what was asked again after it."""
    by_hand_off: dict[UUID, list[Loss]] = {}
    for loss in losses:
        if loss.hand_off_id and loss.message_id:
            by_hand_off.setdefault(loss.hand_off_id, []).append(loss)
    events: list[Event] = []
    for hand_off_id in sorted(by_hand_off):
        row = await context.lock_hand_off(conn, actor.org_id, hand_off_id)
        noted = [
            {"question": loss.field, "at": loss.at, "by": actor.ref, "message_id": loss.message_id}
            for loss in by_hand_off[hand_off_id]
        ]
        asked = [*row["asked_again"], *msgspec.to_builtins(noted)][:MOST_NOTED]
        await context.note_asked_again(conn, actor.org_id, hand_off_id, asked)
        ids = {"interaction_id": row["interaction_id"], "case_id": row["case_id"]}
        events.append(HandOffUpdated(**ids, hand_off_id=hand_off_id))
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def visible_loss(conn: Conn, actor: Actor, loss_id: UUID) -> ContextLossView:
    """The loss, or ``ContextLossNotFound``; it is seen by whoever sees its interaction."""
    actor.need(*READ)
    found = await store.losses_by_id(conn, actor.org_id, [loss_id])
    if not found or not await reading.interactions(conn, actor, [found[0].interaction_id]):
        raise ContextLossNotFound(id=loss_id)
    return found[0]


async def dismiss(conn: Conn, actor: Actor, loss_id: UUID) -> ContextLossView:
    """Say that a finding is none; it is shown only where it is asked for, and counts no more. Once is enough."""
    actor.need("case.write")
    found = await visible_loss(conn, actor, loss_id)
    locked = await store.lock_loss(conn, actor.org_id, loss_id)
    if locked["dismissed_at"]:
        return found
    contact = await visible_interaction(conn, actor, found.interaction_id)
    await store.dismiss_loss(conn, actor.org_id, loss_id, by=actor.ref, at=clock.now())
    event = ContextLossDismissed(
        loss_id=loss_id,
        interaction_id=contact.id,
        case_id=contact.case_id,
        customer_id=contact.customer_id,
        after={"kind": found.kind, "field": found.field},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_loss(conn, actor, loss_id)
