"""Saving rules: what is refused and where, versions, what is different, and bringing one back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from warmline.kit.ids import new_id

RULES = "/routing/rules"
Make = Callable[..., Awaitable[Person]]


def body(*rules: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {"rules": list(rules), **given}


def ruled(name: str = "all", when: str = "true", **given: Any) -> dict[str, Any]:
    kept: dict[str, Any] = {field: given.pop(field) for field in ("path", "active", "stop", "id") if field in given}
    return {"name": name, "when": when, "then": given, **kept}


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", RULES, None),
        ("PUT", RULES, body()),
        ("POST", f"{RULES}/check", body()),
        ("POST", f"{RULES}/dry-run", {"rules": body()}),
        ("GET", f"{RULES}/versions", None),
        ("GET", f"{RULES}/versions/1", None),
        ("POST", f"{RULES}/rollback", {"version": 1}),
    ],
)
async def test_only_who_may_reads_and_changes(
    client: httpx.AsyncClient, agent_client: Hire, method: str, path: str, sent: Any
) -> None:
    problem(await client.request(method, f"/api/v1{path}", json=sent), 401, "unauthorized")
    nobody = await agent_client(permissions={"interaction.work", "case.read"})
    problem(await nobody.request(method, path, json=sent), 403, "forbidden")
    reader = await agent_client(permissions={"queue.read"})
    answer = await reader.request(method, path, json=sent)
    changes = method == "PUT" or path.endswith(("dry-run", "rollback"))
    assert answer.status_code == (403 if changes else 404 if path.endswith("/1") else 200)


WHEN = "rules[0].when"
BAD: list[tuple[dict[str, Any], str, str]] = [
    (ruled(when="customer.teir == 'x'"), WHEN, "line 1, column 10 (character 10): unknown field of customer teir"),
    (ruled(when="true &&\n  case.tex == ''"), WHEN, "line 2, column 8 (character 16): unknown field of case tex"),
    (ruled(when="interaction.text.matches('(')"), WHEN, "line 1, column 26 (character 26): the expression cannot"),
    (ruled(when="interaction.subject"), WHEN, "a condition must be true or false"),
    (ruled(queue="nowhere"), "rules[0].then.queue", "there is no queue nowhere in use"),
    (ruled(skills={"basque": 2}), "rules[0].then.skills.basque", "there is no skill basque"),
    (ruled(agent="nobody@example.org"), "rules[0].then.agent", "nobody with the address or id"),
    (ruled(escalate={"reason": "look", "team": "x"}), "rules[0].then.escalate.team", "there is no team x"),
    (ruled(escalate={"reason": "look", "queue": "x"}), "rules[0].then.escalate.queue", "there is no queue x"),
    (ruled(path=[{"after_seconds": 9, "then": {"queue": "x"}}]), "rules[0].path[0].then.queue", "there is no queue x"),
    (
        ruled(path=[{"after_seconds": 9, "then": {"call_back": {"queue": "x"}}}]),
        "rules[0].path[0].then.call_back.queue",
        "there is no queue x",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "field", "text"), BAD)
async def test_a_bad_rule_is_refused_with_its_place(admin: Person, rule: dict[str, Any], field: str, text: str) -> None:
    refused = problem(await admin.put(RULES, json=body(rule)), 422, "rules_invalid")
    (fault,) = refused["errors"]
    assert fault["field"] == field
    assert text in fault["problem"]
    assert "'all'" in refused["detail"]
    checked = (await admin.post(f"{RULES}/check", json=body(rule))).json()
    assert not checked["valid"]
    assert text.rsplit(": ", maxsplit=1)[-1] in checked["faults"][0]["problem"]
    assert (await admin.get(RULES)).json()["version"] == 0


async def test_the_mark_stands_under_the_character(admin: Person) -> None:
    when = "interaction.live &&\n  customer.teir == 'gold'"
    checked = (await admin.post(f"{RULES}/check", json=body(ruled(), ruled("two", when)))).json()
    (fault,) = checked["faults"]
    assert (fault["rule"], fault["name"], fault["field"]) == (1, "two", "when")
    assert (fault["offset"], fault["line"], fault["column"]) == (31, 2, 12)
    assert fault["excerpt"] == "  customer.teir == 'gold'\n           ^"
    refused = problem(await admin.put(RULES, json=body(ruled(), ruled("two", when))), 422, "rules_invalid")
    assert "  customer.teir == 'gold'\n           ^" in refused["detail"]


SHAPES: list[dict[str, Any]] = [
    body(ruled(), mode="some"),
    body({"name": "x"}),
    body({"name": "", "when": "true"}),
    body(ruled(priority=101)),
    body(ruled(skills={"a": 6})),
    body(ruled(service_seconds=0)),
    body(ruled(unknown=1)),
    body(ruled(path=[{"after_seconds": 0, "then": {}}])),
    body(ruled(path=[{"after_seconds": 1, "then": {}}] * 11)),
    body(ruled(escalate={})),
    body(*([ruled()] * 501)),
]


@pytest.mark.parametrize("sent", SHAPES, ids=range(len(SHAPES)))
async def test_wrong_shapes_are_refused(admin: Person, sent: dict[str, Any]) -> None:
    assert (await admin.put(RULES, json=sent)).status_code in (400, 422)


async def test_too_much_work_in_all_is_refused(admin: Person) -> None:
    dear = "signals.all(a, signals.all(b, a.kind == b.kind || a.label == b.label || a.value == b.value))"
    refused = problem(
        await admin.put(RULES, json=body(*[ruled(f"r{n}", dear) for n in range(60)])), 422, "rules_invalid"
    )
    assert refused["errors"][0]["field"] == "rules"
    assert "units of work" in refused["detail"]
    assert (await admin.put(RULES, json=body(*[ruled(f"r{n}") for n in range(500)]))).status_code == 200


async def test_two_rules_with_one_id_are_refused(admin: Person) -> None:
    id_ = str(new_id())
    problem(await admin.put(RULES, json=body(ruled("a", id=id_), ruled("b", id=id_))), 422, "rules_invalid")


async def test_versions_tell_who_when_and_what(admin: Person) -> None:
    assert (await admin.get(RULES)).json() | {} == {"version": 0, "mode": "all", "rules": [], "saved_at": None,
        "saved_by": None, "note": "", "restored": None, "counts": {}}  # fmt: skip
    one = (await admin.put(RULES, json=body(ruled("a", priority=1), ruled("b", priority=2), note="begin"))).json()
    a, b = one["rules"]
    again = await admin.put(RULES, json=body(a, b))
    assert again.json()["version"] == 1
    two = (await admin.put(RULES, json=body(b, {**a, "when": "interaction.live"}, ruled("c"), mode="first"))).json()
    assert [each["id"] for each in two["rules"][:2]] == [b["id"], a["id"]]
    await admin.put(RULES, json=body(a, b))
    versions = await admin.items(f"{RULES}/versions")
    assert [each["version"] for each in versions] == [3, 2, 1]
    assert versions[2]["note"] == "begin"
    assert versions[1]["saved_by"] == f"agent:{admin.agent_id}"
    changes = {(each["name"], each["change"], *each["fields"]) for each in versions[1]["changes"]}
    assert changes == {("b", "moved"), ("a", "changed", "when"), ("c", "added")}
    assert {(each["name"], each["change"]) for each in versions[0]["changes"]} >= {("c", "removed")}
    assert (await admin.get(f"{RULES}/versions/2")).json()["mode"] == "first"
    trail = await admin.items("/audit", type="routing_rules.changed")
    assert len(trail) == 3
    changed = next(each for each in trail if each["data"]["after"]["mode"] == "first")
    assert {each["name"] for each in changed["data"]["after"]["rules"]} == {"a", "b", "c"}


async def test_a_rule_of_the_same_name_keeps_its_id(admin: Person) -> None:
    one = (await admin.put(RULES, json=body(ruled("a", priority=1)))).json()["rules"][0]
    two = (await admin.put(RULES, json=body(ruled("new"), ruled("a", priority=2)))).json()["rules"][1]
    assert one["id"] == two["id"]


async def test_roll_back(admin: Person) -> None:
    problem(await admin.post(f"{RULES}/rollback", json={"version": 1}), 404, "rules_version_not_found")
    queue = await admin.made("/queues", code="vip", name="VIP")
    await admin.put(RULES, json=body(ruled("a", queue="vip")))
    await admin.put(RULES, json=body(ruled("b", priority=2)))
    back = (await admin.post(f"{RULES}/rollback", json={"version": 1})).json()
    assert (back["version"], back["restored"], back["rules"][0]["name"]) == (3, 1, "a")
    await admin.post(f"{RULES}/rollback", json={"version": 2})
    assert (await admin.patch(f"/queues/{queue['id']}", json={"active": False})).status_code == 200
    refused = problem(await admin.post(f"{RULES}/rollback", json={"version": 1}), 422, "rules_invalid")
    assert "there is no queue vip in use" in refused["detail"]


async def test_who_saves_on_what_is_not_in_force_any_more_is_refused(admin: Person) -> None:
    first = await admin.put(RULES, json=body(ruled("a")))
    tag = first.headers["etag"]
    await admin.put(RULES, json=body(ruled("b")))
    problem(await admin.put(RULES, json=body(ruled("c")), headers={"If-Match": tag}), 412, "stale")


async def test_of_two_who_save_at_once_one_is_told(admin: Person) -> None:
    answers = await asyncio.gather(*(admin.put(RULES, json=body(ruled(f"r{n}"))) for n in range(4)))
    codes = {each.status_code for each in answers}
    assert codes <= {200, 412}
    saved = sum(each.status_code == 200 for each in answers)
    assert (await admin.get(RULES)).json()["version"] == saved >= 1
