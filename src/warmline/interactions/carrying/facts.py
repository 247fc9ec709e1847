"""The facts that a customer has given already, from all messages of a case. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from warmline.interactions.carrying.model import Mention

# What marks a fact as found in a message, beside those that people wrote down.
FOUND = "message"
MOST = 80
# Of these the fuller saying holds the shorter: "Toyota" and "Toyota Prius 2018".
WORDED = frozenset({"vehicle", "address", "name"})
LEAST = 0.5


def facts(mentions: Iterable[Mention], written: Sequence[Any]) -> list[Any]:
    """What is written down by people first, as it is; then each value once, as it was first said, with how often."""
    kept = [each for each in written if not is_found(each)]
    first: dict[tuple[str, str], dict[str, Any]] = {}
    for each in sorted(mentions, key=lambda m: (m.at, m.ref_id)):
        if each.confidence < LEAST:
            continue
        fact = first.get((each.kind, each.value))
        if fact is None:
            first[each.kind, each.value] = _fact(each)
        else:
            fact["times"] += 1
            fact["confidence"] = max(fact["confidence"], each.confidence)
    return [*kept, *_fullest(list(first.values()))[:MOST]]


def is_found(fact: Any) -> bool:
    """Whether a fact was found in a message, so that reading again may change it."""
    return isinstance(fact, Mapping) and fact.get("source") == FOUND


def _fact(mention: Mention) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(
        {
            "kind": mention.kind,
            "value": mention.value,
            "label": mention.label,
            "message_id": mention.message_id,
            "interaction_id": mention.interaction_id,
            "channel": mention.channel,
            "at": mention.at,
            "by": "customer",
            "confidence": mention.confidence,
            "times": 1,
            "source": FOUND,
        }
    )
    return made


def _fullest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what a longer value of the same kind says too."""
    words = [(each["kind"], frozenset(each["value"].lower().split())) for each in found]
    return [
        each
        for n, each in enumerate(found)
        if each["kind"] not in WORDED or not any(kind == words[n][0] and words[n][1] < other for kind, other in words)
    ]


def known(all_facts: Sequence[Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The facts by kind, as far as they have one."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for each in all_facts:
        if isinstance(each, Mapping) and isinstance(each.get("kind"), str) and each.get("value"):
            by_kind.setdefault(each["kind"], []).append(each)
    return by_kind
