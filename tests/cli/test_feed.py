"""Feeds from the command line: what is refused, what a dry run shows, and that a file can be brought in again."""

import json
from pathlib import Path

from tests.cli.conftest import Installation

ROWS = "CustNo;Vorname;Name;Mail;Stufe;Notiz\nC1;Ann;Able;ann@example.com;gold;x\nC2;Bo;Baker;bo@example.com;;y\n"


def _file(path: Path, text: str) -> str:
    path.write_text(text)
    return str(path)


def _create(office: Installation, code: str, *more: str) -> None:
    columns = ("CustNo=key", "Vorname=given_name", "Name=family_name", "Mail=email", "Stufe=tier")
    office.run("feed", "create", code, *(word for each in columns for word in ("--map", each)), *more)


def test_wrong_words_are_refused(office: Installation, tmp_path: Path) -> None:
    assert "expected COLUMN=TARGET" in office.run("feed", "create", "x", "--map", "Mail", code=2).stderr
    assert "is no target" in office.run("feed", "create", "x", "--map", "Mail=post", code=1).stderr
    assert "There is no feed nowhere" in office.run("feed", "import", "nowhere", "file.csv", code=1).stderr
    office.run("feed", "create", "empty")
    assert "cannot be read" in office.run("feed", "import", "empty", "nowhere.csv", code=1).stderr
    wide = _file(tmp_path / "wide.csv", ",".join(f"c{each}" for each in range(2000)))
    assert "at most 1000 are taken" in office.run("feed", "import", "empty", wide, code=1).stderr


def test_a_dry_run_shows_what_would_change_and_writes_nothing(office: Installation, tmp_path: Path) -> None:
    _create(office, "dry")
    file = _file(tmp_path / "rows.csv", ROWS)
    shown = office.run("feed", "import", "dry", file, "--dry-run").stdout
    assert "2 customers would be created" in shown
    assert "Columns that go nowhere: Notiz" in shown
    assert "- -> gold" in shown
    assert "wins: Nobody said anything before." in shown
    assert office.json("feed", "runs", "dry") == []


def test_a_file_is_brought_in_once(office: Installation, tmp_path: Path) -> None:
    _create(office, "crm", "--key-scheme", "debtor_id")
    file = _file(tmp_path / "rows.csv", ROWS.replace("example.com", "example.org"))
    assert "2 customers created" in office.run("feed", "import", "crm", file).stdout
    again = office.json("feed", "import", "crm", file)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)
    change = _file(tmp_path / "rows.csv", ROWS.replace("example.com", "example.org").replace("gold", "silver"))
    dry = office.json("feed", "import", "crm", change, "--dry-run")
    (tier,) = dry["diff"][0]["attributes"]
    assert (tier["shown_before"], tier["given"], tier["wins"]) == ("gold", "silver", True)
    assert [each["created"] for each in office.json("feed", "runs", "crm")] == [0, 2]


def test_wrong_rows_are_named_and_the_rest_is_in(office: Installation, tmp_path: Path) -> None:
    office.run("feed", "create", "lines", "--key-scheme", "lines_id")
    lines = ['{"key": "A"}', "{", json.dumps({"key": "B", "country": "Deutschland"}), '{"key": "Z"}']
    done = office.run("feed", "import", "lines", _file(tmp_path / "rows.jsonl", "\n".join(lines)), code=1)
    assert "2 customers created" in done.stdout
    assert "row 2: the row is no JSON" in done.stdout
    assert "row 3 (B): country: expected an ISO 3166-1 code" in done.stdout
    assert "Mend the refused rows" in done.stdout


def test_a_secret_is_shown_once(office: Installation) -> None:
    office.run("feed", "create", "signed")
    assert office.run("feed", "secret", "signed").stdout.startswith("whsec_")
    (shown,) = [each for each in office.json("feed", "list") if each["code"] == "signed"]
    assert (shown["signed"], "secret" in shown) == (True, False)
