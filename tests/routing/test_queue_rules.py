"""What queues ask for and where they overflow to: what is refused, by field, and what is told of a change."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.application import Person, problem
from tests.routing.floor import Floor
from warmline.accounts import NewEntry, create_skill
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.routing import QueueChange, update_queue
from warmline.routing.errors import OverflowCircle
from warmline.routing.queue_rules import check_circle

RINGS = [
    {"after_seconds": 60, "lower": 1, "any_skill": False, "team_ids": []},
    {"after_seconds": 120, "lower": 0, "any_skill": True, "team_ids": []},
]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ([{"after_seconds": 60}], "rings[0]", "changes nothing"),
        ([RINGS[1], RINGS[0]], "rings[1].after_seconds", "60 is not later than the 120"),
        ([RINGS[0], RINGS[0]], "rings[1].after_seconds", "not later"),
        ([{"after_seconds": n, "lower": 1} for n in range(1, 10)], "rings", "at most 8"),
    ],
)
async def test_rings_that_are_none_are_refused(admin: Person, given: list[Any], field: str, words: str) -> None:
    body = problem(await admin.post("/queues", json={"code": "a", "name": "A", "rings": given}), 422, "rings_unusable")
    assert [each["field"] for each in body["errors"]] == [field]
    assert words in body["detail"]
    queue = await admin.made("/queues", code="b", name="B", rings=RINGS)
    problem(await admin.patch(f"/queues/{queue['id']}", json={"rings": given}), 422, "rings_unusable")


@pytest.mark.parametrize(
    "given",
    [
        {"rings": [{"after_seconds": 0, "lower": 1}]},
        {"rings": [{"after_seconds": 60, "lower": 5}]},
        {"rings": [{"after_seconds": 60, "lower": 1, "skill": "x"}]},
        {"skills": {"german": 6}},
        {"skills": {"German speakers": 1}},
        {"media": ["fax"]},
        {"media": ["text", "text"]},
        {"offer_to": 0},
        {"offer_to": 21},
        {"sticky_seconds": -1},
        {"overflow_seconds": 60},
        {"overflow_queue_id": str(UUID(int=1))},
    ],
)
async def test_unfit_values_are_refused(admin: Person, given: dict[str, Any]) -> None:
    answer = await admin.post("/queues", json={"code": "a", "name": "A", **given})
    assert answer.status_code == 422, answer.text
    assert any(each in answer.json()["detail"] for each in (*given, "overflow_"))


async def test_what_is_unknown_is_named(admin: Person) -> None:
    await admin.made("/skills", code="german", name="German")
    body = problem(
        await admin.post("/queues", json={"code": "a", "name": "A", "skills": {"german": 3, "latin": 1, "greek": 1}}),
        404,
        "unknown_skill",
    )
    assert "greek, latin" in body["detail"]
    assert "among: german" in body["detail"]
    assert [each["field"] for each in body["errors"]] == ["skills.greek", "skills.latin"]
    ring = {"after_seconds": 60, "team_ids": [str(new_id())]}
    queue = await admin.made("/queues", code="a", name="A", skills={"german": 3})
    for refused, code in (
        ({"rings": [ring]}, "unknown_team"),
        ({"calendar_id": str(new_id())}, "unknown_calendar"),
        ({"overflow_queue_id": str(new_id()), "overflow_seconds": 60}, "unknown_overflow"),
    ):
        problem(await admin.post("/queues", json={"code": "b", "name": "B", **refused}), 404, code)
        problem(await admin.patch(f"/queues/{queue['id']}", json=refused), 404, code)


async def test_all_of_it_is_kept_shown_and_told(admin: Person, db: Database) -> None:
    team = await admin.made("/teams", code="second", name="Second line")
    await admin.made("/skills", code="german", name="German")
    general = await admin.made("/queues", code="general", name="General")
    rings = [RINGS[0], {**RINGS[1], "team_ids": [team["id"]]}]
    values = {
        "media": ["text", "voice"],
        "skills": {"german": 3},
        "rings": rings,
        "overflow_queue_id": general["id"],
        "overflow_seconds": 300,
        "offer_to": 2,
        "sticky_seconds": 60,
    }
    made = await admin.made("/queues", code="claims", name="Claims", **values)
    assert {name: made[name] for name in values} == values
    assert (made["open"], made["opens_at"], made["closes_at"], made["calendar_id"]) == (True, None, None, None)
    path = f"/queues/{made['id']}"
    assert (await admin.patch(path, json=values)).json()["version"] == 1
    changed = (await admin.patch(path, json={"skills": {}, "rings": rings[:1], "overflow_queue_id": None})).json()
    assert (changed["skills"], changed["rings"], changed["overflow_seconds"], changed["version"]) == (
        {},
        rings[:1],
        None,
        2,
    )
    async with db.transaction(admin.org_id) as conn:
        data = await conn.fetchval("select data from event where type = 'queue.updated'")
    assert data["before"] == {
        "skills": {"german": 3}, "rings": rings, "overflow_queue_id": general["id"], "overflow_seconds": 300,
    }  # fmt: skip
    assert data["after"] == {"skills": {}, "rings": rings[:1], "overflow_queue_id": None, "overflow_seconds": None}


async def test_overflow_does_not_come_back(admin: Person) -> None:
    first = await admin.made("/queues", code="claims", name="Claims")
    second = await admin.made("/queues", code="general", name="G", overflow_queue_id=first["id"], overflow_seconds=60)
    third = await admin.made("/queues", code="night", name="N", overflow_queue_id=second["id"], overflow_seconds=60)
    back = {"overflow_queue_id": third["id"], "overflow_seconds": 60}
    body = problem(await admin.patch(f"/queues/{first['id']}", json=back), 409, "overflow_circle")
    assert "claims -> night -> general -> claims" in body["detail"]
    itself = {"overflow_queue_id": first["id"], "overflow_seconds": 60}
    body = problem(await admin.patch(f"/queues/{first['id']}", json=itself), 409, "overflow_circle")
    assert "claims -> claims" in body["detail"]


async def test_two_who_close_a_circle_together_do_not_both_win(floor: Floor) -> None:
    first, second = await floor.queue("a"), await floor.queue("b")

    async def lead(queue: UUID, to: UUID) -> Any:
        change = QueueChange(overflow_queue_id=to, overflow_seconds=60)
        return await floor.act(update_queue, floor.system, queue, change)

    done = await asyncio.gather(lead(first.id, second.id), lead(second.id, first.id), return_exceptions=True)
    assert [type(each) for each in done].count(OverflowCircle) == 1


async def test_a_skill_is_not_renamed_while_a_queue_takes_it(floor: Floor) -> None:
    await floor.act(create_skill, floor.system, new=NewEntry(code="german", name="German"))
    queue = await floor.queue()
    async with floor.db.transaction(floor.org_id) as conn:
        await update_queue(conn, floor.system, queue.id, QueueChange(skills={"german": 2}))
        async with floor.db.transaction(floor.org_id) as other:
            free = await other.fetchval("select count(*) from (select from skill for update skip locked) s")
    assert free == 0


@given(st.dictionaries(st.integers(0, 6), st.integers(0, 6)), st.integers(0, 6), st.integers(0, 6))
def test_a_circle_is_found_exactly_where_there_is_one(leads: dict[int, int], queue: int, to: int) -> None:
    ids = [UUID(int=n) for n in range(7)]
    known = {ids[a]: ids[b] for a, b in leads.items() if a != queue}
    at, steps = to, 0
    while at != queue and at in leads and at != queue and steps < 10:
        at, steps = leads[at], steps + 1
    try:
        check_circle(ids[queue], ids[to], known, {each: str(each.int) for each in ids})
        found = False
    except OverflowCircle as error:
        found = error.details["path"].startswith(f"{queue} -> {to}")
    assert found is (at == queue)
