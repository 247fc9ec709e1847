"""How like two cases are, and why; and by which few of its terms a case is found. Pure."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from warmline.interactions.terms import NUMBER, TOPIC, shared, words_in
from warmline.kit.words import rank

if TYPE_CHECKING:
    from warmline.kit.encoder.model import Vectors

# A dozen words find nearly what all of them do (tests/interactions/test_similar_quality.py), at a fraction of the rows.
WORDS, NUMBERS, TOPICS = 12, 4, 6
LONGEST = 200
# Where both cases have vectors, what was meant counts as much as what was said.
MEANING = 0.5
SAME_CATEGORY, SAME_SUBCATEGORY, SAME_OBJECT = 0.1, 0.1, 0.2
# Below this, what two cases share is chance.
LEAST = 0.25
EVIDENCE = 6
# From this rank on a stem is likelier a word that lost its end than a word.
UNUSUAL = 20_000


class Told(NamedTuple):
    """What a case is about. ``objects`` are how many it shares with the one that is asked about."""

    terms: Mapping[str, int]
    meanings: "tuple[Vectors, ...]" = ()
    category: str | None = None
    subcategory: str | None = None
    objects: int = 0


class Likeness(NamedTuple):
    """How like a case is, 0 to 1, and why. ``meaning`` is None where nothing is known of it."""

    score: float
    words: list[str]
    same_category: bool
    same_subcategory: bool
    meaning: float | None


def telling(terms: Mapping[str, int]) -> list[str]:
    """The terms by which a case is found: its commonest words, the rarer ones first among equals, then its numbers and
    topics."""
    words = sorted(words_in(terms).items(), key=lambda each: (-each[1], -rank(each[0]), each[0]))
    numbers = sorted(each for each in terms if each[0] == NUMBER)
    topics = sorted(each for each in terms if each[0] == TOPIC)
    found = [*(each for each, _ in words[:WORDS]), *numbers[:NUMBERS], *topics[:TOPICS]]
    return [each for each in found if len(each) <= LONGEST]


def likeness(asked: Told, other: Told) -> Likeness:
    """How like the other case is to the one that is asked about."""
    meaning = _meaning(asked.meanings, other.meanings)
    text = cosine(asked.terms, other.terms)
    score = text if meaning is None else (1 - MEANING) * text + MEANING * meaning
    same = asked.category is not None and asked.category == other.category
    near = same and asked.subcategory is not None and asked.subcategory == other.subcategory
    score += SAME_CATEGORY * same + SAME_SUBCATEGORY * near + SAME_OBJECT * bool(other.objects)
    return Likeness(
        score=round(min(1.0, max(0.0, score)), 3),
        words=[readable(each) for each in shared(_said(asked.terms), _said(other.terms), most=EVIDENCE)],
        same_category=same,
        same_subcategory=near,
        meaning=None if meaning is None else round(meaning, 3),
    )


def best(found: Sequence[Likeness]) -> list[int]:
    """The places of the cases, the most alike first; what shares too little is left out."""
    enough = [n for n, each in enumerate(found) if each.score >= LEAST]
    return sorted(enough, key=lambda n: -found[n].score)


def cosine(left: Mapping[str, int], right: Mapping[str, int]) -> float:
    """The cosine of two bags of terms, 0 to 1; repeats count less each time."""
    if not left or not right:
        return 0.0
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    product = sum(_weight(count) * _weight(large[term]) for term, count in small.items() if term in large)
    return product / (_length(left) * _length(right))


def readable(term: str) -> str:
    """A stem as a person reads it: endings were cut off, also of words that end in e or s (``replac``, ``glas``)."""
    if rank(term) < UNUSUAL:
        return term
    return min((term, f"{term}e", f"{term}s"), key=rank)


def _said(terms: Mapping[str, int]) -> list[str]:
    return [each for each in terms if each[0] != TOPIC]


def _weight(count: int) -> float:
    return 1.0 + math.log(count)


def _length(terms: Mapping[str, int]) -> float:
    return math.sqrt(sum(_weight(count) ** 2 for count in terms.values()))


def _meaning(left: "tuple[Vectors, ...]", right: "tuple[Vectors, ...]") -> float | None:
    if not left or not right:
        return None
    return max(0.0, *(float(one @ other) for one in left for other in right))
