"""Waiting lines with one skill: Erlang B, C and A, and M/M/c/K. Pure; times are seconds, loads are erlangs.

Arrivals are Poisson, handle times and patience exponential. The states above ``agents`` are computed from their ratios
in logarithms, so that thousands of agents and heavy overload neither overflow nor lose digits.
"""

import math

import msgspec
import numpy as np
import numpy.typing as npt

from warmline.staffing import checks
from warmline.staffing.errors import ParameterWrong, QueueGrows

Numbers = npt.NDArray[np.float64]
# States that are less likely than the likeliest by this factor (in logarithms) are left out.
NEGLIGIBLE = -50.0
MOST_STATES = 4_000_000
# A shorter time is none: logarithms of it would fail.
AT_ONCE = 1e-9
# Nobody ever finds all agents busy.
TINY = 1e-290
HUGE = 700.0


class System(msgspec.Struct, frozen=True, kw_only=True):
    """A queue with one kind of work. ``rate`` is arrivals a second; ``handle_time`` and ``patience`` are means in
    seconds. Without ``patience`` nobody hangs up; ``waiting_places`` beside the agents, without end where None."""

    rate: float
    handle_time: float
    agents: int
    patience: float | None = None
    waiting_places: int | None = None

    @property
    def erlangs(self) -> float:
        """The offered load."""
        return self.rate * self.handle_time


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """What comes of it in the long run. All shares but ``blocking`` are of those who found a place.

    ``wait_probability``: who does not find an agent at once. ``mean_wait``: seconds, of all, whether they were served
    or hung up (ASA where nobody hangs up). ``service_level``: served within the time asked about, None where none was.
    ``mean_queue``: how many wait on average, so ``rate * (1 - blocking) * mean_wait`` (Little 1961).
    """

    agents: int
    erlangs: float
    occupancy: float
    wait_probability: float
    mean_wait: float
    mean_queue: float
    abandonment: float
    blocking: float
    service_level: float | None


def erlang_b(agents: int, erlangs: float) -> float:
    """The share of arrivals that finds all agents busy and is lost: ``B(n) = aB(n-1)/(n + aB(n-1))``, B(0) = 1.

    Erlang 1917; the recursion as in Cooper, Introduction to Queueing Theory, 1981. ``erlangs`` may be a fraction.
    """
    checks.count("agents", agents)
    checks.number("erlangs", erlangs, most=checks.MOST_ERLANGS)
    lost = 1.0
    for n in range(1, agents + 1):
        lost = erlangs * lost / (n + erlangs * lost)
    return lost


def erlang_c(agents: int, erlangs: float) -> float:
    """The share that waits where nobody hangs up: ``C = B / (1 - (a/n)(1 - B))``; 1 where ``erlangs >= agents``.

    Erlang 1917; Gans, Koole & Mandelbaum 2003, section 4.1.1.
    """
    lost = erlang_b(agents, erlangs)
    return 1.0 if erlangs >= agents else lost / (1 - erlangs / agents * (1 - lost))


def measure(system: System, *, within: float | None = None) -> Measures:
    """What comes of a system; ``within`` (seconds) is the time of the service level.

    Raises ``ParameterWrong``, and ``QueueGrows`` where the load is no less than the agents and nothing bounds the
    queue.
    """
    _check(system, within)
    if system.rate == 0:
        return _nothing(system, within, busy=0.0)
    if system.patience is None and system.waiting_places is None:
        return _endless(system, within)
    if system.agents == 0 and (system.patience is None or system.waiting_places == 0):
        return _nothing(system, within, busy=1.0)
    return _bounded(system, within)


def _check(system: System, within: float | None) -> None:
    checks.number("rate", system.rate)
    checks.number("handle_time", system.handle_time, above=True)
    checks.number("erlangs", system.erlangs, most=checks.MOST_ERLANGS)
    checks.count("agents", system.agents)
    if system.patience is not None:
        checks.number("patience", system.patience, above=True)
    if system.waiting_places is not None:
        checks.count("waiting_places", system.waiting_places, most=MOST_STATES)
    if within is not None:
        checks.number("within", within)


def _nothing(system: System, within: float | None, *, busy: float) -> Measures:
    """Nobody comes; or, where ``busy`` is 1, all places are taken for ever because nobody serves."""
    return Measures(
        agents=system.agents,
        erlangs=system.erlangs,
        occupancy=busy,
        wait_probability=busy,
        mean_wait=0.0,
        mean_queue=busy * (system.waiting_places or 0),
        abandonment=0.0,
        blocking=busy,
        service_level=None if within is None else 1.0 - busy,
    )


