"""What the shape of a scenario cannot say: names that must exist, times in order, one end. Pure."""

from collections.abc import Collection, Iterable, Sequence

from warmline.simulation.errors import PolicyUnknown, ScenarioWrong
from warmline.simulation.shape import BUILT_IN, AgentPart, Arrivals, QueuePart, Scenario, seconds_of


def check(scenario: Scenario) -> None:
    """Raise ``ScenarioWrong`` or ``PolicyUnknown`` for the first thing that does not fit."""
    if scenario.customers is None and scenario.duration_hours is None:
        raise ScenarioWrong(key="customers", problem="say how many customers come, or duration_hours; there is no end")
    if not scenario.policies:
        raise ScenarioWrong(key="policies", problem=f"name at least one of: {policy_names(scenario)}")
    check_policies(scenario, scenario.policies)
    _unique("queues", [each.name for each in scenario.queues])
    _unique("agents", [each.name for each in scenario.agents])
    for queue in scenario.queues:
        _check_queue(queue, scenario)
    for group in scenario.agents:
        _check_group(group, scenario)
    _check_somebody_comes(scenario)


def check_policies(scenario: Scenario, names: Sequence[str]) -> list[str]:
    """These names, each once. Raises ``PolicyUnknown``."""
    for name in names:
        if scenario.find_policy(name) is None:
            raise PolicyUnknown(name=name, names=policy_names(scenario))
    return list(dict.fromkeys(names))


def policy_names(scenario: Scenario) -> str:
    """All policies that may be named."""
    return ", ".join([*BUILT_IN, *(each for each in scenario.policy if each not in BUILT_IN)])


def _unique(key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ScenarioWrong(key=f"{key}.{name}", problem="this name is there twice")
        if "." in name:
            raise ScenarioWrong(key=f"{key}.{name}", problem="a name may have no dot")
        seen.add(name)


def _check_queue(queue: QueuePart, scenario: Scenario) -> None:
    at = f"queues.{queue.name}"
    _check_arrivals(queue.arrivals, f"{at}.arrivals")
    for field, weights in (("intents", queue.intents), ("priorities", queue.priorities)):
        if not sum(weights.values()) > 0:
            raise ScenarioWrong(key=f"{at}.{field}", problem="at least one share must be above 0")
    for points in queue.priorities:
        try:
            float(points)
        except ValueError as error:
            raise ScenarioWrong(key=f"{at}.priorities.{points}", problem="the key is a number of points") from error
    if queue.overflow is not None:
        others = [each.name for each in scenario.queues if each.name != queue.name]
        _known(f"{at}.overflow.queue", [queue.overflow.queue], others, "another queue")
    if queue.hours is not None:
        _ordered(f"{at}.hours", *queue.hours)
    teams = {team for group in scenario.agents for team in group.teams}
    asked = {*queue.teams, *(team for ring in queue.rings for team in ring.teams)}
    _known(f"{at}.teams", asked, teams, "a team of some agents")
    afters = [ring.after_seconds for ring in queue.rings]
    if afters != sorted(afters):
        raise ScenarioWrong(key=f"{at}.rings", problem="after_seconds must not decrease from ring to ring")


def _check_arrivals(arrivals: Arrivals, at: str) -> None:
    ways = ("per_minute", "per_hour", "by_hour", "file")
    given = [way for way in ways if getattr(arrivals, way) is not None]
    if len(given) != 1:
        said = f"there are {' and '.join(given)}" if given else "nothing is said"
        raise ScenarioWrong(key=at, problem=f"say exactly one of {', '.join(ways)}; {said}")
    if arrivals.by_hour is not None and not arrivals.by_hour:
        raise ScenarioWrong(key=f"{at}.by_hour", problem='name at least one time, as in { "09:00" = 40 }')


def _check_group(group: AgentPart, scenario: Scenario) -> None:
    at = f"agents.{group.name}"
    names = {each.name for each in scenario.queues} | {intent for each in scenario.queues for intent in each.intents}
    for field in ("handle_times", "resolutions"):
        _known(f"{at}.{field}", getattr(group, field), names, "an intent or a queue")
    if group.miss + group.decline > 1:
        raise ScenarioWrong(key=f"{at}.miss", problem="miss and decline together are above 1")
    end = "00:00"
    for n, shift in enumerate(sorted(group.shifts, key=lambda each: each.begins)):
        _ordered(f"{at}.shifts", shift.begins, shift.ends)
        if n and seconds_of(shift.begins) < seconds_of(end):
            raise ScenarioWrong(key=f"{at}.shifts", problem=f"two overlap at {shift.begins}")
        end = shift.ends
        for pause in shift.breaks:
            _ordered(f"{at}.shifts.breaks", *pause)
            if not seconds_of(shift.begins) <= seconds_of(pause[0]) < seconds_of(pause[1]) <= seconds_of(shift.ends):
                raise ScenarioWrong(key=f"{at}.shifts.breaks", problem=f"{pause[0]} is outside of the shift")


def _check_somebody_comes(scenario: Scenario) -> None:
    """A run that ends by a number of customers needs some."""
    sources = [queue.arrivals for queue in scenario.queues]
    coming = any(
        each.per_minute or each.per_hour or each.file or any((each.by_hour or {}).values()) for each in sources
    )
    if scenario.duration_hours is None and not coming:
        raise ScenarioWrong(key="queues", problem="no customers come to any queue, so the run would have no end")


def _known(key: str, names: Iterable[str], known: Collection[str], what: str) -> None:
    for name in names:
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise ScenarioWrong(key=key, problem=f"{name} is not {what}; there are: {there}")


def _ordered(key: str, begin: str, end: str) -> None:
    if seconds_of(begin) >= seconds_of(end):
        raise ScenarioWrong(key=key, problem=f"{begin} is not before {end}; split what goes past midnight")
