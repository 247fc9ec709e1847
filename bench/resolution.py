"""Who resolves more: the model that routing learns by, plain means of agents, and sampling by cell.

200 agents, 20 intents. The true share of resolutions that hold is around 0.66, with what an agent is good at all over,
and beside it what the agent is good at by intent; between 0.02 and 0.98. Each task has one intent, and 2, 5 or 20
agents are free. Outcomes are known 200 tasks later. ``python -m bench.resolution [TASKS] [ROUNDS]``
"""

import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from bench._report import Clock, Figure, Report, percentile
from warmline.engine import Task
from warmline.routing import Counts, Cycle, Outcome
from warmline.routing.learning.resolution import Learned, ResolutionModel, Worths

AGENTS, INTENTS, BATCH = 200, 20, 200
FREE = (2, 5, 20)
# Standard deviations of the agent's and of the cell's part: as the design found it, and what favours each side.
MIXES = {"as found": (0.12, 0.165), "agents differ more": (0.165, 0.12), "cells differ more": (0.06, 0.195)}
IDS = [UUID(int=place + 1) for place in range(AGENTS)]
CYCLE = Cycle(org_id=UUID(int=1), measured=False)
MINIMUM = 200
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class World:
    """The truth, and the same tasks with the same free agents for every policy."""

    def __init__(self, seed: int, free: int, tasks: int, mix: tuple[float, float]) -> None:
        chance = np.random.default_rng([seed, free])
        agent, cell = mix
        share = 0.66 + agent * chance.standard_normal((AGENTS, 1)) + cell * chance.standard_normal((AGENTS, INTENTS))
        self.share: Floats = np.clip(share, 0.02, 0.98)
        self.intents: Places = chance.integers(0, INTENTS, tasks)
        self.free: Places = np.stack([chance.choice(AGENTS, free, replace=False) for _ in range(tasks)])
        self.luck: Floats = chance.random(tasks)
        self.chance = chance


class Policy:
    """Chooses for a batch, and is told afterwards what came of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.number, self.held = np.zeros((AGENTS, INTENTS)), np.zeros((AGENTS, INTENTS))

    def told(self, agents: Places, intents: Places, held: NDArray[np.bool_]) -> None:
        np.add.at(self.number, (agents, intents), 1)
        np.add.at(self.held, (agents, intents), held)

    def values(self, tasks: range) -> Floats:
        """By task and free agent; the highest is chosen."""
        raise TypeError("Each policy says how.")


class Random(Policy):
    def values(self, tasks: range) -> Floats:
        return self.world.chance.random((len(tasks), self.world.free.shape[1]))


class Oracle(Policy):
    def values(self, tasks: range) -> Floats:
        free, intents = self.world.free[tasks], self.world.intents[tasks]
        return self.world.share[free, intents[:, None]]


class AgentMeans(Policy):
    """The plain mean of each agent, with five outcomes of the overall share to begin with."""

    def values(self, tasks: range) -> Floats:
        mean = (self.held.sum(1) + 5 * 0.655) / (self.number.sum(1) + 5)
        found: Floats = mean[self.world.free[tasks]]
        return found


class ByCell(Policy):
    """Thompson sampling with a Beta of its own for each agent and intent."""

    def values(self, tasks: range) -> Floats:
        cells = self.world.free[tasks], self.world.intents[tasks][:, None]
        found: Floats = self.world.chance.beta(1 + self.held[cells], 1 + (self.number - self.held)[cells])
        return found


class Ours(Policy):
    """The model as routing uses it, with its defaults; before it knows enough, whoever is idle longest, so anybody."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.counts, self.version = Counts(), 0

    def told(self, agents: Places, intents: Places, held: NDArray[np.bool_]) -> None:
        for agent, intent, one in zip(agents.tolist(), intents.tolist(), held.tolist(), strict=True):
            self.counts.add(Outcome(agent_id=IDS[agent], intent=f"i{intent}", value=1000 * one))

    def values(self, tasks: range) -> Floats:
        if self.counts.outcomes < MINIMUM:
            return self.world.chance.random((len(tasks), self.world.free.shape[1]))
        self.version += 1
        model = ResolutionModel(
            Learned(self.counts), version=f"resolution-{self.version}", cycle=CYCLE, worths=Worths(limit=1000.0)
        )
        return np.array([self._worth(model, task) for task in tasks])

    def _worth(self, model: ResolutionModel, number: int) -> Sequence[float]:
        task = Task(
            id=UUID(int=number), queue_id=UUID(int=1), medium="text", queued_at=0.0,
            intent=f"i{self.world.intents[number]}",
        )  # fmt: skip
        return model.worth(task, [IDS[place] for place in self.world.free[number].tolist()], 0.0)


