"""An installation is set up from the command line: people, keys, channels, queues; secrets are shown once, or never."""

import re

import pytest

from tests.cli.conftest import Installation
from tests.mailservers import free_ports
from warmline import accounts
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres
from warmline.kit.settings import Settings


@pytest.fixture
def port() -> str:
    """A port that is free."""
    [port] = free_ports(1)
    return str(port)


def test_the_doctor_finds_nothing_wrong_with_a_new_installation(office: Installation, port: str) -> None:
    found = office.json("doctor", WARMLINE_PORT=port)
    assert [each["problem"] for each in found if not each["ok"]] == []
    assert {"database version", "migrations", "row-level security"} <= {each["check"] for each in found}


def test_the_doctor_says_how_to_mend(office: Installation, port: str) -> None:
    done = office.run("doctor", code=1, WARMLINE_HOST="0.0.0.0", WARMLINE_PORT=port)
    assert "TLS proxy" in done.stdout
    assert "1 of " in done.stdout


def test_migrating_twice_applies_nothing(office: Installation) -> None:
    assert office.json("migrate") == {"applied": []}


def test_the_version_is_told(fresh: Installation) -> None:
    assert re.match(r"warmline \d+\.\d+\.\d+ \(Python 3", fresh.run("version").stdout)
    assert not fresh.data_dir.exists()


async def test_an_agent_comes_gets_a_password_and_goes(office: Installation) -> None:
    office.run("team", "create", "claims", "Claims")
    made = office.json("agent", "create", "maya@office.example", "Maya", "--team", "claims", "--language", "de")
    assert (made["agent"]["languages"], len(made["agent"]["team_ids"])) == (["de"], 1)
    assert await _may_sign_in(office, "maya@office.example", made["password"])
    office.run("agent", "password", "maya@office.example", "--password-stdin", said="a better password\n")
    assert await _may_sign_in(office, "maya@office.example", "a better password")
    office.run("agent", "disable", "maya@office.example")
    assert "maya" not in office.run("agent", "list").stdout
    assert {each["email"]: each["active"] for each in office.json("agent", "list", "--all")} == {
        "boss@office.example": True, "maya@office.example": False,
    }  # fmt: skip
    assert "Nobody with the address" in office.run("agent", "disable", "no@office.example", code=1).stderr


async def _may_sign_in(office: Installation, email: str, password: str) -> bool:
    with EmbeddedPostgres.start(office.data_dir) as server:
        db = await Database.open(server.dsn("warmline_app"), size=2)
        try:
            place = accounts.Installation(db, Settings(data_dir=office.data_dir))
            visitor = accounts.Visitor(client="test")
            await accounts.sign_in(db, place, email=email, password=password, visitor=visitor)
        finally:
            await db.close()
    return True


def test_a_key_is_shown_once_and_ends(office: Installation) -> None:
    made = office.json("key", "create", "Billing", "--scope", "case.read", "--days", "30")
    assert made["secret"].startswith("wl_")
    assert made["secret"] not in office.run("key", "list").stdout
    office.run("key", "revoke", made["key"]["id"])
    (key,) = office.json("key", "list")
    assert key["revoked_at"]


def test_a_secret_setting_is_read_from_standard_input_and_never_shown(office: Installation) -> None:
    words = ("--address", "claims@office.example", "--set", "imap_host=mail.office.example", "--set", "imap_port=143")
    made = office.run(
        "channel", "create", "email", *words, "--set", "imap_security=starttls", "--set", "imap_password=-", "--json",
        said="t0p secret\n",
    )  # fmt: skip
    listed = office.run("channel", "list", "--json").stdout
    assert "t0p secret" not in made.stdout + listed
    (account,) = [each for each in office.json("channel", "list") if each["address"] == "claims@office.example"]
    assert (account["settings"]["imap_port"], account["secrets"]) == (143, ["imap_password"])
    assert account["queue_id"] in {each["id"] for each in office.json("queue", "list")}
    office.run("channel", "disable", "claims@office.example")
    assert [each["address"] for each in office.json("channel", "list") if not each["active"]] == [
        "claims@office.example"
    ]


def test_connectors_tell_their_settings(office: Installation) -> None:
    found = {each["code"]: each for each in office.json("channel", "connectors")["items"]}
    assert "imap_host" in found["email"]["settings"]
    assert "contacts" in found
    assert "--set imap_password=" in office.run("channel", "connectors").stdout


def test_a_pack_is_installed_once(office: Installation) -> None:
    assert "insurance" in office.json("vocabulary", "packs")
    assert office.json("vocabulary", "install", "insurance") == {"vocabularies": 0, "terms": 0, "templates": 0}
    assert "insurance" in office.run("vocabulary", "install", "fishing", code=1).stderr


def test_a_queue_is_served_by_teams(office: Installation) -> None:
    office.run("team", "create", "cards", "Cards")
    made = office.json("queue", "create", "cards", "Cards", "--team", "cards", "--priority", "5")
    assert (made["priority"], len(made["team_ids"])) == (5, 1)
    assert "There is no team none" in office.run("queue", "create", "x", "X", "--team", "none", code=1).stderr
