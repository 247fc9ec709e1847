"""The context packet of a hand-off: what the next person must not ask again. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warmline.interactions.context_views import ActionItemView, RefView, SignalView, WordsView
from warmline.interactions.views import CaseView, InteractionView

# How much of the customer's own words travels.
WORDS = 20
LONGEST = 2_000


def packet(
    interaction: InteractionView,
    case: CaseView | None,
    *,
    words: Sequence[WordsView],
    refs: Sequence[RefView],
    promises: Sequence[ActionItemView],
    signals: Sequence[SignalView],
    fields: Mapping[str, Any],
) -> dict[str, Any]:
    """What is known, for a person to read at a glance: the matter, what the customer said (newest last, at most WORDS
    messages of LONGEST characters), the objects it is about, open promises, latest signals, and the form's answers."""
    made: dict[str, Any] = {
        "reference": case.reference if case else None,
        "title": case.title if case else interaction.subject,
        "category": interaction.category or (case.category if case else None),
        "summary": interaction.summary or (case.summary if case else ""),
        "facts": case.facts if case else [],
        "open_questions": case.open_questions if case else [],
        "resolution_attempts": case.resolution_attempts if case else 0,
        "customer_said": [
            {"message_id": each.id, "at": each.at, "channel": each.channel, "text": each.text[:LONGEST]}
            for each in reversed(words[:WORDS])
        ],
        "about": [{"kind": each.kind, "external_id": each.external_id, "label": each.label} for each in refs],
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
    """The packet as the flat form that a template asks for: the form's answers, and what is known anyway."""
    known = {name: made.get(name) for name in ("title", "category", "summary", "language", "facts", "open_questions")}
    objects = {each["kind"]: each["external_id"] for each in made.get("about", [])}
    return {**known, **objects, **made.get("fields", {})}
