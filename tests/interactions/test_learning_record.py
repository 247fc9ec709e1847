"""Corrections teach: what people did becomes rows, rows a model, and the better model decides; refusals first."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import START, Desk
from tests.interactions.history import Second, corrected, person, settings_of, weighed
from warmline.interactions.actions import correct, join
from warmline.interactions.jobs import learn_from_corrections
from warmline.interactions.learning import active_model, shipped, store
from warmline.interactions.learning.errors import NothingToLearn
from warmline.interactions.learning.judged import Judged, rows_of
from warmline.interactions.learning.model import Row
from warmline.interactions.learning.teaching import LEAST, learn
from warmline.kit import clock
from warmline.kit.errors import Forbidden
from warmline.kit.ids import new_id

SETTLE = timedelta(days=14)


async def judged(desk: Desk, *, days: float = 0) -> list[Judged]:
    """What is known some days from now."""
    now = clock.now() + timedelta(days=days)
    async with desk.db.transaction(desk.org) as conn:
        return await store.decisions(conn, desk.org, since=START - timedelta(days=1), now=now, settle=SETTLE)


async def lessons(desk: Desk, *, days: float = 0) -> list[tuple[bool, float]]:
    """Labels and weights of all rows."""
    return sorted((row.label, row.weight) for row in rows_of(await judged(desk, days=days)))


async def one(desk: Desk, kind: str = "new") -> Second:
    return (await weighed(desk, [{"words": 0.4}], kind=kind))[0]


# What teaches, and what does not.


async def test_what_nobody_looked_at_teaches_nothing_yet(desk: Desk) -> None:
    await one(desk)
    await one(desk, "attach")
    assert await lessons(desk) == []


async def test_a_suggestion_that_nobody_answered_never_teaches(desk: Desk) -> None:
    await one(desk, "suggest")
    assert await lessons(desk, days=300) == []


async def test_what_nobody_objected_to_teaches_a_little(desk: Desk) -> None:
    await one(desk)
    await one(desk, "attach")
    assert await lessons(desk, days=15) == [(False, 0.1), (True, 0.1)]


async def test_what_the_machine_moved_teaches_nothing(desk: Desk) -> None:
    """An unmerge takes a contact out of a case because of who wrote it, not because of what."""
    found = await one(desk, "attach")
    await desk.act(correct.split, desk.actor, found.interaction_id, reason="customers were parted")
    assert await lessons(desk, days=15) == []


async def test_a_correction_that_was_taken_back_teaches_nothing_new(desk: Desk) -> None:
    found, bo = await one(desk, "attach"), person(desk.org)
    await desk.act(correct.split, bo, found.interaction_id, reason="another matter")
    [made] = await desk.rows("select id from case_decision where kind = 'split'")
    await desk.act(correct.undo, bo, made["id"], reason="no, the same")
    assert await lessons(desk) == []


async def test_a_declined_suggestion_was_wrong(desk: Desk) -> None:
    found = await one(desk, "suggest")
    await desk.act(correct.answer, person(desk.org), found.decision_id, accept=False)
    assert await lessons(desk) == [(False, 1.0)]


async def test_an_accepted_suggestion_was_right(desk: Desk) -> None:
    found = await one(desk, "suggest")
    await desk.act(correct.answer, person(desk.org), found.decision_id, accept=True)
    assert await lessons(desk) == [(True, 1.0)]


async def test_a_contact_that_was_moved_belongs_where_it_is_now(desk: Desk) -> None:
    found = await one(desk)
    await desk.act(correct.move, person(desk.org), found.interaction_id, found.first, reason="the same matter")
    assert await lessons(desk) == [(True, 1.0)]


async def test_a_contact_that_was_split_off_did_not_belong(desk: Desk) -> None:
    found = await one(desk, "attach")
    await desk.act(correct.split, person(desk.org), found.interaction_id, reason="another matter")
    assert await lessons(desk) == [(False, 1.0)]


async def test_an_attachment_that_was_undone_was_wrong(desk: Desk) -> None:
    found = await one(desk, "attach")
    await desk.act(correct.undo, person(desk.org), found.decision_id, reason="another matter")
    assert await lessons(desk) == [(False, 1.0)]


async def test_cases_that_were_joined_were_one(desk: Desk) -> None:
    found = await one(desk)
    await desk.act(join.join, person(desk.org), found.own, found.first, reason="one matter")
    assert await lessons(desk) == [(True, 1.0)]


async def test_rows_of_one_customer_are_in_one_group(desk: Desk) -> None:
    found = await weighed(desk, [{"words": 0.4}, {"words": 0.5}])
    bo = person(desk.org)
    for each in found:
        await desk.act(correct.move, bo, each.interaction_id, each.first, reason="the same")
    rows: list[Row] = rows_of(await judged(desk))
    assert len({row.group for row in rows}) == 2
    assert {row.decision for row in rows} == {str(each.decision_id) for each in found}


# Learning.


async def test_learning_needs_the_right(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        await learn(desk.db, person_without(desk.org))


def person_without(org_id: UUID) -> Any:
    import msgspec

    return msgspec.structs.replace(person(org_id), permissions=frozenset({"case.write"}))


async def test_there_is_nothing_to_learn_at_first(desk: Desk) -> None:
    with pytest.raises(NothingToLearn, match="no correction"):
        await learn(desk.db, person(desk.org))


async def test_corrections_teach_and_count_at_once(desk: Desk) -> None:
    bo = person(desk.org)
    await corrected(desk, bo)
    made = await learn(desk.db, bo)
    assert made.model.compared is not None
    assert (made.status, made.number) == ("active", 1), made.model.compared.reason
    assert made.model.weights["dossier"] > 1.0
    assert made.model.weights["same_handle"] < shipped().weights["same_handle"]
    async with desk.db.transaction(desk.org) as conn:
        assert await active_model(conn, desk.org) == made.model
    metrics = made.model.metrics
    assert metrics is not None
    assert metrics.corrections == 48


async def test_the_next_one_says_that_it_is_no_better(desk: Desk) -> None:
    bo = person(desk.org)
    await corrected(desk, bo)
    first, second = await learn(desk.db, bo), await learn(desk.db, bo)
    assert (second.status, second.number) == ("declined", 2)
    async with desk.db.transaction(desk.org) as conn:
        assert await active_model(conn, desk.org) == first.model


async def test_another_organisation_learns_nothing_of_it(desk: Desk, owner_dsn: str) -> None:
    import asyncpg

    await corrected(desk, person(desk.org))
    await learn(desk.db, person(desk.org))
    conn = await asyncpg.connect(owner_dsn)
    other = await conn.fetchval("insert into organization (name) values ('Southgate') returning org_id")
    await conn.close()
    async with desk.db.transaction(other) as inner:
        assert await active_model(inner, other) is None
        assert await store.newest(inner, other, before=99, size=9) == []


async def test_where_a_person_decides_it_is_proposed(desk: Desk) -> None:
    bo = person(desk.org)
    await corrected(desk, bo)
    await settings_of(desk, learn="propose")
    assert (await learn(desk.db, bo)).status == "proposed"
    async with desk.db.transaction(desk.org) as conn:
        assert await active_model(conn, desk.org) is None


async def test_two_who_train_at_once_both_get_their_number(desk: Desk) -> None:
    bo = person(desk.org)
    await corrected(desk, bo, count=10)
    made = await asyncio.gather(*(learn(desk.db, bo) for _ in range(3)))
    assert sorted(each.number for each in made) == [1, 2, 3]
    assert sum(each.status == "active" for each in made) <= 1


async def test_it_learns_by_itself_when_enough_was_corrected(desk: Desk) -> None:
    bo = person(desk.org)
    await corrected(desk, bo, count=LEAST // 2 - 1)
    await learn_from_corrections(desk.db, desk.org)
    assert await desk.rows("select 1 from continuity_model") == []
    await corrected(desk, bo, count=1)
    await learn_from_corrections(desk.db, desk.org)
    await learn_from_corrections(desk.db, desk.org)
    [row] = await desk.rows("select number, trained_by from continuity_model")
    assert (row["number"], row["trained_by"]) == (1, "system:continuity")


async def test_it_does_not_learn_where_that_is_switched_off(desk: Desk) -> None:
    await corrected(desk, person(desk.org), count=LEAST)
    await settings_of(desk, learn="off")
    await learn_from_corrections(desk.db, desk.org)
    assert await desk.rows("select 1 from continuity_model") == []


async def test_settings_that_nobody_can_read_stop_nothing(desk: Desk) -> None:
    await corrected(desk, person(desk.org), count=LEAST)
    await settings_of(desk, learn="perhaps", risk=7)
    assert (await learn(desk.db, person(desk.org))).status in ("active", "declined")


# Over HTTP.


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/continuity/models/{new_id()}/activate"),
        ("POST", "/continuity/models/shipped/activate"),
        ("POST", "/continuity/train"),
        ("PUT", "/continuity/settings"),
    ],
)
async def test_changing_what_decides_needs_the_right(agent_client: Hire, method: str, path: str) -> None:
    agent = await agent_client(permissions={"case.read", "case.write"})
    problem(await agent.request(method, path, json={}), 403, "forbidden")


async def test_models_are_for_who_reads_the_record(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"queue.read"})
    for path in ("models", "models/shipped", "settings", f"models/{new_id()}"):
        problem(await agent.get(f"/continuity/{path}"), 403, "forbidden")
    problem(await agent.post("/continuity/dry-run", json={}), 403, "forbidden")


async def test_a_model_that_is_not_there_is_not_found(admin: Person) -> None:
    problem(await admin.get(f"/continuity/models/{new_id()}"), 404, "continuity_model_not_found")
    problem(await admin.post(f"/continuity/models/{new_id()}/activate"), 404, "continuity_model_not_found")


async def test_training_without_corrections_says_why(admin: Person) -> None:
    problem(await admin.post("/continuity/train", json={}), 409, "nothing_to_learn")


async def test_a_person_proposes_activates_and_goes_back(admin: Person, front: Desk) -> None:
    await corrected(front, person(front.org))
    made = await admin.made("/continuity/train", propose=True)
    assert made["status"] == "proposed"
    assert (await admin.get("/continuity/settings")).json()["model"] == 0
    active = await admin.post(f"/continuity/models/{made['id']}/activate")
    assert active.json()["status"] == "active"
    assert active.json()["activated_by"] == f"agent:{admin.agent_id}"
    again = await admin.post(f"/continuity/models/{made['id']}/activate")
    assert again.json()["version"] == active.json()["version"]
    policy = (await admin.get("/continuity/settings")).json()
    assert (policy["model"], policy["attach"]) == (1, made["model"]["thresholds"]["attach"])
    back = await admin.post("/continuity/models/shipped/activate")
    assert back.json()["version"] == 0
    assert back.json() == (await admin.get("/continuity/models/shipped")).json()
    [listed] = await admin.items("/continuity/models")
    assert listed["status"] == "retired"
    types = [
        row["type"] for row in await front.rows("select type from event where type like 'continuity%' order by seq")
    ]
    assert types == ["continuity_model.trained", "continuity_model.activated", "continuity_model.retired"]


async def test_a_learned_model_decides_about_the_next_contact(admin: Person, front: Desk) -> None:
    """People said so often that nothing known but their own word counts, that the very same words attach no more."""
    bo = person(front.org)
    alike = {"words": 0.9, "only": 1.0, "latest": 1.0, "same_handle": 1.0, "same_channel": 1.0, "back": 1.0}
    wrong = await weighed(front, [alike] * 60, kind="attach")
    for each in wrong:
        await front.act(correct.split, bo, each.interaction_id, reason="another matter")
    for each in await weighed(front, [{"dossier": 1.0}] * 60):
        await front.act(correct.move, bo, each.interaction_id, each.first, reason="the same matter")
    scores = []
    made = await admin.made("/continuity/train", propose=True)
    for which, who in (("shipped", "ada@example.com"), (made["id"], "bea@example.com")):
        await admin.post(f"/continuity/models/{which}/activate")
        await front.placed(who, "Hail broke my windscreen")
        later = START + timedelta(days=2)
        again, _ = await front.placed(who, "Any news of the hail and my windscreen?", at=later)
        [*_, decision] = await front.rows(
            "select score from case_decision where interaction_id = $1 order by id", again
        )
        scores.append(decision["score"])
    assert scores[1] < scores[0] / 2
