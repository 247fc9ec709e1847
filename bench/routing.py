"""A routing decision in memory, with thousands of agents and waiting contacts.

Run: python -m bench.routing [waiting ...]. One agent for ten contacts that wait, in 40 queues of two teams each that
ask for skills and relax in rings; agents have two teams and three skills. A decision is one agent who frees while
everybody else is busy, or one contact that arrives: while everybody is idle, and while one in fifty is. Each is decided
as the engine does it for real, with who was left out and why. Floors: one pop and push on a heap of that size, and one
look at who is free and best among all agents as columns. ``bench.routing_durable`` measures decisions that are
committed. Times are p50 and p99.
"""

import gc
import heapq
import random
import sys
import time
from collections.abc import Callable
from uuid import UUID

import msgspec
import numpy as np

from bench._report import Figure, Report
from warmline.engine import Agent, Floor, Queue, Ring, Skills, Task
from warmline.kit.ids import new_id

NOW = 1_000_000.0
QUEUES, TEAMS, SKILLS = 40, 10, 12
ROUNDS = 2000
IDLE_SHARE = 50
Timed = tuple[float, float]


def timed(rounds: int, work: Callable[[], object], between: Callable[[], object] = lambda: None) -> Timed:
    """What one round of the work takes: p50 and p99 in microseconds."""
    times = []
    gc.collect()
    gc.freeze()
    for n in range(-50, rounds):
        between()
        start = time.perf_counter()
        work()
        if n >= 0:
            times.append(time.perf_counter() - start)
    gc.unfreeze()
    times.sort()
    return times[len(times) // 2] * 1e6, times[int(len(times) * 0.99)] * 1e6


class Centre:
    """Queues, agents and contacts by one seed."""

    def __init__(self, waiting: int) -> None:
        self.pick = random.Random(7)
        teams = [new_id() for _ in range(TEAMS)]
        self.skills = [f"skill-{n}" for n in range(SKILLS)]
        self.queues = [
            Queue(
                id=new_id(),
                priority=n % 5,
                teams=frozenset(self.pick.sample(teams, 2)),
                skills=((self.skills[n % SKILLS], 3),),
                rings=(Ring(after=600, lower=1), Ring(after=1800, lower=2), Ring(after=3600, any_skill=True)),
            )
            for n in range(QUEUES)
        ]
        self.agents = [self._agent(teams) for _ in range(max(1, waiting // 10))]
        self.tasks = [self.task(self.pick.random() * 7200) for _ in range(waiting)]

    def _agent(self, teams: list[UUID]) -> Agent:
        return Agent(
            id=new_id(),
            idle_since=NOW - self.pick.random() * 3600,
            teams=frozenset(self.pick.sample(teams, 2)),
            skills={skill: self.pick.randint(1, 5) for skill in self.pick.sample(self.skills, 3)},
            capacity={"text": 3, "voice": 1},
        )

    def task(self, waited: float = 0.0) -> Task:
        """One more contact; one in four asks for a skill of its own."""
        needs: Skills = ((self.pick.choice(self.skills), 1),) if self.pick.random() < 0.25 else ()
        return Task(
            id=new_id(),
            queue_id=self.pick.choice(self.queues).id,
            medium="text",
            queued_at=NOW - waited,
            priority=self.pick.randrange(-5, 6),
            skills=needs,
        )

    def floor(self, busy: Callable[[int], bool], *, waiting: bool) -> Floor:
        """The floor with everyone on it, after all that could be decided was."""
        made = Floor(self.queues)
        for n, agent in enumerate(self.agents):
            agent.load = {"text": 3} if busy(n) else {}
            made.put_agent(agent)
        for task in self.tasks if waiting else ():
            made.put_task(task, NOW)
        made.decide(NOW)
        return made


def agent_frees(centre: Centre) -> Timed:
    """Everybody is busy, all the contacts wait, and one agent has room for one more."""
    floor = centre.floor(lambda _: True, waiting=True)
    held = len(floor.tasks)

    def work() -> None:
        agent = centre.pick.choice(centre.agents)
        agent.load = {"text": 2}
        floor.put_agent(agent)
        floor.decide(NOW)

    def refill() -> None:
        while len(floor.tasks) < held:
            floor.put_task(centre.task(centre.pick.random() * 7200), NOW)
        floor.decide(NOW)

    return timed(ROUNDS, work, refill)


def contact_arrives(centre: Centre, *, all_idle: bool) -> Timed:
    """One contact comes, and goes at once to the best of those who are idle, who is idle again before the next."""
    floor = centre.floor(lambda n: not all_idle and n % IDLE_SHARE > 0, waiting=False)
    asked: list[Agent] = []

    def work() -> None:
        floor.put_task(centre.task(), NOW)
        asked.extend(floor.agents[each.agent_ids[0]] for each in floor.decide(NOW))

    def rest() -> None:
        while asked:
            agent = asked.pop()
            agent.load = {}
            floor.put_agent(agent)
        floor.decide(NOW)

    return timed(ROUNDS, work, rest)


def heap_floor(size: int) -> Timed:
    """One pop and push on a heap of that size."""
    pick = random.Random(7)
    heap = [(pick.random(), n) for n in range(size)]
    heapq.heapify(heap)

    def work() -> None:
        _, n = heapq.heappop(heap)
        heapq.heappush(heap, (pick.random(), n))

    return timed(ROUNDS, work)


def column_floor(size: int) -> Timed:
    """One look at who is free and qualified among so many agents, and who of them is idle longest."""
    some = np.random.default_rng(7)
    free, able, idle = some.random(size) < 0.5, some.random(size) < 0.5, some.random(size)

    def work() -> int:
        rows = np.flatnonzero(free & able)
        return int(rows[np.argmin(idle[rows])]) if len(rows) else -1

    return timed(ROUNDS, work)


def run(sizes: list[int]) -> None:
    """Each size in turn."""
    report = Report("Routing decisions in memory, microseconds")
    first: dict[str, float] = {}

    def tell(what: str, size: str, ours: Timed, least: Timed | None = None, budget: str = "") -> None:
        growth = ours[0] / first.setdefault(what, ours[0])
        figure = Figure(what=what, size=size, unit="us", ours=ours[0], p99=ours[1], growth=growth)
        report.add(msgspec.structs.replace(figure, floor=least[0] if least else None, budget=budget))

    for waiting in sizes:
        centre = Centre(waiting)
        agents = len(centre.agents)
        size = f"{agents:,} / {waiting:,}"
        tell("agent frees", size, agent_frees(centre), heap_floor(waiting), "p99 <= 1,000")
        columns = column_floor(agents)
        tell("contact arrives, all idle", size, contact_arrives(centre, all_idle=True), columns, "p99 <= 1,000")
        tell("contact arrives, 2 % idle", size, contact_arrives(centre, all_idle=False), columns, "p99 <= 1,000")
        start = time.perf_counter()
        centre.floor(lambda _: True, waiting=True)
        each = (time.perf_counter() - start) / (agents + waiting) * 1e6
        tell("  (setting the floor up, for each)", size, (each, each))
    report.note("Sizes are agents / contacts that wait. Growth is of the p50, from the first size to this.")
    report.show()


if __name__ == "__main__":
    run([int(each) for each in sys.argv[1:]] or [1_000, 10_000, 100_000])
