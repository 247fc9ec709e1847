"""How a person's decision is written down, and how one is taken back."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.events import DecisionUndone
from warmline.customers.guard import visible_decision
from warmline.customers.model import Decision, DecisionKind, HandleRecord, Rule
from warmline.customers.undoing import OPPOSITE
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id

LONGEST_REASON = 2_000


def given(reason: str) -> list[dict[str, Any]]:
    """The reason as evidence; a decision without one is refused."""
    text = reason.strip()
    if not 0 < len(text) <= LONGEST_REASON:
        raise Invalid.field("reason", f"say why, in 1 to {LONGEST_REASON} characters")
    return [{"kind": "reason", "text": text}]


def decide(
    actor: Actor, kind: DecisionKind, customer_id: UUID, *, reason: str, score: float | None = None, **more: Any
) -> Decision:
    """A decision by somebody who works here, not written yet."""
    values: dict[str, Any] = {"other_customer_id": None, "handle_id": None, "before": {}, **more}
    return Decision(
        id=new_id(),
        kind=kind,
        customer_id=customer_id,
        rule=Rule.PERSON,
        score=score,
        evidence=given(reason),
        decided_by=actor.ref,
        at=clock.now(),
        undoes=None,
        undone_at=None,
        **values,
    )


def take_back(actor: Actor, decision: Decision, *, reason: str, before: dict[str, Any]) -> Decision:
    """The decision that undoes another. ``before`` is the state that it finds."""
    back = msgspec.structs.replace(
        decision,
        id=new_id(),
        kind=OPPOSITE[decision.kind],
        rule=Rule.UNDO,
        score=None,
        evidence=given(reason),
        before=before,
        decided_by=actor.ref,
        at=clock.now(),
        undoes=decision.id,
        undone_at=None,
    )
    if decision.kind != DecisionKind.MOVE or decision.other_customer_id is None:
        return back
    # A move reads from the one to the other.
    return msgspec.structs.replace(back, customer_id=decision.other_customer_id, other_customer_id=decision.customer_id)


async def in_force(conn: Conn, actor: Actor, decision: Decision) -> UUID:
    """The decision that holds by this one: itself, or the one that it put in force again by taking back what had
    taken that back. What follows in the record is written down under it."""
    undone = await visible_decision(conn, actor, decision.undoes) if decision.undoes else None
    if undone is None or undone.undoes is None:
        return decision.id
    return await in_force(conn, actor, await visible_decision(conn, actor, undone.undoes))


async def mark_undone(conn: Conn, actor: Actor, decision: Decision, back: Decision) -> None:
    """The decision stands no longer; what it had taken back stands again, and so on down to the first."""
    changed, stands = [decision.id], False
    await store.set_undone(conn, actor.org_id, decision.id, undone=True)
    below = decision.undoes
    while below:
        stands = not stands
        await store.set_undone(conn, actor.org_id, below, undone=not stands)
        changed.append(below)
        below = (await visible_decision(conn, actor, below)).undoes
    event = DecisionUndone(
        customer_id=decision.customer_id,
        decision_id=decision.id,
        decision_ids=tuple(changed),
        by_decision_id=back.id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


def state_of(handle: HandleRecord) -> dict[str, Any]:
    """What a decision about the handle keeps, so that it can be put back."""
    return {
        "customer_id": handle.customer_id,
        "verification": handle.verification,
        "confidence": handle.confidence,
        "decision_id": handle.decision_id,
    }
