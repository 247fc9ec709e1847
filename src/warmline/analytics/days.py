"""When a day begins and ends by the clock of a time zone. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warmline.kit.errors import Invalid

# More days at once are an export, not a report.
MOST_DAYS = 92


def zone(name: str) -> ZoneInfo:
    """The time zone of that name, or ``Invalid``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid.field("tz", "this is no time zone; name it like Europe/Berlin") from error


def midnight(day: date, time_zone: str) -> datetime:
    """When the day begins there. Where the clocks leave midnight out, when they go on."""
    try:
        return datetime.combine(day, time(), zone(time_zone)).astimezone(UTC)
    except OverflowError as error:
        raise Invalid.field("date", "there is no such day here") from error


def today(now: datetime, time_zone: str) -> date:
    """The date there."""
    return now.astimezone(zone(time_zone)).date()


def span(first: date, last: date, time_zone: str) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, at most so many."""
    if not date(1971, 1, 1) <= first <= date(9000, 1, 1):
        raise Invalid.field("from", "no record is as old, nor as young")
    if last < first:
        raise Invalid.field("to", "this is before the first day")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.field("to", f"a report has at most {MOST_DAYS} days")
    return midnight(first, time_zone), midnight(last + timedelta(days=1), time_zone)
