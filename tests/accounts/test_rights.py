"""Roles and keys: nobody gives what they do not have."""

from typing import Any

import pytest

from tests.accounts.conftest import PASSWORD, Client, NewClient, Office, hire, role_ids, told
from warmline.accounts import PERMISSIONS
from warmline.accounts.model import BUILT_IN_ROLES
from warmline.kit.db import Database
from warmline.kit.ids import new_id


@pytest.fixture
async def manager(admin: Client, new_client: NewClient) -> Client:
    """Somebody who manages people and keys, and may do little else."""
    role = await admin.made(
        "/roles", code="manager", name="Manager", permissions=["org.manage", "key.manage", "queue.read"]
    )
    who = await hire(admin, role_ids=[role["id"]])
    client = new_client()
    await client.enter(who["email"])
    return client


async def program(admin: Client, new_client: NewClient, *scopes: str, **fields: Any) -> Client:
    """A client with an API key."""
    issued = await admin.made("/keys", name="program", scopes=list(scopes), **fields)
    return new_client(Authorization=f"Bearer {issued['secret']}")


def test_built_in_roles_allow_what_exists() -> None:
    given = {each for _, _, permissions in BUILT_IN_ROLES for each in permissions} - {"*"}
    assert given <= PERMISSIONS.keys()


async def test_every_organisation_begins_with_its_roles(admin: Client) -> None:
    assert (await role_ids(admin)).keys() == {code for code, _, _ in BUILT_IN_ROLES}
    listed = {each["code"] for each in (await admin.get("/permissions")).json()}
    assert listed == PERMISSIONS.keys()


async def test_a_lesser_manager_cannot_rise(admin: Client, manager: Client, office: Office) -> None:
    roles = await role_ids(manager)
    me = (await manager.get("/session")).json()["id"]
    root = office.begun.administrator.id
    chief = await hire(admin, role="supervisor")
    attempts = [
        await manager.patch(f"/agents/{me}", json={"role_ids": [roles["administrator"]]}),
        await manager.post("/agents", json={"email": "x@y.test", "name": "X", "role_ids": [roles["supervisor"]]}),
        await manager.post("/roles", json={"code": "x", "name": "X", "permissions": ["*"]}),
        await manager.post("/roles", json={"code": "x", "name": "X", "permissions": ["case.read"]}),
        await manager.patch(f"/roles/{roles['manager']}", json={"permissions": ["org.manage", "export"]}),
        await manager.patch(f"/roles/{roles['auditor']}", json={"permissions": []}),
        await manager.delete(f"/roles/{roles['supervisor']}"),
        await manager.put(f"/agents/{root}/password", json={"password": PASSWORD}),
        await manager.post(f"/agents/{root}/password-reset"),
        await manager.post(f"/agents/{chief['id']}/disable"),
        await manager.patch(f"/agents/{chief['id']}", json={"email": "mine@y.test"}),
        await manager.post("/keys", json={"name": "k", "scopes": ["*"]}),
        await manager.post("/keys", json={"name": "k", "scopes": ["case.read"]}),
    ]
    assert [(each.status_code, each.json()["code"]) for each in attempts] == [
        (403, "permissions_beyond_yours") for _ in attempts
    ]


async def test_a_manager_gives_what_they_have(manager: Client) -> None:
    role = await manager.made("/roles", code="watcher", name="Watcher", permissions=["queue.read", "queue.read"])
    assert role["permissions"] == ["queue.read"]
    agent = await hire(manager, role_ids=[role["id"]])
    changed = await manager.patch(f"/roles/{role['id']}", json={"permissions": ["key.manage"]})
    assert changed.json()["permissions"] == ["key.manage"]
    assert (await manager.put(f"/agents/{agent['id']}/password", json={"password": PASSWORD})).status_code == 204


