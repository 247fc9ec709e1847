"""Teams, skills and the organisation itself."""

from typing import Any

import pytest

from tests.accounts.conftest import PASSWORD, Client, NewClient, Office, hire, told
from warmline.accounts import Actor, create_organization, system, visible_agent
from warmline.accounts.actions.organization import organization
from warmline.kit.db import Database
from warmline.kit.errors import NotFound
from warmline.kit.ids import new_id

KINDS = ["teams", "skills"]


@pytest.mark.parametrize("kind", KINDS)
async def test_colleagues_see_and_do_not_change(admin: Client, colleague: Client, kind: str) -> None:
    made = await admin.made(f"/{kind}", code="claims", name="Claims")
    assert (await colleague.get(f"/{kind}/{made['id']}")).json() == made
    assert (await colleague.get(f"/{kind}")).json()["items"] == [made]
    answers = [
        await colleague.post(f"/{kind}", json={"code": "x", "name": "X"}),
        await colleague.patch(f"/{kind}/{made['id']}", json={"name": "X"}),
        await colleague.delete(f"/{kind}/{made['id']}"),
    ]
    assert [each.status_code for each in answers] == [403] * 3


@pytest.mark.parametrize("kind", KINDS)
async def test_another_organisations_is_not_there(
    admin: Client, other_office: Office, new_client: NewClient, kind: str
) -> None:
    other = new_client()
    await other.enter(other_office.email)
    made = await other.made(f"/{kind}", code="theirs", name="Theirs")
    for method in ("GET", "PATCH", "DELETE"):
        assert (await admin.request(method, f"/{kind}/{made['id']}", json={})).status_code == 404
    await admin.made(f"/{kind}", code="theirs", name="Ours")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "body", [{"code": "No Good", "name": "X"}, {"code": "", "name": "X"}, {"code": "x"}, {"name": "X"}]
)
async def test_unfit_is_refused(admin: Client, kind: str, body: dict[str, Any]) -> None:
    assert (await admin.post(f"/{kind}", json=body)).status_code == 422


@pytest.mark.parametrize("kind", KINDS)
async def test_a_code_is_taken_once(admin: Client, kind: str) -> None:
    await admin.made(f"/{kind}", code="a", name="A")
    other = await admin.made(f"/{kind}", code="b", name="B")
    assert (await admin.post(f"/{kind}", json={"code": "a", "name": "A"})).json()["code"] == "code_taken"
    assert (await admin.patch(f"/{kind}/{other['id']}", json={"code": "a"})).json()["code"] == "code_taken"


