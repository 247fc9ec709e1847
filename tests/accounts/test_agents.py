"""Agents: who may see and change them, and what must stay."""

import asyncio
from typing import Any

import pytest

from tests.accounts.conftest import PASSWORD, Client, NewClient, Office, hire, role_ids, told
from warmline.kit.db import Database
from warmline.kit.ids import new_id

GONE = new_id()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a b@example.test"),
        ("name", ""),
        ("password", "short"),
        ("password", "x" * 257),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("locale", "english please"),
        ("languages", ["!"]),
        ("capacity", {"telepathy": 1}),
        ("capacity", {"text": -1}),
        ("role_ids", [str(GONE)]),
        ("team_ids", [str(GONE)]),
        ("skills", {str(GONE): 3}),
        ("skills", {str(GONE): 6}),
        ("kind", "ghost"),
        ("unheard_of", 1),
    ],
)
async def test_unfit_agent_is_refused_by_field(admin: Client, field: str, value: Any) -> None:
    body = {"email": "new@example.test", "name": "New"} | {field: value}
    answer = await admin.post("/agents", json=body)
    assert answer.status_code == 422
    assert field in answer.json()["errors"][0]["field"]


async def test_an_address_is_taken_once_in_an_organisation(
    admin: Client, other_office: Office, new_client: NewClient
) -> None:
    agent = await hire(admin)
    answer = await admin.post("/agents", json={"email": agent["email"].upper(), "name": "Again"})
    assert (answer.status_code, answer.json()["code"]) == (409, "address_taken")
    moved = await admin.patch(f"/agents/{(await hire(admin))['id']}", json={"email": agent["email"]})
    assert moved.status_code == 409
    elsewhere = new_client()
    await elsewhere.enter(other_office.email)
    await elsewhere.made("/agents", email=agent["email"], name="Elsewhere")


async def test_colleagues_see_each_other_and_change_nothing(admin: Client, colleague: Client) -> None:
    other = await hire(admin)
    assert (await colleague.get(f"/agents/{other['id']}")).json() == other
    assert (await colleague.post("/agents", json={"email": "x@y.test", "name": "X"})).status_code == 403
    assert (await colleague.patch(f"/agents/{other['id']}", json={"name": "Y"})).status_code == 403
    for verb in ("disable", "enable", "password-reset"):
        assert (await colleague.post(f"/agents/{other['id']}/{verb}")).status_code == 403
    assert (await colleague.put(f"/agents/{other['id']}/password", json={"password": PASSWORD})).status_code == 403


async def test_another_organisation_and_nobody_look_alike(
    admin: Client, other_office: Office, new_client: NewClient
) -> None:
    theirs = other_office.begun.administrator.id
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine now"}),
        ("POST", "/disable", None),
        ("POST", "/enable", None),
        ("POST", "/password-reset", None),
        ("PUT", "/password", {"password": PASSWORD}),
    ):
        answers = [await admin.request(method, f"/agents/{id_}{path}", json=body) for id_ in (theirs, GONE)]
        assert [each.status_code for each in answers] == [404, 404]
        assert answers[0].json()["code"] == answers[1].json()["code"] == "not_found"
    assert str(theirs) not in (await admin.get("/agents")).text
    still = new_client()
    await still.enter(other_office.email)


async def test_change_on_an_old_version_is_refused(admin: Client) -> None:
    agent = await hire(admin)
    path = f"/agents/{agent['id']}"
    first = await admin.patch(path, json={"name": "First"}, headers={"If-Match": f'"{agent["version"]}"'})
    assert first.status_code == 200
    second = await admin.patch(path, json={"name": "Second"}, headers={"If-Match": f'"{agent["version"]}"'})
    assert second.status_code == 412
    assert (await admin.get(path)).headers["etag"] == first.headers["etag"] == f'"{first.json()["version"]}"'


async def test_people_change_what_is_their_own_and_no_more(colleague: Client) -> None:
    me = (await colleague.get("/session")).json()["agent"]
    path = f"/agents/{me['id']}"
    changed = await colleague.patch(
        path, json={"name": "Grace", "languages": ["en", "pl"], "time_zone": "Europe/Warsaw"}
    )
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["languages"]) == ("Grace", ["en", "pl"])
    others: list[dict[str, Any]] = [
        {"role_ids": []},
        {"email": "me@example.test"},
        {"capacity": {"text": 0}},
        {"name": "G", "skills": {}},
    ]
    for body in others:
        assert (await colleague.patch(path, json=body)).status_code == 403


