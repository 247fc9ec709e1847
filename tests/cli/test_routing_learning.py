"""Learning from the command line: what is refused, the switch, the settings, and reports of nothing yet."""

from tests.cli.conftest import Installation


def test_wrong_words_are_refused(office: Installation) -> None:
    assert "expected NAME=VALUE" in office.run("routing", "learning", "set", "gender=1", code=2).stderr
    assert "no number" in office.run("routing", "learning", "set", "points=many", code=2).stderr
    assert "points" in office.run("routing", "learning", "set", "points=-1", code=2).stderr
    assert "nothing would be measured" in office.run(
        "routing", "learning", "set", "block_minutes=10", "settling_minutes=10", code=1
    ).stderr  # fmt: skip


def test_it_is_switched_on_and_off(office: Installation) -> None:
    assert office.run("routing", "learning", "show").stdout.startswith("Learning is off.")
    assert office.run("routing", "learning", "on").stdout.startswith("Learning is on. 0 outcomes count so far")
    assert office.json("routing", "learning", "show")["on"] is True
    assert office.run("routing", "learning", "off", "--reason", "A complaint.").stdout.startswith("Learning is off.")


def test_settings_are_changed_one_by_one(office: Installation) -> None:
    office.run("routing", "learning", "set", "points=20", "monitor=age_band,region")
    shown = office.json("routing", "learning", "set", "minimum=500")["settings"]
    assert (shown["points"], shown["minimum"], shown["monitor"]) == (20, 500, ["age_band", "region"])
    assert "points = 20" in office.run("routing", "learning", "show").stdout


def test_reports_say_that_there_is_nothing_yet(office: Installation) -> None:
    assert "not yet enough to tell" in office.run("routing", "learning", "effect").stdout
    assert "nothing to compare yet" in office.run("routing", "learning", "bias").stdout
    assert office.json("routing", "learning", "bias")["flagged"] == 0
