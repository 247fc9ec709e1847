"""Past volumes made fit to learn from: which weekdays are worked, closed and odd days, and gaps. Pure.

All that is filled in or left out is said in notes.
"""

from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from warmline.staffing.erlang import Numbers
from warmline.staffing.errors import HistoryTooShort
from warmline.staffing.volumes import Volumes

LEAST_WEEKS = 5
# A weekday is worked where it has calls in so many of its weeks.
WORKED = 0.3
# A day is odd where the logarithm of its calls is so many robust deviations off its neighbours in the calendar.
ODD = 4.0
LEAST_SPREAD = 0.08
NEAR = 4
SHOWN = 6
Marks = npt.NDArray[np.bool_]


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Rows are the days whose weekday is worked, without gaps, so the same weekday comes every ``week`` rows.

    ``calls`` is cleaned, ``seen`` is what was there (NaN on closed days and gaps).
    """

    days: tuple[date, ...]
    week: int
    calls: Numbers
    seen: Numbers
    interval: int
    starts: int
    notes: tuple[str, ...]

    def worked(self, day: date) -> bool:
        """Whether people work on this weekday."""
        return day.weekday() in {each.weekday() for each in self.days[: self.week]}

    def ahead(self, day: date) -> int:
        """How many rows after the last one this day comes; 1 is the next."""
        after = (self.days[-1] + timedelta(each + 1) for each in range((day - self.days[-1]).days))
        return sum(self.worked(each) for each in after)


def prepare(volumes: Volumes) -> History:
    """Days worked, with gaps and odd days filled in from the same weekdays around them. Raises ``HistoryTooShort``."""
    totals = np.nansum(volumes.calls, axis=1)
    known: Marks = np.asarray((~np.isnan(volumes.calls)).any(axis=1) & (totals > 0))
    weekdays = np.array([each.weekday() for each in volumes.days])
    worked = [each for each in range(7) if (weekdays == each).any() and known[weekdays == each].mean() >= WORKED]
    rows = np.isin(weekdays, worked)
    week, open_days = len(worked), int(known[rows].sum())
    if not week or rows.sum() < LEAST_WEEKS * week or open_days < (LEAST_WEEKS - 1) * week:
        raise HistoryTooShort(days=open_days, least=LEAST_WEEKS * max(week, 1))
    days = tuple(day for day, kept in zip(volumes.days, rows, strict=True) if kept)
    seen = volumes.calls[rows].copy()
    seen[~known[rows]] = np.nan
    closed = [day for day, is_open in zip(days, known[rows], strict=True) if not is_open]
    calls, gaps = _without_gaps(seen, week)
    odd = _odd(calls, known[rows], week)
    for row in odd:
        calls[row] = np.median(calls[_near(row, len(calls), week)], axis=0)
    notes = list(volumes.notes)
    notes += [_said("closed", closed)] if closed else []
    notes += [f"{gaps} intervals were missing and are filled in from the same weekday."] if gaps else []
    notes += (
        [_said("far off the same weekdays around and left out of learning", [days[row] for row in odd])] if odd else []
    )
    return History(
        days=days,
        week=week,
        calls=calls,
        seen=seen,
        interval=volumes.interval,
        starts=volumes.starts,
        notes=tuple(notes),
    )


def _said(what: str, days: list[date]) -> str:
    shown = ", ".join(each.isoformat() for each in days[:SHOWN])
    more = f" and {len(days) - SHOWN} more" if len(days) > SHOWN else ""
    return f"{len(days)} {'day was' if len(days) == 1 else 'days were'} {what}: {shown}{more}."


def _near(row: int, size: int, week: int) -> list[int]:
    """The same weekday in the weeks around."""
    around = (row + week * step for step in range(-NEAR, NEAR + 1) if step)
    return [each for each in around if 0 <= each < size]


def _without_gaps(seen: Numbers, week: int) -> tuple[Numbers, int]:
    """Filled from the medians of the same weekday and interval; how many were filled on days that were open."""
    calls, gaps = seen.copy(), 0
    whole: Marks = np.asarray(np.isnan(seen).all(axis=1))
    for first in range(week):
        rows = np.arange(first, len(seen), week)
        open_rows = rows[~whole[rows]]
        # What is mostly not there is not worked: a Saturday that ends at noon.
        idle = np.isnan(seen[open_rows]).mean(axis=0) > 0.5 if len(open_rows) else np.ones(seen.shape[1], dtype=bool)
        calls[np.ix_(rows, np.flatnonzero(idle))] = np.nan_to_num(calls[np.ix_(rows, np.flatnonzero(idle))])
        gaps += int(np.isnan(calls[open_rows]).sum())
    for row, column in np.argwhere(np.isnan(calls)):
        near = seen[_near(int(row), len(seen), week), column]
        near = near[~np.isnan(near)]
        calls[row, column] = np.median(near) if len(near) else 0.0
    return calls, gaps


def _odd(calls: Numbers, was_open: Marks, week: int) -> list[int]:
    """Days far off the same weekdays around them: half-closed, a system down, a storm."""
    totals = np.log1p(calls.sum(axis=1))
    found = []
    for row in np.flatnonzero(was_open):
        near = totals[_near(int(row), len(calls), week)]
        middle = float(np.median(near))
        spread = max(1.4826 * float(np.median(np.abs(near - middle))), LEAST_SPREAD)
        if abs(totals[row] - middle) > ODD * spread:
            found.append(int(row))
    return found
