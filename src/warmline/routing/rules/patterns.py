"""Texts searched in time that grows with the text alone, whatever the expression: RE2, with bounds."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import re2

MEMORY = 1 << 20
LONGEST = 500
# RE2's instructions: at its slowest it goes through all of them for each character.
LARGEST = 300
# Characters of a text that are looked at; what the record brings is shorter, what a condition joins may not be.
SEARCHED = 10_000
NOT_WORDS = re.compile(r"[\W_]+")


class PatternInvalid(Exception):
    """What is wrong with an expression."""


@lru_cache(maxsize=2_000)
def compiled(expression: str) -> Any:
    """An expression, ready; raises ``PatternInvalid``."""
    if len(expression) > LONGEST:
        raise PatternInvalid(f"an expression has at most {LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        made = re2.compile(expression, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternInvalid(_told(error)) from error
    if made.programsize > LARGEST:
        raise PatternInvalid(f"the expression is too large ({made.programsize} steps, at most {LARGEST}); repeat less")
    return made


def _told(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "it is no text"
    first = error.args[0] if error.args else ""
    return (first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first))[:200]


def fits(text: Any, expression: str) -> bool | None:
    """Whether the expression fits somewhere in the text. None for what is no text: CEL then finds that neither true nor
    false, where an exception would be printed with what it holds."""
    return compiled(expression).search(text[:SEARCHED]) is not None if isinstance(text, str) else None


def says(text: Any, words: list[Any]) -> bool | None:
    """Whether the text has one of the words or phrases, as whole words, whatever the capitals and accents; None as
    above."""
    if not isinstance(text, str) or not all(isinstance(each, str) for each in words):
        return None
    plain = _plain_text(text[:SEARCHED])
    return any(sought != "  " and sought in plain for sought in map(_plain_words, words))


def _plain(text: str) -> str:
    letters = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return f" {NOT_WORDS.sub(' ', letters.casefold()).strip()} "


_plain_words = lru_cache(maxsize=4_000)(_plain)
# Several rules look at one text.
_plain_text = lru_cache(maxsize=8)(_plain)
