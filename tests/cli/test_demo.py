"""The demo: the same for the same seed, played through the real ways in, and loaded once."""

from collections import Counter
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Installation
from warmline.accounts import OrganizationChange, update_organization
from warmline.calendars import list_calendars
from warmline.cli.demo.dialogues import dialogues
from warmline.cli.demo.loading import load, sign_ins
from warmline.cli.demo.office import PEOPLE, Office, open_office, take_places
from warmline.cli.demo.plan import COUNTS, Fate, Story, stories
from warmline.cli.demo.playing import Play
from warmline.cli.demo.words import MATTERS
from warmline.cli.ground import Ground, actor_of
from warmline.kit.db import Database
from warmline.kit.settings import Settings
from warmline.routing import list_presence_reasons, list_presences, list_queues, rules_in_force, visible_queue

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def test_it_is_not_served_where_others_reach_it(fresh: Installation) -> None:
    assert "--anywhere" in fresh.run("demo", code=1, WARMLINE_HOST="0.0.0.0").stderr
    assert not fresh.data_dir.exists()


def test_the_words_come_with_their_licence() -> None:
    data = resources.files("warmline.cli.demo") / "data"
    assert "Community Data License Agreement" in data.joinpath("LICENSE.txt").read_text("utf-8")
    assert data.joinpath("dialogues.tsv").read_text("utf-8").startswith("# A changed part of MultiDoGO")
    assert sum(len(each.read_bytes()) for each in data.iterdir()) < 1_000_000


def test_every_dialogue_has_a_matter_and_somebody_who_gives_a_name() -> None:
    for each in dialogues():
        assert each.intent in MATTERS
        assert each.name != "A customer"
        first, rest = each.halves()
        assert first, each.id
        assert rest, each.id
        assert first + rest == each.turns


def test_the_same_seed_tells_the_same_stories() -> None:
    assert stories(dialogues(), seed=7, now=NOW) == stories(dialogues(), seed=7, now=NOW)
    assert stories(dialogues(), seed=7, now=NOW) != stories(dialogues(), seed=8, now=NOW)


def test_there_is_something_of_everything() -> None:
    found = stories(dialogues(), seed=7, now=NOW)
    counts = Counter(each.fate for each in found)
    assert {fate: counts[fate] for fate in COUNTS} == COUNTS
    assert counts[Fate.RESOLVED] > 100
    assert all(each.at < NOW for each in found)
    assert {each.mail for each in found} == {True, False}


@pytest.fixture
def ground(db: Database, tmp_path: Path) -> Ground:
    return Ground(Settings(data_dir=tmp_path), db)


def _two_of_each() -> list[Story]:
    chosen: Counter[Fate] = Counter()
    found = []
    for each in stories(dialogues(), seed=7, now=NOW):
        chosen[each.fate] += 1
        if chosen[each.fate] <= 2:
            found.append(each)
    return found


async def test_stories_end_as_they_should_and_are_told_once(db: Database, ground: Ground) -> None:
    channels = ground.program.channels
    office = await open_office(db, channels.registry, "http://127.0.0.1:8080")
    done: list[int] = []
    await Play(db, channels, office, NOW, done.append).play(_two_of_each())
    assert len(done) == 2 * (len(COUNTS) + 1) + 4
    async with db.transaction(office.org_id) as conn:
        await take_places(conn, actor_of(office.org_id), office)
        statuses = Counter(row["status"] for row in await conn.fetch("select status from interaction"))
        cases = await conn.fetch("select count(distinct i.channel) as channels from interaction i group by case_id")
        wrong = await conn.fetch(
            "select id from interaction where ended_at < started_at or resolved_at < started_at or talk_seconds > 7200"
        )
        early = await conn.fetch(
            "select at, lag(at) over (partition by case_id order by xact, seq) as before from event "
            "where case_id is not null"
        )
    assert statuses["active"] == statuses["on_hold"] == statuses["abandoned"] == 2
    assert statuses["queued"] == 2 + 2 + 2
    assert statuses["waiting_customer"] == 2
    assert max(row["channels"] for row in cases) == 2, "somebody moved from chat to mail, in one case"
    assert wrong == []
    assert all(row["before"] is None or row["before"] <= row["at"] for row in early), "a case's history is in order"
    await _shows_what_routing_can(db, office)
    await _is_told_once(ground, office.org_id)


async def _is_told_once(ground: Ground, org_id: Any) -> None:
    actor = actor_of(org_id)
    async with ground.db.transaction(org_id) as conn:
        await update_organization(conn, actor, change=OrganizationChange(settings={"demo": "loaded"}))
    found, new = await load(ground, 7)
    assert (found.id, new) == (org_id, False)


async def _shows_what_routing_can(db: Database, office: Office) -> None:
    actor = actor_of(office.org_id)
    async with db.transaction(office.org_id) as conn:
        claims = await visible_queue(conn, actor, office.queues["claims"])
        assert (claims.skills, claims.overflow_queue_id) == ({"claims": 3}, office.queues["general"])
        steps = [(each.lower, each.any_skill, len(each.team_ids)) for each in claims.rings]
        assert steps == [(1, False, 0), (0, True, 1)]
        (hours,) = await list_calendars(conn, actor)
        assert (len(hours.weekly), hours.timezone) == (5, "Europe/Berlin")
        keeping = [each.code for each in await list_queues(conn, actor) if each.calendar_id == hours.id]
        assert keeping == ["german"], "who tries the demo at night is served"
        reasons = {each.code for each in await list_presence_reasons(conn, actor)}
        presences = await list_presences(conn, actor)
        assert {each.reason for each in presences if each.status in ("busy", "away")} == {"meeting", "lunch"} <= reasons
        rules = await rules_in_force(conn, actor)
        names = [each.name for each in rules.rules]
        texts = await conn.fetch("select code, language from canned_response where scope = 'everybody'")
    languages = {each["code"]: each["language"] for each in texts}
    assert languages == {"hello": "en", "hallo": "de", "policy": "en", "claim": "en", "thanks": "en"}
    assert names == ["Words of a complaint", "Writes German", "Stolen, or an accident", "Unanswered mail"]
    said = " ".join(turn.text for each in dialogues() for turn in each.turns)
    assert "complaint" in said, "rules have somebody to hold for"
    assert "stolen" in said


def test_a_dozen_people_can_sign_in() -> None:
    assert len(sign_ins()) == len(PEOPLE) + 1 >= 12
