"""Colleagues, callbacks and estimates over HTTP."""

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.routing.floor import Floor
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.routing import accept_offer

WORKS = {"interaction.work", "case.read_team", "queue.read"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/interactions/{id}/invitations"),
        ("POST", "/interactions/{id}/give"),
        ("POST", "/interactions/{id}/callback"),
        ("GET", "/me/invitations"),
        ("GET", "/callbacks"),
        ("POST", "/callbacks/{id}/attempts"),
        ("POST", "/teams/{id}/requeue"),
        ("GET", "/queues/{id}/estimates"),
    ],
)
async def test_needs_sign_in(client: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, f"/api/v1{path.format(id=new_id())}", json={})
    assert answer.status_code in (401, 403)


async def test_unknown_ids_and_missing_permissions(admin: Person, agent_client: Hire) -> None:
    problem(await admin.post(f"/invitations/{new_id()}/join"), 404, "invitation_not_found")
    problem(await admin.get(f"/callbacks/{new_id()}"), 404, "callback_not_found")
    problem(await admin.post(f"/teams/{new_id()}/requeue"), 404, "unknown_team")
    problem(await admin.get(f"/queues/{new_id()}/estimates"), 404, "queue_not_found")
    worker = await agent_client(permissions=WORKS)
    problem(await worker.post(f"/teams/{new_id()}/requeue"), 403, "forbidden")


async def test_from_a_chat_to_a_conference_and_a_callback(admin: Person, agent_client: Hire, db: Database) -> None:
    floor = Floor(db, admin.org_id)
    queue = await floor.queue()
    ada = await floor.agent("Ada")
    chat = await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, ada, offer.id)
    colleague = await agent_client(permissions=WORKS)
    body = {"kind": "conference", "agent_id": str(colleague.agent_id)}
    problem(await admin.post(f"/interactions/{chat}/invitations", json=body), 409, "agent_unavailable")
    made = await admin.made(f"/interactions/{chat}/invitations", **body, wait=True)
    (mine,) = (await colleague.get("/me/invitations")).json()
    assert (mine["id"], mine["status"]) == (made["id"], "invited")
    assert (await colleague.post(f"/invitations/{made['id']}/join")).json()["status"] == "joined"
    given = await admin.post(f"/interactions/{chat}/give", json={"agent_id": str(colleague.agent_id)})
    assert given.json()["owner_id"] == str(colleague.agent_id)
    called = await colleague.post(f"/interactions/{chat}/callback", json={"number": "+442079460018"})
    assert called.status_code == 201, called.text
    (listed,) = await admin.items("/callbacks", status="waiting")
    assert listed["number"] == "+442079460018"
    ended = await admin.post(f"/callbacks/{listed['id']}/cancel", json={"reason": "writes"})
    assert ended.json()["status"] == "cancelled"
    assert (await admin.get(f"/queues/{queue.id}/estimates")).json()["measured"] == 0
