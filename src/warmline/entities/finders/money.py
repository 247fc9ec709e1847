"""Amounts of money. Pure."""

from collections.abc import Iterator

from warmline.entities.cues import CUES
from warmline.entities.expressions import compiled
from warmline.entities.finders.sight import Sight, span
from warmline.entities.model import Kind

FIGURE = r"[0-9]{1,3}(?:,[0-9]{2,3}){1,4}(?:\.[0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
SIGNS = {b"$": "USD", b"\x01": "EUR", b"\x02": "GBP", b"\x03": "JPY", b"\x04": "INR"}
CODES = "usd|eur|gbp|jpy|inr|chf|cad|aud|nzd|sek|nok|dkk|pln|zar"
WORDS = {
    "dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP",
    "pounds": "GBP", "quid": "GBP", "rupee": "INR", "rupees": "INR", "rs": "INR", "yen": "JPY", "franc": "CHF",
    "francs": "CHF",
}  # fmt: skip
BEFORE = compiled(rf"([$\x01\x02\x03\x04]|\b(?:{CODES}|rs)\b\.?) ?({FIGURE})(k|m)?\b")
AFTER = compiled(rf"\b({FIGURE})(k|m)? ?(\x01|\x02|\$|(?:{CODES}|{'|'.join(WORDS)})\b)")
AFTER_CUE = compiled(
    rf"\b(?:{CUES[Kind.AMOUNT]})\b(?: (?:is|was|of|for|the|me|a|an|amount|charged?|as|about|total|"
    rf"around|sum|only|to|it|its|money|another|extra))"
    rf"{{0,4}}[ :=-]{{1,3}}({FIGURE})\b"
)
SHORT = {b"k": 1_000, b"m": 1_000_000}


def money(text: bytes) -> Iterator[Sight]:
    """Amounts with a currency, and figures after words such as ``charged`` and ``transfer``, less surely."""
    for match in BEFORE.finditer(text):
        code = match.group(1)
        currency = SIGNS.get(code) or WORDS.get(code.decode().strip("."), code.decode().upper())
        yield _sight(match.start(), match.end(), match.group(2), match.group(3), currency, 0.95)
    for match in AFTER.finditer(text):
        code = match.group(3)
        currency = SIGNS.get(code) or WORDS.get(code.decode(), code.decode().upper())
        yield _sight(match.start(), match.end(), match.group(1), match.group(2), currency, 0.93)
    for match in AFTER_CUE.finditer(text):
        if sum(48 <= each <= 57 for each in match.group(1)) <= 7:
            yield _sight(*span(match, 1), match.group(1), None, "", 0.6)


def answered_amount(text: bytes) -> Iterator[Sight]:
    """The bare figure that answers a question for an amount."""
    for match in BARE.finditer(text):
        yield _sight(*span(match), match.group(), None, "", 0.7)


BARE = compiled(rf"\b(?:{FIGURE})\b")


def _sight(start: int, end: int, figure: bytes, short: bytes | None, currency: str, confidence: float) -> Sight:
    value = amount(figure.decode()) * SHORT.get(short or b"", 1)
    return Sight(Kind.AMOUNT, start, end, f"{value:.2f} {currency}".strip(), confidence)


def amount(figure: str) -> float:
    """The number. One or two digits after the last comma are decimals, as in much of Europe; three are thousands."""
    if "." not in figure and "," in figure and len(figure.rsplit(",", 1)[1]) <= 2 and figure.count(",") == 1:
        figure = figure.replace(",", ".")
    return float(figure.replace(",", ""))
