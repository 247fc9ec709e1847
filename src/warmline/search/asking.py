"""What somebody typed, understood: words, "phrases", -without, and or. Pure."""

import re
from typing import NamedTuple

import msgspec

from warmline.search.terms import DIGITS, NUMBER, fold, number_terms, numbers_in, stem, words_in

LONGEST_QUESTION = 500
MOST_WORDS = 32
PIECE = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


class Wanted(NamedTuple):
    """One thing that was asked for. ``words`` stand one after the other; ``numbers`` would do instead of them.
    ``beginning`` says that the last word may go on."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    without: bool
    beginning: bool


class Question(msgspec.Struct, frozen=True):
    """A question in parts: one of each inner list must be there, and none that is ``without``."""

    parts: list[list[Wanted]]

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing that could be found."""
        return not any(not each.without for part in self.parts for each in part)

    def marked(self) -> list[Wanted]:
        """What to mark in what was found."""
        return [each for part in self.parts for each in part if not each.without]


def read(text: str) -> Question:
    """The question in a text. Never raises: what makes no sense is left out."""
    text = text[:LONGEST_QUESTION]
    parts: list[list[Wanted]] = []
    either = False
    for piece, without, quoted, last in _pieces(text):
        if not quoted and fold(piece) in ("or", "oder", "|") and not without:
            either = bool(parts)
            continue
        wanted = _wanted(piece, without=without, beginning=last and not quoted)
        if wanted is None or len(parts) >= MOST_WORDS:
            continue
        if either and not without and not parts[-1][0].without:
            parts[-1].append(wanted)
        else:
            parts.append([wanted])
        either = False
    return Question(parts)


def _pieces(text: str) -> list[tuple[str, bool, bool, bool]]:
    """Each piece with: is it not wanted, was it quoted, is it the last thing that was typed."""
    found: list[tuple[str, bool, bool, bool]] = []
    for match in PIECE.finditer(_numbers_together(text)):
        quoted = match.group(2) is not None
        piece = match.group(2) if quoted else match.group(4)
        without = bool(match.group(1) if quoted else match.group(3))
        found.append((piece, without, quoted, match.end() == len(text.rstrip())))
    return found


def _numbers_together(text: str) -> str:
    """Digits that were typed as a telephone number, outside of quotes, in one piece: a dot is as good as a space."""
    outside = text.split('"')
    outside[::2] = [DIGITS.sub(lambda found: found.group().replace(" ", "."), each) for each in outside[::2]]
    return '"'.join(outside)


def _wanted(piece: str, *, without: bool, beginning: bool) -> Wanted | None:
    words = tuple(each.word for each in words_in(piece))
    if not words:
        return None
    return Wanted(words, tuple(sorted(_numbers(piece))), without, beginning)


def _numbers(piece: str) -> set[str]:
    found = numbers_in(piece)
    digits = "".join(each for each in piece if each.isdecimal())
    if digits and not any(each.isalpha() for each in piece):
        # A telephone number of which only the end is the same, and an account typed with other gaps, is meant too.
        found |= number_terms(digits.removeprefix("00")) if len(digits) > 3 else {NUMBER + digits}
    return found


def tsquery(question: Question, weights: str = "") -> str:
    """The question as a tsquery is written. ``weights`` are the parts of conversations in which to look, all if empty;
    what must not be there must be nowhere."""
    return " & ".join(_any_of(part, weights) for part in question.parts)


def _any_of(part: list[Wanted], weights: str) -> str:
    forms = [form for each in part for form in _forms(each, "" if each.without else weights)]
    joined = f"({' | '.join(forms)})"
    return f"!{joined}" if part[0].without else joined


def _forms(wanted: Wanted, weights: str) -> list[str]:
    phrase = " <-> ".join(
        _word(word, weights, beginning=wanted.beginning and word_at == len(wanted.words) - 1)
        for word_at, word in enumerate(wanted.words)
    )
    return [f"({phrase})", *(_operand(each, weights) for each in wanted.numbers)]


def _word(word: str, weights: str, *, beginning: bool) -> str:
    """The word or its stem; one letter alone is not the beginning of a word, for half of all words begin with it."""
    forms = sorted({word, stem(word)})
    operands = [_operand(form, weights) for form in forms]
    if beginning and len(word) > 1:
        operands = [_operand(word, "*" + weights), *(_operand(form, weights) for form in forms if form != word)]
    return operands[0] if len(operands) == 1 else f"({' | '.join(operands)})"


def _operand(term: str, marks: str) -> str:
    return f"'{term}':{marks}" if marks else f"'{term}'"
