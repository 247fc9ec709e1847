"""Reasons of presence, how agents are routed to, and whom customers prefer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.application import Hire, Person, problem
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.routing import preferred_agents


async def told(db: Database, person: Person, kind: str) -> list[tuple[str, dict[str, Any]]]:
    async with db.transaction(person.org_id) as conn:
        rows = await conn.fetch("select type, data from event where type like $1 order by xact, seq", f"{kind}.%")
    return [(row["type"], row["data"]) for row in rows]


async def test_who_may_not_is_refused(client: httpx.AsyncClient, admin: Person, agent_client: Hire) -> None:
    problem(await client.get("/api/v1/presence-reasons"), 401, "unauthorized")
    agent = await agent_client(permissions={"interaction.work"})
    new = {"code": "lunch", "name": "Lunch", "status": "away"}
    problem(await agent.post("/presence-reasons", json=new), 403, "forbidden")
    made = await admin.made("/presence-reasons", **new)
    assert await agent.items("/presence-reasons") == [made]
    problem(await agent.patch(f"/presence-reasons/{made['id']}", json={"active": False}), 403, "forbidden")
    assert (await agent.get(f"/agents/{agent.agent_id}/routing")).status_code == 200
    problem(await agent.get(f"/agents/{admin.agent_id}/routing"), 404, "agent_not_found")
    problem(await agent.put(f"/agents/{agent.agent_id}/routing", json={"interruptible": []}), 403, "forbidden")
    stranger = await agent_client(permissions={"export"})
    problem(await stranger.get("/presence-reasons"), 403, "forbidden")
    problem(await stranger.get(f"/presence-reasons/{made['id']}"), 404, "reason_not_found")


async def test_any_words_do_until_there_are_reasons(admin: Person) -> None:
    await admin.put("/me/presence", json={"status": "away", "reason": "dentist"})
    lunch = await admin.made("/presence-reasons", code="lunch", name="Lunch", status="away")
    await admin.made("/presence-reasons", code="training", name="Training", status="busy")
    body = problem(await admin.put("/me/presence", json={"status": "away", "reason": "dog"}), 422, "reason_unfit")
    assert "no reason dog" in body["detail"]
    assert "lunch (away), training (busy)" in body["detail"]
    body = problem(await admin.put("/me/presence", json={"status": "busy", "reason": "lunch"}), 422, "reason_unfit")
    assert "lunch is for away, not for busy" in body["detail"]
    problem(await admin.put("/me/presence", json={"status": "available", "reason": "lunch"}), 422, "reason_unfit")
    assert (await admin.put("/me/presence", json={"status": "away", "reason": "lunch"})).json()["reason"] == "lunch"
    assert (await admin.put("/me/presence", json={"status": "offline"})).json()["reason"] is None
    await admin.patch(f"/presence-reasons/{lunch['id']}", json={"active": False})
    problem(await admin.put("/me/presence", json={"status": "away", "reason": "lunch"}), 422, "reason_unfit")


async def test_a_reason_is_made_changed_and_switched_off(admin: Person, db: Database) -> None:
    made = await admin.made("/presence-reasons", code="lunch", name="Lunch", status="away")
    taken = {"code": "lunch", "name": "Again", "status": "busy"}
    problem(await admin.post("/presence-reasons", json=taken), 409, "reason_code_taken")
    problem(await admin.post("/presence-reasons", json=taken | {"status": "available"}), 422, "invalid")
    path = f"/presence-reasons/{made['id']}"
    problem(await admin.patch(path, json={"name": "X"}, headers={"If-Match": '"9"'}), 412, "stale")
    problem(await admin.patch(f"/presence-reasons/{new_id()}", json={"name": "X"}), 404, "reason_not_found")
    changed = (await admin.patch(path, json={"name": "Midday", "active": False})).json()
    assert (changed["name"], changed["active"], changed["version"]) == ("Midday", False, 2)
    assert (await admin.patch(path, json={"name": "Midday"})).json()["version"] == 2
    assert await admin.items("/presence-reasons") == []
    assert await admin.items("/presence-reasons", all=True) == [changed]
    first, second = await told(db, admin, "presence_reason")
    assert (first[0], second[0]) == ("presence_reason.created", "presence_reason.updated")
    assert second[1]["before"] == {"name": "Lunch", "active": True}
    assert second[1]["after"] == {"name": "Midday", "active": False}


async def test_what_may_interrupt_an_agent_is_set(admin: Person, db: Database) -> None:
    path = f"/agents/{admin.agent_id}/routing"
    assert (await admin.get(path)).json() == {"agent_id": str(admin.agent_id), "interruptible": [], "version": 0}
    body = problem(await admin.put(path, json={"interruptible": ["text", "voice"]}), 422, "not_interruptible")
    assert "voice" in body["detail"]
    problem(await admin.put(path, json={"interruptible": ["fax"]}), 422, "invalid")
    problem(await admin.put(f"/agents/{new_id()}/routing", json={"interruptible": []}), 404, "agent_not_found")
    first = await admin.put(path, json={"interruptible": ["text", "device", "text"]}, headers={"If-Match": '"0"'})
    assert (first.json()["interruptible"], first.headers["etag"]) == (["device", "text"], '"1"')
    problem(await admin.put(path, json={"interruptible": []}, headers={"If-Match": '"0"'}), 412, "stale")
    assert (await admin.put(path, json={"interruptible": ["text", "device"]})).json()["version"] == 1
    assert (await admin.put(path, json={"interruptible": []})).json()["version"] == 2
    events = await told(db, admin, "agent_routing")
    assert [(type_, data["agent_id"], data["after"]) for type_, data in events] == [
        ("agent_routing.changed", str(admin.agent_id), {"interruptible": ["device", "text"]}),
        ("agent_routing.changed", str(admin.agent_id), {"interruptible": []}),
    ]


async def customer_of(admin: Person, name: str) -> str:
    body = {"display_name": name, "handles": [{"scheme": "email", "value": f"{new_id()}@example.org"}]}
    return str((await admin.made("/customers", **body))["id"])


async def test_whom_a_customer_prefers_is_set_and_forgotten(admin: Person, agent_client: Hire, db: Database) -> None:
    customer = await customer_of(admin, "Noor")
    ada, ben = [await agent_client(permissions={"customer.read"}) for _ in range(2)]
    path = f"/customers/{customer}/preferred-agent"
    problem(await ada.put(path, json={"agent_id": str(ada.agent_id)}), 403, "forbidden")
    problem(await ada.delete(path), 403, "forbidden")
    problem(await ada.get(path), 404, "nobody_preferred")
    problem(await admin.put(path, json={"agent_id": str(new_id())}), 404, "agent_not_found")
    unknown = f"/customers/{new_id()}/preferred-agent"
    problem(await admin.put(unknown, json={"agent_id": str(ada.agent_id)}), 404, "customer_not_found")
    problem(await admin.get(unknown), 404, "customer_not_found")
    past = {"agent_id": str(ada.agent_id), "until": "2020-01-01T00:00:00Z"}
    problem(await admin.put(path, json=past), 422, "preference_over")
    wanted = {"agent_id": str(ada.agent_id), "until": None}
    for _ in range(2):
        assert (await admin.put(path, json=wanted)).json() == {"customer_id": customer, **wanted}
    assert (await ada.get(path)).json() == {"customer_id": customer, **wanted}
    later = {"agent_id": str(ben.agent_id), "until": "2099-01-01T00:00:00Z"}
    assert (await admin.put(path, json=later)).json() == {"customer_id": customer, **later}
    await admin.post(f"/agents/{ben.agent_id}/disable")
    problem(await admin.get(path), 404, "nobody_preferred")
    problem(await admin.put(path, json=later), 409, "preferred_away")
    for _ in range(2):
        assert (await admin.delete(path)).status_code == 204
    events = await told(db, admin, "preferred_agent")
    assert [type_.partition(".")[2] for type_, _ in events] == ["set", "set", "removed"]
    assert events[1][1]["before"]["agent_id"] == str(ada.agent_id)
    assert events[2][1]["before"]["agent_id"] == str(ben.agent_id)


async def test_it_ends_by_itself(admin: Person, agent_client: Hire, db: Database) -> None:
    customer, ada = await customer_of(admin, "Noor"), await agent_client(permissions=set())
    path = f"/customers/{customer}/preferred-agent"
    soon = {"agent_id": str(ada.agent_id), "until": (clock.now() + timedelta(days=1)).isoformat()}
    assert (await admin.put(path, json=soon)).status_code == 200
    assert (await admin.get(path)).json()["agent_id"] == str(ada.agent_id)
    with clock.as_if(clock.now() + timedelta(days=2)):
        async with db.transaction(admin.org_id) as conn:
            assert await preferred_agents(conn, admin.org_id, [UUID(customer)]) == {}


async def test_records_of_one_person_share_it_and_part_with_their_own(admin: Person, agent_client: Hire) -> None:
    ada, ben = [await agent_client(permissions=set()) for _ in range(2)]
    kept, other = await customer_of(admin, "Noor"), await customer_of(admin, "Noor N")
    paths = [f"/customers/{each}/preferred-agent" for each in (kept, other)]
    await admin.put(paths[1], json={"agent_id": str(ben.agent_id)})
    assert (await admin.post(f"/customers/{other}/merge", json={"into": kept, "reason": "same"})).status_code == 200
    for path in paths:
        assert (await admin.get(path)).json()["agent_id"] == str(ben.agent_id)
    assert (await admin.put(paths[1], json={"agent_id": str(ada.agent_id)})).json()["customer_id"] == kept
    for path in paths:
        assert (await admin.get(path)).json()["agent_id"] == str(ada.agent_id)
    assert (await admin.post(f"/customers/{other}/unmerge", json={"reason": "not the same"})).status_code == 200
    assert [(await admin.get(path)).json()["agent_id"] for path in paths] == [str(ada.agent_id), str(ben.agent_id)]