@pytest.mark.parametrize("kind", KINDS)
async def test_changed_and_deleted(db: Database, admin: Client, office: Office, kind: str) -> None:
    made = await admin.made(f"/{kind}", code="a", name="A")
    path, one = f"/{kind}/{made['id']}", kind.removesuffix("s")
    changed = await admin.patch(path, json={"name": "B"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name"], changed.json()["version"]) == ("B", 2)
    assert (await admin.patch(path, json={"name": "C"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await admin.patch(path, json={"name": "B"})).json()["version"] == 2
    who = await hire(admin, **({"team_ids": [made["id"]]} if one == "team" else {"skills": {made["id"]: 3}}))
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(path)).status_code == 404
    after = (await admin.get(f"/agents/{who['id']}")).json()
    assert (after["team_ids"], after["skills"]) == ([], {})
    types = [type_ for type_, _, _ in await told(db, office.org_id)][-5:]
    assert types == [f"{one}.created", f"{one}.updated", "agent.created", "agent.updated", f"{one}.deleted"]


async def test_joining_and_leaving_a_team_twice_is_once(admin: Client) -> None:
    team, agent = await admin.made("/teams", code="a", name="A"), await hire(admin)
    path = f"/teams/{team['id']}/members/{agent['id']}"
    for _ in range(2):
        assert (await admin.put(path)).status_code == 204
    joined = (await admin.get(f"/agents/{agent['id']}")).json()
    assert (joined["team_ids"], joined["version"]) == ([team["id"]], 2)
    for _ in range(2):
        assert (await admin.delete(path)).status_code == 204
    left = (await admin.get(f"/agents/{agent['id']}")).json()
    assert (left["team_ids"], left["version"]) == ([], 3)
    for gone in (f"/teams/{new_id()}/members/{agent['id']}", f"/teams/{team['id']}/members/{new_id()}"):
        assert (await admin.put(gone)).status_code == 404
        assert (await admin.delete(gone)).status_code == 404


async def test_a_team_that_is_named_elsewhere_stays(db: Database, admin: Client, office: Office) -> None:
    team = await admin.made("/teams", code="a", name="A")
    customer = new_id()
    async with db.transaction(office.org_id) as conn:
        await conn.execute("insert into customer (org_id, id, root_id) values ($1, $2, $2)", office.org_id, customer)
        await conn.execute(
            "insert into case_record (org_id, reference, customer_id, team_id, opened_at, last_contact_at)"
            " values ($1, 'R', $2, $3, now(), now())",
            office.org_id,
            customer,
            team["id"],
        )
    answer = await admin.delete(f"/teams/{team['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "still_needed")
    assert (await admin.get(f"/teams/{team['id']}")).status_code == 200


async def test_organisation_is_seen_by_all_and_changed_by_few(admin: Client, colleague: Client) -> None:
    before = (await colleague.get("/organization")).json()
    assert (await colleague.patch("/organization", json={"name": "Ours"})).status_code == 403
    for body in ({"name": ""}, {"time_zone": "Nowhere"}, {"data_region": "moon"}):
        assert (await admin.patch("/organization", json=body)).status_code == 422
    changed = await admin.patch("/organization", json={"name": "Southlight", "time_zone": "Europe/Warsaw"})
    assert changed.json() == before | {
        "name": "Southlight",
        "time_zone": "Europe/Warsaw",
        "version": before["version"] + 1,
        "updated_at": changed.json()["updated_at"],
    }
    stale = await admin.patch("/organization", json={"name": "X"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_settings_change_one_by_one(admin: Client) -> None:
    await admin.patch("/organization", json={"settings": {"a": 1, "b": [2]}})
    changed = await admin.patch("/organization", json={"settings": {"b": None, "c": "3"}})
    assert changed.json()["settings"] == {"a": 1, "c": "3"}


async def test_first_administrator_gets_a_password_once(db: Database, new_client: NewClient) -> None:
    email = f"First-{new_id().hex}@Example.test"
    async with db.transaction(new_id()) as conn:
        begun = await create_organization(conn, name="New", admin_email=email, time_zone="Europe/Warsaw")
    assert begun.password
    assert begun.administrator.email == email.lower()
    view = await new_client().enter(email, begun.password)
    assert view["permissions"] == ["*"]
    async with db.transaction(new_id()) as conn:
        again = await create_organization(conn, name="Other", admin_email=email, admin_password=PASSWORD)
    assert again.password is None


async def test_guards_of_an_organisation_that_is_not_there(db: Database) -> None:
    nowhere = new_id()
    async with db.transaction(nowhere) as conn:
        with pytest.raises(NotFound):
            await organization(conn, system(nowhere, "test"))
        with pytest.raises(NotFound):
            await visible_agent(conn, Actor(org_id=nowhere, kind="agent", id=new_id()), new_id())


async def test_an_agents_skill_is_set_and_taken_alone(
    db: Database, admin: Client, colleague: Client, office: Office
) -> None:
    german, claims = [await admin.made("/skills", code=code, name=code) for code in ("german", "claims")]
    agent = await hire(admin, skills={claims["id"]: 2})
    path = f"/agents/{agent['id']}/skills/{german['id']}"
    assert (await colleague.put(path, json={"level": 3})).status_code == 403
    assert (await colleague.delete(path)).status_code == 403
    for level in (0, 6, None):
        assert (await admin.put(path, json={"level": level})).status_code == 422
    assert (await admin.put(f"/agents/{agent['id']}/skills/{new_id()}", json={"level": 3})).status_code == 404
    for level in (3, 5, 5):
        assert (await admin.put(path, json={"level": level})).status_code == 204
    assert (await admin.get(f"/agents/{agent['id']}")).json()["skills"] == {german["id"]: 5, claims["id"]: 2}
    for _ in range(2):
        assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(f"/agents/{agent['id']}")).json()["skills"] == {claims["id"]: 2}
    changes = [data for type_, data, _ in await told(db, office.org_id) if type_ == "agent.updated"]
    assert [(each["agent_id"], each["after"]["skills"]) for each in changes] == [
        (agent["id"], {german["id"]: 3, claims["id"]: 2}),
        (agent["id"], {german["id"]: 5, claims["id"]: 2}),
        (agent["id"], {claims["id"]: 2}),
    ]


async def test_a_skill_that_queues_ask_for_keeps_its_code(db: Database, admin: Client, office: Office) -> None:
    made = await admin.made("/skills", code="german", name="German")
    async with db.transaction(office.org_id) as conn:
        await conn.execute(
            "insert into queue (org_id, code, name, skills) values ($1, 'claims', 'Claims', $2)",
            office.org_id,
            {"german": 3},
        )
    path = f"/skills/{made['id']}"
    assert (await admin.patch(path, json={"name": "German (spoken)"})).status_code == 200
    for answer in (await admin.patch(path, json={"code": "de"}), await admin.delete(path)):
        assert (answer.status_code, answer.json()["code"]) == (409, "skill_needed")
        assert "german: claims" in answer.json()["detail"]


async def test_a_team_that_queues_ask_after_a_while_stays(db: Database, admin: Client, office: Office) -> None:
    made, other = [await admin.made("/teams", code=code, name=code) for code in ("second", "third")]
    async with db.transaction(office.org_id) as conn:
        await conn.execute(
            "insert into queue (org_id, code, name, rings) values ($1, 'claims', 'Claims', $2)",
            office.org_id,
            [{"after_seconds": 60, "team_ids": [made["id"]]}],
        )
    answer = await admin.delete(f"/teams/{made['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "team_needed")
    assert "second after a while: claims" in answer.json()["detail"]
    assert (await admin.delete(f"/teams/{other['id']}")).status_code == 204
