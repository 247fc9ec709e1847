"""`simulate` on the command line: refusals say what to do, and what it finds is a table, JSON or a page."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Installation


@pytest.fixture
def scenario(office: Installation, tmp_path: Path) -> Path:
    """The shipped example, one day of it."""
    file = tmp_path / "scenario.toml"
    file.write_text(office.run("simulate", "--example").stdout.replace("duration_hours = 240", "duration_hours = 24"))
    return file


def test_what_cannot_be_is_refused(office: Installation, scenario: Path, tmp_path: Path) -> None:
    assert "warmline simulate --example" in office.run("simulate", code=2).stderr
    assert "No such file" in office.run("simulate", str(tmp_path / "none.toml"), code=1).stderr
    wrong = office.run("simulate", str(scenario), "--set", "queues.claims.prio=1", code=1).stderr
    assert "queues.claims.prio: there is no such key; did you mean priority?" in wrong
    assert "There is no policy best" in office.run("simulate", str(scenario), "--policy", "best", code=1).stderr
    assert "no queue asks for latin" in office.run("simulate", str(scenario), "--add", "2 latin", code=1).stderr
    assert '"error":"scenario_wrong"' in office.run("simulate", str(scenario), "--set", "x=1", "--json", code=1).stderr


def test_what_if_is_shown_side_by_side(office: Installation, scenario: Path, tmp_path: Path) -> None:
    words = ["simulate", str(scenario), "--policy", "engine", "--add", "2 lang-es 10:00-18:00", "--seed", "3"]
    page = tmp_path / "report.html"
    found = json.loads(office.run(*words, "--report", str(page), "--json").stdout)
    before, after = found["runs"].values()
    assert list(found["runs"]) == ["engine", "engine + 2 lang-es 10:00-18:00"]
    level = [each["queues"]["spanish"]["service_level"]["value"] for each in (before, after)]
    assert level[1] > level[0]
    assert before["laws"]["kept"] is after["laws"]["kept"] is True
    assert found["seed"] == 3
    assert "2 lang-es 10:00-18:00" in page.read_text()
    assert "it is there already" in office.run(*words, "--report", str(page), code=1).stderr


def test_people_see_tables(office: Installation, scenario: Path) -> None:
    said = office.run("simulate", str(scenario), "--customers", "300", "--set", "policies=['engine']").stdout
    assert "300 came" in said
    assert "Little's law holds" in said
    assert "service level" in said
