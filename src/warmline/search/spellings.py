"""A reference is the same however its parts are written: CLM-2024-00012, CLM202400012, clm 2024 00012. Pure.

Texts are indexed as they were written, so it is the question that allows for the other ways.
"""

import re

from warmline.search.asking import Wanted
from warmline.search.terms import LEAST_DIGITS, NUMBER, number_terms

# What stands before the number of a reference.
LETTERS = re.compile(r"[^\W\d_]{2,8}")
# A reference in one piece: letters, then digits.
ONE_PIECE = re.compile(rf"({LETTERS.pattern})(\d{{{LEAST_DIGITS},}})")
Parts = list[list[Wanted]]


def in_any_spelling(parts: Parts) -> Parts:
    """The parts of a question, in which references may be written otherwise too."""
    return [spelt for part in _in_one_piece(parts) for spelt in _in_pieces(part)]


def _in_one_piece(parts: Parts) -> Parts:
    """Letters and the digits after them: each is there, too, where all are written as one."""
    made = [list(part) for part in parts]
    for at, part in enumerate(parts):
        if not (_is_single(part) and LETTERS.fullmatch(part[0].words[0])):
            continue
        end = at + 1
        while end < len(parts) and _is_digits(parts[end]):
            end += 1
        digits = "".join(word for each in parts[at + 1 : end] for word in each[0].words)
        if len(digits) >= LEAST_DIGITS:
            whole = NUMBER + part[0].words[0] + digits
            for one in made[at:end]:
                one[0] = one[0]._replace(numbers=tuple(sorted({*one[0].numbers, whole})))
    return made


def _in_pieces(part: list[Wanted]) -> Parts:
    """A reference in one piece: or its letters, and its digits however they are parted."""
    whole, joined = part[0], "".join(part[0].words)
    found = ONE_PIECE.fullmatch(joined)
    # What was written with blanks in quotes is meant so, and is no number.
    if found is None or len(part) > 1 or whole.without or NUMBER + joined not in whole.numbers:
        return [part]
    letters, digits = found.groups()
    numbers = tuple(sorted(number_terms(digits)))
    return [
        [whole, Wanted((letters,), (), without=False, beginning=False)],
        [whole, Wanted((digits,), numbers, without=False, beginning=whole.beginning)],
    ]


def _is_single(part: list[Wanted]) -> bool:
    return len(part) == 1 and len(part[0].words) == 1 and not part[0].without


def _is_digits(part: list[Wanted]) -> bool:
    return len(part) == 1 and not part[0].without and all(word.isdecimal() for word in part[0].words)
