"""What to show of a text in which something was found: a piece of it, in parts that are marked or not. Pure.

Parts rather than marks in the text, so that no screen has to take what customers write for anything but text.
"""

from collections.abc import Sequence

import msgspec

from warmline.search.asking import Wanted
from warmline.search.terms import CODE, DIGITS, Term, number_terms, numbers_in, stem, words_in

# About so many characters are shown, begun so many before the first mark.
SHOWN, BEFORE = 240, 60
Span = tuple[int, int]


class ExcerptPart(msgspec.Struct, frozen=True):
    """Some characters of a text; ``hit`` where they are what was looked for."""

    text: str
    hit: bool = False


def spans(text: str, wanted: Sequence[Wanted]) -> dict[int, list[Span]]:
    """Where each of what is wanted stands in a text, by its number in the list; what is not there is left out."""
    words = list(words_in(text))
    numbers = _numbers_at(text) if any(each.numbers for each in wanted) else []
    found: dict[int, list[Span]] = {}
    for number, each in enumerate(wanted):
        here = _phrases(words, each)
        here += [span for span, terms in numbers if not terms.isdisjoint(each.numbers)]
        if here:
            found[number] = here
    return found


def _numbers_at(text: str) -> list[tuple[Span, set[str]]]:
    coded = [(match.span(), numbers_in(match.group())) for match in CODE.finditer(text)]
    return coded + [
        (match.span(), number_terms("".join(each for each in match.group() if each.isdecimal())))
        for match in DIGITS.finditer(text)
    ]


def _phrases(words: list[Term], wanted: Wanted) -> list[Span]:
    size = len(wanted.words)
    return [
        (words[at].start, words[at + size - 1].end)
        for at in range(len(words) - size + 1)
        if all(_is(words[at + n].word, wanted, n) for n in range(size))
    ]


def _is(word: str, wanted: Wanted, n: int) -> bool:
    """Whether a word of a text is the one that is wanted there, or goes on with it."""
    asked = wanted.words[n]
    goes_on = wanted.beginning and n == len(wanted.words) - 1 and len(asked) > 1
    return word == asked or stem(word) == stem(asked) or (goes_on and word.startswith(asked))


def cut(text: str, marks: Sequence[Span]) -> list[ExcerptPart]:
    """The piece of the text around the first mark, on one line."""
    merged = _merged(marks)
    start = _begin(text, merged[0][0] if merged else 0)
    stop = min(len(text), start + SHOWN)
    if stop < len(text):
        # Not in the middle of a word, nor of a mark.
        stop = max([text.rfind(" ", start, stop), *(end for begin, end in merged if begin < stop < end)], default=stop)
        stop = stop if stop > start else min(len(text), start + SHOWN)
    parts: list[ExcerptPart] = [ExcerptPart("… ")] if start else []
    at = start
    for begin, end in merged:
        if begin < at or end > stop:
            continue
        parts += [ExcerptPart(text[at:begin]), ExcerptPart(text[begin:end], hit=True)]
        at = end
    parts += [ExcerptPart(text[at:stop]), ExcerptPart(" …" if stop < len(text) else "")]
    return [ExcerptPart(shown, each.hit) for each in parts if (shown := _on_one_line(each.text))]


def _begin(text: str, first: int) -> int:
    if first <= BEFORE:
        return 0
    gap = text.find(" ", first - BEFORE, first)
    return gap + 1 if gap >= 0 else first - BEFORE


def _merged(marks: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(marks):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _on_one_line(text: str) -> str:
    joined = " ".join(text.split())
    if not joined:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + joined + (" " if text[-1].isspace() else "")


def best(texts: Sequence[str], wanted: Sequence[Wanted]) -> tuple[int, list[ExcerptPart]] | None:
    """Which of the texts shows most of what is wanted, the first of those that show as much, and its piece."""
    scored = [(len(found), -number, found) for number, text in enumerate(texts) if (found := spans(text, wanted))]
    if not scored:
        return None
    _, number, found = max(scored, key=lambda each: each[:2])
    return -number, cut(texts[-number], [span for each in found.values() for span in each])
