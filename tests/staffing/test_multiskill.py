"""Fewest agents by simulation: targets that are not understood are refused, and one queue needs what Erlang says."""

import pytest

from warmline.simulation import Scenario, parse_scenario, run, with_counts
from warmline.staffing import Targets, require
from warmline.staffing.errors import OutOfReach, ParameterWrong
from warmline.staffing.multiskill import Found, read_aims, read_costs, search

ONE = """
name = "one line"
duration_hours = 30
warm_up_hours = 2

[[queues]]
name = "general"
target_seconds = 20
arrivals = { per_minute = 2 }
handle_time = { kind = "exponential", mean = 180 }

[[agents]]
name = "office"
count = 3
"""
TWO = """
name = "two lines"
duration_hours = 20
warm_up_hours = 1

[[queues]]
name = "general"
target_seconds = 30
arrivals = { per_minute = 1 }
patience = { kind = "exponential", mean = 180 }
handle_time = { kind = "exponential", mean = 180 }

[[queues]]
name = "spanish"
target_seconds = 30
skills = { lang-es = 1 }
arrivals = { per_minute = 0.5 }
patience = { kind = "exponential", mean = 180 }
handle_time = { kind = "exponential", mean = 180 }

[[agents]]
name = "office"
count = 1

[[agents]]
name = "spanish"
count = 9
skills = { lang-es = 3 }
"""


def found(scenario: Scenario, *targets: str, costs: tuple[str, ...] = (), most_runs: int = 200) -> Found:
    aims = read_aims(targets, scenario)
    return search(scenario, aims, costs=read_costs(costs, scenario), seed=5, most_runs=most_runs)


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("general", "is not understood; write it like"),
        ("claims service_level>=0.8", "there is no queue 'claims'; there are general, spanish"),
        ("general speed>=0.8", "speed is no measure; there are service_level"),
        ("general service_level<=0.8", "service_level is better when it is more"),
        ("general wait_mean>=8", "wait_mean is better when it is less"),
        ("general service_level>=1", "must be between 0 and 1"),
        ("general wait_mean<=0", "must be more than 0"),
    ],
)
def test_a_target_that_cannot_be_meant_is_named(target: str, says: str) -> None:
    with pytest.raises(ParameterWrong, match=f"^target: .*{says}"):
        found(parse_scenario(TWO), target)


def test_no_target_a_strange_cost_and_too_few_runs_are_refused() -> None:
    with pytest.raises(ParameterWrong, match="target: is needed"):
        found(parse_scenario(TWO))
    with pytest.raises(ParameterWrong, match=r'cost: "boss=2" is not understood; write it like "office=1\.4"'):
        found(parse_scenario(TWO), "* wait_mean<=9", costs=("boss=2",))
    with pytest.raises(ParameterWrong, match="most_runs: 2 runs were not enough"):
        found(parse_scenario(ONE), "general service_level>=0.8", most_runs=2)


def test_a_target_that_no_agents_help_is_out_of_reach() -> None:
    without = parse_scenario(TWO.replace("skills = { lang-es = 3 }", ""))
    with pytest.raises(OutOfReach, match="spanish service_level"):
        found(without, "spanish service_level>=0.8")


def test_one_queue_needs_what_erlang_says() -> None:
    made = found(parse_scenario(ONE), "general service_level>=0.8")
    erlang = require(rate=2 / 60, handle_time=180, targets=Targets(service_level=0.8, within=20))
    assert abs(made.agents - erlang.agents) <= 1
    assert made.before == {"office": 3}
    (outcome,) = made.outcomes
    assert outcome.met
    assert outcome.value == made.queues["general"].service_level.value


def test_the_cheaper_agents_are_preferred_and_none_could_go() -> None:
    targets = ("general service_level>=0.7", "spanish service_level>=0.7")
    made = found(parse_scenario(TWO), *targets, costs=("spanish=2",))
    assert made.cost == made.groups["office"] + 2 * made.groups["spanish"]
    assert min(made.groups.values()) > 0
    assert made.cost < 18
    assert all(each.met for each in made.outcomes)
    aims = read_aims(targets, parse_scenario(TWO))
    for name in made.groups:
        fewer = with_counts(parse_scenario(TWO), {**made.groups, name: made.groups[name] - 1})
        result = run(fewer, policy=made.policy, seed=5).policies[made.policy]
        assert any(each.short(result) > 0 for each in aims)
