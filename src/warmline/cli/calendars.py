"""Business hours: a week of shifts, holidays, and days that are otherwise."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import all_by_code, chosen, pairs, table_in
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.calendars import CalendarDay, CalendarView
    from warmline.kit.db import Conn

calendar = typer.Typer(help="Business hours, which queues keep.", no_args_is_help=True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED, AS_THE_WEEK = "closed", "week"

Code = Annotated[str, typer.Argument(help="The calendar's code.")]
Zone = Annotated[str | None, typer.Option("--timezone", help="A time zone such as Europe/London.")]
Weekly = Annotated[
    list[str] | None,
    typer.Option(
        "--hours", help="Shifts as DAYS=FROM-UNTIL,...: mon-fri=09:00-12:30,13:15-17:00 or sat=closed. May be repeated."
    ),
]
Holidays = Annotated[
    str | None, typer.Option(help="Whose public holidays are kept, such as GB or GB-ENG; none takes them away.")
]
Exceptions = Annotated[
    list[str] | None,
    typer.Option(
        "--exception",
        help="A day that is otherwise, as DATE=FROM-UNTIL,...: 2026-12-24=09:00-12:00, or DATE=closed; DATE=week takes "
        "it away. May be repeated.",
    ),
]
File = Annotated[
    Path | None,
    typer.Option(help="timezone, weekly, holidays and exceptions in TOML or JSON, as in the API; options count more."),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(calendar, name="calendar")


@calendar.command("create")
def create(
    code: Code,
    name: Annotated[str, typer.Argument(help="What it is called.")],
    timezone: Zone = None,
    hours: Weekly = None,
    holidays: Holidays = None,
    exception: Exceptions = None,
    file: File = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Set up business hours."""

    async def work(ground: Ground) -> None:
        from warmline.calendars import NewCalendar, create_calendar

        actor = await ground.actor(org)
        values = _values(_table(file), {}, [], timezone, hours, holidays, exception)
        if "timezone" not in values:
            raise WrongUsage(problem="Say in which time zone: --timezone Europe/London.")
        async with ground.db.transaction(actor.org_id) as conn:
            new = formed(NewCalendar, **{**values, "code": code, "name": name})
            made = await create_calendar(conn, actor, new)
        show.out(made) if json else show.line(f"Set up the calendar {made.code}; it is {_now(made)}.")

    stand(work, json=json)


