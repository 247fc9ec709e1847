"""How many customers a second the simulator takes through the real engine, and how near it comes to theory.

Run: python -m bench.simulation [customers]. The floor is a bare event loop on a heap that draws the same times and has
a counter in place of agents: what any simulation of such a system in Python must do. Rates are
by seconds of processor time, for the machine is shared. Then the systems of
``tests/simulation`` with more customers, each figure with its standard error and how many of them it is away.
"""

import heapq
import sys
import time

from bench._report import Figure, Report
from tests.simulation.systems import agents, c_mu, exponential, line, n_model, one_queue, six_skills, system
from warmline.simulation import Figure as Found
from warmline.simulation import PolicyResult, Scenario, run
from warmline.simulation.stream import customers

CUSTOMERS = 400_000
MINUTE = 60.0
Expected = tuple[str, float, Found, float]


def bare(scenario: Scenario) -> float:
    """Customers a second of the bare loop: one queue, servers alike."""
    servers = sum(each.count for each in scenario.agents)
    draw = scenario.queues[0].handle_time
    ends: list[float] = []
    waiting: list[float] = []
    total, start = 0.0, time.process_time()
    for who in customers(scenario, scenario.seed):
        while ends and ends[0] <= who.at:
            heapq.heappop(ends)
        begin = who.at
        if len(ends) >= servers:
            begin = heapq.heappop(ends)
        total += begin - who.at
        waiting.append(total)
        heapq.heappush(ends, begin + draw.of(who.handle))
    return len(waiting) / (time.process_time() - start)


def timed(scenario: Scenario) -> float:
    """Customers a second through the engine."""
    start = time.process_time()
    found = run(scenario).policies["engine"]
    return found.laws.arrivals / (time.process_time() - start)


def speed(report: Report) -> None:
    for servers, size in ((1, "1 agent"), (14, "14 agents"), (200, "200 agents")):
        scenario = one_queue(servers, 0.8 * servers, 1.0, 30_000)
        floor = max(bare(scenario) for _ in range(2))
        report.add(Figure(what="simulated", unit="customers/s", size=size, floor=floor, ours=timed(scenario)))


def rows(count: int) -> list[Expected]:
    """Every row of the design's table that is a system: name, expected, found, and seconds in the row's unit."""
    return [*_textbook(count), *_priorities(count), *_skills(count)]


def _take(name: str, scenario: Scenario) -> PolicyResult:
    print(f"{name} ...", file=sys.stderr)
    found = run(scenario).policies["engine"]
    if not found.laws.kept:
        raise SystemExit(f"A law is broken: {found.laws}")
    return found


def _textbook(count: int) -> list[Expected]:
    one = _take("14 agents", one_queue(14, 100 / 30, 3.0, count, target_seconds=20)).total
    impatient = _take("Erlang-A", one_queue(50, 48.0, 1.0, count, patience=exponential(2.0))).total
    queue = line("all", 8.4, 10.0, target_seconds=30)
    places = _take("M/M/90/30", system([queue], [agents("all", 90)], count, waiting_places=30)).total
    return [
        ("14 agents: P(wait)", 0.1741319336, one.waited, 1),
        ("14 agents: SL", 0.8883500192, one.service_level, 1),
        ("Erlang-A: P(wait)", 0.467774, impatient.waited, 1),
        ("Erlang-A: P(abandon)", 0.030912, impatient.abandonment, 1),
        ("Erlang-A: E[W], s", 3.7095, impatient.wait_mean, 1),
        ("Erlang-A: occupancy", 0.93032, impatient.occupancy, 1),
        ("M/M/90/30: blocking", 0.003643, places.blocking, 1),
        ("M/M/90/30: E[W], min", 0.45002, places.wait_mean, MINUTE),
        ("M/M/90/30: P(W <= 30 s)", 0.73292, places.service_level, 1),
    ]


def _priorities(count: int) -> list[Expected]:
    model = _take("N-model", n_model(count)).queues
    costs = (("c-mu", 1e7, 0.0, 1.519048), ("FCFS", 0.0, 0.0, 1.833333), ("reverse", 0.0, 1e7, 2.2))
    return [
        ("N-model: W_A", 0.8744, model["A"].wait_mean, MINUTE),
        ("N-model: W_B", 2.4739, model["B"].wait_mean, MINUTE),
        *(
            (f"{name}: cost", value, _take(name, c_mu(count, first, second)).total.queue_length, 1)
            for name, first, second, value in costs
        ),
    ]


def _skills(count: int) -> list[Expected]:
    return [
        (
            f"{held} of 6 skills: E[W], min",
            value,
            _take(f"{held} skills", six_skills(count, held)).total.wait_mean,
            MINUTE,
        )
        for held, value in ((1, 2.456), (2, 0.567), (3, 0.477), (6, 0.437))
    ]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    report = Report("Simulator")
    speed(report)
    print(f"\n| row, {count:,} customers | expected | simulated | standard error | away |\n|---|---|---|---|---|")
    for name, expected, found, scale in rows(count):
        value, error = (found.value or 0.0) / scale, (found.error or 0.0) / scale
        print(f"| {name} | {expected:.6g} | {value:.6g} | {error:.2g} | {(value - expected) / error:+.1f} |")
    report.show()


if __name__ == "__main__":
    main()
