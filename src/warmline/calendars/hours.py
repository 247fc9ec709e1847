"""Open or closed: the arithmetic of business hours. Pure; made once for a calendar, and it remembers the days it saw.

It is open at a moment when the clock on the wall of the calendar's time zone then shows a time inside a shift of that
day. So an hour that the clocks leave out is not worked, and one that they show twice is worked twice.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from warmline.calendars.model import WEEKDAYS, CalendarDay, Rules, Shifts
from warmline.calendars.public_holidays import holidays_of

LOOK_AHEAD = 400
DAY = 86_400
# Local time differs from UTC by 14 hours at most; this is how far from midnight UTC a local day can begin or end.
MARGIN = 15 * 3600
# Days of which the moments are remembered, for each calendar.
REMEMBERED = 4000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
# From and until in seconds: of the local day, or since 1970.
Span = tuple[int, int]


class Ruled(msgspec.Struct, frozen=True):
    """What the rules say of a day."""

    hours: Shifts
    spans: tuple[Span, ...]
    because: Literal["week", "holiday", "exception"]
    name: str | None


class Hours:
    """A calendar made ready. ``rules`` have been checked (``checking.checked``)."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._zone = ZoneInfo(rules.timezone)
        self._week = tuple(_ruled(rules.weekly.get(each, []), "week", None) for each in WEEKDAYS)
        self._exceptions = {
            date.fromisoformat(each.date): _ruled(each.hours, "exception", each.name or None)
            for each in rules.exceptions
        }
        self._days: dict[date, tuple[Span, ...]] = {}
        self.warm = rules.holidays is None

    def warm_up(self, at: datetime) -> None:
        """Load the holidays of this year and the next."""
        kept, year = self.rules.holidays, self._local(at).year
        for each in (year, year + 1) if kept else ():
            holidays_of(kept, each)
        self.warm = True

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at that moment."""
        moment = _seconds(at)
        return any(start <= moment < end for start, end in self._spans(self._local(at)))

    def next_change(self, at: datetime, days: int = LOOK_AHEAD) -> tuple[datetime, bool] | None:
        """When it next opens (True) or closes (False) after that moment; None where it does neither in so many days."""
        moment, opened = _seconds(at), self.is_open(at)
        first = self._local(at)
        edge = moment
        for start, end in self._ahead(first, days):
            if end <= moment:
                continue
            if not opened:
                return _at(start), True
            if start > edge and edge > moment:
                return _at(edge), False
            edge = end
        # What goes on to the end of the look-ahead does not change, as far as one can see.
        seen_until = self._begin(first + (days + 1) * ONE_DAY)
        return (_at(edge), False) if opened and edge < seen_until else None

    def open_seconds(self, start: datetime, end: datetime) -> float:
        """How long it is open between the two moments, in seconds; 0 where the end is before the start."""
        low, high = _micros(start), _micros(end)
        day, last = self._local(start), self._local(end)
        total = 0
        while low < high and day <= last:
            for opens, closes in self._spans(day):
                total += max(0, min(high, closes * 1_000_000) - max(low, opens * 1_000_000))
            day += ONE_DAY
        return total / 1_000_000

    def days(self, first: date, number: int) -> list[CalendarDay]:
        """So many days from the first one on."""
        return [self._shown(first + n * ONE_DAY) for n in range(number)]

    def today(self, at: datetime) -> date:
        """The date there at that moment."""
        return self._local(at)

    def _shown(self, on: date) -> CalendarDay:
        ruled = self._ruled(on)
        spans = [(_at(start), _at(end)) for start, end in self._spans(on)]
        return CalendarDay(
            date=on, weekday=WEEKDAYS[on.weekday()], hours=ruled.hours, because=ruled.because, name=ruled.name,
            spans=spans,
        )  # fmt: skip

    def _ruled(self, on: date) -> Ruled:
        if on in self._exceptions:
            return self._exceptions[on]
        kept = self.rules.holidays
        name = holidays_of(kept, on.year).get(on) if kept else None
        return _ruled([], "holiday", name) if name is not None else self._week[on.weekday()]

    def _ahead(self, first: date, days: int) -> Iterator[Span]:
        for n in range(days + 1):
            yield from self._spans(first + n * ONE_DAY)

    def _local(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _spans(self, on: date) -> tuple[Span, ...]:
        """The moments of the day at which it is open, in order."""
        found = self._days.get(on)
        if found is None:
            if len(self._days) >= REMEMBERED:
                self._days.clear()
            found = self._days[on] = tuple(_joined(self._worked(on, self._ruled(on).spans)))
        return found

    def _worked(self, on: date, shifts: tuple[Span, ...]) -> list[Span]:
        before, after = self._offset(_midnight(on), 0), self._offset(_midnight(on + ONE_DAY), 1)
        base = _stamp(on)
        if before == after:
            return [(base + start - before, base + end - before) for start, end in shifts]
        return sorted(
            (max(low, base + start - offset), min(high, base + end - offset))
            for low, high, offset in self._stretches(on)
            for start, end in shifts
            if max(low, base + start - offset) < min(high, base + end - offset)
        )

    def _stretches(self, on: date) -> list[tuple[int, int, int]]:
        """The stretches of time around a day on which the clocks change: from, until, and the offset that holds."""
        low, high = _stamp(on) - MARGIN, _stamp(on) + DAY + MARGIN
        marks = [low]
        for early, late in pairwise(range(low, high + 1, 3600)):
            if self._offset_at(early) != self._offset_at(late):
                marks.append(self._turn(early, late))
        return [(start, end, self._offset_at(start)) for start, end in pairwise([*marks, high])]

    def _turn(self, early: int, late: int) -> int:
        """The first second of the new offset, of which there is one between the two."""
        old = self._offset_at(early)
        while late - early > 1:
            middle = (early + late) // 2
            early, late = (middle, late) if self._offset_at(middle) == old else (early, middle)
        return late

    def _begin(self, on: date) -> int:
        return _stamp(on) - self._offset(_midnight(on), 0)

    def _offset(self, local: datetime, fold: int) -> int:
        return _whole(local.replace(fold=fold, tzinfo=self._zone).utcoffset())

    def _offset_at(self, moment: int) -> int:
        return _whole(_at(moment).astimezone(self._zone).utcoffset())


def minutes(text: str) -> int:
    """``09:30`` as minutes since midnight."""
    return int(text[:2]) * 60 + int(text[3:])


def _ruled(hours: Shifts, because: Literal["week", "holiday", "exception"], name: str | None) -> Ruled:
    spans = ((minutes(start) * 60, minutes(end) * 60) for start, end in hours)
    return Ruled(hours, tuple(sorted(spans)), because, name)


def _joined(spans: list[Span]) -> Iterator[Span]:
    """The same time, with spans that touch as one."""
    held: Span | None = None
    for start, end in spans:
        if held and start <= held[1]:
            held = held[0], max(held[1], end)
        else:
            if held:
                yield held
            held = start, end
    if held:
        yield held


def _midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day)  # noqa: DTZ001 (the zone comes with the fold)


def _stamp(on: date) -> int:
    """Midnight of the date as if it were UTC, in seconds since 1970."""
    return (on.toordinal() - EPOCH.toordinal()) * DAY


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _seconds(at: datetime) -> float:
    return _micros(at) / 1_000_000


def _at(moment: float) -> datetime:
    return EPOCH + timedelta(seconds=moment)


def _whole(offset: timedelta | None) -> int:
    assert offset is not None, "a zone of the database has an offset"
    return int(offset.total_seconds())
