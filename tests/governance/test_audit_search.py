"""The audit trail as something to search, over HTTP."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from warmline.accounts import Actor, system
from warmline.governance import note_export, seal_all
from warmline.governance.events import PackInstalled
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def test_reading_needs_the_permission(admin: Person, agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read"})
    problem(await agent.get("/audit"), 403, "forbidden")
    problem(await agent.get("/audit/verify"), 403, "forbidden")
    auditor = await agent_client(permissions={"audit.read"})
    assert (await auditor.get("/audit")).status_code == 200


async def test_reading_the_trail_is_in_the_trail(admin: Person) -> None:
    await admin.get("/audit", params={"type": "term.created"})
    (seen,) = await admin.items("/audit", type="audit.viewed")
    assert seen["actor"] == f"agent:{admin.agent_id}"
    assert seen["data"] == {"filter": {"type": "term.created"}}
    assert seen["request_id"]


async def test_every_filter_narrows(admin: Person, db: Database) -> None:
    ids: dict[str, Any] = {name: new_id() for name in ("case_id", "interaction_id", "customer_id")}
    actor = system(admin.org_id, "tests")
    start = clock.now()
    async with db.transaction(admin.org_id) as conn:
        facts = [PackInstalled(pack="a", pack_version=1, **{name: id_}) for name, id_ in ids.items()]
        await publish(conn, admin.org_id, actor.ref, facts, request_id="the-request")
    for name, id_ in ids.items():
        (found,) = await admin.items("/audit", **{name: str(id_)})
        assert found[name] == str(id_)
    assert len(await admin.items("/audit", actor="system:tests")) == 3
    assert len(await admin.items("/audit", request_id="the-request")) == 3
    span = {"actor": "system:tests", "from": start.isoformat()}
    assert len(await admin.items("/audit", **span)) == 3
    assert await admin.items("/audit", **span, to=(start - timedelta(seconds=1)).isoformat()) == []


async def test_all_that_happened_to_an_entity_by_its_id_or_its_kind(admin: Person) -> None:
    role = (await admin.post("/roles", json={"code": "night", "name": "Night", "permissions": []})).json()
    team = (await admin.post("/teams", json={"code": "night", "name": "Night"})).json()
    await admin.patch(f"/roles/{role['id']}", json={"name": "Nights"})
    assert [each["type"] for each in await admin.items("/audit", entity=role["id"])] == ["role.updated", "role.created"]
    assert [each["type"] for each in await admin.items("/audit", entity=team["id"])] == ["team.created"]
    by_me = await admin.items("/audit", entity=str(admin.agent_id))
    assert {"role.updated", "team.created"} <= {each["type"] for each in by_me}
    of_roles = await admin.items("/audit", type="role.*")
    assert {each["type"] for each in of_roles} == {"role.updated", "role.created"}
    assert await admin.items("/audit", type="role*") == []


async def test_what_is_rare_is_found_far_back_over_seals_and_what_is_not_sealed(admin: Person, db: Database) -> None:
    role = (await admin.post("/roles", json={"code": "night", "name": "Night", "permissions": []})).json()
    actor = system(admin.org_id, "tests")
    customer, who = new_id(), f"agent:{new_id()}"
    async with db.transaction(admin.org_id) as conn:
        await publish(conn, admin.org_id, who, [PackInstalled(pack="b", pack_version=1, customer_id=customer)])

    async def busy(count: int) -> None:
        async with db.transaction(admin.org_id) as conn:
            facts = [PackInstalled(pack="a", pack_version=number, case_id=new_id()) for number in range(count)]
            await publish(conn, admin.org_id, actor.ref, facts)

    for name in ("Nights", "Late"):
        await busy(700)
        await seal_all(db, admin.org_id, batch=50)
        await admin.patch(f"/roles/{role['id']}", json={"name": name})
    expected = ["role.updated", "role.updated", "role.created"]
    for limit in (1, 2, 50):
        for wanted in ({"entity": role["id"]}, {"type": "role.*"}):
            found = await admin.items("/audit", **wanted, limit=limit)
            assert [each["type"] for each in found][:3] == expected, (wanted, limit)
    assert [each["data"]["after"]["name"] for each in await admin.items("/audit", type="role.updated")] == [
        "Late",
        "Nights",
    ]
    await seal_all(db, admin.org_id)
    assert len(await admin.items("/audit", entity=role["id"])) == 3
    assert len(await admin.items("/audit", entity=role["id"], type="role.created")) == 1
    for rare in ({"customer_id": str(customer)}, {"actor": who}, {"actor": who, "type": "pack.*"}):
        assert [each["data"]["pack"] for each in await admin.items("/audit", **rare)] == ["b"], rare
    assert await admin.items("/audit", customer_id=str(customer), actor="system:tests") == []
    assert await admin.items("/audit", entity=str(new_id())) == []
    assert await admin.items("/audit", type="role.c*") == []


async def test_pages_go_back_without_a_gap(admin: Person, db: Database) -> None:
    actor = system(admin.org_id, "tests")
    for number in range(7):
        async with db.transaction(admin.org_id) as conn:
            facts = [PackInstalled(pack="a", pack_version=number * 2 + each) for each in range(2)]
            await publish(conn, admin.org_id, actor.ref, facts)
    found = await admin.items("/audit", type="pack.installed", limit=3)
    assert [each["data"]["pack_version"] for each in found] == list(reversed(range(14)))


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"case_id": "x"}, "case_id"),
        ({"entity": "x"}, "entity"),
        ({"from": "yesterday"}, "from"),
        ({"limit": 1000}, "limit"),
        ({"after": "x"}, "after"),
    ],
)
async def test_a_wrong_filter_is_named(admin: Person, params: dict[str, str], field: str) -> None:
    body = problem(await admin.get("/audit", params=params), 422, "invalid")
    assert body["errors"][0]["field"] == field


async def test_verification_over_http(admin: Person, db: Database) -> None:
    await seal_all(db, admin.org_id)
    answer = (await admin.get("/audit/verify")).json()
    assert answer["intact"]
    assert answer["events"] > 0
    again = (await admin.get("/audit/verify", params={"anchor": answer["head"]})).json()
    assert again["anchor_position"] == answer["position"]
    wrong = (await admin.get("/audit/verify", params={"anchor": hashlib.sha256(b"x").hexdigest()})).json()
    assert [each["kind"] for each in wrong["findings"]] == ["anchor_unknown"]
    problem(await admin.get("/audit/verify", params={"anchor": "zz"}), 422, "invalid")


async def test_an_export_is_in_the_trail_and_needs_the_permission(admin: Person, db: Database) -> None:
    nobody = Actor(org_id=admin.org_id, kind="agent", id=UUID(int=1))
    async with db.transaction(admin.org_id) as conn:
        with pytest.raises(Forbidden):
            await note_export(conn, nobody, "all")
        await note_export(conn, system(admin.org_id, "cli"), "all", items={"case": 3})
    (event,) = await admin.items("/audit", type="record.exported")
    assert event["data"] == {"what": "all", "items": {"case": 3}}
