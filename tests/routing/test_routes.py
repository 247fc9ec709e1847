"""Routing over HTTP: who may, what fits, and what comes back."""

from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.routing.floor import AGENT, Floor
from warmline.kit.db import Database
from warmline.kit.ids import new_id

WORK = set(AGENT)


@pytest.fixture
def desk(admin: Person, db: Database) -> Floor:
    """The administrator's organisation, to which customers can write."""
    return Floor(db, admin.org_id)


async def queue(admin: Person, **fields: Any) -> dict[str, Any]:
    return await admin.made("/queues", **({"code": "main", "name": "Main"} | fields))


async def offered(desk: Floor, admin: Person, agent: Person) -> tuple[UUID, dict[str, Any]]:
    """Work that is offered to the agent."""
    made = await queue(admin)
    assert (await agent.put("/me/presence", json={"status": "available"})).status_code == 200
    interaction_id = await desk.contact_to(UUID(made["id"]))
    await desk.settle()
    (offer,) = await agent.items("/offers", status="offered")
    return interaction_id, offer


async def test_needs_sign_in(client: Any) -> None:
    for path in ("/queues", "/presence", "/me/presence", "/offers", "/me/work", f"/interactions/{new_id()}/position"):
        assert (await client.get(f"/api/v1{path}")).status_code == 401


async def test_needs_the_permission(agent_client: Hire) -> None:
    agent = await agent_client(permissions=WORK)
    problem(await agent.post("/queues", json={"code": "a", "name": "A"}), 403, "forbidden")
    problem(await agent.get("/presence"), 403, "forbidden")
    problem(await agent.post(f"/agents/{new_id()}/requeue"), 403, "forbidden")
    # Agents transfer their own work, so that this is about what they see.
    unseen = await agent.post(f"/interactions/{new_id()}/transfer", json={"queue_id": str(new_id())})
    problem(unseen, 404, "interaction_not_found")
    reader = await agent_client(permissions={"case.read"})
    target = {"queue_id": str(new_id())}
    problem(await reader.post(f"/interactions/{new_id()}/transfer", json=target), 403, "forbidden")


async def test_a_key_is_no_agent(key_client: Any) -> None:
    key = await key_client("interaction.work", "queue.read")
    problem(await key.put("/me/presence", json={"status": "available"}), 409, "not_an_agent")
    problem(await key.get("/me/work"), 409, "not_an_agent")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"code": "Main!", "name": "x"}, "code"),
        ({"code": "main"}, "name"),
        ({"code": "main", "name": ""}, "name"),
        ({"code": "main", "name": "x", "priority": 1001}, "priority"),
        ({"code": "main", "name": "x", "service_level": 1.5}, "service_level"),
        ({"code": "main", "name": "x", "offer_seconds": 0}, "offer_seconds"),
        ({"code": "main", "name": "x", "colour": "red"}, "colour"),
    ],
)
async def test_shape_errors_name_the_field(admin: Person, body: dict[str, Any], field: str) -> None:
    found = problem(await admin.post("/queues", json=body), 422, "invalid")
    assert field in str(found)


async def test_queue_from_creation_to_change(admin: Person) -> None:
    answer = await admin.post("/queues", json={"code": "main", "name": "Main"}, headers={"Idempotency-Key": "one"})
    assert answer.status_code == 201
    again = await admin.post("/queues", json={"code": "main", "name": "Main"}, headers={"Idempotency-Key": "one"})
    assert again.json() == answer.json()
    problem(await admin.post("/queues", json={"code": "main", "name": "Main"}), 409, "queue_code_taken")
    where = answer.headers["location"].removeprefix("/api/v1")
    got = await admin.get(where)
    assert (got.json(), got.headers["etag"]) == (answer.json(), '"1"')
    problem(await admin.patch(where, json={"priority": 3}, headers={"If-Match": '"7"'}), 412, "stale")
    changed = await admin.patch(where, json={"priority": 3}, headers={"If-Match": '"1"'})
    assert (changed.json()["priority"], changed.headers["etag"]) == (3, '"2"')
    problem(await admin.get(f"/queues/{new_id()}"), 404, "queue_not_found")
    (load,) = (await admin.get("/queues/loads", params={"id": got.json()["id"]})).json()
    assert load == {"queue_id": got.json()["id"], "waiting": 0, "oldest": None, "offered": 0, "available": 0}


