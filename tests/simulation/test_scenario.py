"""A scenario that cannot be is refused by key, with what is allowed."""

from pathlib import Path

import pytest

from warmline.kit.errors import WarmlineError
from warmline.simulation import (
    PolicyUnknown,
    ScenarioMissing,
    ScenarioUnreadable,
    ScenarioWrong,
    example,
    load_scenario,
    parse_scenario,
    run,
)

BASE = """
customers = 10
[[queues]]
name = "claims"
arrivals = { per_hour = 60 }
[[agents]]
name = "desk"
count = 2
"""


def refused(text: str, *overrides: str) -> str:
    with pytest.raises(WarmlineError) as caught:
        parse_scenario(text, overrides=overrides)
    return caught.value.message


def test_what_is_not_there_or_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioMissing, match="No such file"):
        load_scenario(tmp_path / "none.toml")
    with pytest.raises(ScenarioUnreadable, match="no TOML: Invalid value"):
        parse_scenario("customers = ")


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("queues.claims.prioritty=1", "queues.claims.prioritty: there is no such key; did you mean priority?"),
        ("queues.claims.priority='much'", "queues.claims.priority: Expected `float`, got `str`"),
        ("queues.claims.offer_to=30", "queues.claims.offer_to: Expected `int` <= 20"),
        ("queues.claims.handle_time={kind='normal'}", "allowed are: exponential, lognormal, deterministic, empirical"),
        ("queues.claims.skills={a=6}", "queues.claims.skills"),
        ("queues.claims.arrivals.per_minute=1", "say exactly one of per_minute, per_hour, by_hour, file; there are"),
        ("queues.claims.arrivals={}", "nothing is said"),
        ("queues.claims.overflow={queue='claims', after_seconds=1}", "claims is not another queue; there are: none"),
        ("queues.claims.teams=['a']", "a is not a team of some agents"),
        ("queues.claims.intents={a=0}", "at least one share must be above 0"),
        ("queues.claims.priorities={high=1}", "the key is a number of points"),
        ("queues.claims.hours=['18:00', '08:00']", "18:00 is not before 08:00"),
        ("queues.none.priority=1", "there is no none; there are: claims"),
        ("agents.desk.handle_times={x={kind='deterministic', value=1}}", "x is not an intent or a queue"),
        ("agents.desk.shifts=[{from='08:00', to='25:00'}]", "agents.desk.shifts"),
        ("agents.desk.shifts=[{from='08:00', to='12:00'}, {from='11:00', to='13:00'}]", "two overlap at 11:00"),
        ("agents.desk.shifts=[{from='08:00', to='12:00', breaks=[['13:00', '14:00']]}]", "13:00 is outside of"),
        ("agents.desk.miss=1.5", "agents.desk.miss: Expected `float` <= 1.0"),
        ("interval_minutes=7", "allowed are: 5, 10, 15, 20, 30, 60"),
        ("customers=0", "customers: Expected `int` >= 1"),
        ("queues=[]", "queues: Expected `array` of length >= 1"),
        ("policies=['best']", "There is no policy best; there are: longest_idle, skills_only, engine, engine+learning"),
        ("seed", "a change is written key=value"),
        ("customers.x=1", "there is a value, not a table"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(override: str, said: str) -> None:
    assert said in refused(BASE, override)


def test_a_run_without_an_end_is_refused() -> None:
    assert "customers: say how many" in refused(BASE.replace("customers = 10", ""))
    assert "would have no end" in refused(BASE, "queues.claims.arrivals.per_hour=0")


def test_a_name_twice_is_refused() -> None:
    assert "queues.claims: this name is there twice" in refused(
        BASE + '[[queues]]\nname = "claims"\narrivals = { per_hour = 1 }'
    )


def test_a_policy_that_is_not_there_is_refused_when_it_runs() -> None:
    with pytest.raises(PolicyUnknown, match="best"):
        run(parse_scenario(BASE), policy="best")


def test_overrides_change_any_key() -> None:
    changed = parse_scenario(BASE, overrides=["queues.claims.priority=5", "queues.0.target_seconds=20", "name=x"])
    assert (changed.queues[0].priority, changed.queues[0].target_seconds, changed.name) == (5, 20, "x")


def test_a_policy_of_ones_own_is_a_table() -> None:
    made = parse_scenario(BASE + "[policy.'no rings']\nrings = false", overrides=["policies=['no rings']"])
    assert list(run(made).policies) == ["no rings"]


def test_the_example_is_a_scenario() -> None:
    shipped = parse_scenario(example(), overrides=["duration_hours=24"])
    found = run(shipped)
    assert list(found.policies) == ["skills_only", "engine"]
    assert all(each.laws.kept for each in found.policies.values())


def test_files_are_looked_for_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("day,bin60min,calls\n1,0,5\n1,1,7\n")
    text = BASE.replace("per_hour = 60", 'file = "calls.csv", starts = "08:00"').replace(
        "customers = 10", "duration_hours = 24"
    )
    (tmp_path / "scenario.toml").write_text(text)
    assert run(load_scenario(tmp_path / "scenario.toml")).policies["engine"].total.arrivals == 12


def test_an_unknown_key_of_the_whole_is_named() -> None:
    with pytest.raises(ScenarioWrong, match="customer: there is no such key; did you mean customers"):
        parse_scenario("customer = 10\n" + BASE)
