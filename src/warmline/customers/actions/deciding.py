"""How a person's decision is written down."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers.model import Decision, DecisionKind, HandleRecord, Rule
from warmline.customers.undoing import OPPOSITE
from warmline.kit import clock
from warmline.kit.errors import Invalid
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
    return msgspec.structs.replace(
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


def state_of(handle: HandleRecord) -> dict[str, Any]:
    """What a decision about the handle keeps, so that it can be put back."""
    return {
        "customer_id": handle.customer_id,
        "verification": handle.verification,
        "confidence": handle.confidence,
        "decision_id": handle.decision_id,
    }
