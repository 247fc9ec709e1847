"""Set up business hours, change them, and see what they bring."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.calendars import store
from warmline.calendars.checking import YEARS, checked
from warmline.calendars.errors import CalendarCodeTaken, CalendarInUse, CalendarNotFound
from warmline.calendars.events import CalendarCreated, CalendarDeleted, CalendarUpdated
from warmline.calendars.model import (
    CalendarChange,
    CalendarDays,
    CalendarPreview,
    CalendarView,
    HolidayCountry,
    NewCalendar,
    PreviewedDays,
    Rules,
)
from warmline.calendars.public_holidays import known
from warmline.calendars.snapshots import READ, change_after, hours_of, made_ready, shown, visible_calendar
from warmline.calendars.store import Stored
from warmline.kit import clock
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

MANAGE = "queue.manage"
RULES = Rules.__struct_fields__


async def create_calendar(conn: Conn, actor: Actor, new: NewCalendar) -> CalendarView:
    """Set up business hours. Raises ``CalendarUnusable``, ``CalendarCodeTaken``."""
    actor.need(MANAGE)
    rules = await _checked({name: getattr(new, name) for name in RULES})
    calendar_id = new_id()
    try:
        async with savepoint(conn):
            await store.insert_calendar(conn, actor.org_id, calendar_id, code=new.code, name=new.name, rules=rules)
    except asyncpg.UniqueViolationError as error:
        raise CalendarCodeTaken(code=new.code) from error
    after = {"code": new.code, "name": new.name, **store.columns(rules)}
    await _tell(conn, actor, CalendarCreated(calendar_id=calendar_id, after=after))
    return await visible_calendar(conn, actor, calendar_id)


async def update_calendar(
    conn: Conn, actor: Actor, calendar_id: UUID, change: CalendarChange, *, version: int | None = None
) -> CalendarView:
    """Change what is given; queues that keep the calendar follow at once.

    Raises ``CalendarNotFound``, ``Stale``, ``CalendarUnusable``.
    """
    actor.need(MANAGE)
    old = await _lock(conn, actor, calendar_id, version)
    given = {name: getattr(change, name) for name in RULES if getattr(change, name) is not msgspec.UNSET}
    rules = await _checked({name: getattr(old.rules, name) for name in RULES} | given) if given else old.rules
    name = old.row["name"] if change.name is msgspec.UNSET else change.name
    before, after = _difference(_state(old.row["name"], old.rules), _state(name, rules))
    if after:
        await store.change_calendar(conn, actor.org_id, calendar_id, name=name, rules=rules)
        queues = await store.queues_of_calendar(conn, actor.org_id, calendar_id) if after.keys() != {"name"} else {}
        event = CalendarUpdated(calendar_id=calendar_id, queue_ids=tuple(queues), before=before, after=after)
        await _tell(conn, actor, event)
    return await visible_calendar(conn, actor, calendar_id)


async def delete_calendar(conn: Conn, actor: Actor, calendar_id: UUID) -> None:
    """Delete business hours. Raises ``CalendarNotFound``, and ``CalendarInUse`` where queues keep them."""
    actor.need(MANAGE)
    old = await _lock(conn, actor, calendar_id, None)
    try:
        async with savepoint(conn):
            await store.delete_calendar(conn, actor.org_id, calendar_id)
    except asyncpg.ForeignKeyViolationError as error:
        queues = await store.queues_of_calendar(conn, actor.org_id, calendar_id)
        raise CalendarInUse(queues=", ".join(queues.values())) from error
    before = {"code": old.row["code"], **_state(old.row["name"], old.rules)}
    await _tell(conn, actor, CalendarDeleted(calendar_id=calendar_id, before=before))


async def list_calendars(conn: Conn, actor: Actor, *, after: str | None = None, size: int = 51) -> list[CalendarView]:
    """A page of calendars by code."""
    actor.need(*READ)
    return [await shown(each) for each in await store.list_calendars(conn, actor.org_id, after=after, size=size)]


async def calendar_days(
    conn: Conn, actor: Actor, calendar_id: UUID, *, first: date | None = None, days: int = 14
) -> CalendarDays:
    """So many days of a calendar, from today there or the first one given. Raises ``CalendarNotFound``."""
    actor.need(*READ)
    found = await hours_of(conn, actor.org_id, [calendar_id])
    if calendar_id not in found:
        raise CalendarNotFound(id=calendar_id)
    hours = found[calendar_id]
    begin = first or hours.today(clock.now())
    if begin.year not in YEARS:
        raise Invalid.field("from", f"a year from {YEARS[0]} to {YEARS[-1]}")
    shown_days = await asyncio.to_thread(hours.days, begin, days)
    return CalendarDays(calendar_id=calendar_id, timezone=hours.rules.timezone, days=shown_days)


async def preview(actor: Actor, wanted: CalendarPreview) -> PreviewedDays:
    """What business hours would bring from today on. Raises ``CalendarUnusable``."""
    actor.need(MANAGE)
    rules = await _checked({name: getattr(wanted, name) for name in RULES})
    hours, now = await made_ready(rules), clock.now()
    opened, opens_at, closes_at = change_after(hours, now)
    days = await asyncio.to_thread(hours.days, hours.today(now), wanted.days)
    return PreviewedDays(timezone=rules.timezone, open=opened, opens_at=opens_at, closes_at=closes_at, days=days)


async def holiday_countries(actor: Actor) -> list[HolidayCountry]:
    """The countries whose public holidays are known."""
    actor.need(*READ)
    found = await asyncio.to_thread(known)
    return [HolidayCountry(code=code, subdivisions=sorted(parts)) for code, parts in sorted(found.items())]


async def _checked(values: dict[str, Any]) -> Rules:
    rules = Rules(**values)
    # The first calendar with holidays loads the library of them, which is not for the event loop.
    return await asyncio.to_thread(checked, rules) if rules.holidays else checked(rules)


async def _lock(conn: Conn, actor: Actor, calendar_id: UUID, version: int | None) -> Stored:
    found = await store.lock_calendar(conn, actor.org_id, calendar_id)
    if found is None:
        raise CalendarNotFound(id=calendar_id)
    if version not in (None, found.row["version"]):
        raise Stale(kind="calendar")
    return found


def _state(name: Any, rules: Rules) -> dict[str, Any]:
    return {"name": name, **store.columns(rules)}


def _difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    changed: Sequence[str] = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
