"""The customers of a run, in order of arrival: the same for every policy, so that differences are the policies' own.

Each queue draws from its own stream, seeded by the scenario's seed, its name and the time: to change one queue leaves
the customers of the others as they are (common random numbers).
"""

import heapq
import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np

from warmline.simulation.draws import Chance, Deterministic, Empirical, Exponential, Lognormal, Patience
from warmline.simulation.shape import DAY, HOUR, Arrivals, QueuePart, Scenario, seconds_of
from warmline.simulation.volumes import volumes

# Customers are drawn for a piece of time in which about so many come: arrays are fast, and all of them would not fit.
AT_ONCE = 30_000
Array = np.ndarray[Any, np.dtype[np.float64]]
Source = Callable[[float, float, np.random.Generator], Array]


class Customer:
    """Somebody who comes, with all that chance decided about them; and what became of them so far."""

    __slots__ = ("again", "at", "handle", "helped", "intent", "key", "knows", "number", "offer", "offers", "patience",
                 "points", "queue", "returning", "state")  # fmt: skip

    def __init__(self, queue: int, at: float, patience: float, handle: Chance, *, intent: int, points: float) -> None:
        self.queue = queue
        self.at = at
        self.patience = patience
        self.handle = handle
        self.intent = intent
        self.points = points
        self.helped = 0.0
        self.returning = 0.0
        self.again = False
        self.knows: int | None = None
        self.state = 0
        self.offers = 0
        self.offer: Any = None
        self.number = 0
        self.key: Any = None


def generator(seed: int, *names: str | int) -> np.random.Generator:
    """The chance of one purpose, apart from that of all others."""
    return np.random.default_rng([seed, *(each if isinstance(each, int) else crc32(each.encode()) for each in names)])


def customers(scenario: Scenario, seed: int) -> Iterator[Customer]:
    """All who come, in order, until the scenario's end."""
    begin = seconds_of(scenario.opens)
    end = math.inf if scenario.duration_hours is None else begin + scenario.duration_hours * HOUR
    sources = [_source(queue.arrivals) for queue in scenario.queues]
    ends = [_last(queue.arrivals) for queue in scenario.queues]
    end = min(end, max(ends))
    streams = [
        _of_queue(n, queue, source, seed, begin, min(end, last))
        for n, (queue, source, last) in enumerate(zip(scenario.queues, sources, ends, strict=True))
    ]
    return islice(heapq.merge(*streams, key=lambda each: each.at), scenario.customers)


def expected(scenario: Scenario) -> float:
    """About how many will come, for a progress bar."""
    if scenario.customers is not None:
        return float(scenario.customers)
    begin = seconds_of(scenario.opens)
    end = begin + (scenario.duration_hours or 0.0) * HOUR
    return sum(_rate(queue.arrivals) * (min(end, _last(queue.arrivals)) - begin) for queue in scenario.queues)


