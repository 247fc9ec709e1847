"""Business hours: weeks with split shifts, time zones, holidays and exceptions."""

from warmline.calendars.actions import (
    calendar_days,
    create_calendar,
    delete_calendar,
    list_calendars,
    update_calendar,
)
from warmline.calendars.events import CalendarCreated, CalendarDeleted, CalendarUpdated
from warmline.calendars.hours import Hours
from warmline.calendars.model import (
    CalendarChange,
    CalendarDay,
    CalendarDays,
    CalendarView,
    ExceptionalDay,
    NewCalendar,
    PublicHolidays,
    Rules,
)
from warmline.calendars.snapshots import SNAPSHOTS, change_after, hours_of, visible_calendar

__all__ = [
    "SNAPSHOTS",
    "CalendarChange",
    "CalendarCreated",
    "CalendarDay",
    "CalendarDays",
    "CalendarDeleted",
    "CalendarUpdated",
    "CalendarView",
    "ExceptionalDay",
    "Hours",
    "NewCalendar",
    "PublicHolidays",
    "Rules",
    "calendar_days",
    "change_after",
    "create_calendar",
    "delete_calendar",
    "hours_of",
    "list_calendars",
    "update_calendar",
    "visible_calendar",
]
