"""Which contact belongs to which case: pure decisions with their evidence.

Rule 1, a key that proves it: the session's token, a message that this one answers, a case reference from a handle of
that case. Rule 2, the same customer and the same matter: a model weighs what was said, when, and what each side waits
for. Rule 3, the probability becomes a decision: attach, suggest, or a new case. A key or a reference that leads to
another customer's case proves nothing, and a forward is always a case of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.likeness import SETTLED, Features, features_of
from warmline.interactions.reasons import Evidence, reasons
from warmline.interactions.stance import Stance

if TYPE_CHECKING:
    from warmline.kit.encoder.model import Vectors


class Policy(msgspec.Struct, frozen=True):
    """An organisation's settings. ``attach`` and ``suggest`` are probabilities, None for the model's own;
    ``reopen_days``: how long after its resolution a case can go on; ``burst_seconds``: how soon a further delivery on
    the same handle is the same contact."""

    attach: float | None = None
    suggest: float | None = None
    reopen_days: int = 14
    burst_seconds: int = 120


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a contact could belong to. ``references`` are folded, ``contacts`` its latest, channel and time."""

    case_id: UUID
    root_id: UUID
    status: str
    category: str | None
    terms: Mapping[str, int]
    last_contact_at: datetime
    resolved_at: datetime | None
    numbers: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    references: tuple[str, ...] = ()
    handle_ids: tuple[UUID, ...] = ()
    contacts: tuple[tuple[str, datetime], ...] = ()
    last_interaction_id: UUID | None = None
    # What its contacts were about, as vectors; none without an encoder.
    meanings: "tuple[Vectors, ...]" = ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the contact to place. ``terms`` are words alone."""

    root_id: UUID
    handle_id: UUID | None
    at: datetime
    category: str | None
    terms: Mapping[str, int]
    channel: str = ""
    numbers: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    stance: Stance = Stance()
    references: tuple[str, ...] = ()
    forwarded: bool = False
    # The case that a key leads to, and what kind of key it was.
    keyed: Candidate | None = None
    key: str | None = None
    meaning: Any = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided: ``attach`` to ``case_id``; ``suggest`` it beside a new case; or ``new``. ``relation`` is the
    link to the candidate's last contact, where there is one. ``candidates`` are cases with their probability and what
    it was weighed from, best first."""

    kind: str
    rule: str
    case_id: UUID | None = None
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()
    relation: str | None = None
    related_id: UUID | None = None
    candidates: tuple[tuple[UUID, float, Features], ...] = ()


FORWARD = Evidence("forward", "an old mail was forwarded: a new matter, linked")
# From how likely on a contact that comes too late for its case is said to repeat it.
REPEATS = 0.5
MOST_CANDIDATES = 5


def alive(case: Candidate, at: datetime, policy: Policy) -> bool:
    """Whether the case can take a further contact: open, or resolved within the reopening window."""
    if case.status not in SETTLED:
        return True
    return case.resolved_at is not None and at - case.resolved_at <= timedelta(days=policy.reopen_days)


def decide(asked: Asked, cases: Sequence[Candidate], policy: Policy, model: ContinuityModel) -> Decision:
    """The case of a contact. ``cases`` are the customer's own, open or not, newest first."""
    stray: tuple[Evidence, ...] = ()
    if asked.keyed is not None:
        if asked.keyed.root_id == asked.root_id:
            return _by_key(asked, asked.keyed, policy, model)
        stray = (Evidence("other_customer", "the thread is another customer's, so it proves nothing here"),)
    quoted = next((case for case in cases if set(case.references) & set(asked.references)), None)
    if quoted is not None:
        decision = _by_reference(quoted, asked, policy)
    else:
        decision = _by_likeness(asked, cases, policy, model)
    if stray:
        decision = msgspec.structs.replace(decision, evidence=(*stray, *decision.evidence))
    return _apart(decision) if asked.forwarded and decision.kind == "attach" else decision


def _by_key(asked: Asked, case: Candidate, policy: Policy, model: ContinuityModel) -> Decision:
    said = Evidence("key", f"{asked.key} leads to this case", 1.0)
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
            relation=relation(asked, case),
            related_id=case.last_interaction_id,
        )
    return _after_window(asked, case, said, model)


