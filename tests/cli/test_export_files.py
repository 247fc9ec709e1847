"""Exports become files that are whole, private, and not written over by mistake."""

import json
import os
from pathlib import Path

import jsonschema_rs

from tests.cli.conftest import Installation
from warmline.api.export import schema


def test_a_file_that_is_there_is_left_alone(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    file.write_text("mine")
    assert "--overwrite replaces it" in office.run("export", "all", str(file), code=1).stderr
    assert file.read_text() == "mine"
    office.run("export", "assignments", str(file), "--overwrite")
    assert file.read_text() != "mine"
    assert "cannot be written" in office.run("export", "all", str(tmp_path / "no" / "file"), code=1).stderr


def test_everything_is_in_a_private_file(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    told = office.json("export", "all", str(file), "--deliveries")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert told == {"lines": len(lines), "file": str(file)}
    assert os.stat(file).st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["export.jsonl"]
    validator = jsonschema_rs.validator_for(schema(), validate_formats=True)
    for each in lines:
        validator.validate(each)
    assert sum(lines[0]["counts"].values()) == len(lines) - 1


def test_an_empty_directory_is_begun_to_be_exported(fresh: Installation) -> None:
    done = fresh.run("export", "all")
    header = json.loads(done.stdout.splitlines()[0])
    assert (header["record"], header["organization"], header["counts"]["interaction"]) == ("header", "Default", 0)
    assert "Default was begun" in done.stderr
