"""To whom a conversation can go: one call for a picker."""

import httpx

from tests.application import Hire, Person, problem
from tests.routing.floor import Floor
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.sdk import Medium

WORKS = {"interaction.work", "case.read_team"}


async def test_needs_sign_in_the_permission_and_reach(
    client: httpx.AsyncClient, admin: Person, agent_client: Hire, db: Database
) -> None:
    problem(await client.get(f"/api/v1/interactions/{new_id()}/transfer-targets"), 401, "unauthorized")
    floor = Floor(db, admin.org_id)
    team = await floor.team("experts")
    chat = await floor.contact(await floor.queue("experts", team))
    reader = await agent_client(permissions={"case.read"})
    problem(await reader.get(f"/interactions/{chat}/transfer-targets"), 403, "forbidden")
    stranger = await agent_client(permissions=WORKS)
    problem(await stranger.get(f"/interactions/{chat}/transfer-targets"), 404, "interaction_not_found")


async def test_names_queues_teams_and_colleagues_with_room(admin: Person, agent_client: Hire, db: Database) -> None:
    floor = Floor(db, admin.org_id)
    team = await floor.team("experts")
    claims = await floor.queue("claims", team)
    await floor.queue("calls", media=[Medium.VOICE])
    await floor.agent("Ada Quist", team)
    await floor.presence(await floor.agent("Bo Lind"), "away")
    chat = await floor.contact(claims)
    worker = await agent_client(permissions=WORKS)
    found = (await admin.get(f"/interactions/{chat}/transfer-targets")).json()
    assert [each["name"] for each in found["queues"]] == ["Claims"]
    assert found["queues"][0]["waiting"] == 1
    [experts] = [each for each in found["teams"] if each["name"] == "experts"]
    assert (experts["available"], experts["reachable"]) == (1, True)
    first = found["agents"][0]
    assert (first["name"], first["status"], first["ready"], first["full"]) == ("Ada Quist", "available", True, None)
    assert str(admin.agent_id) not in [each["id"] for each in found["agents"]]
    assert str(worker.agent_id) in [each["id"] for each in found["agents"]]
    [only] = (await admin.get(f"/interactions/{chat}/transfer-targets", params={"q": "o L"})).json()["agents"]
    assert (only["name"], only["status"], only["ready"]) == ("Bo Lind", "away", False)
    nobody = (await admin.get(f"/interactions/{chat}/transfer-targets", params={"q": "%"})).json()
    assert nobody == {"queues": [], "teams": [], "agents": []}
