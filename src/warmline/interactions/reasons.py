"""Why a contact was thought to belong to a case, or not: the model's reckoning in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from warmline.interactions.terms import shared

if TYPE_CHECKING:
    from warmline.interactions.continuity import Asked, Candidate
    from warmline.interactions.learning.model import ContinuityModel


class Evidence(msgspec.Struct, frozen=True):
    """One reason, in words for people and with its weight for the record."""

    kind: str
    text: str
    weight: float = 0.0


# Features that say one thing together, and how it is put; what a text needs to know is filled in.
WORDED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "category": (
        ("category_same", "category_overlaps", "category_differs", "topic_same", "topic_differs"),
        "{category}",
    ),
    "words": (("words", "words_ahead", "no_words_shared", "other_words"), "{words}"),
    "meaning": (("meaning", "meaning_ahead", "meant"), "{meaning}"),
    "bare": (("bare", "few_words"), "says little of a matter of its own"),
    "number": (("object_shared", "number_shared"), "names a number of this case"),
    "other_number": (
        ("object_differs", "number_elsewhere", "number_new"),
        "names a number that this case does not have",
    ),
    "back": (("back", "back_only", "back_alike", "wants_back"), "refers to something earlier"),
    "fresh": (("fresh",), "says that it is something else"),
    "returns": (("returns", "returns_settled", "returns_alike"), "says that a settled matter is back"),
    "asks": (
        ("wants", "wants_greeting", "wants_settled", "wants_alike", "asks", "greets"),
        "asks for something, as with a new matter",
    ),
    "thanks": (("thanks", "thanks_settled"), "only gives thanks"),
    "time": (("age", "settled_age"), "{days} after the last contact"),
    "resolved": (("settled",), "the case is resolved"),
    "waiting": (("waits_for_customer",), "the case waits for the customer"),
    "only_case": (("only",), "the customer's only open or recent case"),
    "latest": (("latest",), "the customer's latest case"),
    "handle": (("same_handle", "same_channel"), "on a handle or channel of the case"),
}
# What changes the logit by less is not worth a sentence.
LEAST = 0.05
MOST = 7


def reasons(
    features: Mapping[str, float], model: "ContinuityModel", asked: "Asked", case: "Candidate"
) -> list[Evidence]:
    """The weightiest reasons for and against, by what they add to the model's logit."""
    found = [
        Evidence(kind, text.format_map(_facts(kind, asked, case)), round(weight, 3))
        for kind, (names, text) in WORDED.items()
        if abs(weight := sum(_part(name, features, model) for name in names)) >= LEAST
    ]
    return sorted(found, key=lambda each: -abs(each.weight))[:MOST]


def _part(name: str, features: Mapping[str, float], model: "ContinuityModel") -> float:
    """What a feature adds to the logit, with its second weight where meanings are known."""
    both = (name, f"{name}_meant")
    return sum(model.weights.get(each, 0.0) * features.get(each, 0.0) for each in both)


def _facts(kind: str, asked: "Asked", case: "Candidate") -> dict[str, str]:
    return dict(_fact(kind, asked, case))


def _fact(kind: str, asked: "Asked", case: "Candidate") -> Iterator[tuple[str, str]]:
    if kind == "category":
        same = asked.category == case.category
        yield (
            "category",
            f"both are about {case.category}" if same else f"{asked.category}, where the case is {case.category}",
        )
    elif kind == "words":
        words = shared(asked.terms, case.terms)
        yield "words", f"shares the words {', '.join(words)}" if words else "shares no word with the case"
    elif kind == "meaning":
        near = (
            max((float(asked.meaning @ each) for each in case.meanings), default=0.0)
            if asked.meaning is not None
            else 0.0
        )
        yield (
            "meaning",
            f"means {'much' if near >= 0.6 else 'partly' if near >= 0.35 else 'hardly'} the same ({near:.2f})",
        )
    elif kind == "time":
        days = max(0.0, (asked.at - case.last_contact_at).total_seconds() / 86_400)
        yield "days", f"{days:.1f} days" if days >= 1 else f"{days * 24:.0f} hours"


def evidence_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Evidence as it is stored and shown."""
    return [{"kind": each.kind, "text": each.text, "weight": round(each.weight, 3)} for each in evidence]
