"""Calls to come, by interval, with bounds: the mean of three plain forecasts. ``bench/forecast.py`` says why these.

1. The mean of the last 4 weeks, by weekday and interval. 2. The same of 8 weeks. 3. The day's total by exponential
smoothing of its logarithm with a weekly season (ETS(A,N,A), statsmodels; Hyndman et al. 2008), spread over the day as
in the last 8 weeks. Bounds come from what such forecasts missed by in the last weeks, as far ahead as this one.
"""

import warnings
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import numpy as np

from warmline.staffing import checks
from warmline.staffing.erlang import Numbers
from warmline.staffing.errors import ParameterWrong
from warmline.staffing.history import History, prepare
from warmline.staffing.volumes import Volumes, by_interval

SHORT, LONG = 4, 8
LEAST_WEEKS = 3
TRIED_WEEKS = 8
MOST_WEEKS_AHEAD = 13
# Counts vary at least about as much as their root.
LEAST_NOISE = 0.25


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Calls expected in each interval of a day, between ``low`` and ``high`` with the confidence asked for; all zero
    where the day is ``closed``."""

    day: date
    calls: list[float]
    low: list[float]
    high: list[float]
    closed: bool = False


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """How far forecasts made in the last weeks were off: WAPE is the sum of misses by the sum of calls; ``naive`` is
    that of taking the last week as it was; ``covered`` is the share of intervals within their bounds."""

    weeks: int
    wape: float
    naive: float
    covered: float


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """``trial`` is of the nearest week; ``notes`` say what was odd in the history."""

    interval: int
    starts: int
    confidence: float
    days: list[Day]
    trial: Trial
    notes: list[str]


def forecast(
    volumes: Volumes,
    *,
    interval: int,
    days: Sequence[date] = (),
    closed: Sequence[date] = (),
    confidence: float = 0.8,
) -> Forecast:
    """The days asked for, or the seven after the last known. Raises ``HistoryTooShort`` and ``ParameterWrong``."""
    checks.share("confidence", confidence, why="it is the share of intervals that end up within their bounds")
    history = prepare(by_interval(volumes, interval))
    last = volumes.days[-1]
    wanted = list(days) or [last + timedelta(each + 1) for each in range(7)]
    made: dict[int, tuple[Numbers, Numbers, Numbers]] = {}
    found = []
    for day in wanted:
        _check_day(day, history.days[-1])
        if not history.worked(day) or day in closed:
            found.append(_closed(day, history.calls.shape[1]))
            continue
        ahead = history.ahead(day) - 1
        lead = ahead // history.week + 1
        if lead not in made:
            made[lead] = _with_bounds(history, lead, confidence)
        calls, low, high = (each[ahead % history.week] for each in made[lead])
        found.append(Day(day=day, calls=_rounded(calls), low=_rounded(low), high=_rounded(high)))
    return Forecast(
        interval=interval,
        starts=history.starts,
        confidence=confidence,
        days=found,
        trial=_trial(history, confidence),
        notes=list(history.notes),
    )


def _check_day(day: date, last: date) -> None:
    if day <= last:
        raise ParameterWrong(parameter="day", problem=f"{day} is not after the last day of the volumes, {last}")
    if (day - last).days > 7 * MOST_WEEKS_AHEAD:
        raise ParameterWrong(
            parameter="day",
            problem=f"{day} is more than {MOST_WEEKS_AHEAD} weeks after the last day of the volumes, {last}",
        )


def _closed(day: date, size: int) -> Day:
    nothing = [0.0] * size
    return Day(day=day, calls=nothing, low=nothing, high=nothing, closed=True)


def _rounded(values: Numbers) -> list[float]:
    return [round(float(each), 2) for each in values]


def predict(calls: Numbers, week: int, lead: int = 1) -> Numbers:
    """The week that is so many weeks ahead (1 is the next), a row for each of its days."""
    short, long = (_mean(calls, week, weeks) for weeks in (SHORT, LONG))
    smoothed = _smoothed(np.log1p(calls.sum(axis=1)), week, lead)
    if smoothed is None:
        return (short + long) / 2
    totals = long.sum(axis=1, keepdims=True)
    shape = np.divide(long, totals, out=np.zeros_like(long), where=totals > 0)
    return np.asarray((short + long + np.expm1(smoothed)[:, None] * shape) / 3, dtype=np.float64)


def _mean(calls: Numbers, week: int, weeks: int) -> Numbers:
    """Each weekday's mean in the last weeks."""
    weeks = min(weeks, len(calls) // week)
    return np.asarray(calls[-weeks * week :].reshape(weeks, week, -1).mean(axis=0), dtype=np.float64)


def _smoothed(totals: Numbers, week: int, lead: int) -> Numbers | None:
    """The totals of that week's days; None where there are too few to smooth."""
    if len(totals) < 10 + 2 * (week // 2):
        return None
    from statsmodels.tools.sm_exceptions import ConvergenceWarning
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    season = {"seasonal": "add", "seasonal_periods": week} if week > 1 else {}
    with warnings.catch_warnings():
        # Where the search for the best weights stops early, those it has are good enough: it is one of three.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        fitted = ETSModel(totals, error="add", initialization_method="heuristic", **season).fit(disp=False)
        ahead = np.asarray(fitted.forecast(lead * week), dtype=np.float64)[-week:]
    return ahead if np.isfinite(ahead).all() else None


def _tries(history: History, lead: int) -> list[tuple[Numbers, Numbers, Numbers]]:
    """For each of the last weeks: what would have been forecast, what came (NaN where closed), and the week before."""
    week, size = history.week, len(history.calls)
    found = []
    for back in range(1, TRIED_WEEKS + 1):
        end = size - week * back
        before = end - week * (lead - 1)
        if before < LEAST_WEEKS * week:
            break
        calls = history.calls[:before]
        found.append((predict(calls, week, lead), history.seen[end : end + week], calls[-week:]))
    return found


def _with_bounds(history: History, lead: int, confidence: float) -> tuple[Numbers, Numbers, Numbers]:
    """The forecast of that week with its bounds."""
    calls = predict(history.calls, history.week, lead)
    tries = _tries(history, lead)
    if not tries:
        weeks = LEAST_WEEKS + lead
        raise ParameterWrong(
            parameter="day",
            problem=f"is {lead} weeks ahead, for which {weeks} weeks of volumes are needed; choose a nearer one",
        )
    expected, came = (np.concatenate([each[part] for each in tries]) for part in (0, 1))
    low, high = _bounds(calls, expected, came, confidence)
    return calls, low, high


def _bounds(calls: Numbers, expected: Numbers, came: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Bounds by quantiles of past misses (split conformal, Lei et al. 2018), in units of a spread whose square is
    ``noise * calls + (drift * calls)**2``: chance within the interval, and days that are busier as a whole."""
    known = ~np.isnan(came)
    mean, miss = expected[known], (came - expected)[known]
    drift, noise = np.polyfit(mean, miss**2 / (mean + 1), 1)
    noise, drift = max(float(noise), LEAST_NOISE), max(float(drift), 0.0)

    def spread(at: Numbers) -> Numbers:
        return np.asarray(np.sqrt((at + 1) * (noise + drift * at)), dtype=np.float64)

    low, high = np.quantile(miss / spread(mean), [(1 - confidence) / 2, (1 + confidence) / 2])
    width = spread(calls)
    return np.maximum(calls + low * width, 0.0), np.maximum(calls + high * width, 0.0)


def _trial(history: History, confidence: float) -> Trial:
    """How forecasts for the next week would have done; each judged by bounds from the other weeks."""
    tries = _tries(history, 1)
    missed = naive = came = inside = known = 0.0
    for number, (expected, seen, before) in enumerate(tries):
        there = ~np.isnan(seen)
        missed += float(np.abs(expected - seen)[there].sum())
        naive += float(np.abs(before - seen)[there].sum())
        came += float(seen[there].sum())
        others = [each for at, each in enumerate(tries) if at != number] or tries
        past = [np.concatenate([each[part] for each in others]) for part in (0, 1)]
        low, high = _bounds(expected, past[0], past[1], confidence)
        inside += float(((seen >= low) & (seen <= high))[there].sum())
        known += float(there.sum())
    return Trial(
        weeks=len(tries),
        wape=round(missed / came, 4) if came else 0.0,
        naive=round(naive / came, 4) if came else 0.0,
        covered=round(inside / known, 4) if known else 0.0,
    )
