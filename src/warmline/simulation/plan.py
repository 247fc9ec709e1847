"""A scenario as the engine and the clock take it: queues under a policy, agents one by one, and their truth."""

import math
from collections.abc import Iterator
from uuid import UUID

import msgspec
import numpy as np

from warmline.engine.model import Queue, Ring
from warmline.simulation.draws import Duration
from warmline.simulation.shape import DAY, AgentPart, Overflow, Policy, QueuePart, Scenario, Step, seconds_of
from warmline.simulation.stream import generator

QUEUES, AGENTS, TEAMS, TASKS = 1, 2, 3, 4
# Where a policy does not look at service targets, all are so far away that they weigh nothing.
NO_TARGET = 1e12


def made_id(kind: int, number: int) -> UUID:
    """An id that is the same in each run."""
    return UUID(int=(kind << 96) | number)


class PlannedAgent(msgspec.Struct, frozen=True, kw_only=True):
    """One agent. ``on`` are the times of each day at which they are present, in seconds since midnight; none is always.
    ``slow`` multiplies handle times. ``resolves`` and ``handles`` are by queue and intent, in the order of the plan."""

    id: UUID
    name: str
    group: AgentPart
    teams: frozenset[UUID]
    on: tuple[tuple[float, float], ...]
    slow: float
    resolves: tuple[tuple[float, ...], ...]
    handles: tuple[tuple[Duration, ...], ...]
    matches: tuple[bool, ...]

    def presence(self, since: float, until: float) -> Iterator[tuple[float, float]]:
        """When they are present between two moments."""
        if not self.on:
            yield since, until
            return
        for day in range(int(since // DAY), math.ceil(until / DAY)):
            for begin, end in self.on:
                a, b = max(since, day * DAY + begin), min(until, day * DAY + end)
                if a < b:
                    yield a, b


class Plan:
    """Everything of a scenario that does not change while it runs."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.queues = scenario.queues
        self.intents = [list(each.intents) for each in scenario.queues]
        self.queue_ids = [made_id(QUEUES, n) for n in range(len(scenario.queues))]
        of_groups = {team for each in scenario.agents for team in each.teams}
        names = sorted(of_groups | {team for each in scenario.queues for team in each.teams})
        self.teams = {name: made_id(TEAMS, n) for n, name in enumerate(names)}
        self.agents = [each for group in scenario.agents for each in self._members(group)]
        self.agents = [msgspec.structs.replace(each, id=made_id(AGENTS, n)) for n, each in enumerate(self.agents)]

    def engine_queues(self, policy: Policy) -> list[Queue]:
        """The queues as the engine knows them under a policy."""
        return [self._engine_queue(n, policy) for n in range(len(self.queues))]

    def _engine_queue(self, n: int, policy: Policy) -> Queue:
        queue = self.queues[n]
        return Queue(
            id=self.queue_ids[n],
            priority=queue.priority if policy.priority else 0.0,
            service_seconds=queue.target_seconds if policy.targets else NO_TARGET,
            offer_seconds=queue.offer_seconds,
            teams=self._teams(queue.teams),
            skills=tuple(sorted(queue.skills.items())) if policy.skills else (),
            rings=self._rings(queue) if policy.rings else (),
            offer_to=queue.offer_to,
            sticky=queue.sticky_seconds,
            open=queue.hours is None,
        )

    def _rings(self, queue: QueuePart) -> tuple[Ring, ...]:
        steps = [self._ring(each) for each in queue.rings]
        if queue.overflow is not None:
            steps.append(self._overflow(queue.overflow))
        return tuple(sorted(steps, key=lambda each: each.after))

    def _ring(self, step: Step) -> Ring:
        return Ring(after=step.after_seconds, lower=step.lower, any_skill=step.any_skill, teams=self._teams(step.teams))

    def _overflow(self, overflow: Overflow) -> Ring:
        other = next(each for each in self.queues if each.name == overflow.queue)
        return Ring(after=overflow.after_seconds, any_skill=True, teams=self._teams(other.teams))

    def _teams(self, names: tuple[str, ...]) -> frozenset[UUID]:
        return frozenset(self.teams[each] for each in names)

    def _members(self, group: AgentPart) -> Iterator[PlannedAgent]:
        on = tuple(sorted(_present(group)))
        matches = tuple(_skilled(group, each) for each in self.queues)
        handles = tuple(tuple(_handle(group, q, intent) for intent in q.intents) for q in self.queues)
        for n in range(group.count):
            # Drawn by the agent's own name, so that one more in a group changes nobody else.
            rng = generator(self.seed, "agent", group.name, n)
            spread = math.log1p(group.speed_spread**2)
            slow = math.exp(math.sqrt(spread) * rng.normal() - spread / 2)
            yield PlannedAgent(
                id=made_id(AGENTS, 0),
                name=f"{group.name} {n + 1}",
                group=group,
                teams=self._teams(group.teams),
                on=on,
                slow=slow,
                resolves=self._resolves(group, n),
                handles=handles,
                matches=matches,
            )

    def _resolves(self, group: AgentPart, n: int) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(self._truth(group, n, queue, intent) for intent in queue.intents) for queue in self.queues)

    def _truth(self, group: AgentPart, n: int, queue: QueuePart, intent: str) -> float:
        """The probability that this agent settles this intent: the same in every queue where it has the same mean."""
        mean = group.resolutions.get(intent, group.resolutions.get(queue.name, group.resolution))
        if not group.resolution_spread or not 0 < mean < 1:
            return mean
        luck = float(generator(self.seed, "truth", group.name, n, intent).normal())
        return float(1 / (1 + np.exp(-(math.log(mean / (1 - mean)) + group.resolution_spread * luck))))


def _present(group: AgentPart) -> Iterator[tuple[float, float]]:
    """Shifts without their breaks, in seconds since midnight."""
    for shift in group.shifts:
        at = seconds_of(shift.begins)
        for begin, end in sorted(shift.breaks):
            if seconds_of(begin) > at:
                yield at, seconds_of(begin)
            at = seconds_of(end)
        if at < seconds_of(shift.ends):
            yield at, seconds_of(shift.ends)


def _skilled(group: AgentPart, queue: QueuePart) -> bool:
    return all(group.skills.get(skill, 0) >= level for skill, level in queue.skills.items())


def _handle(group: AgentPart, queue: QueuePart, intent: str) -> Duration:
    by_name = group.handle_times
    return by_name.get(intent) or by_name.get(queue.name) or group.handle_time or queue.handle_time
