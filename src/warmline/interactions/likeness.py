"""How alike a contact and a case are: named numbers that the continuity model weighs. Pure.

All are about what was said, when, and in which state the case is; none knows a word of any business.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from warmline.interactions.terms import similarity

if TYPE_CHECKING:
    from warmline.interactions.continuity import Asked, Candidate

Features = dict[str, float]
# From so many words on a contact speaks of a matter of its own.
MANY_WORDS = 6
SETTLED = ("resolved", "closed")


def features_of(asked: "Asked", cases: Sequence["Candidate"]) -> list[Features]:
    """One set for each case, in their order; the cases are all that the contact could belong to."""
    alike = [_text(asked, case) for case in cases]
    meant = [_meaning(asked, case) for case in cases]
    latest = max((case.last_contact_at for case in cases), default=None)
    found = []
    for n, case in enumerate(cases):
        others = [*alike[:n], *alike[n + 1 :]]
        meanings = [*meant[:n], *meant[n + 1 :]]
        features = {
            **_matter(asked, case, alike[n], max(others, default=0.0)),
            **_meant(asked, meant[n], max(meanings, default=0.0)),
            **_numbers(asked, case, cases),
            **_stance(asked, case, alike=max(alike[n], meant[n], _same_category(asked, case)), alone=len(cases) == 1),
            **_time(asked.at, case),
            "only": float(len(cases) == 1),
            "latest": float(case.last_contact_at == latest),
            "same_handle": float(asked.handle_id is not None and asked.handle_id in case.handle_ids),
            "same_channel": float(any(channel == asked.channel for channel, _ in case.contacts)),
        }
        if asked.meaning is not None:
            features |= {f"{name}_meant": features[name] for name in BESIDE_MEANING}
        found.append({name: round(value, 4) for name, value in features.items() if value})
    return found


def _text(asked: "Asked", case: "Candidate") -> float:
    return similarity(asked.terms, case.terms)


def _meaning(asked: "Asked", case: "Candidate") -> float:
    if asked.meaning is None or not case.meanings:
        return 0.0
    return max(float(asked.meaning @ each) for each in case.meanings)


def _matter(asked: "Asked", case: "Candidate", alike: float, other: float) -> Features:
    broad, near = _codes(asked.topics, case.topics)
    known = bool(asked.topics and case.topics)
    same = _same_category(asked, case)
    bare = not asked.terms
    return {
        "category_same": float(same),
        "category_overlaps": float(broad and not same),
        "category_differs": float(known and not broad),
        "topic_same": float(near),
        "topic_differs": float(not near and _detailed(asked.topics) and _detailed(case.topics)),
        "words": alike,
        "words_ahead": alike - other if other else 0.0,
        "no_words_shared": float(not bare and alike == 0),
        # How much it says that the case does not: a whole sentence about something else counts more than a word.
        "other_words": (1 - alike) * min(1.0, len(asked.terms) / MANY_WORDS),
        "bare": float(bare),
        "few_words": float(0 < len(asked.terms) <= 2),
    }


def _same_category(asked: "Asked", case: "Candidate") -> bool:
    return bool(asked.category) and asked.category == case.category


def _codes(one: frozenset[str], other: frozenset[str]) -> tuple[bool, bool]:
    """Whether they share a category, and a subcategory (which has a dot)."""
    both = one & other
    return bool(both), any("." in each for each in both)


def _detailed(topics: frozenset[str]) -> bool:
    """Whether one of them is a subcategory."""
    return any("." in each for each in topics)


def _meant(asked: "Asked", meant: float, other: float) -> Features:
    if asked.meaning is None:
        return {}
    return {"meaning": meant, "meaning_ahead": meant - other if other else 0.0, "meant": 1.0}


# Where meanings are known, words and categories count for less; the model has a second weight for each of these.
BESIDE_MEANING = (
    "category_same",
    "category_overlaps",
    "category_differs",
    "topic_same",
    "topic_differs",
    "words",
    "words_ahead",
    "no_words_shared",
    "other_words",
    "wants",
    "back",
)


def _numbers(asked: "Asked", case: "Candidate", cases: Sequence["Candidate"]) -> Features:
    """Numbers with letters name objects (a claim, a booking), bare ones often the person; what all cases have tells
    nothing. Another number with the same letters is another object."""
    if not asked.numbers:
        return {}
    everywhere = frozenset.intersection(*(each.numbers for each in cases)) if len(cases) > 1 else frozenset()
    shared = (asked.numbers & case.numbers) - everywhere
    named = {each for each in shared if each[0].isalpha()}
    elsewhere = any((asked.numbers & each.numbers) - case.numbers for each in cases if each is not case)
    fresh = asked.numbers.difference(*(each.numbers for each in cases))
    other = _other_object(asked.numbers, case.numbers)
    return {
        "object_shared": float(bool(named)),
        "object_differs": float(other),
        "number_shared": float(bool(shared) and not named),
        "number_elsewhere": float(elsewhere),
        "number_new": float(bool(fresh) and not shared),
    }


def _other_object(asked: frozenset[str], known: frozenset[str]) -> bool:
    """Whether the contact names one of a kind of which the case has others, and none of those."""
    kinds = {_mark(each) for each in asked} - {""}
    return any(
        (there := {each for each in known if _mark(each) == kind}) and there.isdisjoint(asked) for kind in sorted(kinds)
    )


def _mark(number: str) -> str:
    return "CODE" if number.startswith("CODE") else number.rstrip("0123456789")


def _stance(asked: "Asked", case: "Candidate", *, alike: float, alone: bool) -> Features:
    stance, settled = asked.stance, case.status in SETTLED
    return {
        "back": stance.back,
        "back_only": stance.back * alone,
        "back_alike": stance.back * alike,
        "fresh": stance.fresh,
        "returns": stance.returns,
        "returns_settled": stance.returns * settled,
        "returns_alike": stance.returns * settled * alike,
        "wants": stance.wants,
        "wants_greeting": stance.wants * stance.greets,
        "wants_settled": stance.wants * settled,
        "wants_alike": stance.wants * alike,
        "wants_back": stance.wants * stance.back,
        "asks": stance.asks,
        "thanks": stance.thanks,
        "thanks_settled": stance.thanks * settled,
        "greets": stance.greets,
    }


def _time(at: datetime, case: "Candidate") -> Features:
    days = max(0.0, (at - case.last_contact_at).total_seconds() / 86_400)
    features = {
        "age": math.log1p(days),
        "settled": float(case.status in SETTLED),
        "waits_for_customer": float(case.status == "pending_customer"),
    }
    if case.status in SETTLED and case.resolved_at is not None:
        since = max(0.0, (at - case.resolved_at).total_seconds() / 86_400)
        features["settled_age"] = math.log1p(since)
    return features
