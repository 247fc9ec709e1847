"""Rules are checked, tried, applied, shown and brought back from the command line; refusals first."""

from pathlib import Path

from tests.cli.conftest import Installation

BAD = """
[[rule]]
name = "Upset"
when = '''interaction.live &&
  customer.teir == 'gold' '''
then = { queue = "nowhere" }
"""
GOOD = """
mode = "first"

[[rule]]
name = "Gold"
when = "customer.tier == 'gold'"
then = { priority = 10 }
"""


def test_what_cannot_be_is_refused(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    assert "cannot be read" in office.run("rules", "check", str(file), code=1).stderr
    file.write_text("[[rule]\n")
    assert "rules.toml" in office.run("rules", "apply", str(file), code=2).stderr
    file.write_text('[[rule]]\nname = "x"\n')
    assert "when" in office.run("rules", "apply", str(file), code=2).stderr
    file.write_text(BAD)
    checked = office.run("rules", "check", str(file), code=1).stdout
    assert "Upset: when, line 2, column 12: unknown field of customer teir; did you mean tier?" in checked
    assert "  customer.teir == 'gold' \n           ^" in checked
    assert "there is no queue nowhere in use" in checked
    refused = office.run("rules", "apply", str(file), code=1).stderr
    assert "unknown field of customer teir" in refused
    assert "no version 7" in office.run("rules", "rollback", "7", code=1).stderr
    file.write_text(GOOD)
    assert "days" in office.run("rules", "dry-run", str(file), "--days", "91", code=2).stderr


def test_check_try_apply_and_go_back(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(GOOD)
    assert "Nobody has saved rules yet" in office.run("rules", "list").stdout
    assert "Nobody has saved rules yet" in office.run("rules", "history").stdout
    assert "1 rules, no fault" in office.run("rules", "check", str(file)).stdout
    assert office.json("rules", "check", str(file))["valid"] is True
    assert "nothing to try" in office.run("rules", "dry-run", str(file)).stdout
    assert office.json("rules", "dry-run", str(file), "--days", "7")["never_matched"] == ["Gold"]
    assert "Version 1 holds, with 1 rules" in office.run("rules", "apply", str(file), "--note", "begin").stdout
    file.write_text(GOOD.replace("10", "20"))
    assert office.json("rules", "apply", str(file))["version"] == 2
    shown = office.run("rules", "history").stdout
    assert "Gold changed (then)" in shown
    assert "begin" in shown
    assert "Version 3 holds, with the rules of version 1" in office.run("rules", "rollback", "1").stdout
    shown = office.run("rules", "list").stdout
    assert "Version 3" in shown
    assert "customer.tier == 'gold'" in shown
    assert office.json("rules", "list", "--version", "2")["rules"][0]["then"]["priority"] == 20