def _apart(decision: Decision) -> Decision:
    """A forward that quotes a case's reference or is like it: a case of its own, linked, with that one suggested."""
    evidence = (*decision.evidence, FORWARD)
    return msgspec.structs.replace(decision, kind="suggest", rule="forward", relation="forwards", evidence=evidence)


def _after_window(asked: Asked, case: Candidate, said: Evidence, model: ContinuityModel) -> Decision:
    """Too late to go on: a case of its own, which repeats the old one where it is about the same."""
    late = Evidence("window", "the case was resolved longer ago than the reopening window")
    [features] = features_of(asked, [case])
    likely = model.probability(features)
    same = likely >= REPEATS and not asked.stance.fresh
    return Decision(
        kind="new",
        rule="after_window",
        evidence=(said, late, *reasons(features, model, asked, case)),
        score=likely,
        relation="repeats" if same else "follows_up",
        related_id=case.last_interaction_id,
    )


def _by_reference(case: Candidate, asked: Asked, policy: Policy) -> Decision:
    said = Evidence("reference", "quotes the case's reference, from a handle of this customer", 1.0)
    if not alive(case, asked.at, policy):
        late = Evidence("window", "the case was resolved longer ago than the reopening window")
        return Decision(
            kind="new",
            rule="after_window",
            evidence=(said, late),
            relation="repeats",
            related_id=case.last_interaction_id,
        )
    return Decision(
        kind="attach",
        rule="reference",
        case_id=case.case_id,
        score=1.0,
        evidence=(said,),
        relation=relation(asked, case),
        related_id=case.last_interaction_id,
    )


def _by_likeness(asked: Asked, cases: Sequence[Candidate], policy: Policy, model: ContinuityModel) -> Decision:
    possible = [case for case in cases if alive(case, asked.at, policy)]
    if not possible:
        return _none_possible(asked, cases, model)
    weighed = [
        (model.probability(features), features, case)
        for features, case in zip(features_of(asked, possible), possible, strict=True)
    ]
    weighed.sort(key=lambda each: -each[0])
    listed = tuple((case.case_id, round(value, 4), features) for value, features, case in weighed[:MOST_CANDIDATES])
    value, features, case = weighed[0]
    evidence = tuple(reasons(features, model, asked, case))
    attach = model.thresholds.attach if policy.attach is None else policy.attach
    suggest = model.thresholds.suggest if policy.suggest is None else policy.suggest
    if value < suggest:
        return Decision(kind="new", rule="unlike", score=value, evidence=evidence, candidates=listed)
    kind = "attach" if value >= attach else "suggest"
    return Decision(
        kind=kind,
        rule="likeness",
        case_id=case.case_id,
        score=value,
        evidence=evidence,
        relation=relation(asked, case) if kind == "attach" else None,
        related_id=case.last_interaction_id,
        candidates=listed,
    )


def _none_possible(asked: Asked, cases: Sequence[Candidate], model: ContinuityModel) -> Decision:
    """No case to go on with: a new one, which repeats an old one where it is about the same."""
    nothing = Evidence("no_case", "no open or recent case")
    if not cases:
        return Decision(kind="new", rule="no_case", evidence=(nothing,))
    features = features_of(asked, cases)
    likely, n = max((model.probability(each), -n) for n, each in enumerate(features))
    case = cases[-n]
    if likely < REPEATS or asked.stance.fresh:
        return Decision(kind="new", rule="no_case", evidence=(nothing,))
    return Decision(
        kind="new",
        rule="no_case",
        score=likely,
        evidence=(nothing, *reasons(features[-n], model, asked, case)),
        relation="forwards" if asked.forwarded else "repeats",
        related_id=case.last_interaction_id,
    )


def relation(asked: Asked, case: Candidate) -> str:
    """How a contact of the case stands to the last one before it."""
    if asked.stance.complains:
        return "escalates"
    if case.status not in SETTLED and case.status != "pending_customer" and asked.stance.back:
        return "follows_up"
    return "continues"
