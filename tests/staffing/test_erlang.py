"""The formulas, against published figures and against what must hold of every waiting line."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from warmline.staffing import System, erlang_b, erlang_c, measure
from warmline.staffing.errors import ParameterWrong, QueueGrows

HANDLE = 240.0


def test_a_queue_that_grows_without_end_is_refused_with_the_least_number_of_agents() -> None:
    with pytest.raises(QueueGrows, match=r"agents: 10 cannot serve 10 erlangs.*at least 11 agents"):
        measure(System(rate=10.0, handle_time=1.0, agents=10))


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"rate": -1.0}, "rate"),
        ({"rate": math.nan}, "rate"),
        ({"rate": math.inf}, "rate"),
        ({"handle_time": 0.0}, "handle_time"),
        ({"handle_time": -240.0}, "handle_time"),
        ({"agents": -1}, "agents"),
        ({"agents": 2.5}, "agents"),
        ({"patience": 0.0}, "patience"),
        ({"waiting_places": -1}, "waiting_places"),
        ({"rate": 1e9}, "erlangs"),
    ],
)
def test_a_number_that_cannot_be_meant_is_named(wrong: dict[str, float], name: str) -> None:
    parameters = {"rate": 0.1, "handle_time": HANDLE, "agents": 30, **wrong}
    with pytest.raises(ParameterWrong, match=f"^{name}: must be"):
        measure(System(**parameters))  # type: ignore[arg-type]  # wrong on purpose


def test_a_negative_time_of_the_service_level_is_refused() -> None:
    with pytest.raises(ParameterWrong, match="within: must be at least 0"):
        measure(System(rate=0.1, handle_time=HANDLE, agents=30), within=-1)


def test_a_patience_by_which_millions_would_wait_is_refused() -> None:
    with pytest.raises(ParameterWrong, match="patience: is so long"):
        measure(System(rate=100.0, handle_time=100.0, agents=1, patience=1e9))


def test_erlang_b_is_what_is_published() -> None:
    assert [round(erlang_b(n, a), 10) for n, a in [(10, 10), (10, 5), (30, 25)]] == [
        0.2145823431,
        0.0183845703,
        0.0526031722,
    ]


def test_erlang_c_is_what_is_published() -> None:
    assert erlang_c(2, 1.5) == pytest.approx(9 / 14, abs=1e-15)
    assert round(erlang_c(5, 3), 10) == 0.2361516035
    assert erlang_c(5, 7) == 1.0


def test_the_mean_wait_is_what_is_published() -> None:
    waits = [measure(System(rate=100 / 1800, handle_time=each, agents=20)).mean_wait for each in (240, 300)]
    assert round(waits[0], 7) == 2.2435058
    assert round(waits[1], 6) == 30.431229


def test_the_service_level_is_what_is_published() -> None:
    found = measure(System(rate=100 / 1800, handle_time=180, agents=14), within=20)
    assert found.service_level is not None
    assert round(found.service_level, 10) == 0.8883500192
    assert round(found.wait_probability, 10) == 0.1741319336


def test_erlang_a_is_what_is_published() -> None:
    found = measure(System(rate=48 / 60, handle_time=60, agents=50, patience=120))
    assert round(found.wait_probability, 6) == 0.467774
    assert round(found.abandonment, 6) == 0.030912
    assert round(found.mean_wait, 4) == 3.7095
    assert round(found.occupancy, 5) == 0.93032


def test_a_finite_waiting_room_is_what_is_published() -> None:
    found = measure(System(rate=8.4 / 60, handle_time=600, agents=90, waiting_places=30), within=30)
    assert found.service_level is not None
    assert round(found.blocking, 6) == 0.003643
    assert round(found.mean_wait / 60, 5) == 0.45002
    assert round(found.service_level, 5) == 0.73292


def test_the_service_level_with_patience_is_the_integral_over_the_waiting_time() -> None:
    # Mandelbaum & Zeltyn 2007: the density of the wait of who never hangs up, times who is still there by then.
    rate, handle, agents, patience, within = 0.8, 60.0, 45, 120.0, 25.0
    system = System(rate=rate, handle_time=handle, agents=agents, patience=patience)
    found = measure(system, within=within)
    times = np.linspace(0, within, 100_001)
    rises = rate * patience * -np.expm1(-times / patience) - agents / handle * times
    lost = erlang_b(agents, system.erlangs)
    at_zero = agents / handle * lost / (1 - lost) * (1 - found.wait_probability)
    served = np.trapezoid(at_zero * np.exp(rises - times / patience), times)
    assert found.service_level == pytest.approx(1 - found.wait_probability + served, abs=1e-8)


def test_thousands_of_agents_and_heavy_overload_keep_their_digits() -> None:
    huge = measure(System(rate=4000 / 60, handle_time=60, agents=4010, patience=120), within=20)
    assert huge.abandonment == pytest.approx(1 - huge.occupancy * 4010 / 4000, abs=1e-12)
    over = measure(System(rate=40.0, handle_time=60, agents=100, patience=600), within=20)
    assert over.abandonment == pytest.approx(1 - 100 / 2400, abs=1e-9)
    idle = measure(System(rate=1.0, handle_time=60, agents=5000, patience=60), within=20)
    assert (idle.wait_probability, idle.service_level) == (0.0, 1.0)


def test_nobody_at_work_and_nobody_calling() -> None:
    nobody = measure(System(rate=0.5, handle_time=60, agents=0, patience=60), within=20)
    assert nobody.wait_probability == pytest.approx(1.0)
    assert nobody.abandonment == pytest.approx(1.0)
    assert nobody.service_level == pytest.approx(0.0)
    assert measure(System(rate=0.0, handle_time=60, agents=0), within=20).service_level == 1.0


def test_where_nobody_serves_and_nobody_hangs_up_all_places_are_taken() -> None:
    for places, patience in ((5, None), (0, None), (0, 60.0)):
        system = System(rate=0.5, handle_time=60, agents=0, waiting_places=places, patience=patience)
        found = measure(system, within=20)
        assert (found.blocking, found.service_level, found.mean_queue) == (1.0, 0.0, float(places))


loads = st.floats(0.01, 80.0)
counts = st.integers(1, 100)


@given(counts, loads)
def test_the_recursion_is_the_direct_sum(agents: int, erlangs: float) -> None:
    terms = [math.exp(k * math.log(erlangs) - math.lgamma(k + 1)) for k in range(agents + 1)]
    assert erlang_b(agents, erlangs) == pytest.approx(terms[-1] / math.fsum(terms), rel=1e-10)


@given(counts, loads, st.floats(10, 1000), st.floats(0, 120))
def test_patience_lies_between_losing_and_waiting_for_ever(
    agents: int, erlangs: float, patience: float, within: float
) -> None:
    rate = erlangs / HANDLE
    found = measure(System(rate=rate, handle_time=HANDLE, agents=agents, patience=patience), within=within)
    tiny = 1e-12
    assert erlang_b(agents, erlangs) - tiny <= found.wait_probability <= erlang_c(agents, erlangs) + tiny
    if erlangs < agents:
        without = measure(System(rate=rate, handle_time=HANDLE, agents=agents), within=within)
        assert found.mean_wait <= without.mean_wait + tiny


@given(counts, loads, st.floats(5, 5000), st.none() | st.integers(0, 60))
def test_what_comes_in_waits_and_leaves(agents: int, erlangs: float, patience: float, places: int | None) -> None:
    rate = erlangs / HANDLE
    found = measure(
        System(rate=rate, handle_time=HANDLE, agents=agents, patience=patience, waiting_places=places), within=20
    )
    admitted = rate * (1 - found.blocking)
    assert found.mean_queue == pytest.approx(admitted * found.mean_wait, abs=1e-12)
    assert found.abandonment == pytest.approx(found.mean_wait / patience, abs=1e-12)
    # Flow: who came in is served or hangs up, and agents cannot be busier than they are.
    assert found.occupancy * agents / HANDLE == pytest.approx(admitted * (1 - found.abandonment), rel=1e-9)
    assert found.occupancy >= 0
    assert found.occupancy <= 1 + 1e-9
    assert found.service_level is not None
    # Shares are of those who found a place, so this holds however many found none.
    assert found.service_level >= 1 - found.wait_probability - 1e-9
    assert found.service_level <= 1 - found.abandonment + 1e-9
    assert found.blocking >= 0
    assert found.blocking <= (0 if places is None else erlang_b(agents, erlangs)) + 1e-12


@given(counts, loads, st.none() | st.floats(5, 5000), st.none() | st.integers(0, 60))
def test_more_agents_are_never_worse(agents: int, erlangs: float, patience: float | None, places: int | None) -> None:
    assume(patience or places is not None or erlangs < agents)

    def at(count: int) -> tuple[float, float]:
        found = measure(
            System(rate=erlangs / HANDLE, handle_time=HANDLE, agents=count, patience=patience, waiting_places=places),
            within=20,
        )
        return found.wait_probability, found.mean_wait

    # Of those who find a place, so with places this holds as well.
    fewer, more = at(agents), at(agents + 1)
    assert more[0] <= fewer[0] + 1e-12
    assert more[1] <= fewer[1] + 1e-9


@given(counts, loads, st.floats(1, 100))
@settings(max_examples=50)
def test_a_patience_without_end_is_erlang_c_and_no_places_are_erlang_b(
    agents: int, erlangs: float, within: float
) -> None:
    rate = erlangs / HANDLE
    lost = measure(System(rate=rate, handle_time=HANDLE, agents=agents, waiting_places=0), within=within)
    assert lost.blocking == pytest.approx(erlang_b(agents, erlangs), rel=1e-9)
    assume(erlangs < 0.95 * agents)
    long = measure(System(rate=rate, handle_time=HANDLE, agents=agents, patience=1e9), within=within)
    without = measure(System(rate=rate, handle_time=HANDLE, agents=agents), within=within)
    assert long.wait_probability == pytest.approx(without.wait_probability, rel=1e-4, abs=1e-9)
    assert long.service_level == pytest.approx(without.service_level, abs=1e-5)
