"""Text as a bag of terms, and how alike two bags are: enough to tell one customer's matters apart without a model."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d{3,}", re.IGNORECASE)
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


def terms_of(text: str) -> Counter[str]:
    """Terms with their counts; words that say nothing are left out, and numbers stand as they are."""
    words = WORD.findall(text[:20_000].lower())
    return Counter([_stem(word) for word in words if word not in COMMON and len(word) > 1])


def merge(into: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Both bags together, at most MOST_TERMS of the most frequent."""
    total = dict(into)
    for term, count in more.items():
        total[term] = total.get(term, 0) + count
    return total if len(total) <= MOST_TERMS else dict(Counter(total).most_common(MOST_TERMS))


def _weight(term: str, count: int) -> float:
    # A number that both sides name is worth more than a word; repeats count less each time.
    return (3.0 if term[0].isdigit() else 1.0) * (1.0 + math.log(count))


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
    return sorted(both, key=lambda term: (not term[0].isdigit(), term))[:most]
