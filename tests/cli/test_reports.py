"""The report of where context is lost, from the command line."""

from tests.cli.conftest import Installation


def test_a_period_that_cannot_be_meant_is_refused(office: Installation) -> None:
    done = office.run("report", "context", "--from", "2026-03-02", "--to", "2026-03-01", code=1)
    assert "must end after it begins" in done.stderr
    office.run("report", "context", "--from", "yesterday", code=2)


def test_an_office_without_contacts_lost_nothing(office: Installation) -> None:
    assert "There were no contacts" in office.run("report", "context", "--to", "2020-01-01").stdout
    found = office.json("report", "context", "--propose")
    assert found["answers"] == {"asked": 0, "answered": 0, "median_seconds": None}
    assert found["proposals"] == []
