"""Numbers that name something: policies, claims, accounts, cards, national ids. Pure."""

from collections.abc import Iterator

from warmline.entities.cues import CUES, FILLER
from warmline.entities.expressions import compiled
from warmline.entities.finders.sight import Sight, digits, letters_and_digits, span
from warmline.entities.model import Kind

# Up to five letters, then groups of digits (and letters among them): "au 482 7719", "pqa-349", "hw4x8812".
CODE = r"(?:[a-z]{1,5}[ /-]{0,2})?[0-9]+[a-z0-9]*(?:[ /-][0-9]+[a-z0-9]{0,2})*"
BARE_CODE = compiled(rf"\b{CODE}")
LONG_NUMBER = compiled(r"\b[0-9](?:[ -]?[0-9]){11,18}\b")
NATIONAL = compiled(
    r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b|\b[a-ceghj-prtw-z][a-ceghj-nprtw-z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d]\b"
)
LAST_FOUR = r"(?:last|final) (?:four|4)(?: digits?)?(?: numbers?)?(?: (?:of|for|on|from|is|are))?(?: (?:my|the|your))?"
AFTER_CUE = {
    kind: compiled(rf"\b(?:{CUES[kind]})\b{FILLER}\b({CODE})")
    for kind in (Kind.POLICY, Kind.CLAIM, Kind.ACCOUNT, Kind.NATIONAL_ID)
}
CARD_AFTER_CUE = compiled(rf"\b(?:{CUES[Kind.CARD]})\b{FILLER}\b([0-9](?:[ -]?[0-9]){{3,18}})\b")
LAST_FOUR_OF = {
    kind: compiled(rf"\b{LAST_FOUR} (?:{CUES[kind]})\b{FILLER}\b([0-9]{{4}})\b")
    for kind in (Kind.CARD, Kind.NATIONAL_ID, Kind.ACCOUNT)
}
# A prefix that is a word of the sentence is no part of a number: "policy for 4711".
_WORDS = """
    a i in for on of at to by is and was the my no num from since with or as it its be so id ssn card date
    time zip year yes ok sure acc ac hi but we am pm are not me us an if off due just only about until till
    """
WORDS = frozenset(_WORDS.split())
FEWEST, MOST = 3, 24


def numbers(text: bytes) -> Iterator[Sight]:
    """Numbers after words that name them, and those that can be nothing else."""
    yield from _last_fours(text)
    yield from _cards(text)
    for kind, expression in AFTER_CUE.items():
        for match in expression.finditer(text):
            yield from _coded(text, kind, *span(match, 1))
    for match in NATIONAL.finditer(text):
        yield Sight(Kind.NATIONAL_ID, *span(match), letters_and_digits(match.group())[-4:], 0.7)


def _coded(text: bytes, kind: str, start: int, end: int, confidence: float = 0.9) -> Iterator[Sight]:
    start = _without_word(text, start, end)
    value = letters_and_digits(text[start:end])
    count = sum(each.isdecimal() for each in value)
    if count < FEWEST or len(value) > MOST:
        return
    if kind == Kind.NATIONAL_ID:
        yield Sight(kind, start, end, value[-4:], confidence if count in (4, 6, 9) else 0.6)
    elif kind == Kind.ACCOUNT and count < 4:
        yield Sight(kind, start, end, value, 0.55)
    elif not (_year(value) and kind in (Kind.POLICY, Kind.CLAIM)):
        yield Sight(kind, start, end, value, confidence)


def _without_word(text: bytes, start: int, end: int) -> int:
    """Where the number begins once a word before it is left out."""
    part = text[start:end]
    letters = next((n for n, each in enumerate(part) if not 97 <= each <= 122), len(part))
    if not letters or part[:letters].decode("ascii") not in WORDS:
        return start
    return start + next((n for n, each in enumerate(part) if 48 <= each <= 57), 0)


def _year(value: str) -> bool:
    return len(value) == 4 and value[:2] in ("19", "20") and value.isdecimal()


def _last_fours(text: bytes) -> Iterator[Sight]:
    if b"last" not in text and b"final" not in text:
        return
    for kind, expression in LAST_FOUR_OF.items():
        for match in expression.finditer(text):
            yield Sight(kind, *span(match, 1), digits(match.group(1)), 0.95, "last four")


def _cards(text: bytes) -> Iterator[Sight]:
    for match in LONG_NUMBER.finditer(text):
        number = digits(match.group())
        if luhn(number) and len(set(number)) > 1:
            yield Sight(Kind.CARD, *span(match), number[-4:], 0.96)
    for match in CARD_AFTER_CUE.finditer(text):
        number, place = digits(match.group(1)), span(match, 1)
        if len(number) == 4:
            yield Sight(Kind.CARD, *place, number, 0.8, "last four")
        elif 12 <= len(number) <= 19:
            yield Sight(Kind.CARD, *place, number[-4:], 0.97 if luhn(number) else 0.75)


def luhn(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for n, each in enumerate(reversed(number)):
        digit = int(each) * (2 if n % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return 12 <= len(number) <= 19 and total % 10 == 0


def answered_number(text: bytes, kind: str) -> Iterator[Sight]:
    """The bare number that answers a question for one of this kind."""
    for match in BARE_CODE.finditer(text):
        start, end = match.span()
        if kind == Kind.CARD:
            number = digits(text[start:end])
            if len(number) == 4 or 12 <= len(number) <= 19:
                yield Sight(kind, start, end, number[-4:], 0.8, "last four" if len(number) == 4 else "")
        else:
            yield from _coded(text, kind, start, end, 0.8)
