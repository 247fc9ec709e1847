"""Runs a scenario, under one policy or several."""

from collections.abc import Callable

from warmline.simulation.checks import policy_names
from warmline.simulation.errors import PolicyUnknown
from warmline.simulation.loop import Clock
from warmline.simulation.plan import Plan
from warmline.simulation.results import PolicyResult, Results
from warmline.simulation.shape import HOUR, Scenario, seconds_of
from warmline.simulation.stream import customers
from warmline.simulation.tally import tally
from warmline.simulation.workers import Learner

Progress = Callable[[str, float], None]


def run(
    scenario: Scenario, *, policy: str | None = None, seed: int | None = None, progress: Progress | None = None
) -> Results:
    """What comes of a scenario under its policies, or under this one. All policies meet the same customers and agents
    of the same ability. ``progress`` is told the policy and the part that is done, 0 to 1. The same seed gives the
    same decisions. Raises ``PolicyUnknown`` and ``CallFileWrong``."""
    plan = Plan(scenario, scenario.seed if seed is None else seed)
    names = scenario.policies if policy is None else (policy,)
    found = {name: _run(plan, name, progress) for name in names}
    return Results(scenario=scenario.name, seed=plan.seed, policies=found)


def _run(plan: Plan, name: str, progress: Progress | None) -> PolicyResult:
    policy = plan.scenario.find_policy(name)
    if policy is None:
        raise PolicyUnknown(name=name, names=policy_names(plan.scenario))
    clock = Clock(plan, policy, _learner(plan) if policy.learning else None)
    journal = clock.run(customers(plan.scenario, plan.seed), _teller(plan, name, progress))
    if progress is not None:
        progress(name, 1.0)
    return tally(name, journal, plan, clock.end, clock.now)


def _learner(plan: Plan) -> Learner:
    from warmline.simulation.learner import make_learner

    return make_learner(plan)


def _teller(plan: Plan, name: str, progress: Progress | None) -> Callable[[int, float], None] | None:
    if progress is None:
        return None
    scenario, tell = plan.scenario, progress
    begin, hours, wanted = seconds_of(scenario.opens), scenario.duration_hours, scenario.customers

    def told(done: int, now: float) -> None:
        by_time = (now - begin) / (hours * HOUR) if hours else 0.0
        by_number = done / wanted if wanted else 0.0
        tell(name, min(1.0, max(by_time, by_number)))

    return told
