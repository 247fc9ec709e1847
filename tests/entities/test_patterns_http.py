"""An organisation's patterns over HTTP; refusals first."""

from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem

NEW: dict[str, Any] = {
    "kind": "policy",
    "label": "Motor policy",
    "expression": "AU[0-9]{7}",
    "cues": ["policy number"],
}


async def test_needs_sign_in(client: httpx.AsyncClient) -> None:
    problem(await client.get("/api/v1/entity-patterns"), 401, "unauthorized")


async def test_needs_the_permission(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read"})
    problem(await agent.post("/entity-patterns", json=NEW), 403, "forbidden")
    problem(await agent.post("/entity-patterns/try", json={"text": "AU1234567"}), 403, "forbidden")
    problem(await agent.post("/entity-patterns/try-messages", json={}), 403, "forbidden")


async def test_a_bad_expression_is_refused_with_its_place(admin: Person) -> None:
    body = problem(await admin.post("/entity-patterns", json=NEW | {"expression": "AU[0-9"}), 422, "expression_invalid")
    assert body["errors"][0]["field"] == "expression"
    assert "at character 3" in body["errors"][0]["problem"]
    problem(await admin.post("/entity-patterns", json=NEW | {"kind": "Policy!"}), 422, "invalid")
    problem(await admin.post("/entity-patterns", json=NEW | {"cues": ["--"]}), 422, "invalid")
    problem(await admin.post("/entity-patterns", json=NEW | {"cues": [], "needs_cue": True}), 422, "invalid")
    assert await admin.items("/entity-patterns") == []


async def test_a_label_is_there_once(admin: Person) -> None:
    await admin.made("/entity-patterns", **NEW)
    problem(await admin.post("/entity-patterns", json=NEW), 409, "pattern_taken")


async def test_a_change_is_made_on_what_was_seen(admin: Person) -> None:
    made = await admin.made("/entity-patterns", **NEW)
    path = f"/entity-patterns/{made['id']}"
    changed = await admin.patch(path, json={"expression": "AU[0-9]{8}"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    problem(await admin.patch(path, json={"active": False}, headers={"If-Match": '"1"'}), 412, "stale")
    problem(await admin.patch(path, json={"expression": "("}), 422, "expression_invalid")
    assert (await admin.delete(path)).status_code == 204
    problem(await admin.get(path), 404, "entity_pattern_not_found")


async def test_another_organisation_sees_nothing(admin: Person, client: httpx.AsyncClient) -> None:
    await admin.made("/entity-patterns", **NEW)
    tried = await admin.post("/entity-patterns/try", json={"text": "it is AU1234567"})
    assert [each["value"] for each in tried.json()["found"]] == ["AU1234567"]


@pytest.mark.parametrize("own", [True, False])
async def test_a_dry_run_shows_what_would_be_found(admin: Person, own: bool) -> None:
    text = "My loan L123456 was due yesterday."
    body: dict[str, Any] = {"text": text, "said_at": "2026-03-10T09:00:00Z"}
    if own:
        body["pattern"] = {"kind": "loan", "label": "Loan", "expression": "L[0-9]{6}"}
    answer = (await admin.post("/entity-patterns/try", json=body)).json()
    found = {each["kind"]: each for each in answer["found"]}
    assert found["date"]["value"] == "2026-03-09"
    assert ("loan" in found) is own
    for each in answer["found"]:
        assert text[each["start"] : each["end"]] == each["text"]
    assert await admin.items("/entity-patterns") == []
