"""The fewest agents that meet every target, which target binds, and how many to schedule for them. Pure."""

import math
from collections.abc import Callable

import msgspec

from warmline.staffing import checks
from warmline.staffing.erlang import Measures, System, measure
from warmline.staffing.errors import NoTarget, OutOfReach, ParameterWrong

# Sums of floating point must not ask for one agent more.
TINY = 1e-9


class Targets(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be met; None asks for nothing. ``within`` and ``max_asa`` (the mean wait) are seconds,
    the others are shares.

    ``shrinkage`` is the part of paid time in which people do not serve: breaks, training, illness.
    """

    max_wait_probability: float | None = None
    service_level: float | None = None
    within: float | None = None
    max_asa: float | None = None
    max_abandonment: float | None = None
    max_occupancy: float | None = None
    max_blocking: float | None = None
    shrinkage: float = 0.0


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """``agents`` serve, ``scheduled`` are paid. ``each`` is what every target alone would take, ``binding`` names those
    that take most, and ``measures`` is what then comes of it."""

    agents: int
    scheduled: int
    binding: list[str]
    each: dict[str, int]
    measures: Measures


LIMITS: dict[str, Callable[[Measures], float]] = {
    "max_wait_probability": lambda found: found.wait_probability,
    "service_level": lambda found: -(found.service_level or 0.0),
    "max_asa": lambda found: found.mean_wait,
    "max_abandonment": lambda found: found.abandonment,
    "max_occupancy": lambda found: found.occupancy,
    "max_blocking": lambda found: found.blocking,
}


def check_targets(targets: Targets, *, patience: float | None, waiting_places: int | None) -> dict[str, float]:
    """The targets that are given. Raises ``ParameterWrong`` for one that no number of agents meets, ``NoTarget``."""
    if targets.shrinkage and not 0 <= targets.shrinkage < 1:
        raise ParameterWrong(parameter="shrinkage", problem=f"must be from 0 to less than 1, not {targets.shrinkage:g}")
    given = {name: value for name in LIMITS if (value := getattr(targets, name)) is not None}
    if not given:
        raise NoTarget(targets=", ".join(LIMITS))
    _check_service_level(targets)
    for name, value in given.items():
        if name == "max_asa":
            checks.number(name, value, above=True)
        elif name == "max_occupancy":
            checks.number(name, value, above=True, most=1.0)
        elif name != "service_level":
            checks.share(name, value, why="no number of agents brings it to 0, and 1 asks for nothing")
    if targets.max_abandonment is not None and patience is None:
        raise ParameterWrong(parameter="max_abandonment", problem="needs patience: without it nobody hangs up")
    if targets.max_blocking is not None and waiting_places is None:
        raise ParameterWrong(
            parameter="max_blocking", problem="needs waiting_places: without them nobody is turned away"
        )
    return given


def _check_service_level(targets: Targets) -> None:
    level, within = targets.service_level, targets.within
    if within is not None:
        checks.number("within", within)
    if level is None:
        return
    if within is None:
        raise ParameterWrong(parameter="service_level", problem="needs within, the seconds in which to serve them")
    why = (
        f"{level:g} within {within:g} s cannot be reached with any number of agents; ask for less than 1, such as 0.99"
    )
    checks.share("service_level", level, why=why if level >= 1 else "0 asks for nothing")


def require(
    *,
    rate: float,
    handle_time: float,
    targets: Targets,
    patience: float | None = None,
    waiting_places: int | None = None,
) -> Requirement:
    """The fewest agents for these arrivals a second. Raises ``ParameterWrong``, ``NoTarget`` and ``OutOfReach``."""
    given = check_targets(targets, patience=patience, waiting_places=waiting_places)
    system = System(rate=rate, handle_time=handle_time, agents=0, patience=patience, waiting_places=waiting_places)
    measure(msgspec.structs.replace(system, rate=0.0))
    checks.number("rate", rate)
    checks.number("erlangs", system.erlangs, most=checks.MOST_ERLANGS)
    known: dict[int, Measures] = {}

    def at(agents: int) -> Measures:
        if agents not in known:
            known[agents] = measure(msgspec.structs.replace(system, agents=agents), within=targets.within)
        return known[agents]

    endless = patience is None and waiting_places is None
    # Somebody must be there where anybody calls, even if all would hang up soon enough.
    least = 0 if not rate else math.floor(system.erlangs) + 1 if endless else 1
    each = {name: _fewest(name, value, at, least, math.floor(system.erlangs)) for name, value in given.items()}
    agents = max(each.values())
    return Requirement(
        agents=agents,
        scheduled=scheduled(agents, targets.shrinkage),
        binding=[name for name, value in each.items() if value == agents],
        each=each,
        measures=at(agents),
    )


def scheduled(agents: int, shrinkage: float) -> int:
    """How many to schedule so that so many serve: ``agents / (1 - shrinkage)``, rounded up."""
    return math.ceil(agents / (1 - shrinkage) - TINY)


def meets(name: str, value: float, found: Measures) -> bool:
    """Whether the target of this name and value is met, the last digits of a computation aside."""
    return LIMITS[name](found) <= (-value if name == "service_level" else value) + TINY


def _fewest(name: str, value: float, at: Callable[[int], Measures], least: int, guess: int) -> int:
    """The fewest agents that meet one target. Every target is met by all larger numbers too, so halves are enough."""

    def enough(agents: int) -> bool:
        return meets(name, value, at(agents))

    # From the load on, by steps that double, and then by halves.
    step, low, high = 1, least - 1, max(least, guess)
    if enough(high):
        while high > least and enough(max(high - step, least)):
            high, step = max(high - step, least), step * 2
        low = max(high - step, least - 1)
    else:
        low = high
        while not enough(low + step):
            low, step = low + step, step * 2
            if low + step > checks.MOST_AGENTS:
                raise OutOfReach(target=name, value=value, agents=low, best=abs(LIMITS[name](at(low))))
        high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