def _endless(system: System, within: float | None) -> Measures:
    """Erlang C: ``ASA = C*AHT/(n-a)``, ``SL(T) = 1 - C*exp(-(n-a)T/AHT)``. Gans, Koole & Mandelbaum 2003, 4.1.1."""
    n, load, handle = system.agents, system.erlangs, system.handle_time
    if load >= n:
        raise QueueGrows(agents=n, erlangs=load, least=math.floor(load) + 1)
    waits = erlang_c(n, load)
    mean_wait = waits * handle / (n - load)
    return Measures(
        agents=n,
        erlangs=load,
        occupancy=load / n,
        wait_probability=waits,
        mean_wait=mean_wait,
        mean_queue=system.rate * mean_wait,
        abandonment=0.0,
        blocking=0.0,
        service_level=None if within is None else 1 - waits * math.exp(-(n - load) * within / handle),
    )


def _bounded(system: System, within: float | None) -> Measures:
    """Erlang A and M/M/c/K, by birth and death: with ``k`` waiting, arrivals come at ``rate`` and
    ``agents/handle_time + k/patience`` leave. ``P(abandon) = E[W]/patience``. Palm 1957; Mandelbaum & Zeltyn 2007."""
    waiting = _waiting(system)
    queue = float(np.arange(len(waiting)) @ waiting)
    blocking = float(waiting[-1]) if system.waiting_places is not None else 0.0
    # Who finds k before them waits, unless these are all places.
    meets = waiting[: system.waiting_places]
    admitted = system.rate * (1 - blocking)
    mean_wait = queue / admitted if admitted else 0.0
    waits = float(meets.sum()) / (1 - blocking) if blocking < 1 else 0.0
    leaves = mean_wait / system.patience if system.patience else 0.0
    level = None
    if within is not None:
        level = 1 - waits + float(meets @ _served_within(system, within, len(meets))) / (1 - blocking)
    return Measures(
        agents=system.agents,
        erlangs=system.erlangs,
        occupancy=admitted * (1 - leaves) * system.handle_time / system.agents if system.agents else 1.0,
        wait_probability=waits,
        mean_wait=mean_wait,
        mean_queue=queue,
        abandonment=leaves,
        blocking=blocking,
        service_level=None if level is None else min(1.0, max(0.0, level)),
    )


def _waiting(system: System) -> Numbers:
    """The probability that all agents are busy and 0, 1, 2 ... wait."""
    ratios = _ratios(system)
    lost = erlang_b(system.agents, system.erlangs)
    if lost < TINY:
        return np.zeros(len(ratios))
    # States up to ``agents`` weigh 1/B, in terms of the state in which all are busy and nobody waits.
    highest = float(ratios.max())
    weights = np.exp(ratios - highest)
    before = math.exp(min(math.log(1 / lost - 1) - highest, HUGE)) if lost < 1 else 0.0
    return np.asarray(weights / (weights.sum() + before), dtype=np.float64)


def _ratios(system: System) -> Numbers:
    """The logarithm of how likely 0, 1, 2 ... waiting are in terms of nobody waiting."""
    size = system.waiting_places if system.waiting_places is not None else 1024
    hangs_up = 1 / system.patience if system.patience else 0.0
    while True:
        leaving = system.agents / system.handle_time + np.arange(1, size + 1) * hangs_up
        with np.errstate(divide="ignore"):
            found = np.concatenate(([0.0], np.cumsum(math.log(system.rate) - np.log(leaving))))
        if system.waiting_places is not None:
            return found
        if system.rate < leaving[-1] and found[-1] < found.max() + NEGLIGIBLE:
            return found
        if size > MOST_STATES:
            raise ParameterWrong(
                parameter="patience", problem="is so long that millions would wait; give fewer seconds"
            )
        size *= 4


def _served_within(system: System, within: float, size: int) -> Numbers:
    """The probability that one who finds all busy and k = 0, 1, 2 ... waiting is served within so many seconds.

    Their wait V is a sum of exponentials with rates ``agents/handle_time + i/patience``, i = 0..k. Without patience
    that is an Erlang distribution. With it, X = exp(-V/patience) is Beta(m, k+1), m = agents*patience/handle_time
    (Renyi 1953), and E[X; X >= x], x = exp(-within/patience), is m/(m+k+1) * P(N > k), N negative binomial(m+1, x).
    """
    speed = system.agents / system.handle_time
    if not (speed and size) or within < AT_ONCE:
        return np.zeros(size)
    steps = np.arange(1, size, dtype=np.float64)
    if system.patience is None:
        terms = np.concatenate(([-speed * within], math.log(speed * within) - np.log(steps)))
        return np.asarray(1 - np.cumsum(np.exp(np.cumsum(terms))), dtype=np.float64)
    shape, share = speed * system.patience, -math.expm1(-within / system.patience)
    first = -(speed + 1 / system.patience) * within
    terms = np.concatenate(([first], np.log((shape + steps) / steps) + math.log(share)))
    tail = 1 - np.cumsum(np.exp(np.cumsum(terms)))
    return np.asarray(shape / (shape + np.arange(1, size + 1)) * tail, dtype=np.float64)
