"""What the clock lets happen: shifts, hours, offers that nobody answers, places, and customers who come again."""

from typing import Any

import pytest

from tests.simulation.systems import agents, exponential, line, system
from warmline.simulation import PolicyResult, ScenarioWrong, WhatIfWrong, form_scenario, run, with_agents, with_counts

DAY = {"duration_hours": 24, "warm_up_hours": 0}


def outcome(queues: list[dict[str, Any]], groups: list[dict[str, Any]], **more: Any) -> PolicyResult:
    made = form_scenario({"name": "system", "queues": queues, "agents": groups, **DAY, **more})
    found = run(made).policies["engine"]
    assert found.laws.kept, found.laws
    return found


def test_nobody_there_means_that_all_give_up() -> None:
    found = outcome([line("all", 1.0, 1.0, patience=exponential(1.0))], [])
    assert found.total.served == 0
    assert found.total.abandoned == found.total.arrivals > 0
    assert found.total.occupancy.value is None


def test_who_never_gives_up_is_still_there() -> None:
    found = outcome([line("all", 0.1, 1.0)], [])
    assert found.total.still_there == found.total.arrivals > 0


def test_work_is_done_in_the_shift_and_not_in_the_break() -> None:
    shift = {"from": "08:00", "to": "16:00", "breaks": [["12:00", "13:00"]]}
    queue = line("all", 2.0, 0.2, patience=exponential(2.0), target_seconds=5)
    found = outcome([queue], [agents("desk", 3, shifts=[shift])])
    at = {each.begins: each for each in found.intervals if each.queue is None}
    assert at["03:00"].agents == at["20:00"].agents == 0
    # They end the conversations that they have when the break begins.
    assert at["12:00"].agents == pytest.approx(0, abs=0.1)
    assert at["09:00"].agents == pytest.approx(3)
    assert at["12:30"].service_level == pytest.approx(0, abs=0.02)
    assert at["09:00"].service_level == pytest.approx(1, abs=0.1)


def test_a_closed_queue_waits_until_it_opens() -> None:
    queue = line("all", 0.05, 0.5, hours=["10:00", "24:00"])
    found = outcome([queue], [agents("desk", 3)])
    assert found.total.wait_max > 9 * 3600
    assert found.total.served == found.total.arrivals


def test_offers_that_are_missed_or_declined_go_to_others() -> None:
    found = outcome([line("all", 0.5, 1.0)], [agents("desk", 6, miss=0.2, decline=0.2, answer_time=exponential(0.05))])
    assert found.missed > 0
    assert found.declined > 0
    assert (found.total.offers.value or 0.0) > 1.2
    assert found.total.served == found.total.arrivals


def test_several_are_asked_and_one_has_it() -> None:
    lines = [line("all", 0.5, 1.0, offer_to=3)]
    found = outcome(lines, [agents("desk", 6, answer_time=exponential(0.05))])
    one = outcome([line("all", 0.5, 1.0)], [agents("desk", 6, answer_time=exponential(0.05))])
    assert found.total.served == found.total.arrivals
    # The fastest of three answers in a third of the time.
    assert (found.total.wait_mean.value or 0.0) < 0.6 * (one.total.wait_mean.value or 0.0)


def test_who_finds_no_place_is_turned_away() -> None:
    found = outcome(
        [line("all", 2.0, 1.0, waiting_places=2), line("other", 2.0, 1.0)], [agents("desk", 1)], duration_hours=2
    )
    assert found.queues["all"].blocked > 0
    assert found.queues["other"].blocked == 0


def test_who_was_not_helped_comes_again_and_is_known() -> None:
    queue = line("all", 0.5, 0.5, returns={"share": 1.0, "after_days": 1})
    found = outcome([queue], [agents("desk", 3, resolution=0.5)], duration_hours=96)
    once = outcome([line("all", 0.5, 0.5)], [agents("desk", 3, resolution=0.5)], duration_hours=96)
    assert found.laws.arrivals > 1.3 * once.laws.arrivals
    assert found.total.resolved.value == pytest.approx(0.5, abs=0.03)


def test_chats_are_served_side_by_side() -> None:
    found = outcome([line("chat", 0.8, 2.0, medium="chat")], [agents("desk", 1, capacity={"chat": 4})])
    assert found.total.occupancy.value == pytest.approx(0.4, abs=0.03)


def test_the_policies_meet_the_same_customers() -> None:
    lines = [line("a", 1.0, 1.0, skills={"a": 1}), line("b", 1.0, 1.0)]
    made = system(lines, [agents("desk", 3, {"a": 1})], 2000, policies=["longest_idle", "skills_only", "engine"])
    counts = {name: found.total.arrivals for name, found in run(made).policies.items()}
    assert len(set(counts.values())) == 1


def test_to_change_one_queue_leaves_the_others_customers() -> None:
    lines = [line("a", 1.0, 1.0), line("b", 1.0, 1.0)]
    more = [line("a", 3.0, 1.0), line("b", 1.0, 1.0)]
    first, second = (outcome(each, [agents("desk", 30)]).queues["b"] for each in (lines, more))
    assert first.arrivals == second.arrivals


def test_learning_finds_out_who_is_good_at_what() -> None:
    groups = [agents("good", 3, resolution=0.9), agents("bad", 3, resolution=0.3)]
    lines = [line("all", 1.5, 1.0)]
    more = {"learning": {"delay_hours": 1, "renew_hours": 8}, "policies": ["engine", "engine+learning"]}
    found = run(system(lines, groups, 5000, **more)).policies
    gain = (found["engine+learning"].total.resolved.value or 0) - (found["engine"].total.resolved.value or 0)
    assert gain > 0.1
    assert found["engine+learning"].laws.kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("some agents", "can be understood"),
        ("0 lang-es", "can be understood"),
        ("2 lang-se 10:00-18:00", "skills are: lang-es; groups are: desk; did you mean lang-es?"),
        ("2 lang-es 18:00-10:00", "18:00 is not before 10:00"),
    ],
)  # fmt: skip
def test_agents_who_cannot_be_added_are_refused(text: str, said: str) -> None:
    made = system([line("spanish", 1.0, 1.0, skills={"lang-es": 3})], [agents("desk", 1)], 10)
    with pytest.raises(WhatIfWrong) as caught:
        with_agents(made, text)
    assert said in caught.value.message


def test_more_agents_with_a_skill_shorten_its_waits_in_their_hours() -> None:
    queue = line("spanish", 1.0, 2.0, skills={"lang-es": 3}, patience=exponential(3.0), target_seconds=20)
    before = form_scenario(
        {"queues": [queue], "agents": [agents("desk", 2, {"lang-es": 4})], **DAY, "duration_hours": 72}
    )
    without, more = (run(each).policies["engine"] for each in (before, with_agents(before, "2 lang-es 10:00-18:00")))
    level = {
        begins: [next(i.service_level or 0.0 for i in each.intervals if i.begins == begins) for each in (without, more)]
        for begins in ("04:00", "14:00")
    }
    assert level["14:00"][1] > level["14:00"][0] + 0.3
    assert level["04:00"][1] == pytest.approx(level["04:00"][0], abs=0.1)


def test_groups_are_counted_anew() -> None:
    made = system([line("all", 1.0, 1.0)], [agents("desk", 2)], 100)
    assert with_counts(made, {"desk": 5}).agents[0].count == 5
    with pytest.raises(ScenarioWrong, match="no such group; there are: desk"):
        with_counts(made, {"none": 5})
    with pytest.raises(ScenarioWrong, match="fewer than 0"):
        with_counts(made, {"desk": -1})
