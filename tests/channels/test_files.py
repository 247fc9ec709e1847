"""Files of messages over HTTP: for whoever may see the message, and for an answer."""

import hashlib
from typing import Any

import pytest
from httpx import Response

from tests.channels.test_routes import Web, web
from warmline.channels import ChannelAccount
from warmline.channels.ingesting import MAX_ATTACHMENT
from warmline.interactions import InteractionViewed

__all__ = ["web"]

PHOTO = hashlib.sha256(b"A dent.").hexdigest()


@pytest.fixture
async def message(web: Web, stored: ChannelAccount) -> dict[str, Any]:
    """What a customer sent, with a file."""
    given = {"id": "m1", "from": "ana@example.com", "text": "See the photo.", "files": {"dänt.txt": "A dent."}}
    assert (await web.deliver(stored.id, [given])).status_code == 200
    await web.channels.ingest.drain(web.actor.org_id)
    async with web.db.transaction(web.actor.org_id) as conn:
        return dict(await conn.fetchrow("select id, interaction_id from message where external_id = 'm1'"))


def _refused(answer: Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_file_needs_who_may_see_its_message(web: Web, message: dict[str, Any]) -> None:
    address = f"/messages/{message['id']}/files/{PHOTO}"
    web.may("customer.read", "interaction.work")
    _refused(await web.http.get(address), 403, "forbidden")
    web.may("case.read_team")
    _refused(await web.http.get(address), 404, "message_not_found")


async def test_a_file_of_another_message_is_not_there(web: Web, message: dict[str, Any]) -> None:
    other = hashlib.sha256(b"Another").hexdigest()
    assert (await web.http.post("/files", content=b"Another")).json()["sha256"] == other
    _refused(await web.http.get(f"/messages/{message['id']}/files/{other}"), 404, "file_not_kept")
    _refused(await web.http.get(f"/messages/{message['interaction_id']}/files/{PHOTO}"), 404, "message_not_found")
    assert (await web.http.get(f"/messages/{message['id']}/files/nonsense")).status_code == 422


async def test_a_file_is_a_download_and_reading_it_an_event(web: Web, message: dict[str, Any]) -> None:
    web.may("case.read")
    answer = await web.http.get(f"/messages/{message['id']}/files/{PHOTO}")
    assert (answer.status_code, answer.content) == (200, b"A dent.")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''d%C3%A4nt.txt"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    last = (await web.events())[-1]
    assert isinstance(last.event, InteractionViewed)
    assert (last.event.interaction_id, last.actor) == (message["interaction_id"], web.actor.ref)


async def test_a_file_for_an_answer_needs_who_may_answer_and_a_limit(web: Web) -> None:
    web.may("case.read", "customer.write")
    _refused(await web.http.post("/files", content=b"Dear Ana"), 403, "forbidden")
    web.may("interaction.work")
    announced = {"Content-Length": str(MAX_ATTACHMENT + 1)}
    _refused(await web.http.post("/files", content=b"", headers=announced), 413, "too_large")
    answer = await web.http.post("/files", content=b"Dear Ana")
    assert answer.json() == {"sha256": hashlib.sha256(b"Dear Ana").hexdigest(), "size": 8}
    assert answer.status_code == 201
