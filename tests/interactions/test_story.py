"""A case told as one story: messages and steps by time, read back and on without a gap; refusals first."""

from datetime import timedelta
from typing import Any

from tests.application import Hire, Person, problem
from tests.interactions.desk import START, Desk
from warmline.interactions.story import STEPS
from warmline.kit import events
from warmline.kit.ids import new_id

ADA = "ada@example.com"


def keys(page: dict[str, Any]) -> list[str]:
    return [each["key"] for each in page["items"]]


async def read(person: Person, case_id: Any, **params: Any) -> dict[str, Any]:
    answer = await person.get(f"/cases/{case_id}/story", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_only_who_sees_the_case_reads_its_story(agent_client: Hire, admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    problem(await admin.get(f"/cases/{new_id()}/story"), 404, "case_not_found")
    await front.rows("update interaction set queue_id = null")
    stranger = await agent_client(permissions={"case.read_team"})
    problem(await stranger.get(f"/cases/{case_id}/story"), 404, "case_not_found")


async def test_a_place_is_one_of_this_list_and_one_only(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    problem(await admin.get(f"/cases/{case_id}/story", params={"before": "x"}), 422, "invalid")
    page = await read(admin, case_id)
    params = {"before": page["newer"], "after": page["newer"]}
    problem(await admin.get(f"/cases/{case_id}/story", params=params), 422, "invalid")


def test_every_step_is_an_event() -> None:
    assert events.registry.keys() >= STEPS


async def test_it_reads_back_and_on_without_a_gap(admin: Person, front: Desk) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    for n in range(12):
        await front.placed(ADA, f"Still broken, part {n}", at=START + timedelta(seconds=n + 1))
    note = await admin.made(f"/interactions/{interaction_id}/notes", text="Call them")
    whole = await read(admin, case_id, limit=200)
    assert whole["older"] is None
    moments = [each["at"] for each in whole["items"]]
    assert moments == sorted(moments)
    assert whole["items"][-1]["message"] is None or whole["items"][-1]["message"]["id"] == note["id"]
    said = [each["message"]["text"] for each in whole["items"] if each["message"]]
    assert said == ["Hail broke my windscreen", *(f"Still broken, part {n}" for n in range(12)), "Call them"]
    assert "case.opened" in [each["step"]["type"] for each in whole["items"] if each["step"]]

    page = await read(admin, case_id, limit=5)
    back = [keys(page)]
    while page["older"]:
        page = await read(admin, case_id, limit=5, before=page["older"])
        back.insert(0, keys(page))
    assert [key for each in back for key in each] == keys(whole)
    on = keys(page)
    while keys(page):
        page = await read(admin, case_id, limit=5, after=page["newer"])
        on += keys(page)
    assert on == keys(whole)
    end = page["newer"]
    later = await admin.made(f"/interactions/{interaction_id}/notes", text="Called")
    assert later["id"] in keys(await read(admin, case_id, after=end))


async def test_a_step_names_who_made_it(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    assert (await admin.patch(f"/cases/{case_id}", json={"priority": 5})).is_success
    steps = [each["step"] for each in (await read(admin, case_id))["items"] if each["step"]]
    (changed,) = [each for each in steps if each["type"] == "case.updated"]
    assert changed["actor"] == f"agent:{admin.agent_id}"
    assert changed["actor_name"]
    assert changed["data"]["after"] == {"priority": 5}
