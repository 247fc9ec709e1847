"""Business hours over HTTP."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.calendars import actions
from warmline.calendars.model import (
    CalendarChange,
    CalendarDays,
    CalendarPreview,
    CalendarView,
    HolidayCountry,
    NewCalendar,
    PreviewedDays,
)
from warmline.calendars.snapshots import visible_calendar
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["calendars"]
First = Annotated[date | None, QueryParameter(name="from", description="The first day; today there if left out.")]
Days = Annotated[int, QueryParameter(ge=1, le=400, description="How many days.")]


@get("/calendars", operation_id="list_calendars", tags=TAGS)
async def list_calendars(
    db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None
) -> Page[CalendarView]:
    """Business hours by code."""
    key = read_cursor(after, tuple[str])
    async with db.transaction(actor.org_id) as conn:
        found = await actions.list_calendars(conn, actor, after=key[0] if key else None, size=limit + 1)
    return page(found, limit, key=lambda each: (each.code,))


@post("/calendars", operation_id="create_calendar", tags=TAGS)
async def create_calendar(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewCalendar]) -> Response[CalendarView]:
    """Set up business hours."""
    async with db.transaction(actor.org_id) as conn:
        made = await actions.create_calendar(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/calendars/{made.id}")


@get("/calendars/{calendar_id:uuid}", operation_id="get_calendar", tags=TAGS)
async def get_calendar(db: Db, actor: NamedDependency[Actor], calendar_id: FromPath[UUID]) -> Response[CalendarView]:
    """One calendar, and whether it is open now."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_calendar(conn, actor, calendar_id))


@patch("/calendars/{calendar_id:uuid}", operation_id="update_calendar", tags=TAGS)
async def update_calendar(
    request: Request[Any, Any, Any],
    db: Db,
    actor: NamedDependency[Actor],
    calendar_id: FromPath[UUID],
    data: JSONBody[CalendarChange],
) -> Response[CalendarView]:
    """Change business hours; queues that keep them follow at once."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await actions.update_calendar(conn, actor, calendar_id, data, version=expected_version(request)))


@delete("/calendars/{calendar_id:uuid}", operation_id="delete_calendar", tags=TAGS, status_code=204)
async def delete_calendar(db: Db, actor: NamedDependency[Actor], calendar_id: FromPath[UUID]) -> None:
    """Delete business hours that no queue keeps."""
    async with db.transaction(actor.org_id) as conn:
        await actions.delete_calendar(conn, actor, calendar_id)


@get("/calendars/{calendar_id:uuid}/days", operation_id="list_calendar_days", tags=TAGS)
async def list_calendar_days(
    db: Db, actor: NamedDependency[Actor], calendar_id: FromPath[UUID], first: First = None, days: Days = 14
) -> CalendarDays:
    """What the calendar brings: the hours of each day, and the names of holidays and exceptions."""
    async with db.transaction(actor.org_id) as conn:
        return await actions.calendar_days(conn, actor, calendar_id, first=first, days=days)


@post("/calendars/preview", operation_id="preview_calendar", tags=TAGS, status_code=200)
async def preview_calendar(actor: NamedDependency[Actor], data: JSONBody[CalendarPreview]) -> PreviewedDays:
    """What business hours would bring before they are saved."""
    return await actions.preview(actor, data)


@get("/calendars/countries", operation_id="list_holiday_countries", tags=TAGS)
async def list_holiday_countries(actor: NamedDependency[Actor]) -> list[HolidayCountry]:
    """The countries whose public holidays are known."""
    return await actions.holiday_countries(actor)


ROUTES = [
    list_calendars,
    create_calendar,
    get_calendar,
    update_calendar,
    delete_calendar,
    list_calendar_days,
    preview_calendar,
    list_holiday_countries,
]
