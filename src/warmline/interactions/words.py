"""What a contact's own words tell: its terms, category and stance, without the names of who writes. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from warmline.customers import Said
from warmline.interactions.categories import Categoriser
from warmline.interactions.stance import Stance, read_stance
from warmline.interactions.terms import terms_of


class Words(NamedTuple):
    """A contact's words: as one text, and what is read from them. ``names`` are what the writer calls themselves."""

    text: str
    said: Said
    terms: dict[str, int]
    category: str | None
    stance: Stance
    names: frozenset[str] = frozenset()


def read_words(said: Said, categoriser: Categoriser, *, subject: str | None = None, silent: bool = False) -> Words:
    """What a contact says; quoted words are left out. ``silent``: it has no message, only a subject."""
    category, topics = categoriser.read(said.rest)
    terms = terms_of(said.rest, numbers=said.marked, topics=topics)
    subject = subject or ""
    stance = Stance() if silent else read_stance(said.rest.removeprefix(subject), subject)
    return Words(said.rest, said, terms, category, stance, frozenset(part for name in said.own for part in name))


def without_names(terms: Mapping[str, int], words: Words, display_name: str) -> dict[str, int]:
    """The terms but for the names of whom they are from: a customer's name is in all their cases."""
    names = words.names.union(terms_of(display_name))
    return {each: count for each, count in terms.items() if each not in names}
