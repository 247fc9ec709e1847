"""A dry run of the thresholds of identity: what is asked, and what is shown. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.customers.model import Rule, Thresholds
from warmline.kit.intervals import Share, share

# What a rule saw, for people.
WORDS = {
    Rule.SAME_NUMBER: "one telephone number on two channels",
    Rule.ASSERTED_TOGETHER: "they gave a handle of this customer",
    Rule.HELD_BY_ANOTHER: "they showed a handle of this customer",
    Rule.OTHER_ON_BROWSER: "somebody else was signed in on this handle",
    Rule.NAMED_FACT: "their name, and a number, a date of birth or an address that fits",
    Rule.NAMED_CONTACT: "their name, and an earlier contact that fits",
    Rule.OWN_NAME: "another name on this handle",
    Rule.BEHALF: "they wrote for this customer",
}
Probability = Annotated[float, Meta(ge=0, le=1)]


class IdentityTrial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds to try; what is left out is as now. A link that nobody objected to for ``settle_days`` was right."""

    link: Probability | None = None
    suggest: Probability | None = None
    days: Annotated[int, Meta(ge=1, le=365)] = 30
    settle_days: Annotated[int, Meta(ge=1, le=365)] = 14
    changes: Annotated[int, Meta(ge=0, le=500)] = 50


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """One decision that a score made. ``right``: whether both are one person; None where nobody can tell."""

    id: UUID
    kind: str
    customer_id: UUID
    other_customer_id: UUID | None
    rule: str
    score: float
    at: datetime
    right: bool | None


class IdentityOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What thresholds make of the history. ``precision``: of what would be linked, right; ``recall``: of what is one
    person, linked; ``suggested``: of what would be suggested, right."""

    link: float
    suggest: float
    linked: int
    suggested_count: int
    apart: int
    precision: Share
    recall: Share
    suggested: Share


class IdentityChange(msgspec.Struct, frozen=True, kw_only=True):
    """One decision that would be another, ``because`` of what was seen. ``right``: whether the other one is right; null
    where nobody can tell."""

    decision_id: UUID
    customer_id: UUID
    other_customer_id: UUID | None
    rule: str
    score: float
    at: datetime
    before: str
    after: str
    right: bool | None
    because: str


class IdentityDryRun(msgspec.Struct, frozen=True, kw_only=True):
    """What would have been decided in the last days; nothing was changed. Only what was linked or suggested was kept
    with its score: thresholds below the one for suggesting that was in force show no more than that one."""

    days: int
    decisions: int
    judged: int
    before: IdentityOutcome
    after: IdentityOutcome
    changed: int
    changes: list[IdentityChange]


def kind_of(score: float, limits: Thresholds) -> str:
    """What becomes of a likeness: the same customer, a suggestion, or two customers."""
    if score >= limits.link:
        return "link"
    return "suggest" if score >= limits.suggest else "apart"


def rehearse(
    found: Sequence[Tried], before: Thresholds, after: Thresholds, *, days: int, changes: int
) -> IdentityDryRun:
    """Both thresholds over the same history, newest first."""
    changed = [
        IdentityChange(
            decision_id=each.id,
            customer_id=each.customer_id,
            other_customer_id=each.other_customer_id,
            rule=each.rule,
            score=round(each.score, 4),
            at=each.at,
            before=was,
            after=becomes,
            right=None if each.right is None else each.right is (becomes != "apart"),
            because=_because(each.rule),
        )
        for each in found
        if (was := kind_of(each.score, before)) != (becomes := kind_of(each.score, after))
    ]
    return IdentityDryRun(
        days=days,
        decisions=len(found),
        judged=sum(each.right is not None for each in found),
        before=outcome(found, before),
        after=outcome(found, after),
        changed=len(changed),
        changes=changed[:changes],
    )


def _because(rule: str) -> str:
    return WORDS.get(Rule(rule), rule) if rule in set(Rule) else rule


def outcome(found: Sequence[Tried], limits: Thresholds) -> IdentityOutcome:
    """The figures of one pair of thresholds."""
    kinds = Counter(kind_of(each.score, limits) for each in found)
    judged = [(kind_of(each.score, limits), each.right) for each in found if each.right is not None]
    right = Counter(kind for kind, is_right in judged if is_right)
    whole = Counter(kind for kind, _ in judged)
    return IdentityOutcome(
        link=limits.link,
        suggest=limits.suggest,
        linked=kinds["link"],
        suggested_count=kinds["suggest"],
        apart=kinds["apart"],
        precision=share(right["link"], whole["link"]),
        recall=share(right["link"], right.total()),
        suggested=share(right["suggest"], whole["suggest"]),
    )
