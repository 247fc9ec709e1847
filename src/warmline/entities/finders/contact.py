"""Where somebody is reached, and how they are called: telephone, e-mail, name. Pure."""

from collections.abc import Iterator

from warmline.entities.cues import CUES, FILLER
from warmline.entities.expressions import compiled
from warmline.entities.finders.sight import Sight, digits, span
from warmline.entities.model import Kind

EMAIL = compiled(r"\b[a-z0-9](?:[a-z0-9._%+-]{0,63})@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}\b")
# As it is said: "maria dot okafor at example dot com".
SAID = compiled(
    r"\b[a-z0-9_-]{1,64}(?: (?:dot|underscore|dash|plus) [a-z0-9_-]{1,64}){0,6} at "
    r"[a-z0-9-]{1,63}(?: dash [a-z0-9-]{1,63})?(?: dot [a-z0-9-]{2,63}){1,4}\b"
)
SAID_SIGNS = {" dot ": ".", " at ": "@", " underscore ": "_", " dash ": "-", " plus ": "+"}
NUMBER = r"(?:\+|00)?\(?[0-9](?:[ ().-]{0,2}[0-9]){6,14}"
PHONE_AFTER_CUE = compiled(
    rf"\b(?:{CUES[Kind.PHONE]}|call me(?: back)?(?: on| at)?|reach me (?:on|at))\b{FILLER}({NUMBER})\b"
)
# What looks like one by itself: with a country code, in brackets and groups, or ten or eleven digits.
PHONE = compiled(
    r"\+[0-9](?:[ ().-]{0,2}[0-9]){7,14}\b|\(?\b[0-9]{3}\)?[ .-]{1,2}[0-9]{3}[ .-][0-9]{4}\b|"
    r"\b0[0-9]{2,4}[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}\b|\b[0-9]{10,11}\b"
)
NAME = compiled(
    r"\b(?:(?:my|full|customer|policy ?holder)(?:'s)? (?:full )?name(?: is|'s)?|name is|(?:first|"
    r"last|full)? ?name ?[:=-]|i am called)[ :=-]{1,3}"
    r"([a-z][a-z'.-]{1,30}(?: [a-z][a-z'.-]{1,30}){0,2})\b"
)
_NOT_NAMES = """
    and on is not the my in for with ssn phone email policy claim card number account address dob born please
    it as under wrong spelled
    """
NOT_NAMES = frozenset(_NOT_NAMES.split())
FEWEST, MOST = 7, 15


def contact(text: bytes) -> Iterator[Sight]:
    """E-mail addresses, telephone numbers and names that are said to be such."""
    if b"@" in text:
        for match in EMAIL.finditer(text):
            yield Sight(Kind.EMAIL, *span(match), match.group().decode("ascii"), 0.98)
    if b" at " in text and b" dot " in text:
        for match in SAID.finditer(text):
            yield Sight(Kind.EMAIL, *span(match), _written(match.group().decode("ascii")), 0.85)
    yield from _phones(text)
    if b"name" in text or b"called" in text:
        yield from _names(text)


def _written(said: str) -> str:
    for word, sign in SAID_SIGNS.items():
        said = said.replace(word, sign)
    return said


def _phones(text: bytes) -> Iterator[Sight]:
    for match in PHONE_AFTER_CUE.finditer(text):
        yield from _phone(match.group(1), *span(match, 1), 0.95)
    for match in PHONE.finditer(text):
        yield from _phone(match.group(), *span(match), 0.8 if match.group()[:1] in b"+(" else 0.65)


def _phone(part: bytes, start: int, end: int, confidence: float) -> Iterator[Sight]:
    number = digits(part)
    if FEWEST <= len(number) <= MOST:
        international = part[:1] == b"+" or part[:2] == b"00"
        value = "+" + number.removeprefix("00") if international else number
        yield Sight(Kind.PHONE, start, end, value, confidence)


def _names(text: bytes) -> Iterator[Sight]:
    for match in NAME.finditer(text):
        start, _ = match.span(1)
        words = []
        for word in match.group(1).decode("ascii").split(" "):
            if word in NOT_NAMES:
                break
            words.append(word)
        if words:
            said = " ".join(words)
            yield Sight(Kind.NAME, start, start + len(said), said.strip(".").title(), 0.75)


def answered_phone(text: bytes) -> Iterator[Sight]:
    """The bare number that answers a question for a telephone number."""
    for match in BARE.finditer(text):
        yield from _phone(match.group(), *span(match), 0.85)


def answered_name(text: bytes) -> Iterator[Sight]:
    """The two to four words that answer a question for a name."""
    match = ANSWER.match(text)
    if match and not any(each in NOT_NAMES for each in match.group(1).decode("ascii").split()):
        start, end = match.span(1)
        yield Sight(Kind.NAME, start, end, match.group(1).decode("ascii").title(), 0.7)


BARE = compiled(rf"{NUMBER}\b")
ANSWER = compiled(
    r"\A(?:(?:sure|yes|ok|it's|it is|its|this is|i am|i'm|hi|"
    r"hello)[ ,.!]{1,3}){0,3}([a-z][a-z'.-]{1,24}(?: [a-z][a-z'.-]{1,24}){1,3}?)"
    r"(?: here)?[ ,.!]*(?:$|\n|[0-9])"
)
