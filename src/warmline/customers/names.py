"""People's names: one spelling to compare by, and how alike two names are. Pure."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "mme", "sr", "sra"})
GROUPS = frozenset(
    [
        "family",
        "household",
        "familie",
        "famille",
        "familia",
        "team",
        "office",
        "company",
        "ltd",
        "limited",
        "inc",
        "llc",
        "gmbh",
        "group",
    ]
)
PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Families shorter than this are told apart by a single letter (Li, Lu, Le).
LONG_ENOUGH = 3
# Letters of each part that are kept.
LONGEST = 100
MISHEARD, FIRST_ONLY = 0.9, 0.5


class Name(NamedTuple):
    """A folded name: the first given name and the family name, "" where only one word is known."""

    given: str
    family: str

    @property
    def full(self) -> bool:
        """Whether it has both parts."""
        return bool(self.family)

    @property
    def shown(self) -> str:
        """The name for a screen."""
        return f"{self.given} {self.family}".strip().title()

    def lookups(self) -> tuple[str, ...]:
        """What it is found by though one letter is wrong: the given name with the beginning, or the end, of
        the other."""
        given, family = self.given[:LONGEST], self.family[:LONGEST]
        return (f"{given} {family[:2]}", f"{given} -{family[-2:]}")


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower case without accents and apostrophes: ``O'Néill`` is ``oneill``."""
    if word.isascii():
        return word.lower().replace("'", "")
    apart = unicodedata.normalize("NFKD", word.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(each for each in apart if each.isalpha()).lower()


def read_name(text: str) -> Name | None:
    """The name in a text that is nothing else: a display name, ``Okafor, Maria``. None where there is no word, and for
    a family, a team or a company."""
    last, comma, first = text.partition(",")
    if comma and PART.search(first):
        text = f"{first} {last}"
    words = [fold(each) for each in PART.findall(text)]
    words = [each for each in words if each and each not in TITLES]
    if not words or not GROUPS.isdisjoint(words):
        return None
    return Name(words[0], words[-1] if len(words) > 1 else "")


def alike(one: Name, other: Name) -> float:
    """1 for the same name, 0.9 where one letter was misheard, 0.5 where only the given name can be compared, else 0."""
    if one == other:
        return 1.0 if one.full else FIRST_ONLY
    if not one.full or not other.full:
        return FIRST_ONLY if one.given in other or other.given in one else 0.0
    if one.given == other.given and nearly(one.family, other.family):
        return MISHEARD
    if one.family == other.family and nearly(one.given, other.given):
        return MISHEARD
    return 0.0


def nearly(one: str, other: str) -> bool:
    """Whether one letter more, less, changed or swapped makes them equal (Damerau 1964). Short words never are."""
    if abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < LONG_ENOUGH:
        return False
    if one == other:
        return True
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    if len(one) == len(other):
        return left[1:] == right[1:] or (left[2:] == right[2:] and left[:2] == right[1::-1])
    return left[1:] == right or left == right[1:]