async def test_unknown_permission_and_taken_code_are_refused(admin: Client) -> None:
    body = {"code": "x", "name": "X", "permissions": ["fly"]}
    answer = await admin.post("/roles", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "permissions_unknown")
    answer = await admin.post("/roles", json=body | {"code": "agent", "permissions": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")
    answer = await admin.post("/keys", json={"name": "k", "scopes": []})
    assert answer.status_code == 422


async def test_the_administrator_role_stays_what_it_is(admin: Client) -> None:
    path = f"/roles/{(await role_ids(admin))['administrator']}"
    for body in ({"permissions": ["case.read"]}, {"code": "root"}):
        answer = await admin.patch(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "role_fixed")
    assert (await admin.delete(path)).status_code == 409
    assert (await admin.patch(path, json={"name": "Root"})).json()["name"] == "Root"


async def test_a_narrowed_role_counts_at_once(admin: Client, colleague: Client) -> None:
    role = (await role_ids(admin))["agent"]
    assert "case.write" in (await colleague.get("/session")).json()["permissions"]
    assert (await admin.patch(f"/roles/{role}", json={"permissions": ["case.read"]})).status_code == 200
    assert (await colleague.get("/session")).json()["permissions"] == ["case.read"]


async def test_a_deleted_role_is_taken_from_its_agents(db: Database, admin: Client, office: Office) -> None:
    role = await admin.made("/roles", code="brief", name="Brief", permissions=["queue.read"])
    agent = await hire(admin, role_ids=[role["id"]])
    assert (await admin.delete(f"/roles/{role['id']}")).status_code == 204
    after = (await admin.get(f"/agents/{agent['id']}")).json()
    assert (after["role_ids"], after["version"] > agent["version"]) == ([], True)
    types = [type_ for type_, _, _ in await told(db, office.org_id)]
    assert types[-2:] == ["agent.updated", "role.deleted"]
    assert (await admin.get(f"/roles/{role['id']}")).status_code == 404


async def test_a_key_does_what_it_may_and_no_more(admin: Client, new_client: NewClient) -> None:
    key = await program(admin, new_client, "org.manage")
    view = (await key.get("/session")).json()
    assert (view["kind"], view["permissions"], view["csrf_token"]) == ("api_key", ["org.manage"], None)
    await key.made("/teams", code="by-key", name="By key")
    assert (await key.get("/keys")).status_code == 403
    answer = await key.post(
        "/agents", json={"email": "x@y.test", "name": "X", "role_ids": [(await role_ids(key))["agent"]]}
    )
    assert answer.json()["code"] == "permissions_beyond_yours"
    blind = await program(admin, new_client, "interaction.create")
    assert (await blind.get("/agents")).status_code == 403


async def test_a_key_has_no_session_and_no_password(admin: Client, new_client: NewClient) -> None:
    key = await program(admin, new_client, "*")
    answers = [
        await key.delete("/session"),
        await key.get("/me/sessions"),
        await key.delete(f"/me/sessions/{new_id()}"),
        await key.post("/me/password", json={"present": PASSWORD, "new": PASSWORD}),
    ]
    assert [each.json()["code"] for each in answers] == ["session_only"] * 4


async def test_a_revoked_key_is_out_at_once(db: Database, admin: Client, new_client: NewClient, office: Office) -> None:
    key = await program(admin, new_client, "org.manage")
    id_ = (await key.get("/session")).json()["id"]
    for _ in range(2):
        assert (await admin.delete(f"/keys/{id_}")).json()["revoked_at"]
    assert (await key.get("/session")).status_code == 401
    types = [type_ for type_, _, _ in await told(db, office.org_id)]
    assert types.count("api_key.revoked") == 1


async def test_a_key_ends_when_its_time_is_up(
    db: Database, admin: Client, new_client: NewClient, office: Office
) -> None:
    for time in ("2020-01-01T00:00:00Z", "2099-01-01T00:00:00"):
        answer = await admin.post("/keys", json={"name": "k", "scopes": ["export"], "expires_at": time})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "expires_at")
    key = await program(admin, new_client, "export", expires_at="2099-01-01T00:00:00Z")
    assert (await key.get("/session")).status_code == 200
    async with db.transaction(office.org_id) as conn:
        await conn.execute("update api_key set expires_at = now() - interval '1 second'")
    assert (await key.get("/session")).status_code == 401


async def test_a_key_is_shown_once_and_kept_as_a_hash(
    db: Database, admin: Client, new_client: NewClient, office: Office
) -> None:
    headers = {"Idempotency-Key": "one key"}
    body = {"name": "robot", "scopes": ["export", "export"]}
    issued = (await admin.post("/keys", json=body, headers=headers)).json()
    assert issued["key"]["scopes"] == ["export"]
    # What is random may have an underscore of its own.
    secret = issued["secret"].split("_", 2)[2]
    assert issued["key"]["prefix"].endswith(secret[:6])
    assert (await admin.post("/keys", json=body, headers=headers)).json()["code"] == "answer_not_kept"
    key = new_client(Authorization=f"bearer {issued['secret']}")
    assert (await key.get("/session")).status_code == 200
    seen = (await admin.get(f"/keys/{issued['key']['id']}")).json()
    assert seen["last_used_at"]
    assert seen["version"] == issued["key"]["version"]
    async with db.transaction(office.org_id) as conn:
        stored = str([row[0] for row in await conn.fetch("select k::text from api_key k")])
        kept = str([row[0] for row in await conn.fetch("select k::text from idempotency_key k")])
    assert secret not in stored + kept + str(await told(db, office.org_id))


async def test_the_use_of_a_key_is_noted_once_a_minute(
    db: Database, admin: Client, new_client: NewClient, office: Office
) -> None:
    key = await program(admin, new_client, "export")

    async def noted() -> Any:
        await key.get("/session")
        async with db.transaction(office.org_id) as conn:
            return await conn.fetchval("select last_used_at from api_key")

    first = await noted()
    assert await noted() == first
    async with db.transaction(office.org_id) as conn:
        await conn.execute("update api_key set last_used_at = last_used_at - interval '61 seconds'")
    assert await noted() > first


async def test_keys_and_roles_of_another_organisation_are_not_there(
    admin: Client, other_office: Office, new_client: NewClient
) -> None:
    other = new_client()
    await other.enter(other_office.email)
    issued = await other.made("/keys", name="theirs", scopes=["export"])
    role = (await role_ids(other))["agent"]
    for method, path in (
        ("GET", f"/keys/{issued['key']['id']}"),
        ("DELETE", f"/keys/{issued['key']['id']}"),
        ("GET", f"/roles/{role}"),
        ("PATCH", f"/roles/{role}"),
        ("DELETE", f"/roles/{role}"),
    ):
        assert (await admin.request(method, path, json={})).status_code == 404
    answer = await admin.post("/agents", json={"email": "x@y.test", "name": "X", "role_ids": [role]})
    assert answer.status_code == 422
    key = new_client(Authorization=f"Bearer {issued['secret']}")
    assert (await key.get("/session")).json()["organization_id"] == str(other_office.org_id)
