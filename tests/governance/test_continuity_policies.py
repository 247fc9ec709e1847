"""Rules of continuity: who owns the context at a switch, and what must travel; refusals first."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.application import Hire, Person, problem
from warmline.governance import ContinuityPolicy, Switch, together
from warmline.governance.continuity import applying
from warmline.kit.ids import new_id

POLICY: dict[str, Any] = {
    "switch": "channel",
    "from_value": "voice",
    "to_value": "email",
    "name": "From telephone to mail",
    "fields": [{"field": "policy", "label": "Policy number"}],
}


async def test_needs_the_permission(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read"})
    problem(await agent.post("/continuity-policies", json=POLICY), 403, "forbidden")
    assert (await agent.get("/continuity-policies")).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"owner_team_id": str(new_id())}, "owner_team_id"),
        ({"switch": "team"}, "from_value"),
        ({"switch": "agent"}, "from_value"),
        ({"switch": "queue"}, "from_value"),
        ({"switch": "queue", "from_value": None}, "to_value"),
        ({"fields": []}, "fields"),
        ({"fields": [*POLICY["fields"], *POLICY["fields"]]}, "fields[1].field"),
        ({"fields": [{"field": "a", "label": "A", "vocabulary": "nowhere"}]}, "fields[0].vocabulary"),
    ],
)
async def test_what_does_not_exist_or_fit_is_refused(admin: Person, change: dict[str, Any], field: str) -> None:
    body = problem(await admin.post("/continuity-policies", json=POLICY | change), 422, "invalid")
    assert field in [each["field"] for each in body["errors"]]
    assert await admin.items("/continuity-policies") == []


async def test_a_switch_has_one_policy_which_is_changed_on_what_was_seen(admin: Person) -> None:
    made = await admin.made("/continuity-policies", **POLICY)
    problem(await admin.post("/continuity-policies", json=POLICY), 409, "continuity_policy_taken")
    team = await admin.made("/teams", code="claims", name="Claims")
    path = f"/continuity-policies/{made['id']}"
    changed = await admin.patch(path, json={"owner_team_id": team["id"]}, headers={"If-Match": '"1"'})
    assert changed.json()["owner_team_id"] == team["id"]
    problem(await admin.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'}), 412, "stale")
    assert (await admin.delete(path)).status_code == 204
    problem(await admin.get(path), 404, "continuity_policy_not_found")


def policy(switch: str, from_value: str | None, to_value: str | None, *fields: dict[str, Any]) -> ContinuityPolicy:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return ContinuityPolicy(
        id=new_id(),
        switch=switch,
        from_value=from_value,
        to_value=to_value,
        name=f"{switch} {from_value} {to_value}",
        owner_team_id=None,
        fields=list(fields),
        version=1,
        created_at=now,
        updated_at=now,
    )


def test_the_rule_that_says_most_applies() -> None:
    any_, to_mail = policy("channel", None, None), policy("channel", None, "email")
    from_phone, both = policy("channel", "voice", None), policy("channel", "voice", "email")
    rules = [any_, to_mail, from_phone, both, policy("agent", None, None)]
    assert applying(rules, [Switch("channel", "voice", "email")]) == [both]
    assert applying(rules, [Switch("channel", "voice", "sms")]) == [from_phone]
    assert applying(rules, [Switch("channel", "sms", "email")]) == [to_mail]
    assert applying(rules, [Switch("channel", "sms", "webchat")]) == [any_]
    assert applying(rules, [Switch("bot"), Switch("agent")]) == [rules[-1]]
    assert applying([], [Switch("agent")]) == []


def test_a_field_that_any_list_requires_is_required_once() -> None:
    merged = together([[{"field": "a", "required": False}, {"field": "b"}], [{"field": "a", "label": "A"}]])
    assert [(each["field"], each["required"]) for each in merged] == [("a", True), ("b", True)]
