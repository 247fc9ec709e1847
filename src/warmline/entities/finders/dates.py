"""Dates, written and relative. Pure; relative ones need the day on which they were said."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from warmline.entities.cues import CUES, FILLER
from warmline.entities.expressions import compiled
from warmline.entities.finders.sight import Sight, digits, span
from warmline.entities.model import Kind

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
ORDINAL = r"[0-9]{1,2}(?: ?(?:st|nd|rd|th))?"
YEAR = r"(?:19|20)[0-9]{2}|'[0-9]{2}"
ISO = compiled(r"\b((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\b")
SLASHED = compiled(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20)?[0-9]{2})\b")
DAY_MONTH = compiled(rf"\b({ORDINAL})(?: of)?[ -]({MONTH})\b(?:[ ,.-]{{1,2}}({YEAR})\b)?")
MONTH_DAY = compiled(rf"\b({MONTH})[ .-]{{1,2}}(?:the )?({ORDINAL})\b(?:[ ,.-]{{1,2}}({YEAR})\b)?")
RELATIVE = compiled(r"\b(the )?day before yesterday\b|\byesterday\b|\btoday\b|\btomorrow\b|\btonight\b|\blast night\b")
AGO = compiled(r"\b([0-9]{1,3}|a|an|one|two|three|four|five|six|seven) (day|week)s? (?:ago|back)\b")
ON_WEEKDAY = compiled(rf"\b(last|this past|on|this|next) ({WEEKDAY})\b")
PACKED = compiled(rf"\b(?:{CUES[Kind.DATE]})\b{FILLER}\b([0-9]{{8}}|[0-9]{{6}})\b")
BARE_PACKED = compiled(r"\b(?:[0-9]{8}|[0-9]{6})\b")
# Eight digits that are a day of these years are hardly anything else.
EIGHT = compiled(r"\b[0-3][0-9]{3}20[0-9]{2}\b")
RECENT = 3
BIRTH = compiled(rf"\b(?:{CUES[Kind.DATE_OF_BIRTH]})(?:\b|[ .:])")
BIRTH_REACH = 24
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


def dates(text: bytes, on: date, *, day_first: bool = True) -> Iterator[Sight]:
    """Dates; ``on`` is the day on which they were said. ``day_first`` decides 3/4/2026, less surely."""
    births = [match.end() for match in BIRTH.finditer(text)]
    for sight in _all(text, on, day_first):
        if any(0 <= sight.start - end <= BIRTH_REACH for end in births):
            yield sight._replace(kind=Kind.DATE_OF_BIRTH)
        else:
            yield sight


def _all(text: bytes, on: date, day_first: bool) -> Iterator[Sight]:
    for match in ISO.finditer(text):
        yield from _sight(match, _made(*(int(each) for each in match.groups())), 0.97)
    for match in SLASHED.finditer(text):
        first, second, year = (int(each) for each in match.groups())
        sure = first > 12 or second > 12 or first == second
        day, month = (first, second) if (first > 12 or (day_first and second <= 12)) else (second, first)
        yield from _sight(match, _made(_full(year, on), month, day), 0.9 if sure else 0.6)
    for expression, day_at, month_at in ((DAY_MONTH, 1, 2), (MONTH_DAY, 2, 1)):
        for match in expression.finditer(text):
            yield from _sight(match, _named(match.group(day_at), match.group(month_at), match.group(3), on), 0.92)
    yield from _relative(text, on)
    for match in PACKED.finditer(text):
        yield from packed(match.group(1), *span(match, 1), on, day_first)
    for match in EIGHT.finditer(text):
        for sight in packed(match.group(), *span(match), on, day_first):
            if abs(int(sight.value[:4]) - on.year) <= RECENT:
                yield sight._replace(confidence=0.6)


def _relative(text: bytes, on: date) -> Iterator[Sight]:
    away = {b"today": 0, b"tonight": 0, b"tomorrow": 1, b"yesterday": -1, b"last night": -1}
    for match in RELATIVE.finditer(text):
        yield from _sight(match, on + timedelta(days=away.get(match.group(), -2)), 0.85)
    for match in AGO.finditer(text):
        count = match.group(1).decode()
        days = (COUNTS.get(count) or int(count)) * (7 if match.group(2) == b"week" else 1)
        yield from _sight(match, on - timedelta(days=days), 0.8 if match.group(2) == b"day" else 0.55)
    for match in ON_WEEKDAY.finditer(text):
        back = (on.weekday() - DAYS.index(match.group(2).decode()[:3])) % 7
        ahead = match.group(1) in (b"next", b"this")
        day = on + timedelta(days=(7 - back) % 7 or 7) if ahead else on - timedelta(days=back or 7)
        # "On Friday" is the last one or the next.
        yield from _sight(match, day, 0.8 if match.group(1) == b"last" else 0.55)


def packed(part: bytes, start: int, end: int, on: date, day_first: bool) -> Iterator[Sight]:
    """A date without separators: 25062018, 06252018, 250618."""
    number = digits(part)
    first, second, year = int(number[:2]), int(number[2:4]), _full(int(number[4:]), on)
    orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    found = [day for month, day_of in orders if (day := _made(year, month, day_of))]
    if found and abs(found[0].year - on.year) <= 120:
        yield Sight(Kind.DATE, start, end, found[0].isoformat(), 0.75 if len(set(found)) == 1 else 0.55)


def answered_date(text: bytes, kind: str, on: date, day_first: bool) -> Iterator[Sight]:
    """The date that answers a question for one."""
    for sight in _all(text, on, day_first):
        yield sight._replace(kind=kind)
    for match in BARE_PACKED.finditer(text):
        for sight in packed(match.group(), *span(match), on, day_first):
            yield sight._replace(kind=kind)


def _full(year: int, on: date) -> int:
    if year >= 100:
        return year
    century = on.year // 100 * 100
    return century + year if century + year <= on.year + 10 else century - 100 + year


def _named(day: bytes, month: bytes, year: bytes | None, on: date) -> date | None:
    number = MONTHS.index(month.decode()[:3]) + 1
    if year:
        return _made(_full(int(digits(year)), on), number, int(digits(day)))
    # Without a year it is the latest such day, or one within the next weeks.
    near = _made(on.year, number, int(digits(day)))
    return _made(on.year - 1, number, int(digits(day))) if near and (near - on).days > 60 else near


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sight(match: Any, day: date | None, confidence: float) -> Iterator[Sight]:
    if day is not None:
        start, end = match.span()
        yield Sight(Kind.DATE, start, end, day.isoformat(), confidence)
