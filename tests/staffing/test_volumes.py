"""Volumes from CSV files: what cannot be read is named with its line, and both banks load."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from warmline.staffing.errors import ParameterWrong, VolumesUnreadable
from warmline.staffing.volumes import Columns, Volumes, by_interval, read_volumes

SHARED = Path(__file__).resolve().parents[3] / "shared"
BANKS = SHARED / "data" / "call_centre"
NUMBERED = Columns(day_starts="07:00", first_day="2003-03-03", worked="mon-fri")


def read(folder: Path, text: str, columns: Columns | None = None) -> Volumes:
    file = folder / "volumes.csv"
    file.write_text(text)
    return read_volumes(file, columns)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column says how many calls"),
        ("when,number\n2026-03-02T09:00,3\n", "name one of when, number"),
        ("calls,queue\n3,general\n", "no columns say when"),
        ("time,calls\n", "there are no rows"),
        ("time,calls\n2026-03-02T09:00,3\n2026-03-02T09:30,many\n", "line 3: 'many' is no number of calls"),
        ("time,calls\n2026-03-02T09:00,-3\n", "line 2: there cannot be -3 calls"),
        ("time,calls\n2026-03-02T09:00,nan\n", "line 2: there cannot be nan calls"),
        ("time,calls\nnoon,3\n", "line 2: the time cannot be read"),
        ("date,time,calls\n2026-03-02,25:00,3\n", "time: '25:00' is no time of day"),
        ("time,calls\n2026-03-02T09:00,3\n2026-03-02T09:00,4\n", "two rows for 2026-03-02 09:00"),
        ("day,bin5min,calls\n0,0,3\n", "say which day is number 0"),
        ("day,bin,calls\n2026-03-02,0,3\n", "how many minutes a step of bin is"),
        ("date,bin60min,calls\n2026-03-02,30,3\n2026-03-02,1,3\n", "a day cannot have 30 hours"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises((VolumesUnreadable, ParameterWrong), match=says):
        read(tmp_path, text)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(VolumesUnreadable, match="no column 'count' for the calls; there are time, calls"):
        read(tmp_path, "time,calls\n2026-03-02T09:00,3\n", Columns(calls="count"))


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(VolumesUnreadable, match="No such file"):
        read_volumes(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(VolumesUnreadable, match="no CSV in UTF-8"):
        read_volumes(tmp_path / "bytes.csv")


def test_the_first_bank_loads_by_the_names_of_its_columns() -> None:
    found = read_volumes(BANKS / "anonymous_bank_1999_6min.csv")
    assert found.calls.shape == (365, 240)
    assert (found.days[0], found.interval, found.starts) == (date(1999, 1, 1), 360, 0)
    assert found.calls.sum() == 445_369


def test_the_second_bank_loads_with_its_days_numbered() -> None:
    found = read_volumes(BANKS / "na_bank_5min_calls.csv", NUMBERED)
    assert (found.days[0], found.days[-1], found.interval, found.starts) == (
        date(2003, 3, 3),
        date(2003, 10, 16),
        300,
        7 * 3600,
    )
    worked = [bool(np.isfinite(row).any()) for row in found.calls]
    assert sum(worked) == 164
    assert all(day.weekday() < 5 for day, there in zip(found.days, worked, strict=True) if there)


def test_numbered_days_leave_out_those_that_were_closed() -> None:
    columns = Columns(day_starts="07:00", first_day="2003-03-03", worked="mon-fri", closed=(date(2003, 4, 18),))
    assert read_volumes(BANKS / "na_bank_5min_calls.csv", columns).days[-1] == date(2003, 10, 17)


def test_every_way_to_say_when(tmp_path: Path) -> None:
    ways = [
        "time,calls\n2026-03-02T09:00,3\n2026-03-02T09:30,4\n",
        "Timestamp,Offered\n2026-03-02 09:00:00,3\n2026-03-02 09:30:00,4\n",
        "date,time,calls\n2026-03-02,09:00,3\n2026-03-02,09:30,4\n",
        "date,bin30min,calls\n2026-03-02,19,3\n2026-03-02,20,4\n",
    ]
    for text in ways:
        found = read(tmp_path, text)
        assert (found.starts, found.interval, found.calls.tolist()) == (9 * 3600, 1800, [[3.0, 4.0]])


def test_the_hour_that_comes_twice_is_added_up(tmp_path: Path) -> None:
    text = "time,calls\n2026-10-25T02:00+02:00,3\n2026-10-25T02:00+01:00,4\n2026-10-25T03:00+01:00,5\n"
    assert read(tmp_path, text).calls.tolist() == [[7.0, 5.0]]


def test_longer_intervals_are_sums_and_know_what_is_missing(tmp_path: Path) -> None:
    text = (
        "time,calls\n2026-03-02T09:15,3\n2026-03-02T09:30,4\n2026-03-02T09:45,\n2026-03-02T10:00,\n2026-03-02T10:15,1\n"
    )
    quarter = read(tmp_path, text)
    half = by_interval(quarter, 1800)
    assert half.starts == 9 * 3600
    # What is before the first row counts as nothing; half of what is known stands for the rest.
    assert half.calls.tolist() == [[3.0, 8.0, 2.0]]
    assert np.isnan(by_interval(read(tmp_path, text.replace("15,1", "15,")), 1800).calls[0, 2])
    assert "3 rows say nothing" in read(tmp_path, text.replace("15,1", "15,")).notes[0]
    with pytest.raises(VolumesUnreadable, match="must be a multiple of the file's 900 s"):
        by_interval(quarter, 1000)
