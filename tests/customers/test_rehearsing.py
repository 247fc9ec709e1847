"""Thresholds of identity are tried on one's own history, and change nothing; refusals first."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.application import Hire, Person, problem
from warmline.customers.model import Thresholds
from warmline.customers.rehearsing.model import Tried, rehearse
from warmline.kit.db import Database
from warmline.kit.ids import new_id

NOW = Thresholds(link=0.85, suggest=0.5)


def tried(score: float, right: bool | None = None, kind: str = "suggest") -> Tried:
    return Tried(
        id=new_id(),
        kind=kind,
        customer_id=new_id(),
        other_customer_id=new_id(),
        rule="named_contact",
        score=score,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        right=right,
    )


def test_the_same_thresholds_change_nothing() -> None:
    found = rehearse([tried(0.6), tried(0.9)], NOW, NOW, days=30, changes=9)
    assert (found.changed, found.before) == (0, found.after)


def test_a_lower_link_tells_what_it_links_and_what_of_it_is_wrong() -> None:
    history = [tried(0.9, True, "link"), tried(0.7, True), tried(0.7, False), tried(0.7), tried(0.55)]
    found = rehearse(history, NOW, Thresholds(link=0.7, suggest=0.6), days=30, changes=9)
    assert (found.before.linked, found.before.suggested_count, found.before.apart) == (1, 4, 0)
    assert (found.after.linked, found.after.suggested_count, found.after.apart) == (4, 0, 1)
    assert [(each.before, each.after, each.right) for each in found.changes] == [
        ("suggest", "link", True),
        ("suggest", "link", False),
        ("suggest", "link", None),
        ("suggest", "apart", None),
    ]
    assert found.changes[0].because == "their name, and an earlier contact that fits"
    assert [found.before.precision.value, found.after.precision.value] == pytest.approx([1.0, 2 / 3])
    assert [found.before.recall.value, found.after.recall.value] == pytest.approx([0.5, 1.0])


async def test_it_is_for_who_sees_customers(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read", "org.manage"})
    problem(await agent.post("/identity/dry-run", json={}), 403, "forbidden")


@pytest.mark.parametrize("body", [{"link": 1.1}, {"days": 0}, {"lnk": 0.5}, {"link": 0.4, "suggest": 0.5}])
async def test_what_cannot_be_is_refused(admin: Person, body: dict[str, Any]) -> None:
    assert (await admin.post("/identity/dry-run", json=body)).status_code == 422


async def test_a_dry_run_shows_and_changes_nothing(admin: Person, db: Database) -> None:
    one, two, three = [await admin.made("/customers", display_name=name) for name in ("Ann", "Anne", "Bob")]
    insert = (
        "insert into identity_decision (org_id, kind, customer_id, other_customer_id, rule, score, decided_by) "
        "values ($1, 'suggest', $2::uuid, $3::uuid, 'named_contact', 0.7, 'system:ingest')"
    )
    async with db.transaction(admin.org_id) as conn:
        for other in (two, three):
            await conn.execute(insert, admin.org_id, one["id"], other["id"])
    await admin.post(f"/customers/{two['id']}/merge", json={"into": one["id"], "reason": "the same"})
    async with db.transaction(admin.org_id) as conn:
        events = await conn.fetchval("select count(*) from event")
    answer = await admin.post("/identity/dry-run", json={"link": 0.6})
    assert answer.status_code == 200, answer.text
    run = answer.json()
    assert (run["decisions"], run["judged"], run["changed"]) == (2, 1, 2)
    assert (run["before"]["linked"], run["after"]["linked"]) == (0, 2)
    assert sorted(str(each["right"]) for each in run["changes"]) == ["None", "True"]
    async with db.transaction(admin.org_id) as conn:
        assert await conn.fetchval("select count(*) from event") == events
