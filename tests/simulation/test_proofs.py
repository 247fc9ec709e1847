"""The real engine under the virtual clock reproduces what queueing theory says, within three standard errors.

The values are those of the design's table (Gans, Koole & Mandelbaum 2003 for the formulas). Seeds are fixed, so that
each test always gives the same; ``bench/simulation.py`` runs the same systems with more customers.
"""

import pytest

from tests.simulation.systems import agents, c_mu, exponential, line, n_model, one_queue, six_skills, system
from warmline.simulation import Figure, PolicyResult, Scenario, run

CUSTOMERS = 30_000
# Few are turned away, and in bursts, so that fewer customers would tell little.
MANY = 120_000
MINUTE = 60.0


def measured(scenario: Scenario) -> PolicyResult:
    """The run, with its laws checked."""
    found = run(scenario).policies["engine"]
    assert found.laws.kept, found.laws
    assert found.total.still_there == 0
    assert found.laws.arrivals == scenario.customers
    return found


def agrees(found: Figure, expected: float, *, scale: float = 1.0) -> None:
    """Within three standard errors, which are told where it fails; ``scale`` turns seconds into the table's unit."""
    assert found.value is not None
    assert found.error
    value, error = found.value / scale, found.error / scale
    assert abs(value - expected) <= 3 * error, f"{value:.5f} with SE {error:.5f}, expected {expected}"


def test_one_server() -> None:
    """M/M/1 at load 0.7: P(wait) = rho, E[W] = rho / (mu - lambda)."""
    found = measured(one_queue(1, 0.7, 1.0, CUSTOMERS))
    agrees(found.total.waited, 0.7)
    agrees(found.total.wait_mean, 0.7 / 0.3, scale=MINUTE)
    agrees(found.total.occupancy, 0.7)
    agrees(found.total.queue_length, 0.49 / 0.3)


def test_fourteen_agents_answer_as_erlang_c_says() -> None:
    """100 calls in 30 minutes of 3 minutes, 20 seconds: P(wait) 0.1741319336, service level 0.8883500192."""
    found = measured(one_queue(14, 100 / 30, 3.0, CUSTOMERS, target_seconds=20))
    agrees(found.total.waited, 0.1741319336)
    agrees(found.total.service_level, 0.8883500192)
    agrees(found.total.wait_mean, 0.1741319336 * 180 / 4)


def test_impatient_customers_leave_as_erlang_a_says() -> None:
    """48 a minute of a minute, patience 2 minutes, 50 agents."""
    found = measured(one_queue(50, 48.0, 1.0, CUSTOMERS, patience=exponential(2.0)))
    agrees(found.total.waited, 0.467774)
    agrees(found.total.abandonment, 0.030912)
    agrees(found.total.wait_mean, 3.7095)
    agrees(found.total.occupancy, 0.93032)


def test_inner_rings_and_age_give_the_n_model() -> None:
    """FCFS N-model: A prefers its own server, and may have the other, which B shares."""
    found = measured(n_model(CUSTOMERS))
    agrees(found.queues["A"].wait_mean, 0.8744, scale=MINUTE)
    agrees(found.queues["B"].wait_mean, 2.4739, scale=MINUTE)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(1e7, 0.0, 1.519048), (0.0, 0.0, 1.833333), (0.0, 1e7, 2.2)],
    ids=["c-mu", "first come, first served", "the wrong way round"],
)
def test_priority_costs_what_c_mu_says(first: float, second: float, expected: float) -> None:
    agrees(measured(c_mu(CUSTOMERS, first, second)).total.queue_length, expected)


def test_thirty_places_behind_ninety_agents() -> None:
    """M/M/90/30, load 84, mean 10 minutes: blocking 0.003643, E[W] 0.45002 min, P(W <= 30 s) 0.73292."""
    queue = line("all", 8.4, 10.0, target_seconds=30)
    found = measured(system([queue], [agents("all", 90)], MANY, waiting_places=30))
    agrees(found.total.blocking, 0.003643)
    agrees(found.total.wait_mean, 0.45002, scale=MINUTE)
    agrees(found.total.service_level, 0.73292)


@pytest.mark.parametrize(("held", "expected"), [(1, 2.456), (2, 0.567), (3, 0.477), (6, 0.437)])
def test_two_skills_are_nearly_as_good_as_all(held: int, expected: float) -> None:
    """The same system with six kinds of work. The expected figures are simulated too, and have an error of their
    own; with six skills it is M/M/90/30, where the exact figure is 0.45002."""
    agrees(measured(six_skills(CUSTOMERS, held)).total.wait_mean, expected, scale=MINUTE)