POLICIES: dict[str, Callable[[World], Policy]] = {
    "random": Random,
    "agent means": AgentMeans,
    "sampling by cell": ByCell,
    "ours": Ours,
    "oracle": Oracle,
}


def played(policy: Policy, tasks: int) -> float:
    """The share of resolutions that hold, over all tasks from the first one on, as it is expected of those chosen."""
    world, total = policy.world, 0.0
    for begin in range(0, tasks, BATCH):
        batch = range(begin, min(begin + BATCH, tasks))
        values = policy.values(batch)
        tie = world.chance.random(values.shape) * 1e-9
        chosen = world.free[batch][np.arange(len(batch)), np.argmax(values + tie, 1)]
        intents = world.intents[batch]
        share = world.share[chosen, intents]
        total += float(share.sum())
        policy.told(chosen, intents, world.luck[batch] < share)
    return total / tasks


def rounds(name: str, free: int, tasks: int, times: int, mix: tuple[float, float]) -> list[float]:
    """One figure a round; the same round is the same world for every policy."""
    return [played(POLICIES[name](World(seed, free, tasks, mix)), tasks) for seed in range(times)]


def error(figures: Sequence[float]) -> float:
    """The standard error of the mean."""
    return statistics.stdev(figures) / math.sqrt(len(figures))


def compare(report: Report, label: str, mix: tuple[float, float], tasks: int, times: int) -> None:
    for free in FREE:
        found = {name: rounds(name, free, tasks, times, mix) for name in POLICIES}
        for name, figures in found.items():
            mean = statistics.fmean(figures)
            report.add(Figure(what=f"{name}, {label}", size=f"{free} free", unit="resolved", ours=round(mean, 4)))
        told = [f"{name} {statistics.fmean(each):.4f} (se {error(each):.4f})" for name, each in found.items()]
        lead = [one - other for one, other in zip(found["ours"], found["agent means"], strict=True)]
        gain = f"ours less agent means {statistics.fmean(lead):+.4f} (se {error(lead):.4f})"
        report.note(f"{label}, {free} free: {', '.join(told)}; {gain}.")


def speed(report: Report) -> None:
    """What a decision pays for the model, with 10,000 agents, and what it costs to learn."""
    chance = np.random.default_rng(1)
    ids = [UUID(int=int(each)) for each in chance.integers(1, 2**62, 10_000)]
    counts = Counts()
    for _ in range(200_000):
        counts.add(
            Outcome(
                agent_id=ids[chance.integers(len(ids))], intent=f"i{chance.integers(INTENTS)}",
                value=1000 * int(chance.random() < 0.65), handle_seconds=float(chance.lognormal(5.5, 0.5)),
            )
        )  # fmt: skip
    clock = Clock()
    learned = Learned(counts)
    report.add(Figure(what="fit of 200,000 outcomes", size="10k agents", unit="s", ours=clock.seconds))
    model = ResolutionModel(learned, version="resolution-1", cycle=CYCLE)
    for label, asked in (("10k, kept", tuple(ids)), ("64", ids[:64]), ("1", ids[:1])):
        times = []
        for number in range(2_000):
            task = Task(
                id=UUID(int=number), queue_id=ids[0], medium="text", queued_at=0.0, intent=f"i{number % INTENTS}"
            )
            begin = time.perf_counter()
            model.worth(task, asked, 0.0)
            times.append((time.perf_counter() - begin) * 1e6)
        budget = "ours <= 200" if label.startswith("10k") else ""
        report.add(
            Figure(
                what="worth of agents", size=label, unit="us", ours=percentile(times, 0.5), p99=percentile(times, 0.99),
                budget=budget,
            )
        )  # fmt: skip
    clock = Clock()
    for number in range(10_000):
        learned.observe(Outcome(agent_id=ids[number], intent=f"i{number % INTENTS}", value=1000))
    report.add(Figure(what="one outcome more", size="10k agents", unit="us", ours=clock.seconds * 100))


def main() -> None:
    tasks, times = [int(each) for each in (*sys.argv[1:], *("20000", "5")[len(sys.argv) - 1 :])]
    report = Report("Who resolves more: 200 agents, 20 intents")
    for label, mix in MIXES.items():
        compare(report, label, mix, tasks, times)
    speed(report)
    report.show()


if __name__ == "__main__":
    main()
