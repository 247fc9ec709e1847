"""Shifts: what no plan covers is said by interval, and plans cost no more than they must."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.staffing import Break, Plan, Rules, Shift, plan_shifts
from warmline.staffing.errors import NotCovered, ParameterWrong, ShiftsWrong

MONDAY = date(2026, 3, 2)
HOUR = 3600
DAY = Shift(name="day", length=8 * HOUR, first=8 * HOUR, last=10 * HOUR)
SHORT = Shift(name="short", length=4 * HOUR, first=8 * HOUR, last=14 * HOUR)


def plan(required: Sequence[int], *shifts: Shift, days: int = 1, **rules: float) -> Plan:
    """A plan for hours from 08:00 on, the same on each day."""
    wanted = {MONDAY + timedelta(each): required for each in range(days)}
    made = Rules(**rules)  # type: ignore[arg-type]  # whole numbers are given as such
    return plan_shifts(wanted, interval=HOUR, starts=8 * HOUR, shifts=shifts, rules=made)


@pytest.mark.parametrize(
    ("shift", "says"),
    [
        (Shift(name="x", length=0, first=0, last=0), "x: its length must be more than nothing"),
        (Shift(name="x", length=HOUR, first=HOUR, last=0), "x: its first start"),
        (Shift(name="x", length=HOUR, first=0, last=HOUR, every=1), "x: starts must be at least a minute apart"),
        (Shift(name="x", length=HOUR, first=0, last=0, breaks=(Break(length=60, earliest=9, latest=3),)), "x: a break"),
        (
            Shift(name="x", length=HOUR, first=0, last=0, breaks=(Break(length=HOUR, earliest=9, latest=9),)),
            "end after",
        ),
        (
            Shift(name="x", length=HOUR, first=0, last=0, breaks=(Break(length=60, earliest=0, latest=60),) * 2),
            "must not overlap",
        ),
    ],
)
def test_a_shift_that_cannot_be_meant_is_named(shift: Shift, says: str) -> None:
    with pytest.raises(ShiftsWrong, match=says):
        plan([1], shift)


def test_no_shifts_and_two_of_one_name_are_refused() -> None:
    with pytest.raises(ShiftsWrong, match="there are none"):
        plan([1])
    with pytest.raises(ShiftsWrong, match="two have the name 'day'"):
        plan([1], DAY, DAY)
    with pytest.raises(ShiftsWrong, match="max_gap needs gap_price"):
        plan([1], DAY, max_gap=1)
    with pytest.raises(ParameterWrong, match="time_limit: must be more than 0"):
        plan([1], DAY, time_limit=0)


def test_an_hour_that_no_shift_covers_is_named() -> None:
    with pytest.raises(NotCovered, match=r"no shift covers 2026-03-02 18:00, 2026-03-02 19:00\. Add a shift"):
        plan([2] * 12, DAY)


def test_too_few_people_are_told_where_they_lack() -> None:
    with pytest.raises(NotCovered, match=r"4\.0 agent hours stay open, at 2026-03-02 08:00"):
        plan([3, 3, 3, 3], SHORT, people=2)


def test_a_type_that_is_limited_is_kept_to_its_limit() -> None:
    few = Shift(name="few", length=4 * HOUR, first=8 * HOUR, last=8 * HOUR, most=1)
    with pytest.raises(NotCovered, match="stay open"):
        plan([2, 2, 2, 2], few)


def test_the_fewest_hours_cover_two_peaks() -> None:
    found = plan([2, 2, 1, 1, 1, 1, 2, 2], DAY, SHORT)
    # One all day and one short shift for each peak, or two all day: both are 16 hours.
    assert (found.paid_hours, found.optimal, found.least_cost) == (16.0, True, 16.0)
    assert all(each.covered >= each.required for each in found.cover)
    assert found.missing_hours == 0


def test_breaks_are_covered_by_somebody() -> None:
    lunch = Break(length=HOUR, earliest=3 * HOUR, latest=5 * HOUR)
    early = Shift(name="early", length=9 * HOUR, first=8 * HOUR, last=8 * HOUR, breaks=(lunch,))
    found = plan([1] * 9, early)
    assert (found.starts[0].count, found.paid_hours) == (2, 16.0)
    (breaks,) = found.starts[0].breaks
    assert len(breaks) == 2
    assert all(each.covered >= 1 for each in found.cover)


def test_a_gap_is_left_where_it_is_cheaper_and_told() -> None:
    found = plan([1, 1, 1, 1, 1], SHORT, gap_price=2.0)
    assert (found.paid_hours, found.missing_hours, found.cost) == (4.0, 1.0, 6.0)
    dear = plan([1, 1, 1, 1, 1], SHORT, gap_price=10.0)
    assert (dear.paid_hours, dear.missing_hours) == (8.0, 0.0)
    with pytest.raises(NotCovered):
        plan([3, 3, 3, 3], SHORT, gap_price=1.0, max_gap=1, people=1)


def test_a_night_shift_begins_on_the_evening_before() -> None:
    night = Shift(name="night", length=8 * HOUR, first=22 * HOUR, last=22 * HOUR)
    wanted = {MONDAY: [1] * 6 + [0] * 18}
    found = plan_shifts(wanted, interval=HOUR, starts=0, shifts=[night])
    assert [(each.day, each.start, each.end, each.count) for each in found.starts] == [
        (MONDAY - timedelta(1), "22:00", "06:00", 1)
    ]


def test_people_work_no_more_than_a_week_allows() -> None:
    found = plan([2] * 8, DAY, days=5, max_week_hours=32.0)
    # 80 hours a week at 32 are 2.5 people.
    assert (found.paid_hours, found.people) == (80.0, 3)
    assert plan([2] * 8, DAY, days=5, max_week_shifts=5).people == 2
    with pytest.raises(NotCovered):
        plan([2] * 8, DAY, days=5, max_week_hours=32.0, people=2)


def test_shifts_keep_to_their_weekdays() -> None:
    tuesdays = Shift(name="tue", length=8 * HOUR, first=8 * HOUR, last=8 * HOUR, weekdays=(1,))
    with pytest.raises(NotCovered, match="no shift covers 2026-03-02 08:00"):
        plan([1] * 8, tuesdays, days=2)


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6))
@settings(max_examples=25, deadline=None)
def test_no_other_plan_is_cheaper(required: list[int]) -> None:
    two = Shift(name="two", length=2 * HOUR, first=8 * HOUR, last=12 * HOUR, every=2 * HOUR)
    four = Shift(name="four", length=4 * HOUR, first=8 * HOUR, last=10 * HOUR, every=2 * HOUR)
    found = plan(required, two, four)
    assert all(each.covered >= each.required for each in found.cover)
    assert found.paid_hours == found.least_cost == _by_trying(required)


def _by_trying(required: list[int]) -> float:
    """Two-hour shifts at 0, 2 and 4, four-hour shifts at 0 and 2, none more than three times."""
    best = float("inf")
    for a, b, c, d, e in product(range(4), repeat=5):
        there = [a + d, a + d, b + d + e, b + d + e, c + e, c + e]
        if all(one >= other for one, other in zip(there, required, strict=True)):
            best = min(best, 2.0 * (a + b + c) + 4.0 * (d + e))
    return best
