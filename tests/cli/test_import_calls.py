"""Call logs: what is wrong with a row is said by its number and column, and the rest goes on; also after a kill."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Installation

HEAD = "Call ID,Caller,Start Time,Answer Time,End Time,Agent,Remarks\n"
GOOD = (
    "{n},+1215555{n:04d},2026-03-03 09:{m:02d}:07,2026-03-03 09:{m:02d}:20,2026-03-03 09:{m:02d}:50,Dee Doe,Card {n}\n"
)


def log(tmp_path: Path, *rows: str, head: str = HEAD, name: str = "calls.csv", encoding: str = "utf-8") -> str:
    file = tmp_path / name
    file.write_bytes((head + "".join(rows)).encode(encoding))
    return str(file)


def good(number: int) -> str:
    return GOOD.format(n=number, m=number % 60)


def calls(office: Installation, *words: str, code: int = 0) -> Any:
    return office.json("import", "calls", *words, code=code)


def counted(found: dict[str, Any]) -> tuple[int, int, int]:
    return found["recorded"], found["repeated"], found["failed"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--map", "number"), "--map takes FIELD=COLUMN"),
        (("--map", "tel=Caller"), "There is no field tel"),
        (("--map", "number=Phone"), "There is no column Phone; there are: Call ID, Caller"),
        (("--time-zone", "Mars"), "There is no time zone Mars"),
        (("--encoding", "klingon"), "There is no encoding klingon"),
    ],
)
def test_what_was_typed_wrong_is_said_before_anything_is_read(
    office: Installation, tmp_path: Path, words: tuple[str, ...], problem: str
) -> None:
    assert problem in office.run("import", "calls", log(tmp_path, good(1)), *words, code=2).stderr


def test_a_log_without_the_columns_that_are_needed_says_which(office: Installation, tmp_path: Path) -> None:
    words = ("import", "calls", log(tmp_path, head="a,b\n"))
    assert "No column was found for started and number; say which with --map" in office.run(*words, code=2).stderr
    assert "cannot be read" in office.run("import", "calls", str(tmp_path / "none.csv"), code=1).stderr


def test_bad_rows_are_named_and_the_rest_goes_on(office: Installation, tmp_path: Path) -> None:
    bad = [
        "101,+1215,soon,,,Dee,\n",
        "102,+1215,2026-03-03 09:00:00,2026-03-03 08:00:00,,Dee,\n",
        '103,"' + "x" * 1_000_000 + '",2026-03-03 09:00:00,,,Dee,"' + "y" * 1_000_000 + '"\n',
        "104,+1215,,,,Dee,\n",
    ]
    file = log(tmp_path, good(1), *bad, good(2), name="bad.csv")
    found = calls(office, file, "--account", "bad", code=1)
    assert counted(found) == (3, 0, 3)
    assert [each["place"] for each in found["problems"]] == ["row 3", "row 4", "row 6"]
    assert "Start Time: it is no time" in found["problems"][0]["problem"]
    assert counted(calls(office, file, "--account", "bad")) == (0, 6, 0)
    assert "Start Time" in office.run("failed", "list").stdout
    mended = log(tmp_path, good(1), bad[0].replace("soon", "2026-03-03 09:00:00"), *bad[1:], good(2), name="bad.csv")
    assert counted(calls(office, mended, "--account", "bad")) == (1, 5, 0)


def test_an_open_quote_and_another_encoding_spoil_their_rows_only(office: Installation, tmp_path: Path) -> None:
    file = Path(log(tmp_path, good(1), good(2), name="spoilt.csv"))
    latin = good(3).replace("Dee Doe", "Dörte").encode("latin-1")
    file.write_bytes(file.read_bytes() + latin + good(4).encode() + b'5,"' + b"x" * 5_000_000)
    found = calls(office, str(file), "--account", "spoilt", code=1)
    assert counted(found) == (3, 0, 2)
    assert "--encoding" in found["problems"][0]["problem"]
    assert "quote that is not closed" in found["problems"][1]["problem"]
    assert counted(calls(office, str(file), "--account", "latin", "--encoding", "latin-1", code=1)) == (4, 0, 1)


def test_spreadsheets_of_many_countries(office: Installation, tmp_path: Path) -> None:
    head = "Nummer;Beginn;Ende;Mitarbeiter\n"
    row = "0151 23456789;03.03.2026 09:05;03.03.2026 09:07;Jörg Groß\n"
    words = ["--map", "number=Nummer", "--map", "started=Beginn", "--map", "ended=Ende", "--map", "agent=Mitarbeiter",
             "--time-format", "%d.%m.%Y %H:%M", "--time-zone", "Europe/Berlin"]  # fmt: skip
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        file = log(tmp_path, row, head=head, name=f"{encoding}.csv", encoding=encoding)
        assert counted(calls(office, file, *words, "--account", encoding)) == (1, 0, 0), encoding
    lines = office.run("export", "vcon", "--channel", "voice").stdout
    assert "Jörg Groß" in lines
    assert '"started_at":"2026-03-03T08:05:00Z"' in lines


def test_after_a_kill_it_goes_on_where_it_was(office: Installation, tmp_path: Path) -> None:
    count = 2_000
    file = log(tmp_path, *(good(1_000 + n) for n in range(count)), name="many.csv")
    words = ("export", "assignments")
    before = office.run(*words).stdout.count("\n")
    process, ended = office.start("import", "calls", file, "--account", "killed"), False
    while office.run(*words).stdout.count("\n") == before:
        # It may come to its end while we look, but not without anything to see afterwards.
        assert not ended, process.communicate()
        ended = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    recorded, repeated, failed = counted(calls(office, file, "--account", "killed"))
    assert (recorded + repeated, failed) == (count, 0)
    assert repeated, "something was recorded before the kill"
    assert counted(calls(office, file, "--account", "killed")) == (0, count, 0)
    assert office.run(*words).stdout.count("\n") == before + count
