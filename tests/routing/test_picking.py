"""To whom a conversation can go: one call for a picker."""

import httpx

from tests.application import Hire, Person, problem
from tests.routing.floor import Floor
from tests.routing.test_work import working
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.routing import NewInvitation, accept_offer, invite, join_conversation
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


async def test_shows_fifty_in_their_order_each_with_all_that_they_have_in_hand(admin: Person, db: Database) -> None:
    floor = Floor(db, admin.org_id)
    ada, bo, cy, di = [await floor.agent(name, await floor.team(name.lower())) for name in ("Ada", "Bo", "Cy", "Di")]
    chat, _ = await working(floor, ada, await floor.queue("ada", *ada.team_ids), 2)
    asked = await floor.act(invite, ada, chat, NewInvitation(kind="conference", agent_id=di.id))
    await floor.act(join_conversation, di, asked.id)
    await floor.contact(await floor.queue("cy", *cy.team_ids, media=[Medium.VOICE]), medium="voice")
    await floor.settle()
    (ringing,) = await floor.offers()
    await floor.act(accept_offer, cy, ringing.id)
    await floor.presence(cy, "busy")
    await floor.contact(await floor.queue("bo", *bo.team_ids))
    await floor.settle()
    await floor.sql(
        "insert into agent (org_id, email, name) select $1, n || '@example.com', 'Off ' || 100 + n"
        " from generate_series(1, 60) n",
        admin.org_id,
    )
    found = (await admin.get(f"/interactions/{chat}/transfer-targets")).json()["agents"]
    present = [(each["name"], each["status"], each["load"], each["full"]) for each in found[:4]]
    assert present == [
        ("Ada", "available", {"text": 2}, None),
        ("Bo", "available", {"text": 1}, None),
        ("Di", "available", {"text": 1}, None),
        ("Cy", "busy", {"voice": 1}, "in_conversation"),
    ]
    assert [(each["name"], each["load"]) for each in found[4:]] == [(f"Off {100 + n}", {}) for n in range(1, 47)]
