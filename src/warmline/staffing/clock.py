"""Durations, times of day, days and weekdays as people write them. Pure."""

import re
from datetime import date

from warmline.staffing.errors import ParameterWrong

DAY = 86_400
DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?:in)?)?(?:(\d+(?:\.\d+)?)s?)?")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def duration(name: str, given: str | float) -> float:
    """Seconds of ``30s``, ``3m``, ``1h``, ``1h30m``, or of a number of seconds. Raises ``ParameterWrong``."""
    if not isinstance(given, str):
        return float(given)
    found = DURATION.fullmatch(given.strip().replace(" ", "").lower())
    if not found or not any(found.groups()):
        raise ParameterWrong(parameter=name, problem=f"{given!r} is no duration; write 30s, 3m, 1h, 1h30m or seconds")
    hours, minutes, seconds = (float(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def clock(name: str, given: str) -> int:
    """Seconds after midnight of ``10:00`` or ``07:30:15``; ``24:00`` is the end of the day."""
    found = CLOCK.fullmatch(given.strip())
    hours, minutes, seconds = (int(each or 0) for each in found.groups()) if found else (99, 0, 0)
    at = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or at > DAY:
        raise ParameterWrong(parameter=name, problem=f"{given!r} is no time of day; write it like 09:30, up to 24:00")
    return at


def shown(at: float) -> str:
    """A time of day for people: ``09:30``; beyond midnight ``01:00+1``."""
    days, rest = divmod(round(at), DAY)
    if days and not rest:
        days, rest = days - 1, DAY
    text = f"{rest // 3600:02d}:{rest % 3600 // 60:02d}"
    return text + (f"+{days}" if days else "")


def day(name: str, given: str | date) -> date:
    """A day written like ``2026-03-02``."""
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise ParameterWrong(parameter=name, problem=f"{given!r} is no day; write it like 2026-03-02") from None


def weekdays(name: str, given: str) -> tuple[int, ...]:
    """The weekdays (Monday is 0) of ``mon-fri`` or ``mon,wed,sat-sun``."""
    found: set[int] = set()
    for part in given.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first[:3] not in WEEKDAYS or (last or first)[:3] not in WEEKDAYS:
            raise ParameterWrong(parameter=name, problem=f"{part!r} is no weekday; write them like mon-fri or mon,wed")
        begin, end = WEEKDAYS.index(first[:3]), WEEKDAYS.index((last or first)[:3])
        found.update(each % 7 for each in range(begin, end + 1 if end >= begin else end + 8))
    return tuple(sorted(found))
