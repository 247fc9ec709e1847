"""Thresholds: what cannot be set, what is in force, and trying them on one's own history without changing anything."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk
from tests.interactions.history import Second, corrected, person, settings_of, weighed
from warmline.interactions.actions import correct
from warmline.interactions.learning import shipped
from warmline.interactions.learning.judged import Judged, Weighed
from warmline.interactions.learning.model import ContinuityModel, Thresholds
from warmline.interactions.learning.rehearsal import Setting, rehearse
from warmline.kit.ids import new_id

# The logit is the feature itself, so 0 is a half.
MODEL = ContinuityModel(
    name="plain", version=0, intercept=0.0, weights={"x": 1.0}, thresholds=Thresholds(attach=0.8, suggest=0.4)
)


def decided(*x: float, right: tuple[bool | None, ...] = (), kind: str = "new", rule: str = "unlike") -> Judged:
    """A contact whose candidates had this feature."""
    labels = (*right, *(None,) * len(x))
    found = [
        Weighed(case_id=new_id(), score=0.1, features={"x": each}, right=label)
        for each, label in zip(x, labels, strict=False)
    ]
    return Judged(
        id=new_id(),
        interaction_id=new_id(),
        kind=kind,
        rule=rule,
        case_id=None,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        group="g",
        candidates=tuple(found),
        evidence=[{"kind": "words", "text": "shares hail", "weight": 1.0}],
        known=bool(right),
        settled=False,
    )


def setting(attach: float, suggest: float) -> Setting:
    return Setting(model=MODEL, attach=attach, suggest=suggest)


def test_what_no_threshold_decided_is_left_out() -> None:
    found = rehearse([decided(9.0, rule="forward")], setting(0.8, 0.4), setting(0.2, 0.1), days=30, changes=9)
    assert (found.contacts, found.changed) == (0, 0)


def test_the_same_thresholds_change_nothing() -> None:
    found = rehearse([decided(9.0), decided(0.0)], setting(0.8, 0.4), setting(0.8, 0.4), days=30, changes=9)
    assert (found.contacts, found.changed, found.changes) == (2, 0, [])
    assert found.before == found.after


def test_it_tells_what_changes_and_whether_that_is_right() -> None:
    history = [
        decided(1.0, right=(True,)),
        decided(1.0, right=(False,)),
        decided(1.0),
        decided(9.0, right=(True,), kind="attach", rule="likeness"),
        decided(-9.0, right=(False,)),
    ]
    found = rehearse(history, setting(0.8, 0.4), setting(0.7, 0.4), days=30, changes=9)
    assert (found.before.counts.attach, found.before.counts.suggest, found.before.counts.new) == (1, 3, 1)
    assert (found.after.counts.attach, found.after.counts.suggest, found.after.counts.new) == (4, 0, 1)
    assert (found.as_decided.attach, found.as_decided.new) == (1, 4)
    assert [(each.before, each.after, each.right) for each in found.changes] == [
        ("suggest", "attach", True),
        ("suggest", "attach", False),
        ("suggest", "attach", None),
    ]
    assert found.changes[0].evidence == ["shares hail"]
    assert [found.before.precision.value, found.after.precision.value] == pytest.approx([1.0, 2 / 3])
    assert (found.before.recall.value, found.after.recall.value) == (0.5, 1.0)
    assert found.after.precision.low < 2 / 3 < found.after.precision.high


def test_a_new_case_is_right_where_no_candidate_was() -> None:
    found = rehearse([decided(1.0, right=(False,))], setting(0.7, 0.4), setting(0.9, 0.8), days=30, changes=9)
    assert [(each.before, each.after, each.right) for each in found.changes] == [("attach", "new", True)]


def test_only_so_many_changes_are_listed_and_all_are_counted() -> None:
    found = rehearse([decided(1.0)] * 9, setting(0.8, 0.4), setting(0.7, 0.4), days=30, changes=4)
    assert (found.changed, len(found.changes)) == (9, 4)


# Over HTTP.


async def test_thresholds_are_not_for_everybody(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read", "case.write"})
    problem(await agent.put("/continuity/settings", json={"attach": 0.9}), 403, "forbidden")
    assert (await agent.get("/continuity/settings")).status_code == 200


async def test_the_evidence_is_for_who_sees_all_cases(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read_team", "org.manage"})
    problem(await agent.post("/continuity/dry-run", json={}), 403, "forbidden")


@pytest.mark.parametrize(
    "body",
    [
        {"attach": 1.2},
        {"suggest": -0.1},
        {"risk": 0},
        {"risk": 0.5},
        {"learn": "often"},
        {"reopen_days": -1},
        {"atach": 1},
    ],
)
async def test_what_cannot_be_is_refused(admin: Person, body: dict[str, Any]) -> None:
    assert (await admin.put("/continuity/settings", json=body)).status_code == 422


async def test_suggesting_above_attaching_is_refused(admin: Person) -> None:
    crossed = {"attach": 0.5, "suggest": 0.6}
    problem(await admin.put("/continuity/settings", json=crossed), 422, "thresholds_crossed")
    problem(await admin.post("/continuity/dry-run", json=crossed), 422, "thresholds_crossed")


async def test_a_change_on_old_settings_is_refused(admin: Person) -> None:
    stale = {"If-Match": (await admin.get("/continuity/settings")).headers["etag"]}
    assert (await admin.put("/continuity/settings", json={"attach": 0.95}, headers=stale)).status_code == 200
    problem(await admin.put("/continuity/settings", json={"attach": 0.9}, headers=stale), 412, "stale")


async def test_a_model_that_is_not_there_cannot_be_tried(admin: Person) -> None:
    problem(await admin.post("/continuity/dry-run", json={"model": 7}), 404, "continuity_model_not_found")


async def test_settings_are_in_force_audited_and_taken_back(admin: Person, front: Desk) -> None:
    model = shipped().thresholds
    before = (await admin.get("/continuity/settings")).json()
    assert (before["attach"], before["suggest"]) == (model.attach, model.suggest)
    after = (await admin.put("/continuity/settings", json={"attach": 0.97, "suggest": 0.3, "reopen_days": 30})).json()
    assert (after["attach"], after["suggest"], after["reopen_days"]) == (0.97, 0.3, 30)
    [event] = await front.rows("select data, actor from event where type = 'organization.updated'")
    assert event["actor"] == f"agent:{admin.agent_id}"
    assert event["data"]["after"]["settings"]["continuity"] == {"attach": 0.97, "suggest": 0.3, "reopen_days": 30}
    assert (await admin.put("/continuity/settings", json={})).json()["attach"] == model.attach


async def test_suggest_follows_attach_down(admin: Person) -> None:
    low = shipped().thresholds.suggest / 2
    assert (await admin.put("/continuity/settings", json={"attach": low})).json()["suggest"] == low


async def history(front: Desk) -> list[Second]:
    """Three contacts that were not attached; of one a person said that they should have been."""
    found = await weighed(front, [{"x": 0.0}, {"x": 0.0}, {"x": 0.0}])
    await front.act(correct.move, person(front.org), found[0].interaction_id, found[0].first, reason="the same")
    return found


async def test_a_dry_run_shows_and_changes_nothing(admin: Person, front: Desk) -> None:
    found = await history(front)
    # Nothing is attached as it stands, and everything as it is tried, whatever the model thinks of them.
    await front.tune(attach=1, suggest=1)
    before = await front.rows("select id, kind, case_id, score, answer, undone_at from case_decision order by id")
    events = await front.rows("select count(*) as n from event")
    answer = await admin.post("/continuity/dry-run", json={"attach": 0, "suggest": 0, "days": 365})
    run = answer.json()
    assert (run["contacts"], run["corrected"], run["changed"]) == (3, 1, 3)
    assert run["after"]["counts"] == {"attach": 3, "suggest": 0, "new": 0}
    assert {each["interaction_id"] for each in run["changes"]} == {str(each.interaction_id) for each in found}
    assert [each["right"] for each in run["changes"]].count(True) == 1
    assert all(each["evidence"] == ["shares windscreen"] for each in run["changes"])
    assert (
        await front.rows("select id, kind, case_id, score, answer, undone_at from case_decision order by id") == before
    )
    assert await front.rows("select count(*) as n from event") == events


async def test_another_model_is_tried_with_its_own_thresholds(admin: Person, front: Desk) -> None:
    await corrected(front, person(front.org))
    made = await admin.made("/continuity/train", propose=True)
    run = (await admin.post("/continuity/dry-run", json={"model": 1})).json()
    assert (run["before"]["model"], run["after"]["model"]) == (0, 1)
    assert run["after"]["attach"] == made["model"]["thresholds"]["attach"]
    assert run["after"]["recall"]["part"] >= run["before"]["recall"]["part"]


async def test_settings_written_around_the_door_count_as_not_set(admin: Person, front: Desk) -> None:
    await settings_of(front, attach="high")
    assert (await admin.get("/continuity/settings")).json()["set"]["attach"] is None