async def test_created_and_changed_agent(db: Database, admin: Client, office: Office) -> None:
    roles = await role_ids(admin)
    team, skill = await admin.made("/teams", code="t", name="T"), await admin.made("/skills", code="s", name="S")
    agent = await hire(admin, role="agent", team_ids=[team["id"]], skills={skill["id"]: 2}, capacity={"voice": 2})
    assert (agent["team_ids"], agent["skills"], agent["capacity"]) == ([team["id"]], {skill["id"]: 2}, {"voice": 2})
    change = {"skills": {skill["id"]: 5}, "team_ids": [], "role_ids": [roles["agent"], roles["auditor"]]}
    changed = (await admin.patch(f"/agents/{agent['id']}", json=change)).json()
    assert (changed["skills"], changed["team_ids"], sorted(changed["role_ids"])) == (
        {skill["id"]: 5},
        [],
        sorted(change["role_ids"]),
    )
    assert changed["version"] > agent["version"]
    assert (await admin.patch(f"/agents/{agent['id']}", json=change)).json() == changed
    [update] = [data for type_, data, _ in await told(db, office.org_id) if type_ == "agent.updated"]
    assert update["before"]["skills"] == {skill["id"]: 2}
    assert update["after"]["skills"] == {skill["id"]: 5}
    assert update["before"]["team_ids"] == [team["id"]]


async def test_the_event_of_a_new_address_does_not_hold_it(db: Database, admin: Client, office: Office) -> None:
    agent = await hire(admin)
    changed = await admin.patch(f"/agents/{agent['id']}", json={"email": " Ada.NEW@example.test "})
    assert changed.status_code == 422
    changed = await admin.patch(f"/agents/{agent['id']}", json={"email": "Ada.NEW@example.test"})
    assert changed.json()["email"] == "ada.new@example.test"
    events = await told(db, office.org_id)
    assert events[-1][:2] == ("agent.updated", {"agent_id": agent["id"], "address_changed": True})
    assert "example.test" not in str(events)


async def test_disabled_and_enabled(admin: Client, new_client: NewClient) -> None:
    agent = await hire(admin)
    for _ in range(2):
        answer = await admin.post(f"/agents/{agent['id']}/disable")
        assert (answer.status_code, answer.json()["active"]) == (200, False)
    refused = await new_client().post("/session", json={"email": agent["email"], "password": PASSWORD})
    assert refused.status_code == 401
    assert [each["id"] for each in (await admin.get("/agents?active=false")).json()["items"]] == [agent["id"]]
    assert (await admin.post(f"/agents/{agent['id']}/enable")).json()["active"]
    await new_client().enter(agent["email"])


async def test_password_set_and_reset_end_all_sessions(admin: Client, new_client: NewClient) -> None:
    agent = await hire(admin)
    there = new_client()
    await there.enter(agent["email"])
    new = "another long password"
    assert (await admin.put(f"/agents/{agent['id']}/password", json={"password": new})).status_code == 204
    assert (await there.get("/session")).status_code == 401
    await there.enter(agent["email"], new)
    issued = (await admin.post(f"/agents/{agent['id']}/password-reset")).json()["password"]
    assert (await there.get("/session")).status_code == 401
    await there.enter(agent["email"], issued)


async def test_a_bot_has_no_password(admin: Client) -> None:
    body = {"email": "bot@example.test", "name": "Bot", "kind": "bot"}
    assert (await admin.post("/agents", json=body | {"password": PASSWORD})).status_code == 422
    bot = await admin.made("/agents", **body)
    assert (await admin.post(f"/agents/{bot['id']}/password-reset")).status_code == 422


async def test_the_last_administrator_stays(admin: Client, office: Office) -> None:
    me = office.begun.administrator.id
    for answer in (
        await admin.post(f"/agents/{me}/disable"),
        await admin.patch(f"/agents/{me}", json={"role_ids": []}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert (await admin.get("/session")).json()["permissions"] == ["*"]


async def test_two_administrators_cannot_disable_each_other_at_once(
    admin: Client, office: Office, new_client: NewClient
) -> None:
    second = await hire(admin, role="administrator")
    other = new_client()
    await other.enter(second["email"])
    me = office.begun.administrator.id
    answers = await asyncio.gather(admin.post(f"/agents/{second['id']}/disable"), other.post(f"/agents/{me}/disable"))
    assert sorted(each.status_code for each in answers) in ([200, 401], [200, 409])


async def test_agents_come_in_pages_and_are_found(admin: Client) -> None:
    team = await admin.made("/teams", code="claims", name="Claims")
    hired = [await hire(admin, name=f"Person {n}", team_ids=[team["id"]] if n % 2 else []) for n in range(5)]
    found, after = [], ""
    while True:
        page = (await admin.get(f"/agents?limit=2{after}")).json()
        found += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found[1:] == [each["id"] for each in hired]
    in_team = (await admin.get(f"/agents?team_id={team['id']}")).json()["items"]
    assert [each["name"] for each in in_team] == ["Person 1", "Person 3"]
    assert [each["name"] for each in (await admin.get("/agents?q=son 4")).json()["items"]] == ["Person 4"]
    assert (await admin.get("/agents?after=nonsense")).status_code == 422


async def test_the_same_creation_sent_twice_makes_one(admin: Client) -> None:
    body = {"email": "once@example.test", "name": "Once"}
    headers = {"Idempotency-Key": "the same"}
    first, second = [await admin.post("/agents", json=body, headers=headers) for _ in range(2)]
    assert first.json() == second.json()
    assert len((await admin.get("/agents?q=once@")).json()["items"]) == 1
