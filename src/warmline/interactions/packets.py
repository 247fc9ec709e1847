"""The context packet of a hand-off: what the next person must not ask again. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warmline.entities import masked
from warmline.interactions.carrying.facts import known
from warmline.interactions.carrying.model import FOUND_BY
from warmline.interactions.context_views import ActionItemView, RefView, SignalView, WordsView
from warmline.interactions.views import CaseView, InteractionView

# How much of the customer's own words travels.
WORDS = 20
LONGEST = 2_000
# What templates call the kinds of facts. A day or a sum is an answer only where the case knows just one.
CALLED = {
    "policy_number": "policy", "claim_number": "claim", "account_number": "account", "card_number": "card",
    "phone_number": "phone", "email_address": "email", "customer_name": "name", "full_name": "name",
    "postal_address": "address", "vehicle_registration": "vehicle", "national_id_last_four": "national_id",
    "date_of_loss": "date", "transaction_date": "date", "date": "date", "amount": "amount",
}  # fmt: skip
ONE_ONLY = frozenset({"date", "amount", "vehicle"})


def packet(
    interaction: InteractionView,
    case: CaseView | None,
    *,
    words: Sequence[WordsView],
    refs: Sequence[RefView],
    promises: Sequence[ActionItemView],
    signals: Sequence[SignalView],
    fields: Mapping[str, Any],
    attempts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What is known, for a person to read at a glance: the matter, facts given, questions open, what was tried
    (``attempts``: when it was resolved and reopened, and by whom), what the customer said (newest last, at most WORDS
    messages of LONGEST characters, card numbers masked), the objects it is about, open promises, latest signals, and
    the form's answers."""
    made: dict[str, Any] = {
        "reference": case.reference if case else None,
        "title": masked(case.title if case else interaction.subject or ""),
        "category": interaction.category or (case.category if case else None),
        "summary": masked(interaction.summary or (case.summary if case else "")),
        "facts": case.facts if case else [],
        "open_questions": case.open_questions if case else [],
        "resolution_attempts": case.resolution_attempts if case else 0,
        "attempts": list(attempts),
        "customer_said": [
            {"message_id": each.id, "at": each.at, "channel": each.channel, "text": masked(each.text[:LONGEST])}
            for each in reversed(words[:WORDS])
        ],
        "about": _about(refs),
        "promises": [
            {"text": each.text, "due_at": each.due_at, "status": each.status}
            for each in promises
            if each.status == "open"
        ],
        "signals": [{"kind": s.kind, "value": s.value, "label": s.label, "confidence": s.confidence} for s in signals],
        "channel": interaction.channel,
        "language": interaction.language,
        "fields": {**interaction.fields, **fields},
    }
    built: dict[str, Any] = msgspec.to_builtins(made)
    return built


def answers(made: Mapping[str, Any]) -> dict[str, Any]:
    """The packet as the flat form that a template asks for: the form's answers, and what is known anyway. Facts answer
    under their kind (``policy``) and under what templates call it (``policy_number``)."""
    names = ("title", "category", "summary", "language", "facts", "open_questions")
    plain = {name: made.get(name) for name in names}
    objects = {each["kind"]: each["external_id"] for each in made.get("about", [])}
    given = {kind: each[-1]["value"] for kind, each in known(made.get("facts") or []).items() if _sure(kind, each)}
    called = {name: given.get(kind) or objects.get(kind) for name, kind in CALLED.items()}
    return {**called, **given, **objects, **plain, **made.get("fields", {})}


def _sure(kind: str, given: Sequence[Mapping[str, Any]]) -> bool:
    return kind not in ONE_ONLY or len(given) == 1


def _about(refs: Sequence[RefView]) -> list[dict[str, Any]]:
    """The objects of the matter that people and systems linked; what was found in messages is among the facts."""
    return [
        {"kind": each.kind, "external_id": each.external_id, "label": each.label}
        for each in refs
        if each.source != FOUND_BY
    ]
