"""The arithmetic of business hours, on days when the clocks change and on all others."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.calendars import ExceptionalDay, Hours, PublicHolidays, Rules
from warmline.calendars.hours import minutes
from warmline.calendars.model import WEEKDAYS, Shifts, Weekday

WORKWEEK: dict[Weekday, Shifts] = {day: [("09:00", "12:30"), ("13:15", "17:00")] for day in WEEKDAYS[:5]}
ALWAYS: dict[Weekday, Shifts] = {day: [("00:00", "24:00")] for day in WEEKDAYS}
BERLIN = "Europe/Berlin"
# Zones whose clocks change at midnight, by half an hour, by two hours, never, or left out a whole day (Samoa, 2011).
ZONES = [
    "UTC", BERLIN, "America/New_York", "America/Santiago", "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe",
    "Antarctica/Troll", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca",
]  # fmt: skip


def moment(text: str, zone: str = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def hours(zone: str = BERLIN, weekly: dict[Weekday, Shifts] | None = None, **more: object) -> Hours:
    return Hours(Rules(timezone=zone, weekly=WORKWEEK if weekly is None else weekly, **more))  # type: ignore[arg-type] # given by name


def test_a_lunch_break_is_closed() -> None:
    office = hours()
    times = {
        "08:59": False,
        "09:00": True,
        "12:29": True,
        "12:30": False,
        "13:14": False,
        "13:15": True,
        "17:00": False,
    }
    assert {text: office.is_open(moment(f"2026-06-08 {text}")) for text in times} == times
    assert not office.is_open(moment("2026-06-07 10:00"))


def test_shifts_that_meet_are_one() -> None:
    office = hours(weekly={"mon": [("09:00", "12:00"), ("12:00", "24:00")], "tue": [("00:00", "02:00")]})
    assert office.next_change(moment("2026-06-08 10:00")) == (moment("2026-06-09 02:00"), False)
    assert office.open_seconds(moment("2026-06-08 10:00"), moment("2026-06-10 00:00")) == 16 * 3600


def test_what_never_changes_has_no_next_change() -> None:
    at = moment("2026-06-08 10:00")
    assert hours(weekly=ALWAYS).is_open(at)
    assert hours(weekly=ALWAYS).next_change(at) is None
    never = hours(weekly={}, exceptions=[ExceptionalDay(date="2020-01-01", hours=[("09:00", "10:00")])])
    assert never.next_change(at) is None
    assert not never.is_open(at)
    assert hours(weekly={}, exceptions=[ExceptionalDay(date="2026-06-08", hours=[("09:00", "12:00")])]).next_change(
        at
    ) == (moment("2026-06-08 12:00"), False)


def test_a_holiday_is_closed_and_an_exception_counts_before_it() -> None:
    kept = PublicHolidays(country="GB", subdivision="ENG")
    exceptions = [
        ExceptionalDay(date="2026-12-24", hours=[("09:00", "12:00")], name="Christmas Eve"),
        ExceptionalDay(date="2026-12-25", hours=[("10:00", "11:00")], name="Emergency line"),
        ExceptionalDay(date="2026-12-29", name="Stocktaking"),
    ]
    office = hours("Europe/London", holidays=kept, exceptions=exceptions)
    found = {each.date.day: (each.because, each.name, each.hours) for each in office.days(date(2026, 12, 23), 7)}
    assert found[23] == ("week", None, WORKWEEK["wed"])
    assert found[24] == ("exception", "Christmas Eve", [("09:00", "12:00")])
    assert found[25] == ("exception", "Emergency line", [("10:00", "11:00")])
    assert found[26] == ("holiday", "Boxing Day", [])
    assert found[28] == ("holiday", "Boxing Day (observed)", [])
    assert found[29] == ("exception", "Stocktaking", [])
    at = moment("2026-12-25 12:00", "Europe/London")
    assert office.next_change(at) == (moment("2026-12-30 09:00", "Europe/London"), True)


def test_holidays_are_those_of_the_part_of_the_country_in_its_language() -> None:
    epiphany = date(2026, 1, 6)
    bavaria, berlin = [
        hours(holidays=PublicHolidays(country="DE", subdivision=part, language="de")) for part in ("BY", "BE")
    ]
    assert [each.days(epiphany, 1)[0].name for each in (bavaria, berlin)] == ["Heilige Drei Könige", None]
    new_year = hours("America/New_York", holidays=PublicHolidays(country="US")).days(date(2027, 12, 31), 1)
    assert new_year[0].because == "holiday"


@pytest.mark.parametrize(
    ("day", "shift", "seconds"),
    [
        ("2026-03-29", ("00:00", "24:00"), 23 * 3600),
        ("2026-10-25", ("00:00", "24:00"), 25 * 3600),
        ("2026-03-29", ("01:30", "03:30"), 3600),
        ("2026-03-29", ("02:15", "02:45"), 0),
        ("2026-10-25", ("02:15", "02:45"), 3600),
        ("2026-10-25", ("01:00", "02:30"), 2 * 3600),
    ],
)
def test_a_day_on_which_the_clocks_change(day: str, shift: tuple[str, str], seconds: float) -> None:
    office = hours(weekly={"sun": [shift]})
    start = moment(f"{day} 00:00")
    assert office.open_seconds(start, start + timedelta(days=2)) == seconds


def test_a_shift_that_begins_in_the_hour_that_is_left_out_begins_after_it() -> None:
    office = hours(weekly={"sun": [("02:30", "05:00")]})
    found = office.next_change(moment("2026-03-29 00:00"))
    assert found == (datetime(2026, 3, 29, 1, tzinfo=UTC), True)


def test_the_hour_that_comes_twice_is_worked_twice() -> None:
    office = hours(weekly={"sun": [("02:00", "03:00")]})
    first, second = (moment("2026-10-25 02:30", fold=fold) for fold in (0, 1))
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert office.is_open(first)
    assert office.is_open(second)
    assert office.next_change(first) == (datetime(2026, 10, 25, 2, tzinfo=UTC), False)


def test_a_midnight_that_does_not_exist_begins_the_day_at_one() -> None:
    beirut = hours("Asia/Beirut", weekly={"sun": [("00:00", "02:00")]})
    day = moment("2026-03-28 12:00", "Asia/Beirut")
    assert beirut.next_change(day) == (datetime(2026, 3, 28, 22, tzinfo=UTC), True)
    assert beirut.open_seconds(day, day + timedelta(days=1)) == 3600


def test_a_day_that_was_left_out_is_not_worked() -> None:
    apia = hours("Pacific/Apia", weekly=ALWAYS)
    assert apia.days(date(2011, 12, 30), 1)[0].spans == []
    start = datetime(2011, 12, 29, tzinfo=UTC)
    assert apia.open_seconds(start, start + timedelta(days=3)) == 3 * 86_400


def _text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def shifts(draw: st.DrawFn) -> Shifts:
    marks = sorted(draw(st.lists(st.integers(0, 1440), unique=True, max_size=6)))
    return [(_text(start), _text(end)) for start, end in zip(marks[::2], marks[1::2], strict=False)]


@st.composite
def calendars(draw: st.DrawFn) -> Hours:
    days = st.dates(date(2019, 1, 1), date(2033, 1, 1)).map(date.isoformat)
    exceptions = draw(st.dictionaries(days, shifts(), max_size=3))
    kept = draw(st.sampled_from([None, PublicHolidays(country="DE", subdivision="BY"), PublicHolidays(country="US")]))
    return Hours(
        Rules(
            timezone=draw(st.sampled_from(ZONES)),
            weekly={day: draw(shifts()) for day in WEEKDAYS},
            holidays=kept,
            exceptions=[ExceptionalDay(date=day, hours=worked) for day, worked in exceptions.items()],
        )
    )


moments = st.integers(0, 13 * 365 * 86_400).map(
    lambda seconds: datetime(2019, 6, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
# Changes of the clocks are rare in a year, so these days are looked at on purpose.
turns = st.sampled_from(
    [
        datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2024, 4, 7, tzinfo=UTC),
        datetime(2024, 9, 8, tzinfo=UTC), datetime(2026, 4, 24, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC),
        datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 2, 15, tzinfo=UTC),
    ]
).flatmap(lambda day: st.integers(-86_400, 86_400).map(lambda seconds: day + timedelta(seconds=seconds)))  # fmt: skip
anytime = moments | turns


@given(calendars(), anytime, st.integers(0, 10 * 86_400), st.integers(0, 10 * 86_400))
@settings(max_examples=150, deadline=None)
def test_open_time_adds_up_and_is_never_negative(office: Hours, start: datetime, first: int, second: int) -> None:
    middle, end = start + timedelta(seconds=first), start + timedelta(seconds=first + second)
    parts = office.open_seconds(start, middle), office.open_seconds(middle, end)
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(office.open_seconds(start, end), abs=1e-6)
    assert office.open_seconds(start, end) <= first + second
    assert office.open_seconds(end, start) == 0


@given(calendars(), anytime)
@settings(max_examples=60, deadline=None)
def test_open_time_is_the_open_minutes(office: Hours, at: datetime) -> None:
    start = at.replace(second=0, microsecond=0)
    sampled = sum(60 for n in range(36 * 60) if office.is_open(start + timedelta(minutes=n)))
    assert office.open_seconds(start, start + timedelta(hours=36)) == sampled


@given(calendars(), anytime)
@settings(max_examples=150, deadline=None)
def test_open_is_what_the_clock_on_the_wall_says(office: Hours, at: datetime) -> None:
    wall = at.astimezone(ZoneInfo(office.rules.timezone))
    (day,) = office.days(wall.date(), 1)
    minute = wall.hour * 60 + wall.minute
    assert office.is_open(at) == any(minutes(start) <= minute < minutes(end) for start, end in day.hours)


@given(calendars(), anytime)
@settings(max_examples=150, deadline=None)
def test_the_next_change_is_where_it_changes(office: Hours, at: datetime) -> None:
    now, found = office.is_open(at), office.next_change(at, days=30)
    until = found[0] if found else at + timedelta(days=25)
    assert all(office.is_open(at + (until - at) * share / 40) == now for share in range(40))
    if found:
        assert found[1] is not now
        assert found[0] > at
        assert office.is_open(found[0]) is found[1]
        assert office.is_open(found[0] - timedelta(microseconds=1)) is now
