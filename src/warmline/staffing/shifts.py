"""Shifts that cover a requirement with the fewest paid hours, by an optimiser: HiGHS, through scipy.

A shift type is so many variables as it has starts, and its breaks are placed by variables of their own (Aykin 1996,
"Optimal shift scheduling with multiple break windows"), so that many breaks do not multiply the starts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from warmline.staffing import checks, clock
from warmline.staffing.errors import ShiftsWrong

MOST_STARTS = 20_000
STEP = 1800


class Break(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Time away within a shift, beginning between ``earliest`` and ``latest`` after its start. Seconds."""

    length: float
    earliest: float
    latest: float
    paid: bool = False


class Shift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of shift: ``length`` seconds from its start to its end, with breaks; it may start from ``first`` to
    ``last`` (seconds after midnight) in steps of ``every``, on ``weekdays`` (Monday is 0), at most ``most`` times a
    day."""

    name: str
    length: float
    first: int
    last: int
    every: int = STEP
    breaks: tuple[Break, ...] = ()
    weekdays: tuple[int, ...] = tuple(range(7))
    most: int | None = None

    @property
    def paid(self) -> float:
        """Paid seconds."""
        return self.length - sum(each.length for each in self.breaks if not each.paid)


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``gap_price``: paid hours that one missing agent for an hour costs; None allows no gap. ``max_gap``: how many may
    be missing at once. ``people``: how many there are, each for one shift a day, ``max_week_hours`` paid hours and
    ``max_week_shifts`` shifts a week on average. ``time_limit`` in seconds; a plan is good enough within ``tolerance``.
    """

    gap_price: float | None = None
    max_gap: int | None = None
    people: int | None = None
    max_week_hours: float | None = None
    max_week_shifts: int | None = None
    time_limit: float = 30.0
    tolerance: float = 0.001


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """How many begin this shift, and when their breaks begin: for each break in order, ``{"12:00": 3}``."""

    day: date
    shift: str
    start: str
    end: str
    count: int
    breaks: list[dict[str, int]]


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """One interval: how many are required and how many are there; a part of one is there for a part of it."""

    day: date
    start: str
    required: int
    covered: float

    @property
    def missing(self) -> float:
        """How many are missing."""
        return max(self.required - self.covered, 0.0)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """``cost`` is paid hours plus gaps at their price; no plan under these rules costs less than ``least_cost``, which
    is proved. ``missing_hours`` are agent hours that nobody covers; ``people``: how many it takes at least under the
    rules for a week."""

    paid_hours: float
    required_hours: float
    missing_hours: float
    cost: float
    least_cost: float
    optimal: bool
    people: int | None
    starts: list[Start]
    cover: list[Cover]


def check_shifts(shifts: Sequence[Shift], rules: Rules) -> None:
    """Raises ``ShiftsWrong`` and ``ParameterWrong`` for what cannot be meant."""
    if not shifts:
        raise ShiftsWrong(problem="there are none; describe at least one type of shift")
    names = [each.name for each in shifts]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ShiftsWrong(problem=f"two have the name {min(twice)!r}")
    for each in shifts:
        _check_shift(each)
    checks.number("time_limit", rules.time_limit, above=True)
    for name in ("gap_price", "max_gap", "max_week_hours", "people", "max_week_shifts"):
        value = getattr(rules, name)
        if value is not None:
            checks.number(name, value, above=name in ("gap_price", "max_week_hours"))
    if rules.max_gap is not None and rules.gap_price is None:
        raise ShiftsWrong(problem="max_gap needs gap_price, what a missing agent costs")


def _check_shift(shift: Shift) -> None:
    def wrong(problem: str) -> ShiftsWrong:
        return ShiftsWrong(problem=f"{shift.name}: {problem}")

    if not 0 < shift.length <= clock.DAY:
        raise wrong("its length must be more than nothing and at most 24 hours")
    if not 0 <= shift.first <= shift.last <= clock.DAY:
        raise wrong("its first start must be a time of day no later than its last")
    if shift.every < 60:
        raise wrong("starts must be at least a minute apart")
    ends = 0.0
    for each in shift.breaks:
        if each.length <= 0 or each.earliest > each.latest:
            raise wrong("a break needs a length, and an earliest start no later than its latest")
        if each.earliest < ends:
            raise wrong("breaks must be in order, and the windows in which they lie must not overlap")
        ends = each.latest + each.length
    if ends > shift.length:
        raise wrong("a break may not end after the shift")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that may begin here, seconds after the first midnight of the plan."""

    shift: Shift
    day: date
    at: int


def places(shifts: Sequence[Shift], days: Sequence[date]) -> list[Place]:
    """Every start of every shift; also on the evening before a day, where the shift ends on it."""
    evenings = {each - timedelta(1) for each in days} - set(days)
    found = [
        Place(shift=shift, day=day, at=(day - days[0]).days * clock.DAY + at)
        for day in sorted({*days, *evenings})
        for shift in shifts
        if day.weekday() in shift.weekdays
        for at in range(shift.first, shift.last + 1, shift.every)
        if day not in evenings or at + shift.length > clock.DAY
    ]
    if len(found) > MOST_STARTS:
        raise ShiftsWrong(problem=f"{len(found)} starts are too many; make the steps between starts (every) longer")
    return found


def plan_shifts(
    required: Mapping[date, Sequence[int]],
    *,
    interval: int,
    starts: int,
    shifts: Sequence[Shift],
    rules: Rules | None = None,
) -> Plan:
    """Cover what each interval of each day requires; intervals begin ``starts`` seconds after midnight.

    Raises ``ShiftsWrong``, ``ParameterWrong``, ``NotCovered`` with the intervals, and ``NoPlanInTime``.
    """
    from warmline.staffing.covering import Covering

    rules = rules or Rules()
    check_shifts(shifts, rules)
    if not required:
        raise ShiftsWrong(problem="there are no days to plan")
    days = sorted(required)
    slots = {
        (day - days[0]).days * clock.DAY + starts + number * interval: count
        for day in days
        for number, count in enumerate(required[day])
    }
    covering = Covering(places(shifts, days), slots, interval, rules, days[0])
    return covering.plan()


def moment(first: date, at: float) -> datetime:
    """The time so many seconds after the first midnight."""
    return datetime.combine(first, time.min) + timedelta(seconds=at)
