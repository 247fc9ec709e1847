"""Which contact belongs to which case: pure decisions with their evidence.

Rule 1, a key that proves it: the session's token, a message that this one answers, a case reference from a handle of
that case. Rule 2, the same customer and the same matter: category, words, numbers, time and what each side waits for.
Rule 3, the score becomes a decision: attach, suggest, or a new case. A key or a reference that leads to another
customer's case never attaches, and a forward is always a case of its own.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from warmline.interactions.terms import shared, similarity


class Policy(msgspec.Struct, frozen=True):
    """An organisation's thresholds. ``reopen_days``: how long after its resolution a case can go on; ``burst_seconds``:
    how soon a further delivery on the same handle is the same contact."""

    attach: float = 0.72
    suggest: float = 0.45
    reopen_days: int = 14
    burst_seconds: int = 120


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a contact could belong to. ``references`` are folded."""

    case_id: UUID
    root_id: UUID
    status: str
    category: str | None
    terms: Mapping[str, int]
    last_contact_at: datetime
    resolved_at: datetime | None
    references: tuple[str, ...] = ()
    handle_ids: tuple[UUID, ...] = ()
    last_interaction_id: UUID | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the contact to place."""

    root_id: UUID
    handle_id: UUID | None
    at: datetime
    category: str | None
    terms: Mapping[str, int]
    references: tuple[str, ...] = ()
    forwarded: bool = False
    # The case that a key leads to, and what kind of key it was.
    keyed: Candidate | None = None
    key: str | None = None


class Evidence(msgspec.Struct, frozen=True):
    """One reason, in words for people and with its weight for the record."""

    kind: str
    text: str
    weight: float = 0.0


FORWARD = Evidence("forward", "an old mail was forwarded: a new matter, linked")


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided: ``attach`` to ``case_id``; ``suggest`` it beside a new case; or ``new``. ``relation`` is the
    link to the candidate's last contact, where there is one."""

    kind: str
    rule: str
    case_id: UUID | None = None
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()
    relation: str | None = None
    related_id: UUID | None = None
    candidates: tuple[tuple[UUID, float], ...] = ()


def alive(case: Candidate, at: datetime, policy: Policy) -> bool:
    """Whether the case can take a further contact: open, or resolved within the reopening window."""
    if case.status not in ("resolved", "closed"):
        return True
    return case.resolved_at is not None and at - case.resolved_at <= timedelta(days=policy.reopen_days)


def decide(asked: Asked, cases: Sequence[Candidate], policy: Policy) -> Decision:
    """The case of a contact. ``cases`` are the customer's own, open or not, newest first."""
    if asked.keyed is not None:
        decision = _by_key(asked, asked.keyed, policy)
        if decision is not None:
            return decision
    quoted = next((case for case in cases if set(case.references) & set(asked.references)), None)
    if quoted is not None:
        decision = _by_reference(quoted, asked, policy)
    else:
        decision = _by_likeness(asked, [case for case in cases if alive(case, asked.at, policy)], policy)
    return _apart(decision) if asked.forwarded and decision.kind == "attach" else decision


def _by_key(asked: Asked, case: Candidate, policy: Policy) -> Decision | None:
    said = Evidence("key", f"{asked.key} leads to this case", 1.0)
    if case.root_id != asked.root_id:
        other = Evidence("other_customer", "the thread is another customer's, so it proves nothing here")
        return Decision(kind="new", rule="key_of_another", evidence=(other,))
    if asked.forwarded:
        return Decision(
            kind="new", rule="forward", evidence=(FORWARD,), relation="forwards", related_id=case.last_interaction_id
        )
    if alive(case, asked.at, policy):
        return Decision(
            kind="attach",
            rule="key",
            case_id=case.case_id,
            score=1.0,
            evidence=(said,),
            relation="continues",
            related_id=case.last_interaction_id,
        )
    return _after_window(case, said)


