"""How well call volumes are forecast: ours beside plain and well-known ways, on two banks, a week ahead, rolling.

    python -m bench.forecast [FOLDER]

FOLDER holds ``../shared/data/call_centre``. Each week from the thirteenth on is forecast from what came before it, in
half hours; nothing of a bank is known to its forecast that comes later. WAPE is the sum of misses by the sum of calls;
MASE (Hyndman & Koehler 2006) is the mean miss by that of the same half hour a week before within the history.
statsforecast is shown where it is installed.
"""

import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import util
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from bench._report import Clock, Figure, Report
from warmline.staffing.erlang import Numbers
from warmline.staffing.forecast import SHORT, forecast, predict
from warmline.staffing.history import History, prepare
from warmline.staffing.volumes import Columns, Volumes, by_interval, read_volumes

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "call_centre"
HALF_HOUR = 1800
FIRST_WEEKS = 12
SHARES = (0.8, 0.95)
Way = Callable[[History], Numbers]


class Week(NamedTuple):
    """What was known, and what came (NaN where closed)."""

    known: Volumes
    history: History
    came: Numbers


class Score(NamedTuple):
    """Over all weeks."""

    wape: float
    mase: float
    milliseconds: float


def banks(folder: Path) -> Iterator[tuple[str, Volumes]]:
    """Both, in half hours."""
    yield "bank A, all week", by_interval(read_volumes(folder / "anonymous_bank_1999_6min.csv"), HALF_HOUR)
    columns = Columns(day_starts="07:00", first_day="2003-03-03", worked="mon-fri")
    yield "bank B, weekdays", by_interval(read_volumes(folder / "na_bank_5min_calls.csv", columns), HALF_HOUR)


def weeks(volumes: Volumes) -> list[Week]:
    """Every whole week after the first twelve."""
    found = []
    for begin in range(7 * FIRST_WEEKS, len(volumes.days) - 6, 7):
        known = msgspec.structs.replace(volumes, days=volumes.days[:begin], calls=volumes.calls[:begin])
        history = prepare(known)
        worked = [row for row in range(begin, begin + 7) if history.worked(volumes.days[row])]
        came = volumes.calls[worked].copy()
        came[np.nansum(came, axis=1) == 0] = np.nan
        found.append(Week(known, history, came))
    return found


def score(way: Way, found: list[Week]) -> Score:
    """How far it is off, and what it takes."""
    missed = came = 0.0
    scaled = []
    clock = Clock()
    made = [way(each.history) for each in found]
    seconds = clock.seconds
    for expected, week in zip(made, found, strict=True):
        miss = np.abs(expected - week.came)
        season = np.abs(week.history.seen[week.history.week :] - week.history.seen[: -week.history.week])
        scaled.append(float(np.nanmean(miss) / np.nanmean(season)))
        missed, came = missed + float(np.nansum(miss)), came + float(np.nansum(week.came))
    return Score(missed / came, float(np.mean(scaled)), seconds / len(found) * 1000)


def coverage(found: list[Week], share: float) -> float:
    """The share of half hours that came within our bounds."""
    inside = known = 0
    for week in found:
        first = week.known.days[-1] + timedelta(1)
        made = forecast(
            week.known, interval=HALF_HOUR, days=[first + timedelta(each) for each in range(7)], confidence=share
        )
        days = [each for each in made.days if not each.closed]
        low, high = np.array([each.low for each in days]), np.array([each.high for each in days])
        there = ~np.isnan(week.came)
        inside += int(((week.came >= low) & (week.came <= high))[there].sum())
        known += int(there.sum())
    return inside / known


def ours(history: History) -> Numbers:
    return predict(history.calls, history.week)


def last_week(history: History) -> Numbers:
    # As it was seen: a closed day is taken from the cleaned history, or nothing could be said of it.
    seen, clean = (each[-history.week :] for each in (history.seen, history.calls))
    return np.asarray(np.where(np.isnan(seen), clean, seen), dtype=np.float64)


