"""What is wrong with the rules of a calendar, field by field. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import available_timezones

import msgspec

from warmline.calendars.errors import CalendarUnusable
from warmline.calendars.hours import minutes
from warmline.calendars.model import EXCEPTIONS, SHIFTS_A_DAY, WEEKDAYS, PublicHolidays, Rules, Shifts
from warmline.calendars.public_holidays import known
from warmline.kit.errors import FieldError

TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Years that dates may be in: those of the time zone database's rules and the holidays' lists.
YEARS = range(2000, 2101)
NAMED = 30


def checked(rules: Rules) -> Rules:
    """The rules in their order. Raises ``CalendarUnusable`` with all that is wrong."""
    problems = [FieldError(field, problem) for field, problem in _problems(rules)]
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise CalendarUnusable(problem=f"{first.field}: {first.problem}{more}", fields=problems)
    return msgspec.structs.replace(
        rules,
        weekly={day: sorted(rules.weekly[day]) for day in WEEKDAYS if rules.weekly.get(day)},
        holidays=_plain(rules.holidays),
        exceptions=[
            msgspec.structs.replace(each, hours=sorted(each.hours))
            for each in sorted(rules.exceptions, key=lambda each: each.date)
        ],
    )


def _plain(kept: PublicHolidays | None) -> PublicHolidays | None:
    return msgspec.structs.replace(kept, country=kept.country.upper()) if kept else None


def _problems(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.timezone not in available_timezones():
        yield "timezone", f"there is no time zone {rules.timezone}; give an IANA name such as Europe/London"
    for day, shifts in rules.weekly.items():
        yield from _of_shifts(f"weekly.{day}", shifts)
    if rules.holidays:
        yield from _of_holidays(rules.holidays)
    yield from _of_exceptions(rules)
    if not any(rules.weekly.values()) and not any(each.hours for each in rules.exceptions):
        yield "weekly", 'it would never be open; give at least one shift, such as {"mon": [["09:00", "17:00"]]}'


def _of_shifts(field: str, shifts: Shifts) -> Iterator[tuple[str, str]]:
    if len(shifts) > SHIFTS_A_DAY:
        yield field, f"{len(shifts)} shifts; at most {SHIFTS_A_DAY} a day"
        return
    sound = []
    for n, (start, end) in enumerate(shifts):
        wrong = [each for each in (start, end) if not TIME.fullmatch(each)]
        if wrong:
            yield f"{field}[{n}]", f"{wrong[0]} is no time of day; write HH:MM, from 00:00 to 24:00"
        elif minutes(end) <= minutes(start):
            hint = "one that goes over midnight is two, until 24:00 and from 00:00 of the next day"
            yield f"{field}[{n}]", f"{start} to {end} ends before it begins; {hint}"
        else:
            sound.append((start, end, n))
    sound.sort()
    for (start, end, _), (other, until, n) in pairwise(sound):
        if other < end:
            yield f"{field}[{n}]", f"{other} to {until} overlaps {start} to {end}; make them one, or move one of them"


def _of_holidays(kept: PublicHolidays) -> Iterator[tuple[str, str]]:
    country = kept.country.upper()
    if country not in known():
        yield (
            "holidays.country",
            f"no holidays are known for {kept.country}; give the two letters of a country, such as GB",
        )
    elif kept.subdivision is not None and kept.subdivision not in known()[country]:
        parts = known()[country]
        names = ", ".join(parts[:NAMED]) + (" and others" if len(parts) > NAMED else "")
        hint = f"it has {names}" if parts else "it has none: leave this out"
        yield "holidays.subdivision", f"{country} has no part {kept.subdivision} with holidays of its own; {hint}"


def _of_exceptions(rules: Rules) -> Iterator[tuple[str, str]]:
    if len(rules.exceptions) > EXCEPTIONS:
        yield "exceptions", f"{len(rules.exceptions)} days; at most {EXCEPTIONS}, so take out those that are past"
        return
    times = Counter(each.date for each in rules.exceptions)
    seen: dict[str, int] = {}
    for n, each in enumerate(rules.exceptions):
        field = f"exceptions[{n}]"
        yield from _of_date(f"{field}.date", each.date)
        if times[each.date] > 1 and each.date in seen:
            yield f"{field}.date", f"{each.date} is in exceptions[{seen[each.date]}] already; put both into one"
        seen.setdefault(each.date, n)
        yield from _of_shifts(f"{field}.hours", each.hours)


def _of_date(field: str, text: str) -> Iterator[tuple[str, str]]:
    try:
        if not DATE.fullmatch(text) or date.fromisoformat(text).year not in YEARS:
            raise ValueError
    except ValueError:
        yield field, f"{text} is no date; write YYYY-MM-DD, from {YEARS[0]} to {YEARS[-1]}"
