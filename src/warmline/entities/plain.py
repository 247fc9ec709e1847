"""A text made plain to search in: small ASCII letters, spelled-out numbers as digits, and the way back. Pure.

Expressions then need no case, no accents and no ways of spelling, and what they find is told in places of the text as
it was written. Every step takes time in proportion to the length.
"""

import re
import unicodedata

import msgspec

DIGITS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
TIMES = {"double": 2, "triple": 3, "treble": 3}
SIGNS = {"€": "\x01", "£": "\x02", "¥": "\x03", "₹": "\x04", "–": "-", "—": "-", "‑": "-", "−": "-", "’": "'"}
# So many words for digits in a row are a number that was spelled; one or two may be just words.
SPELLED = 3
TOKEN = re.compile(r"[a-z0-9]+")
HINT = re.compile(r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|nought)\b")


class Plain(msgspec.Struct, frozen=True):
    """``text`` is what to search. Where numbers were spelled, ``starts`` and ``ends`` say for each character where in
    the original it comes from; where none were, places are the same in both."""

    text: bytes
    original: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the plain text stands in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """The text, plain."""
    folded = text.lower() if text.isascii() else "".join(map(_letter, text))
    if not HINT.search(folded):
        return Plain(folded.encode("ascii"), text)
    return _spelled(folded, text)


def _letter(each: str) -> str:
    """One ASCII character for each character, so that places stay the same."""
    if each in SIGNS:
        return SIGNS[each]
    if each.isascii():
        return each.lower()
    if each.isspace():
        return " "
    base = unicodedata.normalize("NFKD", each)[0].lower()
    if base.isascii() and base.isprintable():
        return base
    if each.isdecimal():
        return str(unicodedata.decimal(each))
    return "x" if each.isalpha() else "~"


def _spelled(folded: str, text: str) -> Plain:
    """With each run of spelled digits written as digits."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def copy(start: int, end: int) -> None:
        out.append(folded[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    at = 0
    for run in _runs(folded):
        copy(at, run[0][1])
        for written, start, end in run:
            out.append(written)
            starts.extend([start] * len(written))
            ends.extend([end] * len(written))
        at = run[-1][2]
    copy(at, len(folded))
    return Plain("".join(out).encode("ascii"), text, starts, ends)


Piece = tuple[str, int, int]


def _runs(folded: str) -> list[list[Piece]]:
    """Runs of neighbouring single letters, digits and words for digits, with enough words among them."""
    runs: list[list[Piece]] = []
    run: list[Piece] = []
    words = times = 0
    last_end = -1
    began = 0

    def close() -> None:
        nonlocal run, words, times
        if words >= SPELLED:
            runs.append(_without_article(run))
        run, words, times = [], 0, 0

    for match in TOKEN.finditer(folded):
        token, start, end = match.group(), match.start(), match.end()
        if run and not (0 <= start - last_end <= 2 and folded[last_end:start].strip(" ,-.") == ""):
            close()
        if token in TIMES:
            times, began = TIMES[token], start
        elif token in DIGITS:
            run.append((DIGITS[token] * max(times, 1), began if times else start, end))
            words += max(times, 1)
            times = 0
        elif token.isdecimal() or len(token) == 1:
            run.append((token * max(times, 1), began if times else start, end))
            times = 0
        else:
            close()
        last_end = end
    close()
    return runs


def _without_article(run: list[Piece]) -> list[Piece]:
    """A lone ``a`` or ``i`` before digits is a word of the sentence: ``i 4 8 2``. Two letters are a prefix."""
    first, second = run[0][0], run[1][0] if len(run) > 1 else ""
    return run[1:] if first in ("a", "i") and second.isdecimal() else run
