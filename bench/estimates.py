"""How true the wait is that customers are told: the estimator against what came, in lines that are played out.

    python -m bench.estimates [--days 20] [--seed 7]

Each line is first come, first served, with agents who take some seconds to accept, customers who give up, and arrivals
that follow the day. Every ninety seconds somebody who waits is told an estimate, made from the last half hour as
``pace_of_line`` sees it; when that customer is answered, the error is known. ``before`` is the estimator that this one
replaced: the place over the answers of the last half hour, whether anybody had waited then or not.
"""

import argparse
import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from warmline.routing.estimating import ACCEPTING, Pace, estimate

WINDOW, EVERY, DAY = 1800.0, 90.0, 10 * 3600.0
# How long an agent takes to accept what is offered.
ACCEPTS = 4.0


@dataclass(frozen=True)
class Line:
    """Customers an hour by the hour of a day of ten, agents by the same hour, mean handle time, mean patience."""

    name: str
    customers: tuple[float, ...]
    agents: tuple[int, ...]
    handle: float
    patience: float


LINES = (
    Line("steady, 20 agents, nearly full", (226,) * 10, (20,) * 10, 300.0, 1e9),
    Line("steady, people give up", (270,) * 10, (20,) * 10, 300.0, 600.0),
    Line("morning peak", (120, 420, 360, 240, 180, 180, 240, 240, 180, 120), (20,) * 10, 300.0, 1200.0),
    Line("shift change", (200,) * 10, (20, 20, 20, 20, 15, 15, 20, 20, 20, 20), 300.0, 1200.0),
    Line("quiet, three agents", (26,) * 10, (3,) * 10, 300.0, 1e9),
    Line("bursts into a quiet line", (20, 20, 300, 20, 20, 20, 300, 20, 20, 20), (12,) * 10, 300.0, 1200.0),
)


def played(line: Line, rng: np.random.Generator) -> tuple[np.ndarray[Any, Any], ...]:
    """One day: when each customer came, left the line, whether by an answer, and how long the answer took."""
    peak = max(line.customers) / 3600.0
    at = np.cumsum(rng.exponential(1 / peak, int(peak * DAY * 1.3) + 50))
    at = at[at < DAY]
    hour = (at // 3600.0).astype(int)
    at = at[rng.random(at.size) * max(line.customers) < np.asarray(line.customers)[hour]]
    handle = rng.lognormal(np.log(line.handle) - 0.32, 0.8, at.size)
    patience = rng.exponential(line.patience, at.size)
    free = [0.0] * line.agents[0]
    left, answered = np.empty(at.size), np.zeros(at.size, dtype=bool)
    for n in range(at.size):
        there = line.agents[int(max(at[n], free[0] if free else at[n]) // 3600.0) % len(line.agents)]
        while len(free) < there:
            heapq.heappush(free, at[n])
        while len(free) > there:
            heapq.heappop(free)
        start = max(at[n], free[0]) + ACCEPTS
        answered[n] = start - at[n] <= patience[n]
        left[n] = start if answered[n] else at[n] + patience[n]
        if answered[n]:
            heapq.heapreplace(free, start + handle[n])
    return at, left, answered, handle


def seen(at: Any, left: Any, answered: Any, handle: Any, now: float, agents: int) -> Pace:
    """What ``pace_of_line`` would see at that moment."""
    since = now - WINDOW
    over = (left > since) & (left <= now)
    waits = (at < now) & (left > now)
    told = over & answered
    begin = np.maximum(np.r_[at[over], at[waits]], since)
    end = np.r_[left[over], np.full(int(waits.sum()), now)]
    last = handle[answered & (left <= now)][-50:]
    return Pace(
        answers=int((left[told] - np.maximum(at[told], since) > ACCEPTING).sum()),
        busy_seconds=covered(begin + ACCEPTING, end),
        gave_up=int((over & ~answered).sum()),
        waited_seconds=float((end - begin).sum()),
        handle_seconds=float(last.mean()) if last.size else None,
        units=agents,
    )


def covered(begin: Any, end: Any) -> float:
    """The length of the union of spans."""
    total, until = 0.0, -np.inf
    for one, other in sorted(zip(begin, end, strict=True)):
        if other > one:
            total += max(0.0, other - max(one, until))
            until = max(until, other)
    return float(total)


def before(place: int, at: Any, left: Any, answered: Any, handle: Any, now: float, agents: int) -> float | None:
    """The estimator that was there before."""
    answers = int((answered & (left > now - WINDOW) & (left <= now)).sum())
    if answers >= 3:
        return place * WINDOW / answers
    last = handle[answered & (left <= now)][-50:]
    return place * float(last.mean()) / agents if last.size else None


def told(line: Line, days: int, seed: int) -> tuple[np.ndarray[Any, Any], ...]:
    """What came, what the estimator said, and what the one before said, for everybody who was told and answered."""
    rng = np.random.default_rng(seed)
    found: list[tuple[float, float, float]] = []
    for _ in range(days):
        at, left, answered, handle = played(line, rng)
        for now in np.arange(1800.0, DAY, EVERY):
            line_up = np.flatnonzero((at <= now) & (left > now))
            if not line_up.size:
                continue
            place = int(rng.integers(line_up.size)) + 1
            who = line_up[place - 1]
            agents = line.agents[int(now // 3600.0)]
            one = estimate(place, seen(at, left, answered, handle, now, agents))
            other = before(place, at, left, answered, handle, now, agents)
            if answered[who] and one is not None and other is not None:
                found.append((left[who] - now, one, other))
    return tuple(np.asarray(found).T)


def figures(came: Any, said: Any) -> str:
    """Mean absolute error, bias, 90th percentile, and the share within 25 %."""
    error = said - came
    return (
        f"{np.abs(error).mean():8.0f} {error.mean():+8.0f} {np.quantile(np.abs(error), 0.9):8.0f}"
        f" {(np.abs(error) <= 0.25 * came).mean():7.0%}"
    )


def main(show: Callable[[str], None] = print) -> None:
    """Play the lines out, and print how far off both were."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--days", type=int, default=20)
    options.add_argument("--seed", type=int, default=7)
    given = options.parse_args()
    show(f"{'line':34} {'told':>6} {'waited':>7}   {'error':>6} {'bias':>8} {'p90':>8} {'<=25 %':>7}   before:")
    for line in LINES:
        came, said, then = told(line, given.days, given.seed)
        show(f"{line.name:34} {came.size:6} {came.mean():7.0f}   {figures(came, said)}   {figures(came, then)}")


if __name__ == "__main__":
    main()
