"""Fewest agents where several queues share agents with skills: by simulation, because no formula holds there.

Every set of counts meets the same customers (common random numbers), so that two are told apart by what they change.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from warmline.simulation import Measures, PolicyResult, Results, Scenario, run, with_counts
from warmline.staffing import checks
from warmline.staffing.errors import OutOfReach, ParameterWrong

MEASURES = ("service_level", "wait_mean", "wait_p95", "abandonment", "blocking", "waited", "occupancy")
TARGET = re.compile(r"(.+?)[\s:]+(\w+)\s*(<=|>=)\s*([\d.]+)")
COST = re.compile(r"(.+?)\s*=\s*([\d.]+)")
ALL = "*"
# Standard errors of 95 % on one side.
SURE = 1.645
MOST_IN_GROUP = 5_000
Counts = tuple[int, ...]


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """A target for one queue, or for all together (``*``)."""

    queue: str
    measure: str
    least: bool
    value: float

    def short(self, found: PolicyResult, errors: float = 0.0) -> float:
        """By which part of itself it is missed, so many standard errors kept in reserve; 0 where it is met."""
        measures = _measures(self, found)
        missed = _value(measures, self.measure) - self.value
        reserve = errors * (getattr(measures, self.measure).error or 0.0)
        return max((-missed if self.least else missed) + reserve, 0.0) / max(abs(self.value), 1e-9)

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.queue} {self.measure}{'>=' if self.least else '<='}{self.value:g}"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A target and what came of it, with its standard error; ``checked`` is that of other customers (another seed)."""

    target: str
    value: float
    error: float | None
    checked: float
    met: bool
    met_again: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The cheapest counts that were found. No agent less, and no cheaper exchange of one for one, of two for one or of
    one for two, meets the targets; counts far from these were not tried, so there may be cheaper ones."""

    agents: int
    groups: dict[str, int]
    cost: float
    before: dict[str, int]
    runs: int
    policy: str
    seed: int
    outcomes: list[Outcome]
    queues: dict[str, Measures]


def _measures(aim: Aim, found: PolicyResult) -> Measures:
    return found.total if aim.queue == ALL else found.queues[aim.queue]


def _value(measures: Measures, name: str) -> float:
    value: float | None = getattr(measures, name).value
    # A queue to which nobody came met everything.
    return value if value is not None else (1.0 if name == "service_level" else 0.0)


def read_aims(texts: Sequence[str], scenario: Scenario) -> list[Aim]:
    """Targets like ``claims service_level>=0.8`` and ``* wait_mean<=30``. Raises ``ParameterWrong``."""
    if not texts:
        raise ParameterWrong(parameter="target", problem='is needed, such as --target "claims service_level>=0.8"')
    return [_aim(text, [each.name for each in scenario.queues]) for text in texts]


def _aim(text: str, queues: Sequence[str]) -> Aim:
    match = TARGET.fullmatch(text.strip())
    if not match:
        raise ParameterWrong(
            parameter="target", problem=f'"{text}" is not understood; write it like "claims service_level>=0.8"'
        )
    queue, name, least, value = match[1].strip(), match[2], match[3] == ">=", float(match[4])
    if queue != ALL and queue not in queues:
        raise ParameterWrong(
            parameter="target", problem=f"there is no queue {queue!r}; there are {', '.join(queues)}, *"
        )
    if name not in MEASURES:
        raise ParameterWrong(parameter="target", problem=f"{name} is no measure; there are {', '.join(MEASURES)}")
    if least != (name == "service_level"):
        raise ParameterWrong(
            parameter="target", problem=f"{name} is better when it is {'more' if not least else 'less'}"
        )
    if name == "service_level":
        checks.share("target", value, why="a service level of 1 is never sure to be reached")
    else:
        checks.number("target", value, above=True)
    return Aim(queue=queue, measure=name, least=least, value=value)


def read_costs(texts: Sequence[str], scenario: Scenario) -> dict[str, float]:
    """What an agent of each group costs, 1 where nothing is said; ``claims desk=1.4``. Raises ``ParameterWrong``."""
    costs = dict.fromkeys((each.name for each in scenario.agents), 1.0)
    for text in texts:
        match = COST.fullmatch(text.strip())
        if not match or match[1] not in costs:
            raise ParameterWrong(
                parameter="cost",
                problem=f'"{text}" is not understood; write it like "{next(iter(costs), "group")}=1.4"',
            )
        costs[match[1]] = checks.number("cost", float(match[2]), above=True)
    return costs


class _Search:
    """Counts that were tried, and what came of each."""

    def __init__(
        self,
        scenario: Scenario,
        aims: Sequence[Aim],
        costs: Mapping[str, float],
        policy: str,
        seed: int,
        most_runs: int,
    ) -> None:
        self.scenario, self.aims, self.policy, self.seed = scenario, aims, policy, seed
        self.names = list(costs)
        self.prices = list(costs.values())
        self.most_runs = most_runs
        self.errors = 0.0
        self.told: Callable[[int], None] | None = None
        self.known: dict[Counts, PolicyResult] = {}

    def at(self, counts: Counts) -> PolicyResult:
        if counts not in self.known:
            if len(self.known) >= self.most_runs:
                raise _RunsUsedUp
            self.known[counts] = self.run(counts, self.seed)
            if self.told:
                self.told(1)
        return self.known[counts]

    def run(self, counts: Counts, seed: int) -> PolicyResult:
        made = with_counts(self.scenario, dict(zip(self.names, counts, strict=True)))
        results: Results = run(made, policy=self.policy, seed=seed)
        return results.policies[self.policy]

    def short(self, counts: Counts) -> float:
        found = self.at(counts)
        return sum(each.short(found, self.errors) for each in self.aims)

    def cost(self, counts: Counts) -> float:
        return sum(count * price for count, price in zip(counts, self.prices, strict=True))

    def climb(self, counts: Counts) -> Counts:
        """Add agents where they help most for their cost, more at once while it is far."""
        step = 1
        while (missing := self.short(counts)) > 0:
            tried = [self._more(counts, group, step) for group in range(len(counts))]
            best = max(tried, key=lambda each: (missing - self.short(each)) / (self.cost(each) - self.cost(counts)))
            gained = missing - self.short(best)
            if gained <= 0 and step >= 8:
                aim = max(self.aims, key=lambda each: each.short(self.at(counts)))
                raise OutOfReach(target=aim.text, value=aim.value, agents=sum(best), best=_got(aim, self.at(best)))
            if gained > 0:
                counts = best
            step = step * 2 if gained <= 0 or gained < missing / 4 else max(step // 2, 1)
            if max(counts) > MOST_IN_GROUP:
                aim = self.aims[0]
                raise OutOfReach(target=aim.text, value=aim.value, agents=sum(counts), best=_got(aim, self.at(counts)))
        return counts

    def descend(self, counts: Counts) -> Counts:
        """Take agents away while all targets stay met: several at once, then one, then one for a cheaper one."""
        step = max(max(counts) // 4, 1)
        while step:
            better = next((each for each in self._fewer(counts, step) if self.short(each) == 0), None)
            if better is None:
                step //= 2
            else:
                counts = better
        better = next((each for each in self._exchanged(counts) if self.short(each) == 0), None)
        return self.descend(better) if better else counts

    def _more(self, counts: Counts, group: int, step: int) -> Counts:
        return tuple(count + step * (at == group) for at, count in enumerate(counts))

    def _fewer(self, counts: Counts, step: int) -> list[Counts]:
        """The dearest first."""
        groups = sorted(range(len(counts)), key=lambda at: -self.prices[at])
        return [self._more(counts, at, -step) for at in groups if counts[at] >= step]

    def _exchanged(self, counts: Counts) -> list[Counts]:
        found = [
            self._more(self._more(counts, off, -less), on, more)
            for off in range(len(counts))
            for on in range(len(counts))
            for less, more in ((1, 1), (2, 1), (1, 2))
            if off != on and counts[off] >= less
        ]
        return sorted((each for each in found if self.cost(each) < self.cost(counts) - 1e-9), key=self.cost)


class _RunsUsedUp(Exception):  # never leaves this module
    pass


def _got(aim: Aim, found: PolicyResult) -> float:
    return _value(_measures(aim, found), aim.measure)


def search(
    scenario: Scenario,
    aims: Sequence[Aim],
    *,
    costs: Mapping[str, float],
    policy: str | None = None,
    seed: int | None = None,
    most_runs: int = 200,
    sure: bool = False,
    told: Callable[[int], None] | None = None,
) -> Found:
    """The cheapest counts of agents by group that meet all targets; where ``sure``, with a reserve for the error of the
    simulation. ``told`` is called after each run.

    Raises ``ParameterWrong``, and ``OutOfReach`` where more agents do not help.
    """
    if not scenario.agents:
        raise ParameterWrong(parameter="scenario", problem="has no groups of agents to count")
    name = policy or scenario.policies[-1]
    chosen = scenario.seed if seed is None else seed
    made = _Search(scenario, aims, costs, name, chosen, checks.count("most_runs", most_runs, least=2))
    made.errors, made.told = (SURE if sure else 0.0), told
    before = tuple(each.count for each in scenario.agents)
    try:
        counts = made.descend(made.climb(before))
    except _RunsUsedUp:
        good = [each for each in made.known if made.short(each) == 0]
        if not good:
            raise ParameterWrong(
                parameter="most_runs", problem=f"{most_runs} runs were not enough to meet the targets; allow more"
            ) from None
        counts = min(good, key=made.cost)
    found, again = made.at(counts), made.run(counts, chosen + 1)
    return Found(
        agents=sum(counts),
        groups=dict(zip(made.names, counts, strict=True)),
        cost=round(made.cost(counts), 4),
        before=dict(zip(made.names, before, strict=True)),
        runs=len(made.known) + 1,
        policy=name,
        seed=chosen,
        outcomes=[_outcome(each, found, again) for each in aims],
        queues=found.queues,
    )


def _outcome(aim: Aim, found: PolicyResult, again: PolicyResult) -> Outcome:
    return Outcome(
        target=aim.text,
        value=_got(aim, found),
        error=getattr(_measures(aim, found), aim.measure).error,
        checked=_got(aim, again),
        met=aim.short(found) == 0,
        met_again=aim.short(again) == 0,
    )
