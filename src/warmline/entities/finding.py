"""What a text says of policies, claims, cards, dates and the like: where, and what. Pure.

``find`` reads at most LONGEST characters and tells at most MOST entities; each expression is RE2, so that its time is
in proportion to the text whatever stands in it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from warmline.entities.finders.contact import answered_name, answered_phone, contact
from warmline.entities.finders.dates import answered_date, dates
from warmline.entities.finders.money import answered_amount, money
from warmline.entities.finders.numbers import answered_number, numbers
from warmline.entities.finders.sight import Sight
from warmline.entities.finders.things import addresses, answered_address, answered_vehicle, vehicles
from warmline.entities.model import Found, Kind
from warmline.entities.patterns import Patterns
from warmline.entities.plain import plain

LONGEST = 100_000
MOST = 200
# Where the question is known, a longer answer than this is no bare answer.
LONGEST_ANSWER = 200
NUMBERS = frozenset({Kind.POLICY, Kind.CLAIM, Kind.ACCOUNT, Kind.CARD, Kind.NATIONAL_ID})
NONE = Patterns()
UNDATED = date(1970, 1, 1)


def find(
    text: str,
    patterns: Patterns = NONE,
    *,
    said: date | datetime | None = None,
    expecting: Sequence[str] = (),
    day_first: bool = True,
) -> tuple[Found, ...]:
    """The entities in a text in order, none of which overlaps another.

    ``said`` is when it was said: without it there are no relative dates. ``expecting`` are the kinds that were asked
    for just before, so that a bare ``5874`` can be taken as what it answers.
    """
    read = plain(text[:LONGEST])
    on = (said.date() if isinstance(said, datetime) else said) or UNDATED
    sights = list(_sights(read.text, patterns, on, day_first=day_first))
    if expecting and len(text) <= LONGEST_ANSWER:
        sights += _answers(read.text, patterns, on, expecting, day_first=day_first)
    if said is None:
        sights = [each for each in sights if not (each.kind == Kind.DATE and each.value.startswith(("1970", "1969")))]
    found = []
    for each in _standing(sights):
        start, end = read.span(each.start, each.end)
        found.append(
            Found(
                kind=str(each.kind),
                value=_as_written(each, text[start:end]),
                text=text[start:end],
                start=start,
                end=end,
                confidence=each.confidence,
                label=each.label,
                pattern_id=each.pattern_id,
            )
        )
    return tuple(found)


def _sights(text: bytes, patterns: Patterns, on: date, *, day_first: bool) -> Iterator[Sight]:
    yield from patterns.sights(text)
    yield from contact(text)
    yield from vehicles(text)
    yield from dates(text, on, day_first=day_first)
    if any(48 <= each <= 57 for each in text):
        yield from numbers(text)
        yield from money(text)
        yield from addresses(text)


def _answers(
    text: bytes, patterns: Patterns, on: date, expecting: Iterable[str], *, day_first: bool
) -> Iterator[Sight]:
    ways: dict[str, Callable[[], Iterable[Sight]]] = {
        Kind.PHONE: lambda: answered_phone(text),
        Kind.NAME: lambda: answered_name(text),
        Kind.VEHICLE: lambda: answered_vehicle(text),
        Kind.AMOUNT: lambda: answered_amount(text),
        Kind.ADDRESS: lambda: answered_address(text),
        Kind.DATE: lambda: answered_date(text, Kind.DATE, on, day_first),
        Kind.DATE_OF_BIRTH: lambda: answered_date(text, Kind.DATE_OF_BIRTH, on, day_first),
    }
    for n, kind in enumerate(expecting):
        # What was asked first is answered first, as a rule.
        less = 0.02 * n
        answers = answered_number(text, kind) if kind in NUMBERS else ways.get(kind, tuple)()
        for sight in (*patterns.answers(text, kind), *answers):
            yield sight._replace(confidence=max(0.5, sight.confidence - less))


def _standing(sights: Sequence[Sight]) -> list[Sight]:
    """The surest of those that overlap, the longer of equals; at most MOST, in order."""
    taken: list[Sight] = []
    free = _Free()
    for each in sorted(sights, key=lambda s: (-s.confidence, s.start - s.end, s.start)):
        if each.end > each.start and free.take(each.start, each.end):
            taken.append(each)
            if len(taken) == MOST:
                break
    return sorted(taken, key=lambda s: s.start)


def _as_written(sight: Sight, part: str) -> str:
    """An address keeps its own letters; plain text has none with accents."""
    if sight.kind != Kind.ADDRESS or sight.label == "postcode":
        return sight.value
    return " ".join(part.replace(",", " ").split()).upper().strip(" .")


class _Free:
    """Which places are taken: asked and told in time that grows with the logarithm of how many are."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, start)
        if (at and self._ends[at - 1] > start) or (at < len(self._starts) and self._starts[at] < end):
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def masked(text: str) -> str:
    """The text with the digits of payment cards as dots, but for the last four. Places stay the same."""
    out = text
    for match in _cards_in(text):
        start, end = match
        shown = 0
        part = []
        for each in reversed(out[start:end]):
            shown += each.isdecimal()
            part.append("•" if each.isdecimal() and shown > 4 else each)
        out = out[:start] + "".join(reversed(part)) + out[end:]
    return out


def _cards_in(text: str) -> list[tuple[int, int]]:
    if sum(each.isdecimal() for each in text[:LONGEST]) < 12:
        return []
    found = find(text)
    return [(each.start, each.end) for each in found if each.kind == Kind.CARD and each.label != "last four"]
