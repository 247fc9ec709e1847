"""How ordinary English words are, so that "is broken" is nobody's name and rare words tell matters apart.

``spoken.txt`` holds words of conversation that frequency lists of books rank low, and those that stand where names do;
``given.txt`` given names that are frequent enough in books to be taken for words.
"""

from functools import cache
from importlib import resources

# From this rank on a word is rare enough to be a name where a name is expected.
COMMON_RANK = 9_000
FUNCTION_RANK = 300
RAREST = 82_834


def _listed(name: str) -> frozenset[str]:
    return frozenset(resources.files("warmline.kit.words").joinpath(name).read_text("utf-8").split())


SPOKEN, GIVEN = _listed("spoken.txt"), _listed("given.txt")


@cache
def _ranks() -> dict[str, int]:
    text = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return {line.partition(" ")[0]: place for place, line in enumerate(text.splitlines())}


def rank(word: str) -> int:
    """The word's place among English words by how often books use them, from 0; RAREST for one that is not there."""
    return _ranks().get(word, RAREST)


def is_common(word: str) -> bool:
    """Whether it is an ordinary word, folded; some names are ordinary words too (Grace, Park)."""
    return rank(word) < COMMON_RANK or word in SPOKEN


def is_given_name(word: str) -> bool:
    """Whether it is a given name though it looks like a word, folded."""
    return word in GIVEN


def is_function_word(word: str) -> bool:
    """Whether it is so ordinary that it is no part of a name: articles, pronouns, greetings."""
    return word not in GIVEN and (rank(word) < FUNCTION_RANK or word in SPOKEN)
