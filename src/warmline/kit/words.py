"""How ordinary English words are, so that ``is broken`` is taken for nobody's name and rare words tell matters apart."""

import re
from functools import cache
from importlib import resources

# Words of conversation that frequency lists of books rank low, and those that stand where names do.
SPOKEN = frozenset(
    re.findall(
        r"\S+",
        """
        ac acc account acct afternoon again agent android anybody app auto awesome bot byee bye card chat client cool dear dob im ive myself thats hmm hmmm ref oh id ill dont
        email enquiry evening everyone folks goodbye gmail google greetings gud guys hai hello hey hi hii hiya iphone
        insurance maam madam mail menu mister mobile mom mornin morning msg nope number okay okey online oops please pls plz
        policy policyholder query regarding ssn sir sms sorry sure team thank thanks thankyou thx tnx ty update ur
        voicemail wanna gonna wassup website welcome whatsapp wifi wrong yeah yep yup
        """,
    )
)
# From this rank on a word is rare enough to be a name where a name is expected.
COMMON_RANK = 9_000
FUNCTION_RANK = 300
RAREST = 82_834


@cache
def _ranks() -> dict[str, int]:
    text = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return {line.partition(" ")[0]: rank for rank, line in enumerate(text.splitlines())}


def rank(word: str) -> int:
    """The word's place among English words by how often books use them, from 0; RAREST for one that is not among them."""
    return _ranks().get(word, RAREST)


def is_common(word: str) -> bool:
    """Whether it is an ordinary word, folded; some names are ordinary words too (Grace, Park)."""
    return rank(word) < COMMON_RANK or word in SPOKEN


def is_function_word(word: str) -> bool:
    """Whether it is so ordinary that it is no part of a name: articles, pronouns, greetings."""
    return rank(word) < FUNCTION_RANK or word in SPOKEN
