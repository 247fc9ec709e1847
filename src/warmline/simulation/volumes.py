"""Counted calls of a real service, from a CSV file: a column ``calls``, one ``bin<N>min`` and one for the day."""

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from warmline.simulation.errors import CallFileWrong
from warmline.simulation.shape import DAY, Arrivals, seconds_of

_BIN = re.compile(r"bin(\d+)min")
DAYS = ("date", "day_index", "day")
Counts = np.ndarray[Any, np.dtype[np.int64]]


class Volumes:
    """Calls by day (row) and bin of the day (column), the length of a bin in seconds, and when the first begins."""

    def __init__(self, counts: Counts, width: float, starts: float) -> None:
        self.counts = counts
        self.width = width
        self.starts = starts

    def edges(self) -> "np.ndarray[Any, np.dtype[np.float64]]":
        """When each bin begins, in seconds since midnight."""
        return self.starts + self.width * np.arange(self.counts.shape[1], dtype=np.float64)


def volumes(arrivals: Arrivals) -> Volumes:
    """What the file of these arrivals says. Raises ``CallFileWrong``."""
    path = arrivals.file or ""
    counts, width = _read(path)
    spare = DAY - counts.shape[1] * width
    if arrivals.starts is None and spare > 0:
        raise CallFileWrong(path=path, problem="its bins do not fill a day; say when they begin with arrivals.starts")
    starts = seconds_of(arrivals.starts) if arrivals.starts else 0.0
    if starts > spare:
        raise CallFileWrong(path=path, problem=f"its last bin would end after midnight with starts = {arrivals.starts}")
    last = None if arrivals.days is None else arrivals.first_day + arrivals.days
    chosen = counts[arrivals.first_day : last]
    if not len(chosen):
        raise CallFileWrong(path=path, problem=f"it has {len(counts)} days, and first_day is {arrivals.first_day}")
    return Volumes(chosen, width, starts)


@lru_cache(maxsize=8)
def _read(path: str) -> tuple[Counts, float]:
    try:
        with Path(path).open(newline="", encoding="utf-8") as file:
            return _table(csv.DictReader(file), path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallFileWrong(path=path, problem=getattr(error, "strerror", None) or str(error)) from error


def _table(rows: "csv.DictReader[str]", path: str) -> tuple[Counts, float]:
    names = rows.fieldnames or []
    day = next((each for each in DAYS if each in names), None)
    bins = next((each for each in names if _BIN.fullmatch(each)), None)
    if day is None or bins is None or "calls" not in names:
        needed = f"calls, bin<N>min (as bin5min) and one of {', '.join(DAYS)}"
        raise CallFileWrong(path=path, problem=f"it needs the columns {needed}, and has: {', '.join(names) or 'none'}")
    cells: dict[str, dict[int, int]] = {}
    for row in rows:
        try:
            calls = int(row["calls"])
            if calls < 0:
                raise ValueError(calls)
            cells.setdefault(row[day], {})[int(row[bins])] = calls
        except (TypeError, ValueError) as error:
            raise CallFileWrong(path=path, problem=f"line {rows.line_num} has no whole numbers from 0 on") from error
    if not cells:
        raise CallFileWrong(path=path, problem="it has no lines")
    return _square(cells, path), 60.0 * int(bins[3:-3])


def _square(cells: dict[str, dict[int, int]], path: str) -> Counts:
    """Days in the order of the file; bins may be counted from 0 or from 1."""
    first = min(min(each) for each in cells.values())
    width = max(max(each) for each in cells.values()) - first + 1
    counts = np.zeros((len(cells), width), dtype=np.int64)
    for n, day in enumerate(cells.values()):
        for at, calls in day.items():
            counts[n, at - first] = calls
    if not counts.any():
        raise CallFileWrong(path=path, problem="nobody called")
    return counts
