"""Systems whose answers are known, as scenarios. A time unit of theory is one minute here."""

from collections.abc import Mapping, Sequence
from typing import Any

from warmline.simulation import Scenario, form_scenario

MINUTE = 60.0
SKILLS = tuple("abcdef")


def exponential(minutes: float) -> dict[str, Any]:
    """Durations with this mean."""
    return {"kind": "exponential", "mean": minutes * MINUTE}


def line(name: str, per_minute: float, handle: float, **more: Any) -> dict[str, Any]:
    """A queue to which customers come by chance; ``handle`` in minutes."""
    # One target for all, so far away that urgency is age alone: who waits longest is first.
    base = {"name": name, "arrivals": {"per_minute": per_minute}, "handle_time": exponential(handle)}
    return {**base, "target_seconds": 1e12, **more}


def agents(name: str, count: int, skills: Mapping[str, int] | None = None, **more: Any) -> dict[str, Any]:
    """Agents who are always there."""
    return {"name": name, "count": count, "skills": dict(skills or {}), **more}


def system(queues: Sequence[dict[str, Any]], groups: Sequence[dict[str, Any]], customers: int, **more: Any) -> Scenario:
    """A scenario of these."""
    base = {"name": "system", "customers": customers, "warm_up_hours": 5.0, "queues": queues, "agents": groups}
    return form_scenario({**base, **more})


def one_queue(servers: int, per_minute: float, handle: float, customers: int, **more: Any) -> Scenario:
    """M/M/c, and with ``patience`` Erlang-A."""
    return system([line("all", per_minute, handle, **more)], [agents("all", servers)], customers)


def n_model(customers: int, **more: Any) -> Scenario:
    """Two servers: one for A alone, one for both; A prefers its own. Lambda 0.8 and 0.6, mu 1."""
    queues = [
        line("A", 0.8, 1.0, skills={"a": 2}, rings=[{"after_seconds": 0, "lower": 1}]),
        line("B", 0.6, 1.0, skills={"b": 1}),
    ]
    return system(queues, [agents("own", 1, {"a": 2}), agents("both", 1, {"a": 1, "b": 1})], customers, **more)


def c_mu(customers: int, first: float, second: float, **more: Any) -> Scenario:
    """One server, lambda 0.6 and 0.4, mu 2 and 1; the queues with these priorities, in minutes."""
    queues = [line("quick", 0.6, 0.5, priority=first), line("slow", 0.4, 1.0, priority=second)]
    return system(queues, [agents("all", 1)], customers, **more)


def six_skills(customers: int, held: int, **more: Any) -> Scenario:
    """90 agents, 30 places, six kinds of work, load 84, mean 10 minutes; each agent has ``held`` skills. Each kind is
    the first skill of 15 agents; the others are spread so that each pair of kinds shares as many agents as any, as far
    as 15 divides."""
    queues = [line(each, 1.4, 10.0, skills={each: 1}) for each in SKILLS]
    groups = []
    for n in range(len(SKILLS)):
        for k in range(15):
            chosen = [SKILLS[n]] + [SKILLS[(n + 1 + (k + step) % 5) % 6] for step in range(held - 1)]
            groups.append(agents(f"{SKILLS[n]}{k}", 1, dict.fromkeys(chosen, 1)))
    return system(queues, groups, customers, waiting_places=30, **more)