async def test_queues_come_in_pages(admin: Person) -> None:
    for n in range(5):
        await queue(admin, code=f"queue-{n}")
    assert [each["code"] for each in await admin.items("/queues", limit=2)] == [f"queue-{n}" for n in range(5)]
    problem(await admin.get("/queues", params={"after": "nonsense"}), 422, "invalid")


async def test_presence(admin: Person, agent_client: Hire) -> None:
    agent = await agent_client(permissions=WORK)
    assert (await agent.get("/me/presence")).json()["status"] == "offline"
    answer = await agent.put("/me/presence", json={"status": "away", "reason": "lunch"})
    assert (answer.json()["status"], answer.json()["reason"]) == ("away", "lunch")
    assert (await admin.get(f"/presence/{agent.agent_id}")).json() == answer.json()
    problem(await agent.put("/me/presence", json={"status": "asleep"}), 422, "invalid")
    problem(await agent.put("/me/presence", json={"status": "busy"}, headers={"If-Match": '"99"'}), 412, "stale")
    problem(await agent.put(f"/presence/{admin.agent_id}", json={"status": "busy"}), 403, "forbidden")
    assert (await admin.put(f"/presence/{agent.agent_id}", json={"status": "busy"})).json()["status"] == "busy"
    assert [each["agent_id"] for each in await admin.items("/presence", status="busy")] == [str(agent.agent_id)]


async def test_an_offer_is_accepted_once(desk: Floor, admin: Person, agent_client: Hire) -> None:
    agent, other = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    interaction_id, offer = await offered(desk, admin, agent)
    assert offer["explanation"]["candidates"] == 1
    problem(await other.post(f"/offers/{offer['id']}/accept"), 404, "offer_not_found")
    accepted = await agent.post(f"/offers/{offer['id']}/accept")
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    problem(await agent.post(f"/offers/{offer['id']}/accept"), 409, "offer_answered")
    assert (await agent.get(f"/offers/{offer['id']}")).json() == accepted.json()
    (work,) = (await agent.get("/me/work")).json()
    assert (work["interaction_id"], work["status"]) == (str(interaction_id), "active")
    assert (await admin.get(f"/agents/{agent.agent_id}/work")).json() == [work]
    standing = (await agent.get(f"/interactions/{interaction_id}/position")).json()
    position = {"status": "active", "place": None, "estimate": None, "agent": "Ada", "callback": False}
    assert standing == {"position": position}


async def test_declined_work_is_seen_waiting_and_taken_by_another(
    desk: Floor, admin: Person, agent_client: Hire
) -> None:
    agent, other = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    interaction_id, offer = await offered(desk, admin, agent)
    declined = await agent.post(f"/offers/{offer['id']}/decline", json={"reason": "lunch"})
    assert (declined.json()["status"], declined.json()["reason"]) == ("declined", "lunch")
    (waiting,) = await admin.items(f"/queues/{offer['queue_id']}/waiting")
    assert waiting["interaction_id"] == str(interaction_id)
    standing = (await admin.get(f"/interactions/{interaction_id}/position")).json()["position"]
    assert (standing["status"], standing["place"]) == ("queued", 1)
    taken = await other.post(f"/interactions/{interaction_id}/take")
    assert (taken.json()["status"], taken.json()["owner_id"]) == ("active", str(other.agent_id))
    problem(await agent.post(f"/interactions/{interaction_id}/take"), 409, "not_waiting")


async def test_supervisors_move_work(desk: Floor, admin: Person, agent_client: Hire) -> None:
    agent = await agent_client(permissions=WORK)
    interaction_id, offer = await offered(desk, admin, agent)
    second = await queue(admin, code="second")
    moved = await admin.post(f"/interactions/{interaction_id}/transfer", json={"queue_id": second["id"]})
    assert (moved.json()["status"], moved.json()["queue_id"]) == ("queued", second["id"])
    assert (await agent.get(f"/offers/{offer['id']}")).json()["status"] == "rescinded"
    await agent.post(f"/interactions/{interaction_id}/take")
    back = await admin.post(f"/agents/{agent.agent_id}/requeue")
    assert back.json() == {"moved": [str(interaction_id)], "kept": [], "offers": [], "left": []}
    problem(await admin.post(f"/interactions/{interaction_id}/transfer", json={}), 422, "invalid")
