"""Rows of feeds over HTTP: by key or by signature, what is refused, and what is answered."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from warmline.customers import sign

ROWS = [{"key": "C1", "email": "ann@example.com", "given_name": "Ann", "tier": "gold"}, {"key": "C2"}]


async def _feed(admin: Person, code: str = "crm", **fields: Any) -> dict[str, Any]:
    return await admin.made("/feeds", code=code, name="CRM", **fields)


async def _secret(admin: Person, feed: dict[str, Any]) -> str:
    answer = await admin.post(f"/feeds/{feed['id']}/secret")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["secret"])


def _signed(secret: str, body: bytes, *, at: float | None = None, name: str = "msg_1") -> dict[str, str]:
    moment = int(time.time() if at is None else at)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(moment),
        "webhook-signature": sign(secret, name, moment, body),
        "content-type": "application/json",
    }


@pytest.mark.parametrize("path", ["rows", "files"])
async def test_only_who_may_sends_rows(client: httpx.AsyncClient, admin: Person, agent_client: Hire, path: str) -> None:
    feed = await _feed(admin)
    problem(await client.post(f"/api/v1/feeds/{feed['id']}/{path}", json=ROWS), 401, "unauthorized")
    someone = await agent_client(permissions={"customer.write", "feed.manage"})
    problem(await someone.post(f"/feeds/{feed['id']}/{path}", json=ROWS), 403, "forbidden")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/feeds"), ("GET", "/feeds"), ("PUT", "/survivorship")],
)
async def test_only_who_may_manages_feeds(agent_client: Hire, method: str, path: str) -> None:
    someone = await agent_client(permissions={"customer.write"})
    body: Any = {"code": "x", "name": "X"} if path == "/feeds" else {}
    problem(await someone.request(method, path, json=body if method != "GET" else None), 403, "forbidden")


async def test_a_list_of_feeds_says_what_each_delivered_last(admin: Person) -> None:
    busy, idle, never = [await _feed(admin, code) for code in ("busy", "idle", "never")]
    for feed, *rows in ((busy, ROWS[:1]), (idle, ROWS), (busy, ROWS[1:])):
        assert (await admin.post(f"/feeds/{feed['id']}/rows", json=rows[0])).status_code == 200
    listed = await admin.items("/feeds", limit=2)
    lasts = [await admin.items(f"/feeds/{each['id']}/runs") for each in (busy, idle, never)]
    assert [len(runs) for runs in lasts] == [2, 1, 0]
    assert [each.pop("last_run") for each in listed] == [lasts[0][0], lasts[1][0], None]
    assert listed == [busy, idle, never]


async def test_a_feed_of_another_organisation_is_not_there(admin: Person) -> None:
    nobody = "0198f0f0-0000-7000-8000-000000000000"
    problem(await admin.post(f"/feeds/{nobody}/rows", json=ROWS), 404, "feed_not_found")


async def test_a_signature_is_enough(client: httpx.AsyncClient, admin: Person) -> None:
    feed = await _feed(admin)
    body = json.dumps(ROWS).encode()
    headers = _signed(await _secret(admin, feed), body)
    done = await client.post(f"/api/v1/feeds/{feed['id']}/rows", content=body, headers=headers)
    assert (done.status_code, done.json()["created"]) == (200, 2)
    again = await client.post(f"/api/v1/feeds/{feed['id']}/rows", content=body, headers=headers)
    assert (again.json()["created"], again.json()["unchanged"]) == (0, 2)
    (event, *_) = await admin.items("/audit", type="customer.created")
    assert event["actor"] == f"feed:{feed['id']}"


def test_a_signature_is_as_standard_webhooks_says() -> None:
    key = b"k" * 24
    secret = "whsec_" + base64.b64encode(key).decode()
    digest = hmac.new(key, b"msg_1.1700000000.body", hashlib.sha256).digest()
    assert sign(secret, "msg_1", 1_700_000_000, b"body") == "v1," + base64.b64encode(digest).decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"webhook-signature": "v1,AAAA"}, "not of this body"),
        ({"webhook-signature": "v1,not base64!"}, "not of this body"),
        ({"webhook-signature": "v2,AAAA"}, "not of this body"),
        ({"webhook-timestamp": "1700000000"}, "more than 300 seconds"),
        ({"webhook-timestamp": "now"}, "not in seconds"),
        ({"webhook-timestamp": ""}, "it needs the headers"),
        ({"webhook-id": "another"}, "not of this body"),
    ],
)
async def test_a_wrong_signature_is_refused(
    client: httpx.AsyncClient, admin: Person, change: dict[str, str], told: str
) -> None:
    feed = await _feed(admin)
    body = json.dumps(ROWS).encode()
    headers = _signed(await _secret(admin, feed), body) | change
    answer = await client.post(f"/api/v1/feeds/{feed['id']}/rows", content=body, headers=headers)
    assert told in problem(answer, 401, "feed_signature_refused")["detail"]
    assert await admin.items("/customers") == []


async def test_a_body_that_was_changed_an_old_secret_and_no_secret_are_refused(
    client: httpx.AsyncClient, admin: Person
) -> None:
    feed = await _feed(admin)
    body = json.dumps(ROWS).encode()
    path = f"/api/v1/feeds/{feed['id']}/rows"
    answer = await client.post(path, content=body, headers=_signed("whsec_" + "A" * 44, body))
    assert "no such feed with a signing secret" in problem(answer, 401, "feed_signature_refused")["detail"]
    old = _signed(await _secret(admin, feed), body)
    problem(await client.post(path, content=body + b" ", headers=old), 401, "feed_signature_refused")
    await _secret(admin, feed)
    problem(await client.post(path, content=body, headers=old), 401, "feed_signature_refused")


async def test_several_signatures_are_tried(client: httpx.AsyncClient, admin: Person) -> None:
    feed = await _feed(admin)
    body = json.dumps(ROWS).encode()
    headers = _signed(await _secret(admin, feed), body)
    headers["webhook-signature"] = f"v1,AAAA v1a,BBBB {headers['webhook-signature']}"
    done = await client.post(f"/api/v1/feeds/{feed['id']}/rows", content=body, headers=headers)
    assert done.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(ROWS),
        json.dumps({"rows": ROWS}),
        "".join(json.dumps(each) + "\n" for each in ROWS),
        json.dumps(ROWS, indent=2),
    ],
)
async def test_rows_come_as_a_list_an_object_or_lines(admin: Person, body: str) -> None:
    feed = await _feed(admin)
    done = await admin.post(f"/feeds/{feed['id']}/rows", content=body)
    assert (done.status_code, done.json()["created"], done.json()["problems"]) == (200, 2, [])


@pytest.mark.parametrize(("body", "told"), [(b"", "empty"), (b"[1, 2", "expected a list"), (b"[" * 100_000, "nested")])
async def test_a_body_that_is_no_list_is_refused_whole(admin: Person, body: bytes, told: str) -> None:
    feed = await _feed(admin)
    answer = await admin.post(f"/feeds/{feed['id']}/rows", content=body)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


async def test_a_key_may_send_a_file_and_see_what_became_of_it(admin: Person, key_client: Any) -> None:
    feed = await _feed(admin, mapping={"Nr": "key", "Land": {"to": "country", "values": {"Deutschland": "DE"}}})
    program = await key_client("feed.run")
    body = b"Nr,Land\nC1,Deutschland\nC2,Atlantis\nC3,GB\n"
    done = await program.post(f"/feeds/{feed['id']}/files", content=body, headers={"content-type": "text/csv"})
    assert (done.json()["created"], done.json()["refused"]) == (2, 1)
    (run,) = await program.items(f"/feeds/{feed['id']}/runs")
    assert (run["read_rows"], run["created"], run["refused"], run["origin"]) == (3, 2, 1, "file")
    (told,) = await program.items(f"/feed-runs/{run['id']}/problems")
    assert (told["row"], told["key"], told["refused"]) == (3, "C2", True)
    assert (await program.get(f"/feed-runs/{run['id']}")).json() == run


async def test_problems_are_read_page_by_page(admin: Person) -> None:
    feed = await _feed(admin)
    rows = [{"key": f"C{each}", "country": "Nowhere"} for each in range(7)]
    done = (await admin.post(f"/feeds/{feed['id']}/rows", json=rows)).json()
    found = await admin.items(f"/feed-runs/{done['run_id']}/problems", limit=3)
    assert [each["row"] for each in found] == [1, 2, 3, 4, 5, 6, 7]


async def test_a_dry_run_answers_with_differences(admin: Person) -> None:
    feed = await _feed(admin)
    done = (await admin.post(f"/feeds/{feed['id']}/rows", params={"dry_run": True}, json=ROWS)).json()
    assert (done["run_id"], [each["action"] for each in done["diff"]]) == (None, ["created", "created"])
    assert await admin.items("/customers") == []


async def test_a_retried_request_is_answered_the_same(admin: Person) -> None:
    feed = await _feed(admin)
    headers = {"Idempotency-Key": "rows-1"}
    first = await admin.post(f"/feeds/{feed['id']}/rows", json=ROWS, headers=headers)
    again = await admin.post(f"/feeds/{feed['id']}/rows", json=ROWS, headers=headers)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_a_feed_is_changed_while_it_is_as_seen(admin: Person) -> None:
    feed = await _feed(admin)
    changed = await admin.patch(f"/feeds/{feed['id']}", json={"priority": 5}, headers={"If-Match": '"1"'})
    assert (changed.json()["priority"], changed.headers["etag"]) == (5, '"2"')
    stale = await admin.patch(f"/feeds/{feed['id']}", json={"priority": 6}, headers={"If-Match": '"1"'})
    problem(stale, 412, "stale")
    problem(await admin.patch(f"/feeds/{feed['id']}", json={"mapping": {"a": "b"}}), 422, "invalid")


async def test_the_winner_the_losers_and_why_are_shown(admin: Person) -> None:
    crm, web = await _feed(admin, priority=5), await _feed(admin, "web", key_scheme="crm_id")
    for feed, tier in ((crm, "gold"), (web, "silver")):
        await admin.post(f"/feeds/{feed['id']}/rows", json={"key": "C1", "tier": tier})
    (customer,) = await admin.items("/customers")
    (shown,) = await admin.items(f"/customers/{customer['id']}/attributes")
    assert (shown["value"], shown["winner"]["source"], shown["winner"]["external_key"]) == ("gold", "crm", "C1")
    (loser,) = shown["losers"]
    assert (loser["value"], loser["why"]) == ("silver", "crm (priority 5) comes before web (priority 0).")
    await admin.put("/survivorship", json={"attributes": {"tier": {"sources": ["web"]}}})
    assert (await admin.get(f"/customers/{customer['id']}")).json()["tier"] == "silver"
    views = [each["data"]["view"] for each in await admin.items("/audit", type="customer.viewed")]
    assert "attributes" in views