def mean_of(many: int) -> Way:
    def way(history: History) -> Numbers:
        rows = history.calls[-many * history.week :]
        return np.asarray(rows.reshape(many, history.week, -1).mean(axis=0))

    return way


def _whole(root: Any, history: History) -> Numbers:
    """Back from roots, in which counts vary alike at all levels."""
    made = np.maximum(np.asarray(root), 0) ** 2 - 0.25
    return np.asarray(np.clip(made, 0, None).reshape(history.week, -1), dtype=np.float64)


def _roots(history: History) -> tuple[int, Numbers]:
    """Half hours in a day, and the roots of the last twelve weeks: on all of them MSTL takes minutes."""
    calls = history.calls[-FIRST_WEEKS * history.week :]
    return calls.shape[1], np.asarray(np.sqrt(calls.ravel() + 0.25))


def mstl_ets(history: History) -> Numbers:
    """statsmodels: seasons of a day and a week by MSTL, the rest by ETS(A,N,N)."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    from statsmodels.tsa.seasonal import MSTL

    day, roots = _roots(history)
    week = day * history.week
    season = MSTL(roots, periods=(day, week)).fit().seasonal.sum(axis=1)
    return _whole(ETSModel(roots - season, error="add").fit(disp=False).forecast(week) + season[-week:], history)


def _statsforecast(name: str) -> Way:
    def daily(history: History) -> Numbers:
        models: Any = __import__("statsforecast.models", fromlist=[name])
        totals = np.log1p(history.calls.sum(axis=1))
        made = getattr(models, name)(season_length=history.week).forecast(y=totals, h=history.week)["mean"]
        shape = history.calls[-8 * history.week :].reshape(8, history.week, -1).sum(axis=0)
        return np.asarray(np.expm1(made)[:, None] * shape / shape.sum(axis=1, keepdims=True))

    return daily


def _statsforecast_mstl(history: History) -> Numbers:
    models: Any = __import__("statsforecast.models", fromlist=["MSTL"])
    day, roots = _roots(history)
    week = day * history.week
    model = models.MSTL(season_length=[day, week], trend_forecaster=models.AutoETS(model="ZZN"))
    return _whole(model.forecast(y=roots, h=week)["mean"], history)


def ways() -> dict[str, Way]:
    """All that can be run here."""
    found: dict[str, Way] = {
        "ours": ours,
        f"mean of {SHORT} weeks": mean_of(SHORT),
        "mean of 8 weeks": mean_of(8),
        "MSTL + ETS (statsmodels)": mstl_ets,
    }
    if util.find_spec("statsforecast"):
        found["MSTL + AutoETS (statsforecast)"] = _statsforecast_mstl
        found |= {
            f"daily {name} (statsforecast)": _statsforecast(name) for name in ("AutoETS", "AutoTheta", "AutoARIMA")
        }
    return found


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    report = Report("Forecasts a week ahead, half hours: WAPE, floor is last week as it was")
    warnings.simplefilter("ignore")
    for name, volumes in banks(folder):
        found = weeks(volumes)
        naive = score(last_week, found)
        for what, way in ways().items():
            made = score(way, found)
            budget = "ratio <= 1" if what == "ours" else ""
            report.add(Figure(what=what, size=name, unit="WAPE", ours=made.wape, floor=naive.wape, budget=budget))
            report.note(f"{name}, {what}: MASE {made.mase:.3f}, {made.milliseconds:.0f} ms a forecast")
        held = ", ".join(f"{coverage(found, share):.1%} within bounds of {share:.0%}" for share in SHARES)
        report.note(
            f"{name}: {len(found)} weeks; last week: WAPE {naive.wape:.4f}, MASE {naive.mase:.3f}; ours: {held}"
        )
    report.show()


if __name__ == "__main__":
    main()
