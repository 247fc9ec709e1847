"""Business hours as they are written down and shown. Pure."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,62}$", description="Short name, for addresses and settings.")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Zone = Annotated[
    str, Meta(min_length=1, max_length=64, description="A name of the IANA time zone database, such as Europe/Berlin.")
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# From and until, as the clock on the wall shows it: ["09:00", "12:30"]; "24:00" is the end of the day.
Shift = tuple[str, str]
Shifts = list[Shift]
# What one calendar may hold.
SHIFTS_A_DAY, EXCEPTIONS = 12, 1000


class PublicHolidays(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose public holidays are kept: a country by its two letters (ISO 3166-1), and a part of it such as a state.
    Names are in ``language`` (such as de) where there is such a list, else in English."""

    country: str
    subdivision: str | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{2}(_[A-Z]{2})?$")] | None = None


class ExceptionalDay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A day that is otherwise than its weekday, or open though it is a holiday. Without hours it is closed."""

    date: str
    hours: Shifts = []
    name: Annotated[str, Meta(max_length=200)] = ""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """When a calendar is open. Exceptions count before holidays, and these before the week."""

    timezone: Zone
    weekly: dict[Weekday, Shifts] = {}
    holidays: PublicHolidays | None = None
    exceptions: list[ExceptionalDay] = []


class CalendarView(msgspec.Struct, frozen=True, kw_only=True):
    """Business hours. ``open`` is now; ``opens_at`` or ``closes_at`` is the next change, and null where there is none
    within 400 days."""

    id: UUID
    code: str
    name: str
    timezone: str
    weekly: dict[Weekday, Shifts]
    holidays: PublicHolidays | None
    exceptions: list[ExceptionalDay]
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class NewCalendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Business hours to set up: a week of shifts in a time zone, the holidays of a country, and days that are
    otherwise. A weekday that is left out is closed."""

    code: Code
    name: Name
    timezone: Zone
    weekly: dict[Weekday, Shifts] = {}
    holidays: PublicHolidays | None = None
    exceptions: list[ExceptionalDay] = []


class CalendarChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a calendar; what is left out stays. ``weekly`` and ``exceptions`` are replaced as a whole."""

    name: Name | UnsetType = UNSET
    timezone: Zone | UnsetType = UNSET
    weekly: dict[Weekday, Shifts] | UnsetType = UNSET
    holidays: PublicHolidays | UnsetType | None = UNSET
    exceptions: list[ExceptionalDay] | UnsetType = UNSET


class CalendarDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day as a calendar has it. ``because`` says which rule made it so, and ``name`` what that holiday or exception
    is called. ``spans`` are the same hours as moments, which a change of the clocks can make longer or shorter."""

    date: date
    weekday: Weekday
    hours: Shifts
    because: Literal["week", "holiday", "exception"]
    name: str | None
    spans: list[tuple[datetime, datetime]]


class CalendarDays(msgspec.Struct, frozen=True, kw_only=True):
    """The days that a calendar brings."""

    calendar_id: UUID
    timezone: str
    days: list[CalendarDay]


class CalendarPreview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Business hours that are not saved yet, and of how many days to show what they bring."""

    timezone: Zone
    weekly: dict[Weekday, Shifts] = {}
    holidays: PublicHolidays | None = None
    exceptions: list[ExceptionalDay] = []
    days: Annotated[int, Meta(ge=1, le=100)] = 14


class PreviewedDays(msgspec.Struct, frozen=True, kw_only=True):
    """What business hours would bring, and whether they would be open now."""

    timezone: str
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    days: list[CalendarDay]


class HolidayCountry(msgspec.Struct, frozen=True, kw_only=True):
    """A country whose public holidays are known, by its two letters, and its parts that have lists of their own."""

    code: str
    subdivisions: list[str]
