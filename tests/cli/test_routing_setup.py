"""Routing is set up from the command line: hours, queues, skills, reasons and preferences."""

import json
import re
import shlex
from pathlib import Path

from tests.cli.conftest import Installation
from tests.conftest import ROOT
from warmline.accounts import organizations
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres


def test_business_hours_are_set_up_shown_and_changed(office: Installation) -> None:
    week = ("--hours", "mon-fri=09:00-12:30,13:15-17:00", "--hours", "sat=10:00-24:00")
    made = office.json(
        "calendar", "create", "office", "Office", "--timezone", "Europe/London", *week, "--holidays", "GB-ENG",
        "--exception", "2026-12-24=09:00-12:00", "--exception", "2026-12-29=closed",
    )  # fmt: skip
    assert made["weekly"]["fri"] == [["09:00", "12:30"], ["13:15", "17:00"]]
    assert made["weekly"]["sat"] == [["10:00", "24:00"]]
    assert made["holidays"] == {"country": "GB", "subdivision": "ENG"}
    changed = office.json(
        "calendar", "update", "office", "--hours", "sat=closed", "--exception", "2026-12-29=week", "--name", "Desk",
        "--exception", "2026-12-31=09:00-12:00", "--holidays", "none",
    )  # fmt: skip
    assert ("sat" in changed["weekly"], "mon" in changed["weekly"], changed["name"]) == (False, True, "Desk")
    assert [each["date"] for each in changed["exceptions"]] == ["2026-12-24", "2026-12-31"]
    assert changed["holidays"] is None
    text = office.run("calendar", "show", "office", "--days", "7").stdout
    assert "closed" in text
    assert "09:00-12:30, 13:15-17:00" in text
    assert "Desk" in office.run("calendar", "list").stdout
    office.run("calendar", "delete", "office")
    assert "no calendar office" in office.run("calendar", "show", "office", code=1).stderr


