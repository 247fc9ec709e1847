"""Calls that were counted: both files of real banks, and files that are none."""

from pathlib import Path

import pytest

from tests.conftest import SHARED
from warmline.simulation import Arrivals, CallFileWrong, form_scenario, run
from warmline.simulation.volumes import volumes

DATA = SHARED / "data" / "call_centre"
WHOLE_YEAR = DATA / "anonymous_bank_1999_6min.csv"
WEEKDAYS = DATA / "na_bank_5min_calls.csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "needs the columns calls"),
        ("day,bin5min,calls\n", "it has no lines"),
        ("day,bin5min,calls\n1,0,many\n", "line 2 has no whole numbers"),
        ("day,bin5min,calls\n1,0,-1\n", "line 2 has no whole numbers"),
        ("day,bin5min,calls\n1,0,0\n", "nobody called"),
        ("day,bin60min,calls\n1,0,3\n", "say when they begin"),
    ],
)
def test_what_is_no_table_of_calls_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(text)
    with pytest.raises(CallFileWrong, match=said):
        volumes(Arrivals(file=str(path)))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallFileWrong, match="No such file"):
        volumes(Arrivals(file=str(tmp_path / "none.csv")))


def test_days_that_are_not_there_are_refused() -> None:
    with pytest.raises(CallFileWrong, match="it has 365 days"):
        volumes(Arrivals(file=str(WHOLE_YEAR), first_day=400))


def test_both_banks_are_read_as_they_say() -> None:
    year = volumes(Arrivals(file=str(WHOLE_YEAR)))
    assert (year.counts.shape, year.counts.sum(), year.width) == ((365, 240), 445_369, 360)
    weekdays = volumes(Arrivals(file=str(WEEKDAYS), starts="07:00"))
    assert (weekdays.counts.shape, weekdays.width, weekdays.starts) == ((164, 169), 300, 7 * 3600)


def test_all_calls_of_a_day_come_in_their_bins() -> None:
    arrivals = {"file": str(WEEKDAYS), "starts": "07:00", "days": 1}
    found = run(form_scenario({"duration_hours": 24, "queues": [{"name": "all", "arrivals": arrivals}]})).policies[
        "engine"
    ]
    counts = volumes(Arrivals(file=str(WEEKDAYS), starts="07:00", days=1)).counts[0]
    assert found.laws.arrivals == counts.sum()
    by_hour = {each.begins: each.arrivals for each in found.intervals if each.queue == "all"}
    assert by_hour["07:00"] == counts[:6].sum()


def test_a_share_of_the_calls_comes() -> None:
    arrivals = {"file": str(WEEKDAYS), "starts": "07:00", "days": 2, "share": 0.25}
    scenario = form_scenario({"duration_hours": 48, "queues": [{"name": "all", "arrivals": arrivals}]})
    all_calls = int(volumes(Arrivals(file=str(WEEKDAYS), starts="07:00", days=2)).counts.sum())
    # A binomial of so many calls: four standard deviations either way.
    came = run(scenario).policies["engine"].laws.arrivals
    assert abs(came - all_calls / 4) < 4 * (all_calls * 0.25 * 0.75) ** 0.5
