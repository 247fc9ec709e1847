"""Text as a bag of terms, and how alike two bags are: enough to tell one customer's matters apart without a model."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from warmline.kit.words import rank

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
# Among the terms, numbers begin with the one and the vocabulary's codes with the other.
NUMBER, TOPIC = "#", "@"
# Words that any letter to a company holds say nothing about its matter.
COMMON = frozenset(
    re.findall(
        r"\S+",
        """
        a about after again all also am an and any anything are as at back be because been before being
        but by call can can't check could did didn't do does doesn't doing don't dear else ever for from
        get give go going good got great had has have haven't he hello help her here hey hi him his how
        i i'd i'll i'm i've if in inform into is isn't it it's its just kindly know let like look make
        many may me mine more morning much my name need no nope not now of off ok okay on one only or
        other our out over please problem question regards regarding really said same say see send sent
        she should sir so some still sure talk team tell than thank thanks that that's the their them
        then there these they thing this those to today told too up us very want was wasn't way we well
        were what what's when where which who why will wish with would wrote yeah yes yesterday yet you
        you're your
        """,
    )
)
MOST_TERMS = 96


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    # Plurals and the commonest endings, so that "claims", "claimed" and "claim" are one term.
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
    return word


def terms_of(
    text: str, *, without: Collection[str] = (), numbers: Iterable[str] = (), topics: Iterable[str] = ()
) -> Counter[str]:
    """Terms with their counts; words that say nothing, and names (``without``), are left out."""
    words = WORD.findall(text[:20_000].lower())
    found = Counter([_stem(word) for word in words if word not in COMMON and len(word) > 1 and word not in without])
    found.update(NUMBER + each for each in numbers)
    found.update(TOPIC + each for each in topics)
    return found


def numbers_in(terms: Iterable[str]) -> frozenset[str]:
    """The numbers among the terms."""
    return frozenset(each[1:] for each in terms if each[0] == NUMBER)


def topics_in(terms: Iterable[str]) -> frozenset[str]:
    """The vocabulary's codes among the terms."""
    return frozenset(each[1:] for each in terms if each[0] == TOPIC)


def words_in(terms: Mapping[str, int]) -> dict[str, int]:
    """The terms that are words."""
    return {each: count for each, count in terms.items() if each[0] not in "#@"}


def merge(into: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Both bags together, at most MOST_TERMS of the most frequent."""
    total = dict(into)
    for term, count in more.items():
        total[term] = total.get(term, 0) + count
    if len(total) <= MOST_TERMS:
        return total
    # Numbers tell matters apart best, and are said once.
    return dict(sorted(total.items(), key=lambda each: (each[0][0] not in "#@", -each[1], each[0]))[:MOST_TERMS])


@lru_cache(maxsize=50_000)
def _rarity(term: str) -> float:
    """What a word tells: a rare one more than one that every letter holds (Sparck Jones 1972), from 0.4 to 1.6."""
    return 0.4 + 1.2 * min(1.0, max(0.0, math.log(rank(term) / 100 + 1) / math.log(200)))


def _weight(term: str, count: int) -> float:
    # Repeats count less each time.
    return _rarity(term) * (1.0 + math.log(count))


def similarity(left: Mapping[str, int], right: Mapping[str, int]) -> float:
    """How much of the smaller bag the larger one covers, 0 to 1: the overlap coefficient on weighted terms.

    A follow-up is short and a case is long, so a cosine would punish the case for its length.
    """
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    total = sum(_weight(term, count) for term, count in small.items())
    if not total:
        return 0.0
    return sum(_weight(term, count) for term, count in small.items() if term in large) / total


def shared(left: Iterable[str], right: Iterable[str], most: int = 5) -> list[str]:
    """The terms that both have, numbers first: evidence in words."""
    both = set(left) & set(right)
    return [
        each.removeprefix(NUMBER)
        for each in sorted(both, key=lambda term: (term[0] != NUMBER, -_rarity(term), term))[:most]
    ]