@calendar.command("update")
def update(
    code: Code,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    timezone: Zone = None,
    hours: Weekly = None,
    holidays: Holidays = None,
    exception: Exceptions = None,
    file: File = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Change business hours; days that are not named stay. Queues that keep them follow at once."""

    async def work(ground: Ground) -> None:
        from warmline.calendars import CalendarChange, update_calendar

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _one(conn, actor, code)
            weekly: dict[str, Any] = _plain(found.weekly)
            exceptions = [_plain(each) for each in found.exceptions]
            values = _values(_table(file), weekly, exceptions, timezone, hours, holidays, exception)
            values |= {"name": name} if name else {}
            changed = await update_calendar(
                conn, actor, found.id, formed(CalendarChange, **values), version=found.version
            )
        show.out(changed) if json else show.line(f"The calendar {changed.code} is {_now(changed)}.")

    stand(work, json=json)


@calendar.command("list")
def list_all(org: Org = None, json: Json = False) -> None:
    """Show the calendars, and whether each is open now."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _all(conn, actor)
        columns = {
            "code": "code", "name": "name", "timezone": "time zone", "open": "open now", "opens_at": "opens",
            "closes_at": "closes",
        }  # fmt: skip
        show.items(found, columns, json=json, nothing="There are no calendars yet.")

    stand(work, json=json)


@calendar.command("show")
def show_one(
    code: Code,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days.")] = 14,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show what a calendar brings: the hours of the next days, with the names of holidays."""

    async def work(ground: Ground) -> None:
        from warmline.calendars import calendar_days

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _one(conn, actor, code)
            coming = await calendar_days(conn, actor, found.id, days=days)
        if json:
            show.out({"calendar": found, "days": coming.days})
            return
        show.line(f"{found.name} ({found.timezone}) is {_now(found)}.")
        show.table(["day", "date", "hours", "because"], [_row(each) for each in coming.days])

    stand(work, json=json)


@calendar.command("delete")
def delete(code: Code, org: Org = None, json: Json = False) -> None:
    """Delete business hours that no queue keeps."""

    async def work(ground: Ground) -> None:
        from warmline.calendars import delete_calendar

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _one(conn, actor, code)
            await delete_calendar(conn, actor, found.id)
        show.out({"deleted": found.code}) if json else show.line(f"Deleted the calendar {found.code}.")

    stand(work, json=json)


def _table(file: Path | None) -> dict[str, Any]:
    """What the file says, in the right shapes."""
    from warmline.calendars import CalendarChange

    table = table_in(file)
    formed(CalendarChange, **table)
    return table


async def _all(conn: "Conn", actor: "Actor") -> "list[CalendarView]":
    from warmline.calendars import list_calendars

    return await all_by_code(lambda after: list_calendars(conn, actor, after=after, size=1000))


async def _one(conn: "Conn", actor: "Actor", code: str) -> "CalendarView":
    (found,) = chosen("calendar", await _all(conn, actor), [code])
    one: CalendarView = found
    return one


def _values(
    table: dict[str, Any],
    weekly: dict[str, Any],
    exceptions: list[dict[str, Any]],
    timezone: str | None,
    hours: list[str] | None,
    holidays: str | None,
    exception: list[str] | None,
) -> dict[str, Any]:
    """What a file and options say, on top of what there is."""
    found = dict(table)
    if timezone:
        found["timezone"] = timezone
    if hours:
        found["weekly"] = {**found.get("weekly", weekly), **week_of(hours)}
    if holidays:
        found["holidays"] = None if holidays == "none" else _kept(holidays)
    if exception:
        found["exceptions"] = days_of(exception, found.get("exceptions", exceptions))
    return found


def _kept(text: str) -> dict[str, str]:
    country, _, part = text.partition("-")
    return {"country": country, "subdivision": part} if part else {"country": country}


def week_of(given: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """``mon-fri=09:00-12:30,13:15-17:00`` each, as shifts by weekday. Raises ``WrongUsage``."""
    found = {}
    for days, hours in pairs(given, "--hours"):
        for each in days.split(","):
            first, _, last = each.strip().partition("-")
            if first not in DAYS or (last or first) not in DAYS:
                raise WrongUsage(problem=f"--hours {each}: days are {', '.join(DAYS)}, or mon-fri.")
            start, end = DAYS.index(first), DAYS.index(last or first)
            named = DAYS[start : end + 1] if start <= end else DAYS[start:] + DAYS[: end + 1]
            found.update(dict.fromkeys(named, _shifts(hours, "--hours")))
    return found


def days_of(given: Iterable[str], there: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``2026-12-24=09:00-12:00`` each, put to the days that there are. Raises ``WrongUsage``."""
    found = {each["date"]: each for each in there}
    for date, hours in pairs(given, "--exception"):
        if hours == AS_THE_WEEK:
            found.pop(date, None)
        else:
            found[date] = {**found.get(date, {}), "date": date, "hours": _shifts(hours, "--exception")}
    return list(found.values())


def _shifts(text: str, option: str) -> list[tuple[str, str]]:
    if text == CLOSED:
        return []
    found = [re.fullmatch(r"\s*([0-9:]+)\s*-\s*([0-9:]+)\s*", each) for each in text.split(",")]
    wrong = [each for each, match in zip(text.split(","), found, strict=True) if match is None]
    if wrong:
        raise WrongUsage(problem=f"{option} {wrong[0]}: write shifts as 09:00-12:30,13:15-17:00, or {CLOSED}.")
    return [(match[1], match[2]) for match in found if match]


def _plain(shown: Any) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(shown)
    return found


def _now(found: "CalendarView") -> str:
    change = show.shown(found.closes_at or found.opens_at)
    if found.open:
        return f"open until {change}" if change else "always open"
    return f"closed until {change}" if change else "closed, and does not open within 400 days"


def _row(day: "CalendarDay") -> list[str]:
    hours = ", ".join(f"{start}-{end}" for start, end in day.hours) or CLOSED
    named = f": {day.name}" if day.name else ""
    return [day.weekday, day.date.isoformat(), hours, "" if day.because == "week" else f"{day.because}{named}"]
