"""Call volumes from a CSV: a row for each interval, found by the names of the columns or by what is given."""

import csv
import math
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np

from warmline.staffing import clock
from warmline.staffing.erlang import Numbers
from warmline.staffing.errors import VolumesUnreadable

NAMES = {
    "calls": ("calls", "volume", "volumes", "count", "contacts", "arrivals", "offered"),
    "time": ("time", "timestamp", "datetime", "start", "start_time", "interval_start", "interval"),
    "day": ("date", "day", "day_index", "day_number"),
}
BIN = re.compile(r"bin_?(\d+)?_?(?:min|minutes)?", re.IGNORECASE)
MOST_DAYS = 36_600


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Which columns of the CSV mean what; None looks for them.

    ``calls``, and ``time`` (``2026-03-02T09:00``), or ``day`` with ``time`` (``09:00``), or ``day`` with ``bin``, a
    number that counts intervals of ``bin_minutes`` from ``day_starts``. A ``day`` that is a number counts the days
    ``worked`` (``mon-fri``) from ``first_day``, without those in ``closed``.
    """

    calls: str | None = None
    time: str | None = None
    day: str | None = None
    bin: str | None = None
    bin_minutes: float | None = None
    day_starts: str = "00:00"
    first_day: str | None = None
    worked: str = "mon-sun"
    closed: tuple[date, ...] = ()


class Volumes(msgspec.Struct, frozen=True, kw_only=True):
    """Calls by day and interval, for every day from the first to the last; NaN is where the file says nothing.

    The first interval begins ``starts`` seconds after midnight, each lasts ``interval`` seconds. ``notes`` say what
    was odd.
    """

    days: tuple[date, ...]
    calls: Numbers
    interval: int
    starts: int
    notes: tuple[str, ...] = ()


class _Reader:
    """One file on its way to volumes."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path, self.columns = path, columns
        self.numbered: list[date] = []
        self.blank = 0
        self.bin_seconds: int | None = None

    def wrong(self, problem: str) -> VolumesUnreadable:
        return VolumesUnreadable(path=self.path, problem=problem)

    def find(self, names: list[str], what: str) -> str | None:
        given: str | None = getattr(self.columns, what)
        if given is not None:
            if given not in names:
                raise self.wrong(f"there is no column {given!r} for the {what}; there are {', '.join(names)}")
            return given
        if what == "bin":
            return next((name for name in names if BIN.fullmatch(name)), None)
        lower = {name.lower(): name for name in names}
        return next((lower[name] for name in NAMES[what] if name in lower), None)

    def rows(self) -> Iterator[tuple[date, int, float, bool]]:
        """Day, seconds after midnight, calls (NaN where blank), and whether the time names its zone."""
        try:
            with self.path.open(newline="", encoding="utf-8-sig") as file:
                lines = csv.DictReader(file)
                names = [name for name in lines.fieldnames or () if name]
                found = {what: self.find(names, what) for what in ("calls", "time", "day", "bin")}
                self._check(found, names)
                for line in lines:
                    yield self._row(line, found, lines.line_num)
        except OSError as error:
            raise self.wrong(error.strerror or str(error)) from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise self.wrong(f"it is no CSV in UTF-8: {error}") from error

    def _check(self, found: dict[str, str | None], names: list[str]) -> None:
        if found["calls"] is None:
            raise self.wrong(f"no column says how many calls; name one of {', '.join(names) or 'none'} (calls_column)")
        if found["time"] is None and (found["day"] is None or found["bin"] is None):
            raise self.wrong(
                f"no columns say when: a time, or a day with a time or a bin; name them of {', '.join(names)} "
                "(time_column, day_column, bin_column)"
            )
        if found["bin"] and found["day"]:
            self.bin_seconds = self._bin_seconds(found["bin"])

    def _bin_seconds(self, name: str) -> int:
        named = BIN.fullmatch(name)
        minutes = self.columns.bin_minutes or float((named and named[1]) or 0)
        if not minutes:
            raise self.wrong(f"how many minutes a step of {name} is, must be given (bin_minutes)")
        if not (math.isfinite(minutes) and 0 < minutes <= 1440):
            raise self.wrong(f"a step of {name} cannot be {minutes:g} minutes (bin_minutes)")
        return round(minutes * 60)

    def _row(self, line: dict[str, str], found: dict[str, str | None], at: int) -> tuple[date, int, float, bool]:
        calls = self._calls(line.get(found["calls"] or "") or "", at)
        when = line.get(found["time"] or "") or ""
        try:
            if found["day"] is None:
                moment = datetime.fromisoformat(when.strip())
                day, second = moment.date(), moment.hour * 3600 + moment.minute * 60 + moment.second
                return day, second, calls, moment.tzinfo is not None
            day = self._day(line.get(found["day"]) or "")
            if found["bin"] is not None and self.bin_seconds is not None:
                return day, int(line.get(found["bin"]) or "") * self.bin_seconds, calls, False
            return day, clock.clock("time", when), calls, False
        except ValueError as error:
            raise self.wrong(f"line {at}: the time cannot be read: {error}") from None

    def _calls(self, text: str, at: int) -> float:
        if not text.strip():
            self.blank += 1
            return math.nan
        try:
            calls = float(text)
        except ValueError:
            raise self.wrong(f"line {at}: {text!r} is no number of calls") from None
        if not math.isfinite(calls) or calls < 0:
            raise self.wrong(f"line {at}: there cannot be {text} calls")
        return calls

    def _day(self, text: str) -> date:
        if not text.strip().isdigit() or len(text.strip()) == 8:
            return date.fromisoformat(text.strip())
        if self.columns.first_day is None:
            raise self.wrong(f"the day {text!r} is a number; say which day is number 0 (first_day)")
        number = int(text)
        if number > MOST_DAYS:
            raise self.wrong(f"{number} is no number of a day")
        worked = clock.weekdays("worked", self.columns.worked)
        each = self.numbered[-1] if self.numbered else clock.day("first_day", self.columns.first_day) - timedelta(1)
        while len(self.numbered) <= number:
            each += timedelta(1)
            if each.weekday() in worked and each not in self.columns.closed:
                self.numbered.append(each)
        return self.numbered[number]


