"""Canned responses: who may keep and use which, what is wrong with a text, and filling it; refusals first."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk
from warmline.accounts import NewEntry, create_team
from warmline.desk.canned.variables import VARIABLES, dated, fill, first_name, problems
from warmline.kit.ids import new_id

ADA = "ada@example.com"
WORK = {"interaction.work", "case.read", "customer.read"}
HELLO: dict[str, Any] = {"code": "hello", "name": "A greeting", "body": "Dear {{customer.first_name}},"}


async def test_needs_sign_in_and_the_permission(client: httpx.AsyncClient, agent_client: Hire) -> None:
    problem(await client.get("/api/v1/canned-responses"), 401, "unauthorized")
    reader = await agent_client(permissions={"case.read"})
    problem(await reader.get("/canned-responses"), 403, "forbidden")
    problem(await reader.post("/canned-responses", json=HELLO), 403, "forbidden")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"body": "Dear {{customer.frist_name}}"}, "canned_text_unusable", "body"),
        ({"body": "Dear {{customer.name}"}, "canned_text_unusable", "body"),
        ({"body": ""}, "invalid", "body"),
        ({"code": "Hello"}, "invalid", "code"),
        ({"code": "a b"}, "invalid", "code"),
        ({"language": "german"}, "invalid", "language"),
        ({"scope": "team"}, "invalid", "team_id"),
        ({"team_id": str(new_id())}, "invalid", "team_id"),
    ],
)
async def test_what_cannot_be_kept_is_named(admin: Person, change: dict[str, Any], code: str, field: str) -> None:
    answer = problem(await admin.post("/canned-responses", json=HELLO | change), 422, code)
    assert [each["field"] for each in answer["errors"]] == [field]
    assert await admin.items("/canned-responses") == []


async def test_an_unknown_variable_is_named_when_it_is_saved(admin: Person) -> None:
    body = HELLO | {"body": "{{case.referense}} and {{today}}"}
    assert (
        "{{case.referense}}"
        in problem(await admin.post("/canned-responses", json=body), 422, "canned_text_unusable")["detail"]
    )
    made = await admin.made("/canned-responses", **HELLO)
    answer = await admin.patch(f"/canned-responses/{made['id']}", json={"body": "{{nobody}}"})
    problem(answer, 422, "canned_text_unusable")


async def test_whose_it_is_decides_who_uses_and_who_changes_it(agent_client: Hire, admin: Person, front: Desk) -> None:
    team = await front.act(create_team, front.actor, new=NewEntry(code="glass", name="Glass"))
    ana = await agent_client(permissions=WORK, team_ids=[team.id])
    bo = await agent_client(permissions=WORK)
    problem(await ana.post("/canned-responses", json=HELLO | {"scope": "everybody"}), 403, "canned_not_yours")
    foreign = HELLO | {"scope": "team", "team_id": str(team.id)}
    problem(await bo.post("/canned-responses", json=foreign), 403, "canned_not_yours")
    own = await ana.made("/canned-responses", **HELLO)
    shared = await ana.made("/canned-responses", **foreign)
    common = await admin.made("/canned-responses", **HELLO, scope="everybody")
    problem(await ana.post("/canned-responses", json=HELLO), 409, "canned_code_taken")

    assert {each["id"] for each in await ana.items("/canned-responses")} == {own["id"], shared["id"], common["id"]}
    assert {each["id"] for each in await bo.items("/canned-responses")} == {common["id"]}
    assert own["id"] not in {each["id"] for each in await admin.items("/canned-responses")}
    problem(await admin.get(f"/canned-responses/{own['id']}"), 404, "canned_response_not_found")
    problem(await bo.delete(f"/canned-responses/{common['id']}"), 403, "canned_not_yours")
    assert (await admin.patch(f"/canned-responses/{shared['id']}", json={"name": "Ours"})).is_success
    stale = await ana.patch(f"/canned-responses/{shared['id']}", json={"name": "x"}, headers={"If-Match": '"1"'})
    problem(stale, 412, "stale")
    assert (await ana.delete(f"/canned-responses/{own['id']}")).status_code == 204


async def test_it_is_found_by_how_its_code_or_a_word_of_its_name_begins(admin: Person) -> None:
    for code, name, more in (
        ("hail", "Windscreen after hail", {}),
        ("bye", "Good bye", {"channels": ["webchat"]}),
        ("tschuess", "Auf Wiedersehen", {"language": "de"}),
    ):
        await admin.made("/canned-responses", code=code, name=name, body="x", **more)

    async def found(**params: Any) -> list[str]:
        return [each["code"] for each in await admin.items("/canned-responses", **params)]

    assert await found(limit=2) == ["bye", "hail", "tschuess"]
    assert await found(q="ha") == ["hail"]
    assert await found(q="after") == ["hail"]
    assert await found(q="%") == []
    assert await found(channel="email") == ["hail", "tschuess"]
    assert await found(language="en-GB") == ["bye", "hail"]


async def test_it_is_filled_for_a_contact_and_a_gap_is_seen(agent_client: Hire, admin: Person, front: Desk) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    body = "Dear {{ customer.first_name }}, {{case.reference}}, {{today}}. {{agent.name}}, {{organization.name}}"
    made = await admin.made("/canned-responses", code="hi", name="Hi", body=body, language="de", scope="everybody")
    stranger = await agent_client(permissions={"interaction.work", "case.read_team"})
    await front.rows("update interaction set queue_id = null")
    path = f"/canned-responses/{made['id']}/render"
    problem(await stranger.post(path, json={"interaction_id": str(interaction_id)}), 404, "interaction_not_found")

    rendered = (await admin.post(path, json={"interaction_id": str(interaction_id)})).json()
    case = (await admin.get(f"/cases/{case_id}")).json()
    assert rendered["missing"] == ["customer.first_name"]
    assert rendered["text"].startswith(f"Dear {{{{customer.first_name}}}}, {case['reference']}, ")
    assert rendered["text"].endswith(", Northlight")
    assert (await admin.get(f"/canned-responses/{made['id']}")).json()["uses"] == 1


async def test_the_variables_are_told(admin: Person) -> None:
    assert [each["name"] for each in (await admin.get("/canned-responses/variables")).json()] == list(VARIABLES)


def test_a_value_is_not_read_as_a_variable() -> None:
    assert fill("{{customer.name}}", {"customer.name": "{{agent.name}}", "agent.name": "Ada"}) == ("{{agent.name}}", [])


def test_braces_of_other_kinds_are_text() -> None:
    assert problems("{customer.name} } {") == []
    assert problems("a }} b") != []
    assert problems("{{}}") == ["there is no variable {{}}"]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ada Quist", "Ada"),
        ("Jean-Luc Noir", "Jean-Luc"),
        ("ada@example.com", ""),
        ("+4420", ""),
        ("", ""),
        ("O'Neil", "O'Neil"),
    ],
)
def test_a_first_name_is_a_word(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "2 March 2026"), ("de-AT", "2. März 2026"), (None, "2 March 2026"), ("fi", "2026-03-02")],
)
def test_a_date_is_written_as_people_do(language: str | None, words: str) -> None:
    assert dated(date(2026, 3, 2), language) == words
