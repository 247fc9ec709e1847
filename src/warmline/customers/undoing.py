"""Whether a decision can be taken back, and what then stands. Pure.

A handle and a customer remember the decision that made them what they are. A decision can be taken back while it is
that one, so that decisions come off in the reverse order in which they were made and the state before is exact. Taking
back is a decision itself, and can be taken back in turn.
"""

from typing import Any
from uuid import UUID

from warmline.customers.errors import AlreadyUndone, DecisionSuperseded
from warmline.customers.model import Decision, DecisionKind

OPPOSITE = {
    DecisionKind.LINK: DecisionKind.UNLINK,
    DecisionKind.UNLINK: DecisionKind.LINK,
    DecisionKind.MERGE: DecisionKind.UNMERGE,
    DecisionKind.UNMERGE: DecisionKind.MERGE,
    DecisionKind.MOVE: DecisionKind.MOVE,
    DecisionKind.SPLIT: DecisionKind.UNSPLIT,
    DecisionKind.UNSPLIT: DecisionKind.SPLIT,
}


def id_in(before: dict[str, Any], name: str) -> UUID | None:
    """An id among the values that a decision kept."""
    value = before.get(name)
    return UUID(value) if value else None


def left(decision: Decision, undone: Decision | None) -> UUID | None:
    """The decision that the subject remembered after this one: itself, or, where it took back another, what had stood
    before that. ``undone`` is the decision that it took back."""
    return id_in(undone.before, "decision_id") if undone else decision.id


def state_before(decision: Decision, handle_id: UUID) -> dict[str, Any]:
    """What a decision about several handles found one of them to be."""
    found: dict[str, Any] = decision.before["handles"][str(handle_id)]
    return found


def check_in_force(decision: Decision, undone: Decision | None, remembered: UUID | None) -> None:
    """Raise unless the decision is the last one standing on its subject."""
    check_stands(decision, left(decision, undone), remembered)


def check_all_in_force(decision: Decision, undone: Decision | None, remembered: dict[UUID, UUID | None]) -> None:
    """Raise unless the decision is the last one standing on each of its handles."""
    for handle_id, decision_id in remembered.items():
        expected = id_in(state_before(undone, handle_id), "decision_id") if undone else decision.id
        check_stands(decision, expected, decision_id)


def check_stands(decision: Decision, expected: UUID | None, remembered: UUID | None) -> None:
    """Raise where it was taken back, or its subject remembers another decision than the expected one."""
    if decision.undone_at is not None:
        raise AlreadyUndone(decision_id=decision.id)
    if remembered != expected:
        raise DecisionSuperseded(decision_id=decision.id)
