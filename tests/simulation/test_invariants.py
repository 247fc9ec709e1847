"""What holds in every system, however it is built: found by looking for one where it does not."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulation.systems import agents, exponential, line, system
from warmline.engine import Decision, Task
from warmline.simulation import Policy, Scenario, run
from warmline.simulation.loop import Clock
from warmline.simulation.plan import Plan
from warmline.simulation.stream import customers

CUSTOMERS = 250
LOOK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SKILLS = ("a", "b")
levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2)
rings = st.lists(
    st.fixed_dictionaries(
        {"after_seconds": st.sampled_from([0, 20, 60, 200]), "lower": st.integers(0, 2), "any_skill": st.booleans()}
    ),
    max_size=2,
).map(lambda found: sorted(found, key=lambda each: float(each["after_seconds"])))


@st.composite
def queues(draw: st.DrawFn, *, relaxed: bool = True) -> list[dict[str, Any]]:
    found = []
    for name in draw(st.sampled_from([("one",), ("one", "two"), ("one", "two", "three")])):
        patience = draw(st.sampled_from([{"kind": "none"}, exponential(1.0), {"kind": "deterministic", "value": 30}]))
        found.append(
            line(name, draw(st.sampled_from([0.3, 1.0, 2.5])), draw(st.sampled_from([0.5, 1.0])))
            | {
                "target_seconds": draw(st.sampled_from([10, 60, 600])),
                "priority": draw(st.sampled_from([0, 0, 3, 100])),
                "priorities": draw(st.sampled_from([{"0": 1}, {"0": 0.7, "5": 0.3}])),
                "skills": draw(levels),
                "rings": draw(rings) if relaxed else [],
                "patience": patience,
                "medium": draw(st.sampled_from(["voice", "voice", "chat"])),
                "offer_to": draw(st.sampled_from([1, 1, 2])),
                "waiting_places": draw(st.sampled_from([None, None, 3])),
            }
        )
    return found


@st.composite
def groups(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        agents(name, draw(st.integers(1, 3)), draw(levels))
        | {
            "capacity": draw(st.sampled_from([{"voice": 1}, {"voice": 1, "chat": 2}, {"chat": 3}])),
            "interruptible": draw(st.sampled_from([(), ("chat",)])),
            "miss": draw(st.sampled_from([0, 0, 0.2])),
            "decline": draw(st.sampled_from([0, 0, 0.2])),
            "answer_time": draw(st.sampled_from([{"kind": "deterministic", "value": 0}, exponential(0.05)])),
            "shifts": draw(st.sampled_from([[], [{"from": "01:00", "to": "20:00", "breaks": [["02:00", "02:30"]]}]])),
        }
        for name in draw(st.sampled_from([("x",), ("x", "y")]))
    ]


def watched(scenario: Scenario, watch: Callable[[Clock, Decision], None]) -> Clock:
    """Run it, and look at each decision before it takes effect."""
    plan = Plan(scenario, scenario.seed)
    clock = Clock(plan, Policy(), watch=lambda decision: watch(clock, decision))
    clock.run(customers(scenario, plan.seed))
    return clock


@given(queues(), groups(), st.integers(0, 10_000))
@LOOK
def test_nobody_is_lost_and_nobody_is_overloaded(
    lines: list[dict[str, Any]], staff: list[dict[str, Any]], seed: int
) -> None:
    found = run(system(lines, staff, CUSTOMERS, seed=seed, warm_up_hours=0)).policies["engine"]
    laws = found.laws
    assert laws.kept, laws
    assert laws.arrivals == laws.served + laws.abandoned + laws.blocked + laws.still_there == CUSTOMERS


@given(queues(), groups(), st.integers(0, 10_000))
@LOOK
def test_the_same_seed_decides_alike(lines: list[dict[str, Any]], staff: list[dict[str, Any]], seed: int) -> None:
    first, second = (run(system(lines, staff, CUSTOMERS, seed=seed)).policies["engine"] for _ in range(2))
    assert first == second
    assert first.decided == second.decided


@given(st.integers(2, 5), st.integers(1, 3), st.sampled_from([0, 20]), st.integers(0, 10_000))
@LOOK
def test_an_inner_ring_wins(level: int, each: int, after: int, seed: int) -> None:
    """Nobody of an outer ring is asked while somebody of an inner one could be."""
    rings = [{"after_seconds": after, "lower": level - 1}]
    lines = [line("one", each, 1.0, skills={"a": level}, rings=rings, patience=exponential(2.0))]
    staff = [agents("beginners", each, {"a": 1}), agents("experts", each, {"a": level})]

    def look(clock: Clock, decision: Decision) -> None:
        part = next(each for each in clock.plan.queues if each.name == _queue_of(clock, decision.task))
        chosen = max(_ring(clock, each, part) for each in decision.agent_ids)
        free = [
            worker.agent.id
            for worker in clock.workers
            if worker.on and worker.agent.status == "available" and not sum(worker.agent.load.values())
            and worker.agent.capacity.get(part.medium) and worker.agent.id not in decision.task.refused
        ]  # fmt: skip
        better = [each for each in free if _ring(clock, each, part) < chosen]
        assert not better, (better, decision)

    watched(system(lines, staff, CUSTOMERS, seed=seed), look)


@given(queues(relaxed=False), st.integers(0, 10_000))
@LOOK
def test_within_a_queue_age_and_priority_are_one_number(lines: list[dict[str, Any]], seed: int) -> None:
    """Higher is first: nobody who waits in the queue has a larger sum of minutes waited and points."""

    def look(clock: Clock, decision: Decision) -> None:
        task = decision.task
        others = [each for each in clock.floor.tasks.values() if each.queue_id == task.queue_id]
        assert all(_place(task) <= _place(each) for each in others)

    staff = [agents("all", 2, {"a": 5, "b": 5}, capacity={"voice": 1, "chat": 2})]
    watched(system(lines, staff, CUSTOMERS, seed=seed), look)


@given(st.sampled_from([1.0, 3.0]), st.sampled_from([1, 2, 3]), st.integers(0, 10_000))
@LOOK
def test_nobody_starves_where_there_is_room(priority: float, servers: int, seed: int) -> None:
    """At load 0.6 everybody is served, and nobody waits longer than a busy time of all servers lasts, even behind a
    queue that comes first: an hour now and then, and three hours never (the longest waits behind the urgent, a load of
    0.4, grow rarer by exp(-(1 - sqrt(0.4))^2) with each minute)."""
    urgent = line("urgent", 0.4 * servers, 1.0, priority=priority * 1000)
    usual = line("usual", 0.2 * servers, 1.0)
    found = run(system([urgent, usual], [agents("all", servers)], 1000, seed=seed, warm_up_hours=0))
    total = found.policies["engine"].total
    assert total.served == total.arrivals == 1000
    assert total.wait_max < 3 * 60 * 60


@given(st.integers(0, 10_000))
@LOOK
def test_more_priority_never_waits_longer_on_average(seed: int) -> None:
    lines = [line("high", 0.45, 1.0, priority=30), line("low", 0.45, 1.0)]
    found = run(system(lines, [agents("all", 1)], 2000, seed=seed, warm_up_hours=0)).policies["engine"].queues
    assert (found["high"].wait_mean.value or 0.0) <= (found["low"].wait_mean.value or 0.0)


def _place(task: Task) -> float:
    return task.queued_at - 60 * task.priority


def _queue_of(clock: Clock, task: Task) -> str:
    return clock.plan.queues[clock.plan.queue_ids.index(task.queue_id)].name


def _ring(clock: Clock, agent_id: Any, part: Any) -> int:
    """The innermost ring in which the agent could serve the queue, worked out from the scenario; 99 is never."""
    skills = clock.by_id[agent_id].agent.skills
    lower, anything = 0, False
    for ring in range(len(part.rings) + 1):
        if ring:
            step = part.rings[ring - 1]
            lower, anything = max(lower, step.lower), anything or step.any_skill
        if anything or all(skills.get(skill, 0) >= max(1, level - lower) for skill, level in part.skills.items()):
            return ring
    return 99