def read_volumes(path: Path, columns: Columns | None = None) -> Volumes:
    """Read a CSV. Raises ``VolumesUnreadable`` with the line, and ``ParameterWrong``."""
    reader = _Reader(path, columns or Columns())
    rows = list(reader.rows())
    if not rows:
        raise reader.wrong("there are no rows")
    shift = clock.clock("day_starts", reader.columns.day_starts)
    if reader.bin_seconds is not None:
        # Bins count from 0 or from 1.
        first = min(second for _, second, _, _ in rows)
        shift -= reader.bin_seconds if first > 0 else 0
        interval = reader.bin_seconds
    else:
        shift, interval = 0, _step({second for _, second, _, _ in rows})
    seconds = [second + shift for _, second, _, _ in rows]
    starts, ends = min(seconds), max(seconds) + interval
    if ends - starts > clock.DAY or interval < 1:
        raise reader.wrong(f"a day cannot have {(ends - starts) / 3600:g} hours; check bin_minutes and day_starts")
    first_day, last_day = min(row[0] for row in rows), max(row[0] for row in rows)
    size = (last_day - first_day).days + 1
    if size > MOST_DAYS:
        raise reader.wrong(f"it spans {size} days, from {first_day} to {last_day}")
    calls = np.full((size, (ends - starts) // interval), math.nan)
    for (day, _, value, zoned), second in zip(rows, seconds, strict=True):
        place = (day - first_day).days, (second - starts) // interval
        if not np.isnan(calls[place]) and not zoned:
            raise reader.wrong(f"there are two rows for {day} {clock.shown(second)}; add them up, or choose one queue")
        # An hour that comes twice, when summer time ends, is added up.
        calls[place] = value if np.isnan(calls[place]) else calls[place] + value
    notes = (f"{reader.blank} rows say nothing of the calls.",) if reader.blank else ()
    days = tuple(first_day + timedelta(each) for each in range(size))
    return Volumes(days=days, calls=calls, interval=interval, starts=starts, notes=notes)


def _step(seconds: set[int]) -> int:
    ordered = sorted(seconds)
    return math.gcd(*(each - ordered[0] for each in ordered[1:])) if len(ordered) > 1 else clock.DAY


def by_interval(volumes: Volumes, interval: int) -> Volumes:
    """The same in longer intervals, which begin at multiples of their length after midnight. An interval of which less
    than half is known is not known; what lies before the first or after the last row of the day counts as nothing."""
    if interval < 1 or interval % volumes.interval or clock.DAY % interval:
        raise VolumesUnreadable(
            path="interval",
            problem=f"{interval} s must be a multiple of the file's {volumes.interval} s, and a part of a day",
        )
    times, starts = interval // volumes.interval, volumes.starts - volumes.starts % interval
    before = (volumes.starts - starts) // volumes.interval
    after = -(before + volumes.calls.shape[1]) % times
    size = len(volumes.days)
    parts = np.pad(volumes.calls, ((0, 0), (before, after))).reshape(size, -1, times)
    inside = np.pad(np.ones(volumes.calls.shape[1]), (before, after)).reshape(-1, times).sum(axis=1)
    unknown = np.isnan(parts).sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = np.nansum(parts, axis=2) * inside / (inside - unknown)
    sums[unknown > inside / 2] = math.nan
    return msgspec.structs.replace(volumes, calls=sums, interval=interval, starts=starts)
