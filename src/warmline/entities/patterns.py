"""An organisation's patterns, compiled. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from warmline.entities.cues import CUES, FILLER
from warmline.entities.expressions import compiled
from warmline.entities.finders.numbers import WORDS as SENTENCE_WORDS
from warmline.entities.finders.sight import Sight, alone, letters_and_digits
from warmline.entities.model import EntityPattern, Kind, NewPattern
from warmline.entities.plain import plain

# A cue makes what a pattern finds surer by this share of what was missing.
SURER = 0.7
# The shape alone gives way to a word that names another kind: "claim number is ABC 123456789".
SHAPE = 0.95
# Of what one pattern finds in one text; more says that it finds everything.
MOST = 200
WORDS = frozenset({Kind.NAME, Kind.ADDRESS, Kind.EMAIL})


class _Compiled:
    def __init__(self, pattern: EntityPattern | NewPattern) -> None:
        self.kind, self.label = pattern.kind, pattern.label
        self.id: UUID | None = pattern.id if isinstance(pattern, EntityPattern) else None
        self.confidence, self.needs_cue = pattern.confidence, pattern.needs_cue
        self.expression = compiled(pattern.expression)
        self.cue = _cued(pattern)

    def sights(self, text: bytes, *, bare: bool = False) -> Iterator[Sight]:
        after = {match.end() for match in self.cue.finditer(text)} if self.cue else set()
        for n, match in enumerate(self.expression.finditer(text)):
            if n >= MOST:
                return
            start, end = match.span()
            if start == end or not alone(text, start, end):
                continue
            if _begins_with_word(match.group()):
                continue
            cued = start in after
            if self.needs_cue and not (cued or bare):
                continue
            surer = self.confidence + (1 - self.confidence) * SURER if cued or bare else self.confidence * SHAPE
            yield Sight(self.kind, start, end, self._value(match.group()), surer, self.label, self.id)

    def _value(self, part: bytes) -> str:
        value = letters_and_digits(part)
        if self.kind in (Kind.CARD, Kind.NATIONAL_ID):
            return value[-4:]
        return part.decode("ascii").strip().upper() if self.kind in WORDS else value


def _begins_with_word(part: bytes) -> bool:
    """Whether letters before a blank are a word of the sentence: "its 9014658755" is no number with a prefix."""
    first, blank, _ = part.partition(b" ")
    return bool(blank) and first.isalpha() and first.decode("ascii") in SENTENCE_WORDS


def _cued(pattern: EntityPattern | NewPattern) -> Any:
    words = [re.escape(plain(each).text.decode("ascii")) for each in pattern.cues]
    if pattern.kind in CUES:
        words.append(CUES[pattern.kind])
    return compiled(rf"\b(?:{'|'.join(words)})(?:{FILLER})") if words else None


class Patterns:
    """All that are switched on."""

    def __init__(self, patterns: Sequence[EntityPattern | NewPattern] = ()) -> None:
        self._compiled = [_Compiled(each) for each in patterns if each.active]
        # How agents ask for them.
        self.cues: dict[str, list[str]] = {}
        for each in patterns:
            if each.active:
                self.cues.setdefault(each.kind, []).extend(each.cues)

    def sights(self, text: bytes) -> Iterator[Sight]:
        """What the patterns see in plain text."""
        for each in self._compiled:
            yield from each.sights(text)

    def answers(self, text: bytes, kind: str) -> Iterator[Sight]:
        """The same for patterns of one kind that was asked for, where no cue is needed."""
        for each in self._compiled:
            if each.kind == kind:
                yield from each.sights(text, bare=True)
