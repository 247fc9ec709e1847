"""Texts as terms: what is written down of a conversation, and what a question looks for, by the same rules. Pure.

A word is folded (case and accents go), and stands at its place both as it is and by its stem, so that "claims" finds
"claim", and "canc" at the end of a question finds "cancelled". Numbers and references are kept in one piece as well,
without what separates their parts: "POL-123 456" is found by "pol123456", a telephone number by its last digits.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# PostgreSQL takes places up to 16,383 in a tsvector; later words count as standing there.
LAST_PLACE = 16_383
# So many places are between two texts.
GAP = 10
# So many characters of one text are read.
LONGEST = 100_000
# Longer "words" are no words: keys, tokens, encoded files.
LONGEST_WORD = 60
WORD = re.compile(r"[^\W_]+")
# Letters and digits in groups that belong together: POL-2024/00123, 12.345.678, AB_12.
CODE = re.compile(r"[^\W_]+(?:[-/._][^\W_]+)+|[^\W_]*\d[^\W_]*")
# Digits as people write telephone numbers, accounts and cards.
DIGITS = re.compile(r"(?<![^\W_])(?:\+|\(\+?)?\d(?:[ ()./-]{0,2}\d){6,18}(?![^\W_])")
# A telephone number is the same with and without its country; so many digits at its end tell it apart.
TAIL = 8
LEAST_DIGITS = 4
# Marks of the terms that are no words: a number in one piece, and the end of a long one.
NUMBER, END = "#", "~"

ENDINGS = (("ingly", ""), ("edly", ""), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ed", ""), ("es", ""))
LATE_ENDINGS = (("en", ""), ("s", ""), ("e", ""))


class Term(NamedTuple):
    """A word where it stands in a text: its place among the words, and where its characters are."""

    word: str
    place: int
    start: int
    end: int


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Without case and accents: "Müller" is "muller", "STRASSE" and "Straße" are "strasse"."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", "".join(each for each in apart if not unicodedata.combining(each)))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A folded word without its ending, at least four letters of it (three before a plural's s)."""
    if not word.isalpha():
        return word
    for ending, instead in ENDINGS + LATE_ENDINGS:
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= (3 if ending in ("s", "ies", "ied") else 4):
            return word[:left] + instead
    return word


def words_in(text: str) -> Iterator[Term]:
    """The words of a text, in order."""
    for place, found in enumerate(WORD.finditer(text[:LONGEST]), 1):
        if len(found.group()) <= LONGEST_WORD:
            yield Term(fold(found.group()), place, found.start(), found.end())


def numbers_in(text: str) -> set[str]:
    """Numbers and references in one piece, each with the mark of its kind."""
    found: set[str] = set()
    for match in CODE.finditer(text[:LONGEST]):
        joined = "".join(WORD.findall(match.group()))
        digits = sum(each.isdigit() for each in joined)
        if digits >= LEAST_DIGITS and len(joined) <= LONGEST_WORD:
            found.add(NUMBER + fold(joined))
    for match in DIGITS.finditer(text[:LONGEST]):
        found |= number_terms("".join(each for each in match.group() if each.isdecimal()))
    return found


def number_terms(digits: str) -> set[str]:
    """The terms of a number that is only digits: all of it, and the end of a long one."""
    return {NUMBER + digits, END + digits[-TAIL:]} if len(digits) >= TAIL else {NUMBER + digits}


def lexemes(weighted: list[tuple[str, str]], *, base: int = 0) -> str:
    """Texts, each with its weight (A to D), as a tsvector is written. Between texts is a gap, so that a phrase does not
    go on from one to the next. ``base`` is the place before the first word."""
    places: dict[str, set[str]] = {}
    for weight, text in weighted:
        last = 0
        for term in words_in(text):
            last = term.place
            at = f"{min(base + term.place, LAST_PLACE)}{weight}"
            for form in {term.word, stem(term.word)}:
                places.setdefault(form, set()).add(at)
        for number in numbers_in(text):
            places.setdefault(number, set()).add(f"{min(base + 1, LAST_PLACE)}{weight}")
        base += last + GAP
    return " ".join(f"'{term}':{','.join(sorted(at)[:250])}" for term, at in places.items())
