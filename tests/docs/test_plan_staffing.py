"""docs/howto/plan-staffing.md: what it says to type works as it stands there."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.docs.test_howto import blocks, shell
from warmline.simulation import example
from warmline.staffing import form_question
from warmline.staffing.question import read_shifts

PAGE = "plan-staffing.md"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with the files that the page names."""
    rows = ["time,calls"]
    for number in range(70):
        day = date(2026, 1, 5) + timedelta(number)
        rows += [f"{day}T{hour:02d}:{half},{40 + hour}" for hour in range(8, 18) for half in ("00", "30")]
    (tmp_path / "calls.csv").write_text("\n".join(rows))
    (shifts,) = blocks(PAGE, "toml")
    (tmp_path / "shifts.toml").write_text(shifts)
    (tmp_path / "service.toml").write_text(example())
    return tmp_path


def test_every_command_answers(here: Path) -> None:
    loads, what_if, days, shifts, search, more = blocks(PAGE, "sh")
    assert "58 agents serve" in shell(loads, here, here)
    assert "14 agents" in shell(what_if, here, here)
    assert "Mon 2026-03-16" in shell(days, here, here)
    assert "paid hours" in shell(shifts, here, here)
    # Fewer hours than the page says: a test need not be sure of the figures.
    assert "claims desk" in shell(search.replace("--hours 80", "--hours 11"), here, here)
    assert "Over the day" in shell(more.replace("\n", " --hours 24\n"), here, here)


def test_the_shifts_that_are_shown_are_read(here: Path) -> None:
    types, rules = read_shifts(form_question(None, {"shifts": str(here / "shifts.toml")}))
    assert [each.name for each in types] == ["full", "part"]
    assert types[0].paid == 8 * 3600
    assert (rules.gap_price, rules.time_limit) == (3, 30)
    assert tomllib.loads((here / "shifts.toml").read_text())["rules"]["max_gap"] == 2
