"""Mail from disk: mbox, Maildir and folders; what is no mail is left alone, and what cannot be read is kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Installation
from tests.conftest import SHARED
from warmline.cli.mailboxes import Mail, Skipped, in_order, mails


def _mail(number: int, *, date: str = "Fri, 8 Jul 2011 12:08:34 +0200", **headers: str) -> bytes:
    given = {"From": "noor@example.com", "To": "c@example.com", "Message-ID": f"<m{number}@x>", "Date": date} | headers
    return "".join(f"{name}: {value}\r\n" for name, value in given.items()).encode() + b"\r\nIt rains in.\r\n"


def _all(path: Path) -> list[Mail]:
    return [each for each in mails(path) if isinstance(each, Mail)]


def test_a_sentence_that_begins_with_from_is_no_new_mail(tmp_path: Path) -> None:
    box = tmp_path / "box"
    first = _mail(1) + b"\nFrom now on it is dry.\n\n>From Friday on, too.\n"
    box.write_bytes(b"From noor@example.com Fri Jul  8 12:08:34 2011\n" + first + b"\n"
                    b"From MAILER-DAEMON Sat Jul  9 12:08:34 2011 +0200\n" + _mail(2, date=""))  # fmt: skip
    one, two = _all(box)
    assert one.read() == first.replace(b">From Friday", b"From Friday")
    assert two.read() == _mail(2, date="")
    assert one.at == datetime(2011, 7, 8, 10, 8, 34, tzinfo=UTC)
    assert two.at == datetime(2011, 7, 9, 10, 8, 34, tzinfo=UTC)


def test_a_maildir_is_read_with_its_folders(tmp_path: Path) -> None:
    for number, folder in enumerate(("cur", "new", ".Archive/cur", ".Archive/new", "tmp")):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / f"1310119714.M{number}.host:2,S").write_bytes(_mail(number))
    assert sorted(each.read() for each in _all(tmp_path)) == [_mail(number) for number in range(4)]


def test_a_folder_has_mails_and_other_files(tmp_path: Path) -> None:
    (tmp_path / "2011" / ".git").mkdir(parents=True)
    (tmp_path / "2011" / "a.txt").write_bytes(_mail(1))
    (tmp_path / "2011" / "broken.eml").write_bytes(b"")
    (tmp_path / "2011" / ".git" / "b.txt").write_bytes(_mail(2))
    (tmp_path / "notes.txt").write_text("To do: call back\nSource: the web\n")
    found = list(mails(tmp_path))
    assert [each.path.name for each in found if isinstance(each, Mail)] == ["a.txt", "broken.eml"]
    assert [each.path.name for each in found if isinstance(each, Skipped)] == ["notes.txt"]


def test_the_oldest_comes_first_and_one_without_a_date_stays_with_its_neighbour(tmp_path: Path) -> None:
    dates = {1: "Sat, 9 Jul 2011 12:00:00 +0000", 2: "", 3: "Fri, 8 Jul 2011 12:00:00 +0000"}
    for number, date in dates.items():
        (tmp_path / f"{number}.eml").write_bytes(_mail(number, date=date))
    assert [each.path.name for each in in_order(_all(tmp_path))] == ["3.eml", "1.eml", "2.eml"]


def test_the_time_of_arrival_counts_more_than_the_senders(tmp_path: Path) -> None:
    received = "from a by b; Fri, 8 Jul 2011 14:00:00 +0000\r\nReceived: from c by a; Thu, 7 Jul 2011 14:00:00 +0000"
    (tmp_path / "a.eml").write_bytes(_mail(1, Received=received, date="Mon, 1 Jan 2035 00:00:00 +0000"))
    assert [each.at for each in _all(tmp_path)] == [datetime(2011, 7, 8, 14, tzinfo=UTC)]


@pytest.mark.parametrize(("folder", "least"), [("spamassassin", 430), ("email", 180)])
def test_the_real_sets_are_read_without_an_error(folder: str, least: int) -> None:
    found = _all(SHARED / "data" / folder)
    assert len(found) >= least
    assert all(len(each.read()) == each.size or each.unquote for each in found)


def test_it_must_be_said_to_which_mailbox_the_mail_came(office: Installation, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(_mail(1))
    assert "--address or --account" in office.run("import", "mail", str(tmp_path), code=2).stderr
    assert "no channel account nobody" in office.run(
        "import", "mail", str(tmp_path), "--account", "nobody", code=1
    ).stderr  # fmt: skip
    assert "cannot be read" in office.run("import", "mail", "nowhere", "--address", "a@office.example", code=1).stderr


def test_mail_is_imported_once_with_its_own_times_and_waits_for_nobody(office: Installation, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(_mail(11))
    (tmp_path / "b.eml").write_bytes(_mail(12, Subject="Re: rain", **{"In-Reply-To": "<m11@x>"}))
    (tmp_path / "c.eml").write_bytes(b"Subject: nobody wrote this\r\n\r\nx\r\n")
    words = ("import", "mail", str(tmp_path), "--address", "box@office.example")
    found = office.json(*words, code=1)
    assert (found["mails"], found["recorded"], found["repeated"], found["failed"]) == (3, 2, 0, 1)
    assert "names no sender" in found["problems"][0]["problem"]
    assert (again := office.json(*words))["repeated"] == again["mails"]
    assert "names no sender" in office.run("failed", "list").stdout
    lines = [line for line in office.run("export", "all").stdout.splitlines() if "box@office.example" not in line]
    (interaction,) = [line for line in lines if '"record":"interaction"' in line and '"channel":"email"' in line]
    assert '"status":"received"' in interaction
    assert '"started_at":"2011-07-08T10:08:34+00:00"' in interaction
