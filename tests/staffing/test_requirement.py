"""The fewest agents for targets: impossible ones are refused by name, and one agent fewer would not do."""

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.staffing import Measures, Requirement, System, Targets, measure, require
from warmline.staffing.errors import NoTarget, ParameterWrong
from warmline.staffing.requirement import LIMITS


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"service_level": 1.0, "within": 0.0}, r"service_level: .*1 within 0 s cannot be reached with any number"),
        ({"service_level": 0.8}, "service_level: needs within"),
        ({"service_level": 0.8, "within": -1.0}, "within: must be at least 0"),
        ({"service_level": math.nan, "within": 20.0}, "service_level: must be a finite number"),
        ({"max_occupancy": 0.0}, "max_occupancy: must be more than 0"),
        ({"max_occupancy": 1.5}, "max_occupancy: must be at most 1"),
        ({"max_wait_probability": 0.0}, "max_wait_probability: must be between 0 and 1"),
        ({"max_asa": 0.0}, "max_asa: must be more than 0"),
        ({"max_abandonment": 0.05}, "max_abandonment: needs patience"),
        ({"max_blocking": 0.05}, "max_blocking: needs waiting_places"),
        ({"max_occupancy": 0.8, "shrinkage": 1.0}, "shrinkage: must be from 0 to less than 1"),
        ({"max_occupancy": 0.8, "shrinkage": math.nan}, "shrinkage: must be from 0 to less than 1"),
    ],
)
def test_a_target_that_nothing_meets_is_named(wrong: dict[str, float], says: str) -> None:
    with pytest.raises(ParameterWrong, match=f"^{says}"):
        require(rate=0.1, handle_time=240, targets=Targets(**wrong))


def test_no_target_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoTarget, match="at least one of max_wait_probability, service_level"):
        require(rate=0.1, handle_time=240, targets=Targets())


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"rate": -0.1}, "rate"),
        ({"handle_time": 0.0}, "handle_time"),
        ({"rate": 1000.0, "handle_time": 1000.0}, "erlangs"),
        ({"patience": -1.0}, "patience"),
    ],
)
def test_a_load_that_cannot_be_meant_is_named(wrong: dict[str, float], name: str) -> None:
    given_ = {"rate": 0.1, "handle_time": 240.0, **wrong}
    with pytest.raises(ParameterWrong, match=f"^{name}: "):
        require(**given_, targets=Targets(max_occupancy=0.8))  # type: ignore[arg-type]  # a float for each


@pytest.mark.parametrize(
    ("erlangs", "agents"),
    [(10, [12, 14, 16]), (50, [54, 58, 61]), (100, [106, 111, 115]), (1000, [1017, 1034, 1046])],
)
def test_the_fewest_agents_are_those_of_tijms(erlangs: float, agents: list[int]) -> None:
    found = [
        require(rate=erlangs, handle_time=1, targets=Targets(max_wait_probability=each)).agents
        for each in (0.5, 0.2, 0.1)
    ]
    assert found == agents


def test_the_binding_target_is_named_and_shrinkage_comes_on_top() -> None:
    targets = Targets(service_level=0.8, within=20, max_occupancy=0.7, shrinkage=0.3)
    found = require(rate=100 / 1800, handle_time=180, targets=targets)
    assert found.each == {"service_level": 14, "max_occupancy": 15}
    assert (found.agents, found.scheduled, found.binding) == (15, 22, ["max_occupancy"])
    both = require(rate=100 / 1800, handle_time=180, targets=Targets(service_level=0.8, within=20, max_asa=10))
    assert both.binding == ["service_level", "max_asa"]


def test_nobody_is_needed_where_nobody_calls() -> None:
    found = require(rate=0.0, handle_time=180, targets=Targets(service_level=0.8, within=20))
    assert (found.agents, found.scheduled) == (0, 0)


def test_somebody_is_needed_where_anybody_calls() -> None:
    # All would hang up within the mean wait that is allowed.
    found = require(rate=0.01, handle_time=180, targets=Targets(max_asa=60), patience=10)
    assert found.agents == 1
    places = require(rate=0.01, handle_time=180, targets=Targets(service_level=0.8, within=20), waiting_places=0)
    assert places.agents == 1


def test_whole_numbers_are_not_rounded_up() -> None:
    # 10 agents of whom a third is away are 15, though 10 / (1 - 1/3) is a little more in floating point.
    found = require(rate=7.0, handle_time=1, targets=Targets(max_occupancy=0.7, shrinkage=1 / 3))
    assert (found.agents, found.scheduled) == (10, 15)


def test_a_target_that_is_met_to_the_digit_is_met() -> None:
    # Two agents for half an erlang let a tenth wait, 12 s on average, though that is a little more in floating point.
    assert require(rate=0.5 / 180, handle_time=180, targets=Targets(max_asa=12)).agents == 2


def test_patience_needs_fewer_and_few_places_turn_people_away() -> None:
    targets = Targets(service_level=0.8, within=20)
    stays = require(rate=100 / 1800, handle_time=180, targets=targets)
    leaves = require(rate=100 / 1800, handle_time=180, targets=targets, patience=60)
    assert leaves.agents < stays.agents
    rooms = require(rate=100 / 1800, handle_time=180, targets=Targets(max_blocking=0.01), waiting_places=0)
    assert rooms.agents == 18


targets_ = st.builds(
    Targets,
    max_wait_probability=st.none() | st.floats(0.01, 0.9),
    max_asa=st.floats(0.5, 300),
    max_occupancy=st.none() | st.floats(0.3, 0.99),
)


@given(st.floats(0.01, 60), targets_, st.none() | st.floats(10, 600), st.floats(0.1, 0.95), st.floats(0, 60))
@settings(max_examples=60)
def test_one_agent_fewer_does_not_do(
    erlangs: float, targets: Targets, patience: float | None, level: float, within: float
) -> None:
    asked = msgspec.structs.replace(targets, service_level=level, within=within)
    found = require(rate=erlangs / 180, handle_time=180, targets=asked, patience=patience)
    assert _meets(found.measures, asked)
    if found.agents and (patience or found.agents - 1 > erlangs):
        system = System(rate=erlangs / 180, handle_time=180, agents=found.agents - 1, patience=patience)
        assert not _meets(measure(system, within=within), asked)
    assert set(found.binding) <= set(found.each)


def _meets(found: Measures, targets: Targets) -> bool:
    assert found.service_level is not None
    assert targets.service_level is not None
    most = {name.removeprefix("max_"): value for name in LIMITS if (value := getattr(targets, name)) is not None}
    enough = found.service_level >= most.pop("service_level") - 1e-9
    enough = enough and found.mean_wait <= most.pop("asa") + 1e-9
    most.pop("asa", None)
    return enough and all(getattr(found, name) <= value + 1e-9 for name, value in most.items())


def test_a_thousand_erlangs_take_no_time_to_speak_of() -> None:
    found: Requirement = require(
        rate=20.0, handle_time=240, targets=Targets(service_level=0.8, within=20, max_abandonment=0.03), patience=180
    )
    # So overloaded, those who hang up are simply what is too much: 3 % of 4,800 erlangs.
    assert found.agents == 4657
