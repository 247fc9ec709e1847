"""What becomes of a pair that was found: proposed, kept, reopened, or merged without a person. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.duplicates.model import Origin, Policy, Proposal, State
from warmline.customers.duplicates.pairs import Evidence
from warmline.customers.duplicates.people import born, code

# Below that a field hardly speaks for one person, so that it is no new evidence.
TELLING = 1.0
APART = "kept_apart"


class Move(StrEnum):
    """What a search does about a pair; the names are those of its counts."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REOPENED = "reopened"
    DECLINED = "declined"
    SETTLED = "settled"


def move(proposal: Proposal | None, evidence: Sequence[dict[str, Any]]) -> Move:
    """A pair that was declined comes back only where something speaks for it that did not then."""
    if proposal is None:
        return Move.NEW
    if proposal.state == State.DECLINED:
        return Move.REOPENED if grown(proposal.evidence, evidence) else Move.DECLINED
    if proposal.state == State.OPEN:
        return Move.UNCHANGED if outcomes(evidence) <= outcomes(proposal.evidence) else Move.UPDATED
    # A merge was taken back a moment ago; what follows from that opens it again.
    return Move.UNCHANGED


def grown(before: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> bool:
    """Whether something speaks for one person now that did not before."""
    return bool(speaking(now) - speaking(before))


def speaking(evidence: Iterable[Mapping[str, Any]]) -> set[str]:
    """What speaks for one person: fields that agree, and what contacts have shown."""
    return {_name(each) for each in evidence if "field" not in each or each["weight"] > TELLING}


def outcomes(evidence: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """What each field came to. Weights differ a little from search to search, and that is no news."""
    return {(_name(each), str(each.get("level", ""))) for each in evidence}


def _name(each: Mapping[str, Any]) -> str:
    return str(each["field"]) if "field" in each else f"contact: {each.get('kind', '')} {each.get('scheme', '')}"


def joined(old: Iterable[dict[str, Any]], new: Sequence[dict[str, Any]], origin: Origin) -> list[dict[str, Any]]:
    """What a contact has shown and what a search found stay side by side; each is replaced by its own."""
    kept = [each for each in old if ("field" in each) == (origin == Origin.CONTACT)]
    ours = kept if origin == Origin.CONTACT else list(new)
    shown = list(new) if origin == Origin.CONTACT else kept
    return [*shown, *ours]


def wire(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """As a proposal keeps it."""
    return [msgspec.to_builtins(each) for each in evidence]


def disputed(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The kinds of which both have values and none in common. ``one`` and ``other`` are values by kind."""
    return tuple(sorted(kind for kind in one.keys() & other.keys() if not _folded(kind, one) & _folded(kind, other)))


def _folded(kind: str, values: Mapping[str, set[str]]) -> set[str]:
    fold = {"date_of_birth": born, "national_id": code}.get(kind, str)
    return {fold(each) or each for each in values[kind]}


def may_merge(policy: Policy, proposal: Proposal | None, found: Move, score: float, against: Sequence[str]) -> bool:
    """Whether the organisation lets two be merged without a person: it said so, the score is high enough, nothing
    stands against it, and nobody has ever said no."""
    limit = policy.merge_automatically_from
    asked = proposal is not None and (proposal.merge_id is not None or proposal.decided_by is not None)
    usual = found in (Move.NEW, Move.UPDATED, Move.UNCHANGED)
    return limit is not None and score >= limit and not against and usual and not asked


def older(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Ids are in the order of time."""
    return (one, other) if one < other else (other, one)