def test_business_hours_from_a_file(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    file.write_text(
        'timezone = "Europe/Berlin"\nholidays = {country = "DE", subdivision = "BY", language = "de"}\n'
        '[weekly]\nmon = [["08:00", "18:00"]]\n[[exceptions]]\ndate = "2026-12-24"\nname = "Heiligabend"\n'
    )
    made = office.json("calendar", "create", "munich", "Munich", "--file", str(file), "--hours", "tue=08:00-12:00")
    assert (made["exceptions"][0]["name"], sorted(made["weekly"])) == ("Heiligabend", ["mon", "tue"])
    for text, words in (
        ("weekly = 3", "weekly"),
        ("[[exceptions]]\nday = 1", "exceptions"),
        ("color = 1", "color"),
        ("no toml", "cannot be read"),
    ):
        file.write_text(text)
        done = office.run("calendar", "update", "munich", "--file", str(file), code=2)
        assert words in done.stderr
    assert "cannot be read" in office.run("calendar", "update", "munich", "--file", "no.toml", code=1).stderr


def test_wrong_hours_are_refused_in_words(office: Installation) -> None:
    words = ("calendar", "create", "wrong", "Wrong")
    assert "--timezone" in office.run(*words, "--hours", "mon=09:00-17:00", code=2).stderr
    zone = ("--timezone", "Europe/London")
    for hours, said in (("mond=09:00-17:00", "mon-fri"), ("mon=9am", "09:00-12:30"), ("mon", "NAME=VALUE")):
        assert said in office.run(*words, *zone, "--hours", hours, code=2).stderr
    done = office.run(*words, *zone, "--hours", "mon=17:00-09:00", "--holidays", "XX", code=1)
    assert "weekly.mon[0]" in done.stderr
    assert "holidays.country" in done.stderr


def test_a_queue_with_all_that_it_can_have(office: Installation, tmp_path: Path) -> None:
    office.run("team", "create", "second", "Second line")
    office.run("skill", "create", "german", "German")
    office.run("queue", "create", "night", "Night desk")
    office.run("calendar", "create", "always", "Always", "--timezone", "UTC", "--hours", "mon-sun=00:00-24:00")
    words = ("--medium", "text", "--calendar", "always", "--skill", "german=3", "--overflow", "night")
    made = office.json(
        "queue", "create", "german", "German desk", *words, "--overflow-seconds", "600", "--offer-to", "2",
        "--ring", "60:lower=1", "--ring", "120:any-skill,team=second", "--sticky-seconds", "30", "--priority", "4",
        "--wrap-up-seconds", "90",
    )  # fmt: skip
    assert (made["skills"], made["media"], made["open"], made["offer_to"]) == ({"german": 3}, ["text"], True, 2)
    assert [(each["after_seconds"], each["lower"], len(each["team_ids"])) for each in made["rings"]] == [
        (60, 1, 0), (120, 0, 1),
    ]  # fmt: skip
    assert made["wrap_up_seconds"] == 90
    text = office.run("queue", "show", "german").stdout
    for each in ("night after 600 s", "levels 1 lower", "any skill, team second too", "german 3", "always"):
        assert each in text
    file = tmp_path / "queue.json"
    file.write_text(json.dumps({"skills": {"german": 2}, "rings": [{"after_seconds": 90, "teams": ["second"]}]}))
    changed = office.json("queue", "update", "german", "--file", str(file), "--clear", "overflow", "--name", "Deutsch")
    assert (changed["skills"], changed["overflow_seconds"], changed["name"]) == ({"german": 2}, None, "Deutsch")
    assert changed["version"] == 2
    cleared = office.json("queue", "update", "german", "--clear", "rings", "--clear", "calendar", "--off")
    assert (cleared["rings"], cleared["calendar_id"], cleared["active"]) == ([], None, False)


def test_what_is_wrong_with_a_queue_is_said(office: Installation) -> None:
    office.run("queue", "create", "one", "One")
    office.run("queue", "create", "two", "Two", "--overflow", "one", "--overflow-seconds", "60")
    back = ("--overflow", "two", "--overflow-seconds", "60")
    assert "one -> two -> one" in office.run("queue", "update", "one", *back, code=1).stderr
    for words, said, code in (
        (("--skill", "latin=3"), "no skill latin", 1),
        (("--skill", "latin"), "NAME=VALUE", 2),
        (("--calendar", "moon"), "no calendar moon", 1),
        (("--team", "moon"), "no team moon", 1),
        (("--overflow", "moon", "--overflow-seconds", "1"), "no queue moon", 1),
        (("--overflow-seconds", "1"), "overflow_queue_id", 1),
        (("--ring", "60:faster"), "SECONDS:lower=N", 2),
        (("--ring", "x:lower=1"), "no whole number", 2),
        (("--clear", "name"), "choose among", 2),
        (("--medium", "fax"), "media", 2),
    ):
        assert said in office.run("queue", "update", "one", *words, code=code).stderr, words
    assert "no queue moon" in office.run("queue", "show", "moon", code=1).stderr


def test_skills_and_capacity_of_an_agent(office: Installation) -> None:
    office.run("agent", "create", "ines@office.example", "Ines")
    office.run("skill", "create", "cards", "Cards")
    office.run("skill", "create", "claims", "Claims")
    assert "none" in office.run("agent", "skill", "ines@office.example").stdout
    assert office.json("agent", "skill", "ines@office.example", "cards=4", "claims=2")["skills"] == {
        "cards": 4, "claims": 2,
    }  # fmt: skip
    assert "cards 5" in office.run("agent", "skill", "ines@office.example", "cards=5", "claims=0").stdout
    assert "1 to 5" in office.run("agent", "skill", "ines@office.example", "cards=6", code=2).stderr
    assert "no skill latin" in office.run("agent", "skill", "ines@office.example", "latin=1", code=1).stderr
    office.run("skill", "update", "cards", "--name", "Cards and payments", "--code", "payments")
    assert "payments 5" in office.run("agent", "skill", "ines@office.example").stdout
    words = ("--language", "de", "--capacity", "text=5", "--interruptible", "text")
    changed = office.json("agent", "update", "ines@office.example", *words)
    assert (changed["agent"]["languages"], changed["agent"]["capacity"]) == (["de"], {"text": 5, "voice": 1})
    assert changed["routing"]["interruptible"] == ["text"]
    said = office.run("agent", "update", "ines@office.example", "--interruptible", "none").stdout
    assert "interruptible nothing" in said
    refused = office.run("agent", "update", "ines@office.example", "--interruptible", "voice", code=1)
    assert "takes all of an agent" in refused.stderr
    office.run("skill", "delete", "payments")
    assert "payments" not in office.run("skill", "list").stdout


def test_reasons_and_presence(office: Installation) -> None:
    office.run("agent", "create", "noor@office.example", "Noor")
    away = ("agent", "presence", "noor@office.example", "away", "--reason")
    assert "away (anything)" in office.run(*away, "anything").stdout
    office.run("reason", "create", "lunch", "Lunch", "--status", "away")
    assert "lunch (away)" in office.run(*away, "something", code=1).stderr
    office.run(*away, "lunch")
    assert "away (lunch)" in office.run("agent", "presence", "noor@office.example").stdout
    assert "status" in office.run("reason", "create", "x", "X", "--status", "asleep", code=2).stderr
    office.run("reason", "update", "lunch", "--off", "--name", "Midday")
    assert [(each["name"], each["active"]) for each in office.json("reason", "list")] == [("Midday", False)]
    assert "away (dentist)" in office.run(*away, "dentist").stdout


async def test_whom_a_customer_prefers(office: Installation) -> None:
    office.run("agent", "create", "ruth@office.example", "Ruth")
    customer = await _customer(office)
    words = ("customers", "prefer", customer)
    assert "prefers nobody" in office.run(*words, code=1).stderr
    assert (
        "ruth@office.example until 2099-01-01"
        in office.run(*words, "ruth@office.example", "--until", "2099-01-01T12:00:00").stdout
    )
    assert "ruth@office.example" in office.run(*words).stdout
    assert "in the past" in office.run(*words, "ruth@office.example", "--until", "2020-01-01", code=1).stderr
    assert office.json(*words, "--nobody") == {"customer_id": customer, "agent_id": None}
    assert "prefers nobody" in office.run(*words, code=1).stderr


async def _customer(office: Installation) -> str:
    with EmbeddedPostgres.start(office.data_dir) as server:
        db = await Database.open(server.dsn("warmline_app"), size=2)
        try:
            (found,) = await organizations(db)
            async with db.transaction(found.id) as conn:
                made = await conn.fetchval(
                    "insert into customer (org_id, id, root_id, display_name) values ($1, $2, $2, 'Noor') returning id",
                    found.id,
                    new_id(),
                )
        finally:
            await db.close()
    return str(made)


def test_every_command_on_the_page_works(fresh: Installation) -> None:
    page = (ROOT / "docs" / "howto" / "set-up-routing.md").read_text()
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    assert len(commands) >= 15
    with EmbeddedPostgres.start(fresh.data_dir):
        fresh.run("org", "create", "Office", "--email", "boss@office.example")
        for each in commands:
            fresh.run(*shlex.split(each)[1:])
        queue = fresh.json("queue", "show", "claims-german")
    assert (queue["skills"], len(queue["rings"]), queue["overflow_seconds"]) == ({"german": 3}, 3, 600)
