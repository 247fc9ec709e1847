"""Figures over the day: each interval of it, over all days of a run. Pure."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.simulation.batches import Floats, overlaps
from warmline.simulation.journal import ABANDONED, BLOCKED, IN_SERVICE, SERVED
from warmline.simulation.plan import Plan
from warmline.simulation.results import Interval
from warmline.simulation.shape import DAY

Mask = NDArray[np.bool_]


class Observed(Protocol):
    """What is needed of a journal's columns."""

    plan: Plan
    since: float
    until: float
    queue: NDArray[np.intp]
    at: Floats
    left: Floats
    target: Floats
    counted: Mask
    outcome: NDArray[np.int8]

    @property
    def wait(self) -> Floats:
        """How long each waited."""

    def busy(self, agents: Mask, edges: Floats) -> Floats:
        """Agent seconds in conversations."""

    def present(self, agents: Mask, edges: Floats) -> Floats:
        """Agent seconds present."""


def profile(columns: Observed, agents: Mask) -> tuple[Interval, ...]:
    """For each queue, and for all, the intervals of the day in which anything was measured."""
    day = _Day(columns)
    names = [each.name for each in columns.plan.queues]
    rows = [row for n, name in enumerate(names) for row in day.rows(columns.queue == n, name)]
    return (*day.rows(np.ones(len(columns.queue), dtype=np.bool_), None, agents), *rows)


class _Day:
    def __init__(self, columns: Observed) -> None:
        self.columns = columns
        self.width = 60.0 * columns.plan.scenario.interval_minutes
        self.count = int(DAY / self.width)
        first = int(columns.since // self.width)
        last = int(np.ceil(columns.until / self.width))
        # Every interval of every day, from the measured beginning to the end.
        self.edges = np.clip(np.arange(first, last + 1) * self.width, columns.since, columns.until)
        self.slot = np.arange(first, last) % self.count
        self.seconds = self.fold(np.diff(self.edges))
        self.of = (columns.at // self.width).astype(np.intp) % self.count

    def fold(self, values: Floats) -> Floats:
        """Sums over all days, by interval of the day."""
        return np.bincount(self.slot, weights=values, minlength=self.count).astype(np.float64)

    def rows(self, mask: Mask, name: str | None, agents: Mask | None = None) -> Iterator[Interval]:
        """The intervals of these customers."""
        columns = self.columns
        chosen = mask & columns.counted
        outcome = columns.outcome[chosen]
        admitted, served = outcome != BLOCKED, (outcome == SERVED) | (outcome == IN_SERVICE)
        wait, of = columns.wait[chosen], self.of[chosen]

        def count(which: Mask, weights: Floats | None = None) -> Floats:
            return np.bincount(of[which], weights=weights, minlength=self.count).astype(np.float64)

        come, inside = count(np.ones(len(of), dtype=np.bool_)), count(admitted)
        waits = count(admitted, wait[admitted])
        met = count(served & (wait <= columns.target[chosen] + 1e-6))
        gone = {each: count(outcome == each) for each in (SERVED, ABANDONED, BLOCKED)}
        queued = self.fold(overlaps(columns.at[mask], columns.left[mask], self.edges))
        busy = present = None
        if agents is not None:
            busy = self.fold(columns.busy(agents, self.edges))
            present = self.fold(columns.present(agents, self.edges))
        for n in np.flatnonzero(self.seconds > 0):
            days = self.seconds[n] / self.width
            yield Interval(
                begins=f"{int(n * self.width // 3600):02}:{int(n * self.width // 60 % 60):02}",
                queue=name,
                arrivals=float(come[n] / days),
                served=float(gone[SERVED][n] / days),
                abandoned=float(gone[ABANDONED][n] / days),
                blocked=float(gone[BLOCKED][n] / days),
                wait_mean=_by(waits[n], inside[n]),
                service_level=_by(met[n], inside[n]),
                queue_length=float(queued[n] / self.seconds[n]),
                occupancy=None if busy is None or present is None else _by(busy[n], present[n]),
                agents=None if present is None else float(present[n] / self.seconds[n]),
            )


def _by(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