def _of_queue(n: int, queue: QueuePart, source: Source, seed: int, begin: float, end: float) -> Iterator[Customer]:
    rate = _rate(queue.arrivals)
    if rate <= 0:
        return
    # Pieces begin at whole hours of the clock, so that a run that begins later meets the same customers.
    width = HOUR * min(max(1, int(AT_ONCE / rate / HOUR)), 24)
    piece = int(begin // width)
    while piece * width < end:
        rng = generator(seed, queue.name, piece)
        times = source(piece * width, (piece + 1) * width, rng)
        yield from _drawn(n, queue, times, rng, begin, end)
        piece += 1


def _drawn(
    n: int, queue: QueuePart, times: Array, rng: np.random.Generator, begin: float, end: float
) -> Iterator[Customer]:
    size = len(times)
    patience = _patience(queue.patience, size, rng).tolist()
    chances = zip(
        rng.exponential(size=size).tolist(), rng.normal(size=size).tolist(), rng.random(size).tolist(), strict=True
    )
    intents = _picked(list(queue.intents.values()), size, rng).tolist()
    points = np.array([float(each) for each in queue.priorities])
    priorities = points[_picked(list(queue.priorities.values()), size, rng)].tolist()
    luck = rng.random((2, size)).tolist()
    for k, (at, chance) in enumerate(zip(times.tolist(), chances, strict=True)):
        if begin <= at < end:
            made = Customer(n, at, patience[k], Chance(*chance), intent=intents[k], points=priorities[k])
            made.helped, made.returning = luck[0][k], luck[1][k]
            yield made


def _picked(weights: list[float], size: int, rng: np.random.Generator) -> np.ndarray[Any, np.dtype[np.intp]]:
    edges = np.cumsum(weights) / sum(weights)
    return np.minimum(np.searchsorted(edges, rng.random(size), side="right"), len(weights) - 1)


def _patience(patience: Patience, size: int, rng: np.random.Generator) -> Array:
    """How long each would wait, in seconds; drawn even where nobody loses patience, so that the rest stays the same."""
    exponential, normal, uniform = rng.exponential(size=size), rng.normal(size=size), rng.random(size)
    if isinstance(patience, Exponential):
        return patience.mean * exponential
    if isinstance(patience, Lognormal):
        variance = math.log1p((patience.sd / patience.mean) ** 2)
        return np.asarray(patience.mean * np.exp(math.sqrt(variance) * normal - variance / 2), dtype=np.float64)
    if isinstance(patience, Empirical):
        values = np.asarray(patience.values, dtype=np.float64)
        return np.asarray(values[(uniform * len(values)).astype(int)], dtype=np.float64)
    return np.full(size, patience.value if isinstance(patience, Deterministic) else math.inf)


def _rate(arrivals: Arrivals) -> float:
    """Customers a second, on average over a day."""
    if arrivals.file is not None:
        found = volumes(arrivals)
        return float(found.counts.sum()) * arrivals.scale * arrivals.share / len(found.counts) / DAY
    if arrivals.by_hour is not None:
        return sum(rate * (until - since) for since, until, rate in _pieces(arrivals.by_hour)) / DAY / HOUR
    return (arrivals.per_minute or 0.0) / 60.0 + (arrivals.per_hour or 0.0) / HOUR


def _last(arrivals: Arrivals) -> float:
    """When nobody comes any more: a file has an end."""
    return DAY * len(volumes(arrivals).counts) if arrivals.file is not None else math.inf


def _pieces(by_hour: dict[str, float]) -> list[tuple[float, float, float]]:
    """From, to, and customers an hour; before the first time of the day nobody comes."""
    times = sorted((seconds_of(each), rate) for each, rate in by_hour.items())
    ends = [since for since, _ in times[1:]] + [DAY]
    return [(since, until, rate) for (since, rate), until in zip(times, ends, strict=True)]


def _source(arrivals: Arrivals) -> Source:
    if arrivals.file is not None:
        return _counted(arrivals)
    if arrivals.by_hour is not None:
        return _by_hour(_pieces(arrivals.by_hour))
    rate = _rate(arrivals)
    return lambda since, until, rng: _evenly(rng, rate * (until - since), since, until)


def _evenly(rng: np.random.Generator, mean: float, since: float, until: float) -> Array:
    """A Poisson process on one piece of time."""
    return np.sort(rng.uniform(since, until, rng.poisson(mean)))


def _by_hour(pieces: list[tuple[float, float, float]]) -> Source:
    def draw(since: float, until: float, rng: np.random.Generator) -> Array:
        midnight = since // DAY * DAY
        inside = [
            (max(since, midnight + a), min(until, midnight + b), rate / HOUR)
            for a, b, rate in pieces
            if midnight + b > since and midnight + a < until
        ]
        return np.concatenate([np.empty(0), *(_evenly(rng, rate * (b - a), a, b) for a, b, rate in inside)])

    return draw


def _counted(arrivals: Arrivals) -> Source:
    """The calls of each bin, spread evenly in it: all of them, a part of them, or so many times more by chance."""
    found, factor = volumes(arrivals), arrivals.scale * arrivals.share
    edges = found.edges()

    def draw(since: float, until: float, rng: np.random.Generator) -> Array:
        day = int(since // DAY)
        if day >= len(found.counts):
            return np.empty(0)
        inside = (day * DAY + edges >= since) & (day * DAY + edges < until)
        counts = found.counts[day][inside]
        drawn = rng.binomial(counts, factor) if factor <= 1 else rng.poisson(counts * factor)
        return np.sort(np.repeat(day * DAY + edges[inside], drawn) + rng.uniform(0, found.width, int(drawn.sum())))

    return draw
