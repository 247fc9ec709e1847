"""Which inquiry category a text is about, by the vocabulary's own words: labels and synonyms."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

WORD = re.compile(r"[a-z0-9]+")


class Term(Protocol):
    """What a vocabulary term must say of itself."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def synonyms(self) -> Sequence[str]: ...
    @property
    def parent(self) -> str | None: ...


class Categoriser:
    """Looks up phrases of one to four words; longer phrases weigh more. Built once per vocabulary version."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._phrases: dict[tuple[str, ...], list[str]] = {}
        self._parent: dict[str, str | None] = {}
        for term in terms:
            self._parent[term.code] = term.parent
            for phrase in (term.label, *term.synonyms):
                words = tuple(WORD.findall(phrase.lower()))
                if 1 <= len(words) <= 4:
                    self._phrases.setdefault(words, []).append(term.code)
        self._first = {words[0] for words in self._phrases}

    def best(self, text: str) -> str | None:
        """The category whose words the text uses most; a subcategory's words count for its category."""
        return self.read(text)[0]

    def read(self, text: str) -> tuple[str | None, frozenset[str]]:
        """The category whose words the text uses most, by the summed squares of the lengths of its phrases (None where
        no phrase occurs), and all categories and subcategories that are named."""
        words = WORD.findall(text[:5_000].lower())
        scores: dict[str, int] = {}
        named: set[str] = set()
        for start, word in enumerate(words):
            if word not in self._first:
                continue
            for length in range(1, 5):
                for code in self._phrases.get(tuple(words[start : start + length]), ()):
                    top = self._parent.get(code) or code
                    scores[top] = scores.get(top, 0) + length * length
                    named.update((code, top))
        if not scores:
            return None, frozenset()
        best = max(sorted(scores), key=lambda code: scores[code])
        return best, frozenset(named)
