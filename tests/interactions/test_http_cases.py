"""Cases over HTTP: what is refused and which field is named, who may change what at once, and lists."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import START, Desk
from warmline.governance import install_pack
from warmline.kit.ids import new_id

ADA = "ada@example.com"


def fields(answer: httpx.Response) -> list[str]:
    """Which fields a refusal names."""
    assert answer.status_code == 422, answer.text
    return [each["field"] for each in answer.json()["errors"]]


async def words(front: Desk) -> None:
    """The vocabularies of an insurer."""
    await front.act(install_pack, front.actor, "insurance")


async def test_needs_sign_in(client: httpx.AsyncClient) -> None:
    for path in ("cases", "interactions", "action-items", "suggestions", f"cases/{new_id()}"):
        problem(await client.get(f"/api/v1/{path}"), 401, "unauthorized")


async def test_needs_the_permission(agent_client: Hire, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    nobody = await agent_client(permissions={"queue.read"})
    for path in ("/cases", "/interactions", "/action-items", "/suggestions", f"/cases/{case_id}"):
        problem(await nobody.get(path), 403, "forbidden")
    reader = await agent_client(permissions={"case.read"})
    problem(await reader.patch(f"/cases/{case_id}", json={"priority": 5}), 403, "forbidden")
    problem(
        await reader.post(f"/cases/{case_id}/join", json={"into_id": str(new_id()), "reason": "x"}), 403, "forbidden"
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"priority": 101}, "priority"),
        ({"priority": "high"}, "priority"),
        ({"category": ""}, "category"),
        ({"category": "unheard_of"}, "category"),
        ({"subcategory": "unheard_of"}, "subcategory"),
        ({"category": "billing", "subcategory": "claim.glass"}, "subcategory"),
        ({"owner_id": str(UUID(int=7))}, "owner_id"),
        ({"team_id": str(UUID(int=7))}, "team_id"),
        ({"title": "x" * 501}, "title"),
        ({"summary": "x" * 20_001}, "summary"),
        ({"facts": ["x"] * 101}, "facts"),
        ({"facts": ["x" * 70_000]}, "facts"),
        ({"status": "resolved"}, "status"),
    ],
)
async def test_a_change_that_cannot_be_names_its_field(
    admin: Person, front: Desk, body: dict[str, Any], field: str
) -> None:
    await words(front)
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    assert fields(await admin.patch(f"/cases/{case_id}", json=body)) == [field]
    version = (await admin.get(f"/cases/{case_id}")).json()["version"]
    assert version == 1, "nothing was written"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
async def test_text_that_cannot_be_stored_is_refused(admin: Person, front: Desk, text: str) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    escaped = {"\x00": "\\u0000", "\ud800": "\\ud800"}
    body = text.replace("\x00", escaped["\x00"]).replace("\ud800", escaped["\ud800"])
    kind = {"content-type": "application/json"}
    for path, name in ((f"/interactions/{interaction_id}/notes", "text"), ("/cases", "title")):
        content = f'{{"{name}": "{body}", "customer_id": "{new_id()}"}}' if name == "title" else f'{{"text": "{body}"}}'
        answer = await admin.post(path, content=content, headers=kind)
        assert answer.status_code in (400, 404, 422), answer.text
    answer = await admin.patch(f"/cases/{case_id}", content=f'{{"facts": ["{body}"]}}', headers=kind)
    assert answer.status_code in (400, 422), answer.text


async def test_nobody_overwrites_what_they_have_not_seen(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    seen = (await admin.get(f"/cases/{case_id}")).headers["etag"]
    first = await admin.patch(f"/cases/{case_id}", json={"priority": 5}, headers={"If-Match": seen})
    assert (first.status_code, first.json()["priority"]) == (200, 5)
    problem(await admin.patch(f"/cases/{case_id}", json={"priority": 7}, headers={"If-Match": seen}), 412, "stale")
    # What changes nothing is no change.
    again = await admin.patch(f"/cases/{case_id}", json={"priority": 5})
    assert again.headers["etag"] == first.headers["etag"]


async def test_missing_and_forbidden_look_alike(agent_client: Hire, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    elsewhere = await agent_client(permissions={"case.read_team", "case.write", "interaction.work"})
    await front.rows("update interaction set queue_id = null")
    for path in (f"/cases/{case_id}", f"/cases/{new_id()}"):
        problem(await elsewhere.get(path), 404, "case_not_found")
        problem(await elsewhere.patch(path, json={"priority": 5}), 404, "case_not_found")
        problem(await elsewhere.post(f"{path}/status", json={"status": "resolved"}), 404, "case_not_found")


async def test_a_status_that_is_none_names_its_field(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    assert fields(await admin.post(f"/cases/{case_id}/status", json={"status": "done"})) == ["status"]
    answer = await admin.post(f"/cases/{case_id}/status", json={"status": "pending_customer", "outcome": "resolved"})
    assert fields(answer) == ["outcome"]
    problem(await admin.post(f"/cases/{case_id}/status", json={"status": "closed"}), 409, "case_transition_refused")
    assert fields(await admin.post(f"/cases/{case_id}/status", json={"status": "resolved", "outcome": "x"})) == [
        "outcome"
    ]


async def test_a_closed_case_refuses(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    for status in ("resolved", "closed"):
        assert (await admin.post(f"/cases/{case_id}/status", json={"status": status})).status_code == 200
    problem(await admin.patch(f"/cases/{case_id}", json={"priority": 5}), 409, "case_closed")
    _, other = await front.placed(ADA, "An invoice please", at=START + timedelta(days=40))
    body = {"into_id": str(case_id), "reason": "one matter"}
    problem(await admin.post(f"/cases/{other}/join", json=body), 409, "case_closed")


async def test_codes_follow_each_other(admin: Person, front: Desk) -> None:
    await words(front)
    _, case_id = await front.placed(ADA, "good morning")
    brought = await admin.patch(f"/cases/{case_id}", json={"subcategory": "claim.glass"})
    assert (brought.json()["category"], brought.json()["subcategory"]) == ("claim", "claim.glass")
    changed = await admin.patch(f"/cases/{case_id}", json={"category": "billing"})
    assert (changed.json()["category"], changed.json()["subcategory"]) == ("billing", None)
    cleared = await admin.patch(f"/cases/{case_id}", json={"category": None})
    assert cleared.json()["category"] is None


async def test_a_case_by_hand_has_checked_codes(admin: Person, front: Desk) -> None:
    await words(front)
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    customer_id = (await admin.get(f"/interactions/{interaction_id}")).json()["customer_id"]
    assert fields(await admin.post("/cases", json={"customer_id": customer_id, "category": "nope"})) == ["category"]
    problem(await admin.post("/cases", json={"customer_id": str(new_id())}), 404, "customer_not_found")
    made = await admin.made("/cases", customer_id=customer_id, title="Glass", subcategory="claim.glass")
    assert (made["category"], made["owner_id"], made["status"]) == ("claim", str(admin.agent_id), "open")
    [event] = await front.rows("select data from event where type = 'case.opened' and case_id = $1", UUID(made["id"]))
    assert "Glass" not in str(event["data"]), "the log holds no words"


async def test_lists_by_page_and_by_filter(admin: Person, front: Desk) -> None:
    made = []
    for n, text in enumerate(("Hail broke my windscreen", "An invoice please", "A card is lost")):
        _, case_id = await front.placed(ADA, text, at=START + timedelta(days=30 * n))
        made.append(str(case_id))
    listed = await admin.items("/cases", limit=1)
    assert sorted(each["id"] for each in listed) == sorted(made)
    assert [each["id"] for each in await admin.items("/cases", reference=listed[0]["reference"].lower())] == [
        listed[0]["id"]
    ]
    assert await admin.items("/cases", status=["resolved"]) == []
    problem(await admin.get("/cases", params={"after": "AAAA"}), 422, "invalid")
    problem(await admin.get("/interactions", params={"since": "2026-03-01T00:00:00"}), 422, "invalid")


async def test_reading_is_audited(admin: Person, front: Desk) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    reads = {
        f"/cases/{case_id}": "case.viewed",
        f"/cases/{case_id}/messages": "case.viewed",
        f"/interactions/{interaction_id}": "interaction.viewed",
        f"/interactions/{interaction_id}/messages": "interaction.viewed",
        f"/interactions/{interaction_id}/hand-offs": "interaction.viewed",
        f"/interactions/{interaction_id}/capture?moment=hand_off": "interaction.viewed",
    }
    for path, type_ in reads.items():
        count = "select count(*) as n from event where type = $1 and actor = $2"
        [before] = await front.rows(count, type_, f"agent:{admin.agent_id}")
        assert (await admin.get(path)).status_code == 200
        [after] = await front.rows(count, type_, f"agent:{admin.agent_id}")
        assert after["n"] == before["n"] + 1, path


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"priority": -101}, "priority"),
        ({"category": "unheard_of"}, "category"),
        ({"category": "billing", "subcategory": "claim.glass"}, "subcategory"),
        ({"language": "so to say"}, "language"),
        ({"language": "de\n"}, "language"),
        ({"notes": "x" * 20_001}, "notes"),
        ({"status": "closed"}, "status"),
    ],
)
async def test_a_change_of_a_contact_names_its_field(
    admin: Person, front: Desk, body: dict[str, Any], field: str
) -> None:
    await words(front)
    interaction_id, _ = await front.placed(ADA, "good morning")
    assert fields(await admin.patch(f"/interactions/{interaction_id}", json=body)) == [field]


async def test_what_a_contact_is_about_can_be_said(admin: Person, front: Desk, agent_client: Hire) -> None:
    await words(front)
    interaction_id, _ = await front.placed(ADA, "good morning")
    path = f"/interactions/{interaction_id}"
    reader = await agent_client(permissions={"case.read"})
    problem(await reader.patch(path, json={"priority": 5}), 403, "forbidden")
    seen = {"If-Match": (await admin.get(path)).headers["etag"]}
    change = {"subcategory": "claim.glass", "priority": 5, "language": "de", "summary": "Glass broke."}
    made = (await admin.patch(path, json=change, headers=seen)).json()
    assert {name: made[name] for name in change} == change
    assert made["category"] == "claim"
    problem(await admin.patch(path, json={"priority": 7}, headers=seen), 412, "stale")
    [event] = await front.rows("select data from event where type = 'interaction.updated'")
    assert event["data"]["after"] == {
        "category": "claim",
        "subcategory": "claim.glass",
        "priority": 5,
        "language": "de",
    }
    assert "Glass broke" not in str(event["data"])
