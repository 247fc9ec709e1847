"""What people's corrections say about the candidates that the machine weighed. Pure.

A correction is a fact about where a contact belongs: its case now. Candidates that lead to that case were right, the
others wrong, whoever had them as favourites. Joined cases are one matter, so both were right.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from warmline.interactions.learning.model import Row

# Where nobody objected, it may be right, or nobody looked.
UNOPPOSED = 0.1


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate as it was weighed. ``right`` is None where nobody can tell."""

    case_id: UUID
    score: float
    features: Mapping[str, float]
    right: bool | None = None


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of the machine. ``known``: a person said where the contact belongs, or what the suggestion is worth;
    ``settled``: nobody objected for long enough. Where neither holds, it teaches nothing."""

    id: UUID
    interaction_id: UUID
    kind: str
    rule: str
    case_id: UUID | None
    at: datetime
    group: str
    candidates: tuple[Weighed, ...]
    evidence: Sequence[Mapping[str, object]]
    known: bool
    settled: bool

    @property
    def taught(self) -> bool:
        """Whether it says anything about what is right."""
        return self.known or self.settled


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it is stored, with where its contact is now."""

    id: UUID
    interaction_id: UUID
    kind: str
    rule: str
    case_id: UUID | None
    at: datetime
    answer: str | None
    candidates: Sequence[Mapping[str, object]]
    evidence: Sequence[Mapping[str, object]]
    now_case_id: UUID | None
    root_id: UUID | None
    corrected: bool
    elsewhere: bool


class _Candidate(msgspec.Struct, frozen=True):
    case_id: UUID
    score: float = 0.0
    features: dict[str, float] = {}


def roots(joined: Mapping[UUID, UUID]) -> Callable[[UUID | None], UUID | None]:
    """From a case to the one that stands for it."""

    def root(case_id: UUID | None) -> UUID | None:
        while case_id is not None and case_id in joined:
            case_id = joined[case_id]
        return case_id

    return root


def judge(found: Recorded, root: Callable[[UUID | None], UUID | None], *, now: datetime, settle: timedelta) -> Judged:
    """What is known about a decision by now."""
    told = found.corrected or found.answer is not None
    unasked = found.kind == "suggest" and not told
    settled = not told and not unasked and not found.elsewhere and found.at <= now - settle
    known = told and (found.corrected or not found.elsewhere)
    belongs = root(found.now_case_id)
    if belongs is None:
        # It was taken out of every case: that is a correction only of where it was.
        settled = False

    def right(case_id: UUID) -> bool | None:
        if not (known or settled):
            return None
        if found.answer == "declined" and not found.corrected and case_id != found.case_id:
            return None
        return root(case_id) == belongs

    kept = [msgspec.convert(each, _Candidate) for each in found.candidates]
    return Judged(
        id=found.id,
        interaction_id=found.interaction_id,
        kind=found.kind,
        rule=found.rule,
        case_id=found.case_id,
        at=found.at,
        group=str(found.root_id or found.interaction_id),
        candidates=tuple(
            Weighed(case_id=each.case_id, score=each.score, features=each.features, right=right(each.case_id))
            for each in kept
        ),
        evidence=found.evidence,
        known=known,
        settled=settled,
    )


def rows_of(decisions: Sequence[Judged]) -> list[Row]:
    """The lessons: a row a candidate of which it is known whether it was right."""
    return [
        Row(
            features=each.features,
            label=each.right,
            group=decision.group,
            weight=1.0 if decision.known else UNOPPOSED,
            decision=str(decision.id),
        )
        for decision in decisions
        for each in decision.candidates
        if each.right is not None and each.features
    ]
