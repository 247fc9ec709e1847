"""Which contact belongs to which case: pure decisions with their evidence.

Rule 1, a key that proves it: the session's token, a message that this one answers, a case reference from a handle of
that case. Rule 2, the same customer and the same matter: a model weighs what was said, when, and what each side waits
for. Rule 3, the probability becomes a decision: attach, suggest, or a new case. A key or a reference that leads to
another customer's case proves nothing, a forward is always a case of its own, and so is an answer of which the writer
says that it is about something else, where the words bear that out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.likeness import SETTLED, Features, features_of
from warmline.interactions.reasons import Evidence, reasons
from warmline.interactions.relations import duplicated, relation
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
    link to the candidate's last contact, where there is one, and ``confidence`` how sure that is where the score does
    not say it. ``candidates`` are cases with their probability and what it was weighed from, best first."""

    kind: str
    rule: str
    case_id: UUID | None = None
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()
    relation: str | None = None
    related_id: UUID | None = None
    confidence: float | None = None
    candidates: tuple[tuple[UUID, float, Features], ...] = ()


FORWARD = Evidence("forward", "an old mail was forwarded: a new matter, linked")
STRAY = Evidence("other_customer", "the thread is another customer's, so it proves nothing here")
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
    case = asked.keyed
    if case is not None and case.root_id == asked.root_id:
        return _by_key(asked, case, cases, policy, model)
    decision = _without_key(asked, cases, policy, model)
    if case is not None:
        decision = msgspec.structs.replace(decision, evidence=(STRAY, *decision.evidence))
    return _apart(decision, cases) if asked.forwarded else decision


def _without_key(asked: Asked, cases: Sequence[Candidate], policy: Policy, model: ContinuityModel) -> Decision:
    quoted = next((case for case in cases if set(case.references) & set(asked.references)), None)
    if quoted is not None:
        return _by_reference(quoted, asked, policy)
    return _by_likeness(asked, cases, policy, model)


def _by_key(
    asked: Asked, case: Candidate, cases: Sequence[Candidate], policy: Policy, model: ContinuityModel
) -> Decision:
    said = Evidence("key", f"{asked.key} leads to this case", 1.0)
    if asked.forwarded:
        return Decision(
            kind="new", rule="forward", evidence=(FORWARD,), relation="forwards", related_id=case.last_interaction_id
        )
    if not alive(case, asked.at, policy):
        return _after_window(asked, case, said, model)
    otherwise = _said_otherwise(asked, case, cases, policy, model) if asked.stance.fresh else None
    return otherwise or _attached("key", said, asked, case)


def _attached(rule: str, said: Evidence, asked: Asked, case: Candidate) -> Decision:
    kind, confidence = _relation(asked, case)
    return Decision(
        kind="attach",
        rule=rule,
        case_id=case.case_id,
        score=1.0,
        evidence=(said,),
        relation=kind,
        related_id=case.last_interaction_id,
        confidence=confidence,
    )


def _said_otherwise(
    asked: Asked, case: Candidate, cases: Sequence[Candidate], policy: Policy, model: ContinuityModel
) -> Decision | None:
    """People answer an old mail to write about something new. Where they say so, and nothing else speaks for the case
    either, it is a case of its own, and the one that the key leads to is suggested."""
    possible = [case, *(each for each in cases if each.case_id != case.case_id and alive(each, asked.at, policy))]
    features = features_of(asked, possible)[0]
    likely = model.probability(features)
    if likely >= _thresholds(policy, model)[1]:
        return None
    said = Evidence("said_otherwise", f"{asked.key} leads to this case, but the writer says that it is something else")
    return Decision(
        kind="suggest",
        rule="said_otherwise",
        case_id=case.case_id,
        score=likely,
        evidence=(said, *reasons(features, model, asked, case)),
        relation="follows_up",
        related_id=case.last_interaction_id,
        confidence=1.0,
        candidates=((case.case_id, round(likely, 4), features),),
    )


def _apart(decision: Decision, cases: Sequence[Candidate]) -> Decision:
    """A forward that quotes a case's reference or is like it: a case of its own, linked, with that one suggested. Where
    it only shares words with a case it is linked, because what it forwards may be from there."""
    evidence = (*decision.evidence, FORWARD)
    if decision.kind != "new":
        return msgspec.structs.replace(
            decision, kind="suggest", rule="forward", relation="forwards", confidence=None, evidence=evidence
        )
    case_id, score, features = next(iter(decision.candidates), (None, 0.0, {}))
    if decision.rule != "unlike" or not features.get("words"):
        return decision
    related = next(each.last_interaction_id for each in cases if each.case_id == case_id)
    return msgspec.structs.replace(
        decision, relation="forwards", related_id=related, confidence=score, evidence=evidence
    )


def _after_window(asked: Asked, case: Candidate, said: Evidence, model: ContinuityModel) -> Decision:
    """Too late to go on: a case of its own, which repeats the old one where it is about the same."""
    late = Evidence("window", "the case was resolved longer ago than the reopening window")
    [features] = features_of(asked, [case])
    likely = model.probability(features)
    # Who answers an old message and says nothing else means what it was about.
    same = (likely >= REPEATS or not asked.terms) and not asked.stance.fresh
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
    return _attached("reference", said, asked, case)


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
    attach, suggest = _thresholds(policy, model)
    twin = duplicated(asked, case)
    if value < suggest:
        return Decision(
            kind="new",
            rule="unlike",
            score=value,
            evidence=evidence,
            relation="duplicates" if twin else None,
            related_id=case.last_interaction_id if twin else None,
            confidence=twin,
            candidates=listed,
        )
    kind = "attach" if value >= attach else "suggest"
    said, confidence = _relation(asked, case) if kind == "attach" or twin else (None, None)
    return Decision(
        kind=kind,
        rule="likeness",
        case_id=case.case_id,
        score=value,
        evidence=evidence,
        relation=said,
        related_id=case.last_interaction_id,
        confidence=confidence,
        candidates=listed,
    )


def _thresholds(policy: Policy, model: ContinuityModel) -> tuple[float, float]:
    """Attach and suggest as they are in force; what would be attached is never less than suggested."""
    attach = model.thresholds.attach if policy.attach is None else policy.attach
    suggest = model.thresholds.suggest if policy.suggest is None else policy.suggest
    return attach, min(suggest, attach)


def _relation(asked: Asked, case: Candidate) -> tuple[str, float | None]:
    """What the link says, and how sure it is where that is its own matter."""
    twin = duplicated(asked, case)
    return ("duplicates", twin) if twin else (relation(asked, case), None)


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