def _apart(decision: Decision) -> Decision:
    """A forward that quotes a case's reference or is like it: a case of its own, linked, with that one suggested."""
    evidence = (*decision.evidence, FORWARD)
    return msgspec.structs.replace(decision, kind="suggest", rule="forward", relation="forwards", evidence=evidence)


def _after_window(case: Candidate, said: Evidence) -> Decision:
    late = Evidence("window", "the case was resolved longer ago than the reopening window")
    return Decision(
        kind="new",
        rule="after_window",
        evidence=(said, late),
        relation="repeats",
        related_id=case.last_interaction_id,
    )


def _by_reference(case: Candidate, asked: Asked, policy: Policy) -> Decision:
    said = Evidence("reference", "quotes the case's reference, from a handle of this customer", 1.0)
    if not alive(case, asked.at, policy):
        return _after_window(case, said)
    return Decision(
        kind="attach",
        rule="reference",
        case_id=case.case_id,
        score=1.0,
        evidence=(said,),
        relation="continues",
        related_id=case.last_interaction_id,
    )


def _by_likeness(asked: Asked, cases: Sequence[Candidate], policy: Policy) -> Decision:
    scored = sorted(((*score(asked, case, alone=len(cases) == 1), case) for case in cases), key=lambda each: -each[0])
    listed = tuple((case.case_id, round(value, 4)) for value, _, case in scored[:5])
    if not scored:
        return Decision(kind="new", rule="no_case", evidence=(Evidence("no_case", "no open or recent case"),))
    value, evidence, case = scored[0]
    if value < policy.suggest:
        return Decision(kind="new", rule="unlike", score=value, evidence=tuple(evidence), candidates=listed)
    kind = "attach" if value >= policy.attach else "suggest"
    return Decision(
        kind=kind,
        rule="likeness",
        case_id=case.case_id,
        score=value,
        evidence=tuple(evidence),
        relation="continues" if kind == "attach" else None,
        related_id=case.last_interaction_id,
        candidates=listed,
    )


def score(asked: Asked, case: Candidate, *, alone: bool) -> tuple[float, list[Evidence]]:
    """How likely the contact is about the case, 0 to 1, with the reasons: a logistic sum of a few features.

    The weights are set by hand on the labelled continuity set, for precision first.
    """
    evidence = list(_reasons(asked, case, alone))
    total = -1.9 + sum(each.weight for each in evidence)
    return 1.0 / (1.0 + math.exp(-total)), evidence


def _reasons(asked: Asked, case: Candidate, alone: bool) -> list[Evidence]:
    found = []
    if asked.category and case.category:
        same = asked.category == case.category
        text = f"both are about {case.category}" if same else f"{asked.category}, where the case is {case.category}"
        found.append(Evidence("category", text, 1.3 if same else -2.6))
    alike = similarity(asked.terms, case.terms)
    words = shared(asked.terms, case.terms)
    if words:
        found.append(Evidence("words", "shares " + ", ".join(words), 3.0 * alike))
    if not asked.terms:
        found.append(Evidence("bare", "says nothing about a matter of its own", 1.2))
    numbers = [word for word in words if word.isdigit() and len(word) >= 4]
    if numbers:
        found.append(Evidence("numbers", "names the same number", 1.6))
    days = max(0.0, (asked.at - case.last_contact_at).total_seconds() / 86_400)
    found.append(Evidence("time", f"{days:.1f} days after its last contact", 1.1 * math.exp(-days / 4) - 0.3))
    if alone:
        found.append(Evidence("only_case", "the customer's only open or recent case", 0.7))
    if asked.handle_id in case.handle_ids:
        found.append(Evidence("handle", "on a handle that the case was on before", 0.4))
    if case.status == "pending_customer":
        found.append(Evidence("waiting", "the case waits for the customer", 0.6))
    if case.status in ("resolved", "closed"):
        found.append(Evidence("resolved", "the case is resolved", -0.5))
    return found
