"""What travels with a case, over HTTP: references, promises, signals, the form, hand-offs; refusals first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import START, Desk
from tests.interactions.test_http_cases import ADA, fields, words
from warmline.kit.ids import new_id

NOBODY = str(UUID(int=7))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "Policy No", "external_id": "1"}, "kind"),
        ({"kind": "policy\n", "external_id": "1"}, "kind"),
        ({"kind": "policy", "external_id": ""}, "external_id"),
        ({"kind": "policy", "external_id": "1", "confidence": 1.5}, "confidence"),
        ({"kind": "policy", "external_id": "1", "address": "javascript:alert(1)"}, "address"),
        ({"kind": "policy", "external_id": "1", "interaction_id": NOBODY}, "interaction_id"),
        ({"kind": "policy", "external_id": "1", "message_id": NOBODY}, "message_id"),
        ({"kind": "policy", "external_id": "1", "span_start": 0, "span_end": 3}, "message_id"),
        ({"kind": "policy", "external_id": "1", "label": "x" * 501}, "label"),
    ],
)
async def test_a_reference_that_cannot_be_names_its_field(
    admin: Person, front: Desk, body: dict[str, Any], field: str
) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    assert fields(await admin.post(f"/cases/{case_id}/references", json=body)) == [field]


async def test_a_reference_in_another_spelling_is_the_same(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    path = f"/cases/{case_id}/references"
    first = await admin.made(path, kind="claim", external_id="CLM-2024-00012")
    for spelling in ("CLM202400012", "clm 2024 00012", "CLM-2024-00012"):
        assert await admin.made(path, kind="claim", external_id=spelling) == first
    others = [
        await admin.made(path, kind="policy", external_id="CLM-2024-00012"),
        await admin.made(path, kind="claim", external_id="CLM-2024-00013"),
        await admin.made(path, kind="claim", external_id="CLM202400012", label="the garage's"),
    ]
    assert [each["id"] for each in (await admin.get(path)).json()] == [each["id"] for each in (first, *others)]
    assert (await admin.delete(f"/references/{first['id']}")).is_success
    assert (await admin.delete(f"/references/{others[2]['id']}")).is_success
    assert (await admin.made(path, kind="claim", external_id="CLM202400012"))["id"] != first["id"]


@pytest.mark.parametrize("span", [(0, 99), (-1, 3), (3, 3), (5, None)])
async def test_a_span_lies_in_its_message(admin: Person, front: Desk, span: tuple[int, int | None]) -> None:
    _, case_id = await front.placed(ADA, "policy AU-482 please")
    [message] = await front.rows("select id from message")
    body = {"kind": "policy", "external_id": "AU-482", "message_id": str(message["id"])}
    wrong = {**body, "span_start": span[0], "span_end": span[1]}
    assert fields(await admin.post(f"/cases/{case_id}/references", json=wrong)) == ["span_start"]
    made = await admin.made(f"/cases/{case_id}/references", **body, span_start=7, span_end=13)
    assert (made["span_start"], made["span_end"]) == (7, 13)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "Call back", "source": "somebody"}, "source"),
        ({"text": "Call back", "assignee_id": NOBODY}, "assignee_id"),
        ({"text": "Call back", "interaction_id": NOBODY}, "interaction_id"),
        ({"text": "Call back", "message_id": NOBODY}, "message_id"),
        ({"text": "Call back", "due_at": "2026-03-01T00:00:00"}, "due_at"),
        ({"text": "x" * 2_001}, "text"),
    ],
)
async def test_a_promise_that_cannot_be_names_its_field(
    admin: Person, front: Desk, body: dict[str, Any], field: str
) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    assert fields(await admin.post(f"/cases/{case_id}/action-items", json=body)) == [field]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"status": "kept"}, "status"), ({"text": " "}, "text"), ({"assignee_id": NOBODY}, "assignee_id")],
)
async def test_a_change_of_a_promise_names_its_field(
    admin: Person, front: Desk, body: dict[str, Any], field: str
) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    item = await admin.made(f"/cases/{case_id}/action-items", text="Call back")
    assert fields(await admin.patch(f"/action-items/{item['id']}", json=body)) == [field]


async def test_a_promise_changes_on_what_was_seen(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    made = await admin.post(f"/cases/{case_id}/action-items", json={"text": "Call back"})
    path, seen = f"/action-items/{made.json()['id']}", {"If-Match": made.headers["etag"]}
    due = (START + timedelta(days=2)).isoformat()
    done = await admin.patch(path, json={"status": "done", "due_at": due}, headers=seen)
    assert (done.json()["status"], done.json()["done_at"] is None) == ("done", False)
    problem(await admin.patch(path, json={"text": "Write"}, headers=seen), 412, "stale")
    again = await admin.patch(path, json={"status": "open", "due_at": None})
    assert (again.json()["done_at"], again.json()["due_at"]) == (None, None)
    problem(await admin.patch(f"/action-items/{new_id()}", json={"text": "x"}), 404, "action_item_not_found")


async def test_promises_come_in_the_order_in_which_they_are_due(admin: Person, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    days = {"third": 3, "never": None, "first": 1, "second": 2, "also second": 2}
    for text, day in days.items():
        due = (START + timedelta(days=day)).isoformat() if day else None
        await admin.made(f"/cases/{case_id}/action-items", text=text, due_at=due)
    for size in (1, 2):
        texts = [each["text"] for each in await admin.items("/action-items", limit=size)]
        assert texts == ["first", "second", "also second", "third", "never"]
    # Overdue: what is open and was due before now.
    now = (START + timedelta(days=2, hours=1)).isoformat()
    first = (await admin.items("/action-items"))[0]
    await admin.patch(f"/action-items/{first['id']}", json={"status": "done"})
    overdue = await admin.items("/action-items", status="open", due_before=now)
    assert [each["text"] for each in overdue] == ["second", "also second"]
    assert fields(await admin.get("/action-items", params={"status": "kept"})) == ["status"]
    assert fields(await admin.get("/action-items", params={"due_before": "2026-03-01T00:00:00"})) == ["due_before"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "Mood!", "value": 0.1}, "kind"),
        ({"kind": "sentiment"}, "value"),
        ({"kind": "sentiment", "value": 0.1, "confidence": -0.1}, "confidence"),
        ({"kind": "sentiment", "value": 0.1, "message_id": NOBODY}, "message_id"),
        ({"kind": "sentiment", "label": "x" * 201}, "label"),
        ({"kind": "sentiment", "value": 0.1, "evidence": ["x" * 70_000]}, "evidence"),
    ],
)
async def test_a_signal_that_cannot_be_names_its_field(
    admin: Person, front: Desk, body: dict[str, Any], field: str
) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    assert fields(await admin.post(f"/interactions/{interaction_id}/signals", json=body)) == [field]


async def test_the_form_says_what_is_asked_for_and_how_much_is_known(admin: Person, front: Desk) -> None:
    await words(front)
    interaction_id, _ = await front.placed(ADA, "good morning")
    path = f"/interactions/{interaction_id}/capture"
    assert fields(await admin.get(path, params={"moment": "breakfast"})) == ["moment"]
    nothing = (await admin.get(path, params={"moment": "wrap_up", "category": "unheard_of"})).json()
    for each in await admin.items("/capture-templates"):
        assert (await admin.delete(f"/capture-templates/{each['id']}")).status_code == 204
    asked = [
        {"field": "outcome", "label": "Outcome", "vocabulary": "outcome"},
        {"field": "police_number", "label": "Police number"},
        {"field": "mood", "label": "Mood", "required": False},
    ]
    await admin.made(
        "/capture-templates", moment="wrap_up", channel="email", category="claim", name="Glass", fields=asked
    )
    general = (await admin.get(path, params={"moment": "wrap_up"})).json()
    assert (general["fields"], general["completeness"], general["template_id"]) == ([], 1.0, None)
    form = (await admin.get(path, params={"moment": "wrap_up", "category": "claim"})).json()
    assert (form["name"], form["missing"], form["completeness"]) == ("Glass", ["outcome", "police_number"], 0.0)
    assert [(each["field"], each["required"], each["vocabulary"]) for each in form["fields"]] == [
        ("outcome", True, "outcome"),
        ("police_number", True, None),
        ("mood", False, None),
    ]
    assert nothing["moment"] == "wrap_up"


async def test_wrap_up_checks_each_answer(admin: Person, front: Desk) -> None:
    await words(front)
    interaction_id, _ = await front.placed(ADA, "good morning")
    path = f"/interactions/{interaction_id}"
    problem(await admin.post(f"{path}/wrap-up", json={}), 409, "interaction_not_open")
    assert (await admin.post(f"{path}/take")).status_code == 200
    for each in await admin.items("/capture-templates"):
        await admin.delete(f"/capture-templates/{each['id']}")
    asked = [
        {"field": "reason", "label": "Reason", "vocabulary": "handoff_reason"},
        {"field": "notes", "label": "Notes"},
    ]
    await admin.made("/capture-templates", moment="wrap_up", name="All", fields=asked)
    wrong: dict[str, Any] = {"outcome": "nope", "notes": "x"}
    assert fields(await admin.post(f"{path}/wrap-up", json=wrong)) == ["outcome"]
    wrong = {"fields": {"outcome": "anything"}}
    assert fields(await admin.post(f"{path}/wrap-up", json=wrong)) == ["fields.outcome"]
    wrong = {"fields": {"reason": "because"}, "notes": "x"}
    assert fields(await admin.post(f"{path}/wrap-up", json=wrong)) == ["fields.reason"]
    wrong = {"notes": "   "}
    assert fields(await admin.post(f"{path}/wrap-up", json=wrong)) == ["reason", "notes"]
    [term] = await front.rows("select code from term where vocabulary = 'handoff_reason' order by code limit 1")
    right = {"notes": "all well", "fields": {"reason": term["code"]}}
    assert (await admin.post(f"{path}/wrap-up", json=right)).json()["status"] == "resolved"
    problem(await admin.post(f"{path}/wrap-up", json=right), 409, "interaction_not_open")


async def test_wrap_up_begins_with_what_the_case_and_the_template_say(admin: Person, front: Desk) -> None:
    await words(front)
    interaction_id, case_id = await front.placed(ADA, "good morning")
    for each in await admin.items("/capture-templates"):
        await admin.delete(f"/capture-templates/{each['id']}")
    about = {"category": "claim", "subcategory": "claim.glass"}
    asked: list[dict[str, Any]] = [
        {"field": "category", "label": "About", "vocabulary": "inquiry_category"},
        {"field": "subcategory", "label": "Kind", "vocabulary": "inquiry_subcategory"},
        {"field": "outcome", "label": "Outcome", "vocabulary": "outcome", "default": "nope"},
    ]
    new = {"moment": "wrap_up", "name": "All", "fields": asked}
    assert fields(await admin.post("/capture-templates", json=new)) == ["fields[2].default"]
    asked[2]["default"] = "resolved"
    await admin.made("/capture-templates", **new)
    assert (await admin.patch(f"/cases/{case_id}", json=about)).is_success
    assert (await admin.post(f"/interactions/{interaction_id}/take")).status_code == 200
    form = (await admin.get(f"/interactions/{interaction_id}/capture", params={"moment": "wrap_up"})).json()
    begins = {each["field"]: (each["value"], each["default"]) for each in form["fields"]}
    assert begins == {"category": ("claim", None), "subcategory": ("claim.glass", None), "outcome": (None, "resolved")}
    assert form["missing"] == ["outcome"], "a default counts once somebody has sent it"
    other = {"moment": "wrap_up", "category": "billing"}
    form = (await admin.get(f"/interactions/{interaction_id}/capture", params=other)).json()
    assert [each["value"] for each in form["fields"]] == ["billing", None, None]
    path = f"/interactions/{interaction_id}/wrap-up"
    assert fields(await admin.post(path, json={})) == ["outcome"]
    done = (await admin.post(path, json={"outcome": "resolved"})).json()
    assert (done["category"], done["subcategory"], done["outcome"]) == ("claim", "claim.glass", "resolved")


async def test_a_hand_off_to_nobody_is_refused(admin: Person, front: Desk, agent_client: Hire) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    path = f"/interactions/{interaction_id}/hand-offs"
    assert (await admin.post(f"/interactions/{interaction_id}/take")).status_code == 200
    gone = await agent_client(permissions={"interaction.work"})
    await front.rows("update agent set active = false where id = $1", gone.agent_id)
    for kind, id_ in (("agent", NOBODY), ("queue", NOBODY), ("agent", gone.agent_id), ("agent", admin.agent_id)):
        body = {"to_kind": kind, "to_id": str(id_), "reason": "x"}
        assert fields(await admin.post(path, json=body)) == ["to_id"], kind
    body = {"to_kind": "queue", "to_id": str(front.queue), "reason": "x"}
    assert fields(await admin.post(path, json={**body, "to_kind": "planet"})) == ["to_kind"]
    assert fields(await admin.post(path, json={**body, "reason": "  "})) == ["reason"]
    assert fields(await admin.post(path, json={**body, "fields": {"a": "x" * 70_000}})) == ["fields"]
    assert (await admin.get(path)).json() == []
    await admin.made(path, **body)
    # It waits for somebody to take it, so that it cannot be handed on meanwhile.
    problem(await admin.post(path, json=body), 409, "hand_off_pending")


async def test_a_hand_off_is_declined_with_or_without_a_reason(admin: Person, front: Desk, agent_client: Hire) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    assert (await admin.post(f"/interactions/{interaction_id}/take")).status_code == 200
    colleague = await agent_client(permissions={"interaction.work", "case.read"})
    body = {"to_kind": "agent", "to_id": str(colleague.agent_id), "reason": "knows better"}
    for given, kept in (
        (None, None),
        ({}, None),
        ({"reason": "  "}, None),
        ({"reason": "I leave at four"}, "I leave at four"),
    ):
        handed = await admin.made(f"/interactions/{interaction_id}/hand-offs", **body)
        path = f"/hand-offs/{handed['id']}/decline"
        assert fields(await colleague.post(path, json={"reason": "x" * 2_001})) == ["reason"]
        assert (await colleague.post(path, json={"why": "x"})).status_code == 422
        answered = await (colleague.post(path) if given is None else colleague.post(path, json=given))
        assert answered.status_code == 200, answered.text
        declined = answered.json()
        assert (declined["status"], declined["declined_by"]) == ("declined", str(colleague.agent_id))
        assert declined["decline_reason"] == kept
    [*_, last] = (await admin.get(f"/interactions/{interaction_id}/hand-offs")).json()
    assert last["decline_reason"] == "I leave at four"
    assert (await admin.get(f"/interactions/{interaction_id}")).json()["owner_id"] == str(admin.agent_id)
