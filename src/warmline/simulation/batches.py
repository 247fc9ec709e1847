"""Means with standard errors from one long run: batch means, and ratios of batch sums. Pure.

Law, Simulation Modeling and Analysis (2015), section 9.5.3: batches long enough are as good as independent runs.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmline.simulation.results import Figure
from warmline.simulation.shape import DAY

Floats = NDArray[np.float64]
# From so many whole days on, a batch is a day.
DAYS = 10


class Batches:
    """The measured time, cut into parts of equal length, or into days where there are enough."""

    def __init__(self, since: float, until: float, count: int) -> None:
        self.since, self.until = since, until
        days = math.floor(until / DAY) - math.ceil(since / DAY)
        if days >= DAYS:
            inner = np.arange(math.ceil(since / DAY) + 1, math.floor(until / DAY)) * DAY
            self.edges: Floats = np.concatenate([[since], inner, [until]])
        else:
            self.edges = np.linspace(since, until, count + 1)
        self.count = len(self.edges) - 1

    def of(self, moments: Floats) -> NDArray[np.intp]:
        """In which batch each moment is."""
        found = np.searchsorted(self.edges, moments, side="right") - 1
        return np.clip(found, 0, self.count - 1)

    def sums(self, which: NDArray[np.intp], values: NDArray[Any] | None = None) -> Floats:
        """The sum of the values in each batch, or how many there are."""
        return np.bincount(which, weights=values, minlength=self.count).astype(np.float64)


def ratio(parts: Floats, wholes: Floats) -> Figure:
    """Sum by sum, with the error of a ratio estimator (Cochran 1977, section 6.3)."""
    whole = float(wholes.sum())
    if not whole > 0:
        return Figure(None)
    value = float(parts.sum()) / whole
    n = int(np.count_nonzero(wholes))
    if n < 2:
        return Figure(value)
    return Figure(value, math.sqrt(n / (n - 1) * float(((parts - value * wholes) ** 2).sum())) / whole)


def quantile(values: Floats, which: NDArray[np.intp], share: float) -> Figure:
    """A quantile of all, with the error from how it varies between batches of at least ten."""
    if not len(values):
        return Figure(None)
    value = float(np.quantile(values, share))
    order = np.argsort(which, kind="stable")
    cuts = np.flatnonzero(np.diff(which[order])) + 1
    parts = [float(np.quantile(each, share)) for each in np.split(values[order], cuts) if len(each) >= 10]
    error = float(np.std(parts, ddof=1)) / math.sqrt(len(parts)) if len(parts) > 1 else None
    return Figure(value, error)


def overlaps(begins: Floats, ends: Floats, edges: Floats, weights: Floats | None = None) -> Floats:
    """How much of all these pieces of time lies between each two edges."""
    return np.diff(_elapsed(ends, edges, weights) - _elapsed(begins, edges, weights))


def _elapsed(moments: Floats, edges: Floats, weights: Floats | None) -> Floats:
    """The sum over all moments of the earlier of it and each edge."""
    order = np.argsort(moments)
    weight = np.ones(len(moments)) if weights is None else weights[order]
    ahead = np.concatenate([[0.0], np.cumsum(moments[order] * weight)])
    heavy = np.concatenate([[0.0], np.cumsum(weight)])
    at = np.searchsorted(moments[order], edges)
    found: Floats = ahead[at] + (heavy[-1] - heavy[at]) * edges
    return found


def gini(values: Floats) -> float | None:
    """Half the mean difference between two of them, by their mean; 0 is even."""
    total = float(values.sum())
    if not len(values) or not total > 0:
        return None
    ranks = np.arange(1, len(values) + 1)
    return float((2 * ranks - len(values) - 1) @ np.sort(values)) / (len(values) * total)
