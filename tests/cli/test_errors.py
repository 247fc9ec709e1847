"""What goes wrong is said in a sentence, with what to do next and an exit code; never as a traceback."""

import json

import pytest

from tests.cli.conftest import Installation
from tests.mailservers import free_ports


@pytest.mark.parametrize(
    "words", [["nonsense"], ["import"], ["import", "contacts"], ["failed", "retry"], ["agent", "create"]]
)
def test_a_wrong_command_line_is_2(fresh: Installation, words: list[str]) -> None:
    done = fresh.run(*words, code=2)
    assert done.stdout + done.stderr


def test_a_wrong_setting_is_named_with_what_was_meant(fresh: Installation) -> None:
    done = fresh.run("org", "list", code=3, WARMLINE_PROT="8080")
    assert "WARMLINE_PROT" in done.stderr
    assert "Did you mean WARMLINE_PORT?" in done.stderr


def test_a_database_that_does_not_answer_is_3_and_sends_to_the_doctor(fresh: Installation) -> None:
    away = "postgresql://warmline_app@127.0.0.1:1/warmline"
    done = fresh.run("org", "list", "--json", code=3, WARMLINE_DATABASE_URL=away)
    wrong = json.loads(done.stderr)
    assert wrong["error"] == "database_away"
    assert "warmline doctor" in wrong["detail"]
    [port] = free_ports(1)
    found = fresh.json("doctor", code=1, WARMLINE_DATABASE_URL=away, WARMLINE_PORT=str(port))
    assert [each["check"] for each in found if not each["ok"]] == ["database"]


def test_without_an_organisation_it_says_how_to_begin_one(fresh: Installation) -> None:
    done = fresh.run("agent", "list", code=1)
    assert "warmline org create" in done.stderr


def test_with_several_organisations_one_must_be_named(fresh: Installation) -> None:
    first = fresh.json("org", "create", "North", "--email", "a@north.example")
    fresh.run("org", "create", "South", "--email", "a@south.example")
    assert "North" in fresh.run("queue", "list", code=1).stderr
    assert "There is no organisation West" in fresh.run("queue", "list", "--org", "West", code=1).stderr
    for name in ("north", first["organization"]["id"]):
        assert [each["code"] for each in fresh.json("queue", "list", "--org", name)] == ["general"]
    assert "already" in fresh.run("org", "create", "south", code=1).stderr


def test_fields_that_are_wrong_are_named(office: Installation) -> None:
    assert "email" in office.run("agent", "create", "nobody", "Nobody", code=2).stderr
    assert "there is no role chief" in office.run(
        "agent", "create", "a@office.example", "A", "--role", "chief", code=1
    ).stderr.lower()  # fmt: skip
    assert (
        "12 to 256" in office.run("agent", "password", "x@y.example", "--password-stdin", code=2, said="short\n").stderr
    )
    assert "imap_prot" in office.run("channel", "create", "email", "--set", "imap_prot=1", code=1).stderr
    assert "no such permissions: all" in office.run("key", "create", "k", "--scope", "all", code=1).stderr
