"""Forecasts: the impossible is refused, what is odd is said, and the banks are forecast better than naively."""

from datetime import date, timedelta

import numpy as np
import pytest

from tests.staffing.test_volumes import BANKS, NUMBERED
from warmline.staffing.erlang import Numbers
from warmline.staffing.errors import HistoryTooShort, ParameterWrong
from warmline.staffing.forecast import forecast
from warmline.staffing.volumes import Volumes, read_volumes

MONDAY = date(2026, 1, 5)
SHAPE = np.array([10.0, 40.0, 60.0, 30.0])
WEEK = np.array([1.5, 1.0, 0.9, 0.8, 1.1, 0.0, 0.0])


def office(weeks: int, calls: Numbers | None = None) -> Volumes:
    """Four half hours from 08:00 on, busy by weekday, closed at week-ends; the same each week."""
    made = np.tile(WEEK[:, None] * SHAPE, (weeks, 1)) if calls is None else calls
    days = tuple(MONDAY + timedelta(each) for each in range(len(made)))
    return Volumes(days=days, calls=made, interval=1800, starts=8 * 3600)


@pytest.mark.parametrize("weeks", [1, 4])
def test_too_little_history_says_how_much_is_needed(weeks: int) -> None:
    with pytest.raises(HistoryTooShort, match="needs at least 25"):
        forecast(office(weeks), interval=1800)


def test_no_calls_at_all_are_no_history() -> None:
    with pytest.raises(HistoryTooShort):
        forecast(office(9, np.zeros((63, 4))), interval=1800)


def test_days_that_are_past_or_far_are_refused() -> None:
    history = office(8)
    with pytest.raises(ParameterWrong, match="is not after the last day of the volumes"):
        forecast(history, interval=1800, days=[MONDAY])
    with pytest.raises(ParameterWrong, match="more than 13 weeks after"):
        forecast(history, interval=1800, days=[MONDAY + timedelta(365)])
    with pytest.raises(ParameterWrong, match="for which 10 weeks of volumes are needed"):
        forecast(history, interval=1800, days=[MONDAY + timedelta(7 * 14)])
    with pytest.raises(ParameterWrong, match="confidence: must be between 0 and 1"):
        forecast(history, interval=1800, confidence=1.0)


def test_a_week_like_every_week_comes_again() -> None:
    found = forecast(office(8), interval=1800)
    assert [each.closed for each in found.days] == [False] * 5 + [True] * 2
    for day, busy in zip(found.days, WEEK, strict=True):
        assert day.calls == pytest.approx((busy * SHAPE).tolist(), rel=0.02)
        assert all(low <= calls <= high for low, calls, high in zip(day.low, day.calls, day.high, strict=True))
    assert found.trial.wape < 0.01
    assert found.notes == []


def test_a_day_that_will_be_closed_has_no_calls() -> None:
    monday = MONDAY + timedelta(56)
    found = forecast(office(8), interval=1800, closed=[monday], days=[monday, monday + timedelta(1)])
    assert [each.closed for each in found.days] == [True, False]
    assert sum(found.days[0].calls) == 0


def test_closed_days_gaps_and_odd_days_are_said_and_do_no_harm() -> None:
    calls = np.tile(WEEK[:, None] * SHAPE, (10, 1))
    calls[21] = 0.0
    calls[23] = np.nan
    calls[30, 2] = np.nan
    calls[44] *= 6
    found = forecast(office(10, calls), interval=1800)
    closed, gaps, odd = found.notes
    assert closed == "2 days were closed: 2026-01-26, 2026-01-28."
    assert gaps.startswith("1 intervals were missing")
    assert odd.startswith("1 day was far off")
    assert "2026-02-18" in odd
    assert found.days[2].calls == pytest.approx((WEEK[2] * SHAPE).tolist(), rel=0.02)


def test_a_short_saturday_stays_short() -> None:
    calls = np.tile(np.where(WEEK > 0, WEEK, 0.5)[:, None] * SHAPE, (8, 1))
    calls[5::7, 2:] = np.nan
    found = forecast(office(8, calls), interval=1800)
    assert found.days[5].calls[2:] == [0.0, 0.0]
    assert found.days[5].calls[1] == pytest.approx(20.0, rel=0.02)


@pytest.mark.parametrize("bank", ["anonymous", "numbered"])
def test_a_bank_is_forecast_better_than_by_last_week_within_bounds_that_hold(bank: str) -> None:
    history = (
        read_volumes(BANKS / "anonymous_bank_1999_6min.csv")
        if bank == "anonymous"
        else read_volumes(BANKS / "na_bank_5min_calls.csv", NUMBERED)
    )
    found = forecast(history, interval=1800)
    assert found.trial.weeks == 8
    assert found.trial.wape < found.trial.naive
    assert found.trial.covered >= 0.7
    assert found.trial.covered <= 0.9
    open_days = [each for each in found.days if not each.closed]
    assert len(open_days) == (7 if bank == "anonymous" else 5)
    assert all(sum(each.calls) > 100 for each in open_days)
