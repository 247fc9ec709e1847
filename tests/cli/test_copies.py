"""Conversations in and out in the formats of others: vCon, mbox and single mails."""

import contextlib
import json
import mailbox
import os
import stat
from pathlib import Path

from tests.cli.conftest import Installation
from tests.conftest import SHARED
from tests.connectors.vcon.samples import VALID, encoded, vcon
from warmline.cli.mailboxes import Mail, mails

REAL = sorted((SHARED / "data" / "spamassassin" / "easy-ham-1").iterdir())[:40]
OFFICE = ("--org", "Office")


def _some_mail(office: Installation, tmp_path: Path) -> list[bytes]:
    folder = tmp_path / "mail"
    folder.mkdir()
    for file in REAL:
        (folder / f"{file.name}.eml").write_bytes(file.read_bytes())
    office.json("import", "mail", str(folder), "--address", "box@office.example", *OFFICE)
    return sorted(each.read() for each in mails(folder) if isinstance(each, Mail))


def test_what_is_no_vcon_is_said_and_kept(office: Installation, tmp_path: Path) -> None:
    assert "cannot be read" in office.run("import", "vcon", str(tmp_path / "none"), code=1).stderr
    file = tmp_path / "bad.jsonl"
    cut = encoded(vcon(31))[:-9]
    file.write_bytes(b"\n".join([encoded(vcon(30)), b"{", encoded(vcon(32, uuid=7)), b"\xff", encoded(vcon(33)), cut]))
    found = office.json("import", "vcon", str(file), "--account", "bad", code=1)
    assert (found["recorded"], found["failed"]) == (2, 4)
    assert [each["place"].rpartition(", ")[2] for each in found["problems"]] == ["line 2", "line 3", "line 4", "line 6"]
    assert "the vCon needs a UUID" in office.run("failed", "list").stdout
    again = office.json("import", "vcon", str(file), "--account", "bad")
    assert (again["recorded"], again["repeated"]) == (0, 6)


def test_one_in_a_file_one_a_line_and_a_folder_of_both(office: Installation, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(VALID[0], indent=2))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "many.jsonl").write_bytes(b"\n".join(encoded(each) for each in VALID[1:]) + b"\n")
    (tmp_path / "readme.txt").write_text("no vCon")
    found = office.json("import", "vcon", str(tmp_path))
    assert (found["deliveries"], found["recorded"], found["failed"]) == (len(VALID), len(VALID), 0)
    lines = office.run("export", "vcon", "-").stdout.splitlines()
    assert {each["uuid"]: each for each in VALID}.items() <= {
        each["uuid"]: each for each in map(json.loads, lines)
    }.items()


def test_a_folder_is_filled_once_and_a_stopped_export_goes_on(office: Installation, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    first = office.json("export", "vcon", str(target))
    assert first["written"] == len(list(target.glob("*.vcon.json"))) > 1
    one = min(target.iterdir())
    one.unlink()
    (target / ".x.vcon.json.999999999.part").write_bytes(b"half")
    (target / ".mine.part").write_bytes(b"somebody else's")
    again = office.json("export", "vcon", str(target))
    assert (again["written"], again["skipped"]) == (1, first["written"] - 1)
    assert sorted(each.name for each in target.glob(".*")) == [".mine.part"]
    assert stat.S_IMODE(os.stat(one).st_mode) == 0o600
    assert office.json("export", "vcon", str(target), "--overwrite")["written"] == first["written"]


def test_an_mbox_gives_mail_back_byte_for_byte(office: Installation, tmp_path: Path) -> None:
    originals = _some_mail(office, tmp_path)
    box = tmp_path / "box.mbox"
    office.run("export", "mbox", str(box), "--channel", "email", "--until", "2020-01-01")
    found = sorted(each.read() for each in mails(box) if isinstance(each, Mail))
    assert found == originals
    with contextlib.closing(mailbox.mbox(box, create=False)) as others:
        assert len(others) == len(originals)
    taken = office.run("export", "mbox", str(box), "--channel", "email", code=1)
    assert "it is there already; --overwrite replaces it" in taken.stderr
    # What was taken out comes in again, and is known.
    again = office.json("import", "mail", str(box), "--address", "box@office.example")
    assert (again["recorded"], again["repeated"]) == (0, len(originals))


def test_a_truncated_mbox_loses_its_last_mail_at_most(office: Installation, tmp_path: Path) -> None:
    box = tmp_path / "cut.mbox"
    office.run("export", "mbox", str(box), "--channel", "email", "--until", "2020-01-01")
    whole = box.read_bytes()
    box.write_bytes(whole[: len(whole) * 2 // 3])
    kept = [each for each in mails(box) if isinstance(each, Mail)]
    found = office.json("import", "mail", str(box), "--address", "cut@office.example")
    assert (found["mails"], found["recorded"], found["failed"]) == (len(kept), len(kept), 0)


def test_single_mails_and_other_channels_as_mail(office: Installation, tmp_path: Path) -> None:
    target = tmp_path / "eml"
    first = office.json("export", "eml", str(target))
    again = office.json("export", "eml", str(target))
    assert (again["written"], again["skipped"]) == (0, first["written"])
    texts = [each.read_bytes() for each in target.glob("*.eml")]
    [chat] = [each for each in texts if b"I lost my card." in each and b"0195592a-0000-8000-8000-000000000001" in each]
    assert b"From: Noor Navarro <+12155550183@phone.invalid>" in chat
    assert b"X-Warmline-Channel: " in chat


def test_only_a_case_or_a_time(office: Installation) -> None:
    assert "There is no case C-NONE" in office.run("export", "vcon", "--case", "C-NONE", code=1).stderr
    [line] = [each for each in office.run("export", "all").stdout.splitlines() if '"record":"case"' in each][:1]
    case = json.loads(line)
    by_reference = office.run("export", "vcon", "--case", case["reference"].lower()).stdout
    assert by_reference == office.run("export", "vcon", "--case", case["id"]).stdout
    assert by_reference.count("\n") >= 1
    assert office.run("export", "vcon", "--since", "2100-01-01").stdout == ""


def test_another_organisation_takes_everything_and_gives_it_back(office: Installation, tmp_path: Path) -> None:
    office.run("org", "create", "Branch", "--email", "boss@branch.example")
    there, back = tmp_path / "there.jsonl", tmp_path / "back.jsonl"
    written = office.json("export", "vcon", str(there), *OFFICE)["written"]
    found = office.json("import", "vcon", str(there), "--org", "Branch")
    assert (found["recorded"], found["failed"]) == (written, 0)
    office.run("export", "vcon", str(back), "--org", "Branch")
    lines = [
        {json.loads(each)["uuid"]: json.loads(each) for each in file.read_text().splitlines()} for file in (there, back)
    ]
    assert lines[0] == lines[1]
