"""`staffing` answers on the command line: refusals name the option, and the figures are those of the formulas."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Installation

SHIFTS = """
[[shift]]
name = "full"
length = "8h30m"
starts = "07:30-12:00"
breaks = [{ length = "30m", earliest = "3h", latest = "5h" }]

[[shift]]
name = "part"
length = "4h"
starts = "08:00-16:00"

[rules]
max_week_hours = 38
"""


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """Ten weeks of weekdays from 08:00 to 18:00, in half hours, the same each week."""
    lines = ["date,time,calls"]
    for number in range(70):
        day = date(2026, 1, 5) + timedelta(number)
        for half in range(20):
            calls = 0 if day.weekday() > 4 else 60 + 40 * (day.weekday() == 0) + 5 * half - (half // 10) * 6 * half
            lines.append(f"{day},{8 + half // 2:02d}:{half % 2 * 30:02d},{max(calls, 0)}")
    file = tmp_path / "volumes.csv"
    file.write_text("\n".join(lines) + "\n")
    return file


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "erlangs: give either these, or calls"),
        (["--erlangs", "50"], "No target is given; give at least one of max_wait_probability"),
        (["--erlangs", "-1", "--max-occupancy", "0.8"], "erlangs: must be at least 0, not -1"),
        (["--erlangs", "nan", "--max-occupancy", "0.8"], "erlangs: must be a finite number"),
        (["--erlangs", "10", "--agents", "9"], "at least 11 agents"),
        (["--erlangs", "10", "--agents", "-9"], "agents: must be at least 0"),
        (["--erlangs", "10", "--max-occupancy", "0"], "max_occupancy: must be more than 0"),
        (["--erlangs", "10", "--max-occupancy", "0.8", "--shrinkage", "1"], "shrinkage: must be from 0 to less than 1"),
        (["--erlangs", "10", "--service-level", "0.8", "--within", "20s"], "handle_time: is needed for service_level"),
        (["--calls", "10", "--handle-time", "soon", "--max-asa", "9"], "handle_time: 'soon' is no duration"),
        (
            ["--calls", "10", "--handle-time", "4m", "--service-level", "1", "--within", "0"],
            "1 within 0 s cannot be reached with any number of agents",
        ),
        (["--erlangs", "10", "--agents", "15", "--add", "2 10:00-25:00"], "'25:00' is no time of day"),
        (["--erlangs", "10", "--agents", "15", "--add", "some"], '"some" is not understood'),
        (["--volumes", "none.csv", "--handle-time", "4m", "--max-asa", "9"], "none.csv: No such file"),
        (["--scenario", "none.toml", "--target", "* wait_mean<=9"], "none.toml"),
        (["none.toml"], "none.toml: cannot be read"),
    ],
)
def test_what_cannot_be_answered_is_named(fresh: Installation, words: list[str], says: str) -> None:
    done = fresh.run("staffing", *words, code=1)
    assert says in done.stderr
    assert not done.stdout


def test_a_word_for_a_number_is_a_wrong_command_line(fresh: Installation) -> None:
    assert "--erlangs" in fresh.run("staffing", "--erlangs", "many", code=2).stderr


def test_an_error_is_json_where_json_is_asked_for(fresh: Installation) -> None:
    done = fresh.run("staffing", "--erlangs", "10", "--agents", "9", "--json", code=1)
    assert json.loads(done.stderr)["error"] == "queue_grows"
    assert not done.stdout


def test_the_example_of_the_promise(fresh: Installation) -> None:
    found = fresh.json("staffing", "--erlangs", "50", "--max-wait-probability", "0.2")
    assert (found["agents"], found["binding"]) == (58, ["max_wait_probability"])


def test_calls_in_an_interval_with_everything(fresh: Installation) -> None:
    words = ["--calls", "100", "--interval", "1800", "--handle-time", "180", "--service-level", "0.8", "--within", "20"]
    found = fresh.json("staffing", *words, "--max-occupancy", "0.7", "--shrinkage", "0.3")
    assert (found["agents"], found["scheduled"]) == (15, 22)
    assert found["each"] == {"service_level": 14, "max_occupancy": 15}
    told = fresh.run("staffing", *words).stdout
    assert "14 agents serve, 14 are scheduled; service level decides." in told
    assert "88.8%" in told


def test_what_comes_of_so_many_agents_and_two_more(fresh: Installation) -> None:
    words = ["--erlangs", "48", "--handle-time", "1m", "--patience", "2m", "--agents", "50", "--add", "2"]
    found = fresh.json("staffing", *words, "--max-abandonment", "0.02")
    assert round(found["abandonment"], 6) == 0.030912
    assert found["meets"] == {"max_abandonment": False}
    assert found["after"]["agents"] == 52
    assert found["after"]["meets"] == {"max_abandonment": True}
    assert "NOT met" in fresh.run("staffing", *words, "--max-abandonment", "0.02").stdout


def test_what_is_asked_for_is_what_meets_the_target(fresh: Installation) -> None:
    # The mean wait is 12 s, and in floating point a little more.
    words = ["--erlangs", "0.5", "--handle-time", "180", "--max-asa", "12"]
    assert fresh.json("staffing", *words)["agents"] == 2
    assert fresh.json("staffing", *words, "--agents", "2")["meets"] == {"max_asa": True}


def test_a_file_gives_parameters_and_an_option_wins(fresh: Installation, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text('calls = 100\nhandle_time = "3m"\nservice_level = 0.8\nwithin = "20s"\n')
    assert fresh.json("staffing", str(file))["agents"] == 14
    assert fresh.json("staffing", str(file), "--service-level", "0.95")["agents"] > 14
    assert fresh.json("staffing", str(file), "--erlangs", "20")["erlangs"] == 20
    file.write_text("erlang = 50\n")
    assert "erlang: is not known; did you mean erlangs?" in fresh.run("staffing", str(file), code=1).stderr
    file.write_text('erlangs = "50"\n')
    assert "erlangs: expected `float" in fresh.run("staffing", str(file), code=1).stderr
    file.write_text("erlangs = \n")
    assert "is no TOML" in fresh.run("staffing", str(file), code=1).stderr


def test_days_are_planned_from_past_volumes(fresh: Installation, volumes: Path) -> None:
    words = ["--volumes", str(volumes), "--handle-time", "4m", "--service-level", "0.8", "--within", "20s"]
    found = fresh.json("staffing", *words)
    assert [each["closed"] for each in found["days"]] == [False] * 5 + [True] * 2
    monday = found["days"][0]
    assert (monday["day"], len(monday["intervals"])) == ("2026-03-16", 20)
    first = monday["intervals"][0]
    assert first["start"] == "08:00"
    assert first["calls"] == pytest.approx(100, rel=0.03)
    expected = fresh.json("staffing", "--calls", str(first["calls"]), *words[2:])
    assert first["agents"] == expected["agents"]
    assert found["trial"]["wape"] < 0.02
    told = fresh.run("staffing", *words, "--day", "2026-03-16").stdout
    assert "Mon 2026-03-16" in told
    assert "####" in told


def test_shifts_cover_the_days(fresh: Installation, volumes: Path, tmp_path: Path) -> None:
    (tmp_path / "shifts.toml").write_text(SHIFTS)
    words = ["--volumes", str(volumes), "--handle-time", "4m", "--max-asa", "20s", "--day", "2026-03-16"]
    found = fresh.json("staffing", *words, "--shifts", str(tmp_path / "shifts.toml"))
    plan = found["plan"]
    assert plan["missing_hours"] == 0
    assert plan["paid_hours"] >= plan["required_hours"] > 0
    assert all(each["covered"] >= each["required"] for each in plan["cover"])
    told = fresh.run("staffing", *words, "--shifts", str(tmp_path / "shifts.toml")).stdout
    assert "paid hours" in told
    assert "full" in told
    (tmp_path / "shifts.toml").write_text(
        SHIFTS.replace('"08:00-16:00"', '"12:00-14:00"').replace("07:30-12", "09:00-12")
    )
    done = fresh.run("staffing", *words, "--shifts", str(tmp_path / "shifts.toml"), code=1)
    assert "no shift covers 2026-03-16 08:00, 2026-03-16 08:30" in done.stderr
    (tmp_path / "shifts.toml").write_text(SHIFTS.replace("8h30m", "8 hours"))
    assert "length: '8 hours' is no duration" in fresh.run(
        "staffing", *words, "--shifts", str(tmp_path / "shifts.toml"), code=1
    ).stderr  # fmt: skip


def test_a_requirement_that_is_given_is_covered(fresh: Installation, tmp_path: Path) -> None:
    (tmp_path / "need.csv").write_text("time,agents\n2026-03-16T08:00,2\n2026-03-16T09:00,3\n2026-03-16T10:00,2\n")
    (tmp_path / "plan.toml").write_text(
        'required = "need.csv"\n[[shift]]\nname = "s"\nlength = "2h"\nstarts = "08:00-09:00"\n'
    )
    found = fresh.json("staffing", str(tmp_path / "plan.toml"))
    assert found["plan"]["paid_hours"] == 8
    assert "8 paid hours for 7 required" in fresh.run("staffing", str(tmp_path / "plan.toml")).stdout


def test_a_file_may_hold_days_and_single_texts(fresh: Installation, volumes: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        f'volumes = "{volumes.name}"\nhandle_time = "4m"\nmax_asa = 20\nday = 2026-03-16\nclosed = [2026-03-17]\n'
    )
    found = fresh.json("staffing", str(tmp_path / "plan.toml"), "--day", "2026-03-17", "--day", "2026-03-18")
    assert [each["closed"] for each in found["days"]] == [True, False]
    assert [each["day"] for each in fresh.json("staffing", str(tmp_path / "plan.toml"))["days"]] == ["2026-03-16"]
    odd = fresh.run("staffing", str(tmp_path / "plan.toml"), "--interval", "0.5", code=1)
    assert "must be a multiple of the file's 1800 s" in odd.stderr


def test_two_more_at_ten_are_shown_before_and_after(fresh: Installation, volumes: Path) -> None:
    words = ["--volumes", str(volumes), "--handle-time", "4m", "--within", "20s", "--day", "2026-03-16"]
    found = fresh.json("staffing", *words, "--agents", "20", "--add", "2 lang-es 10:00-12:00")
    assert [each["start"] for each in found["changes"]] == ["10:00", "10:30", "11:00", "11:30"]
    for each in found["changes"]:
        assert each["agents_after"] == each["agents"] + 2
        assert each["after"]["service_level"] > each["before"]["service_level"]
    short = fresh.run("staffing", *words, "--agents", "10", "--add", "2 10:00-12:00").stdout
    assert "grows -> grows" in short


SCENARIO = """
name = "line"
duration_hours = 20
[[queues]]
name = "general"
target_seconds = 20
arrivals = { per_minute = 1 }
handle_time = { kind = "exponential", mean = 180 }
[[agents]]
name = "office"
count = 4
"""


def test_a_scenario_finds_its_agents_and_shows_more_of_them(fresh: Installation, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(SCENARIO)
    found = fresh.json("staffing", "--scenario", str(file), "--target", "general service_level>=0.8")
    assert found["groups"]["office"] in (5, 6, 7)
    assert found["outcomes"][0]["met"]
    more = fresh.json("staffing", "--scenario", str(file), "--add", "2 office 10:00-18:00")
    assert more["after"]["total"]["wait_mean"]["value"] < more["before"]["total"]["wait_mean"]["value"]
    told = fresh.run("staffing", "--scenario", str(file), "--add", "2 office 10:00-18:00").stdout
    assert "10:00" in told
    assert "no queue asks for dutch" in fresh.run(
        "staffing", "--scenario", str(file), "--add", "2 dutch", code=1
    ).stderr  # fmt: skip
