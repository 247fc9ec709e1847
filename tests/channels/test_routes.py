"""Channels over HTTP."""

import base64
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar
from litestar.di import Provide

from tests.channels.conftest import SECRET
from tests.channels.probe import ProbeConnector, sign
from tests.channels.views import NoView
from tests.conftest import logged
from warmline import sdk
from warmline.accounts import Actor
from warmline.channels import ROUTES, SNAPSHOTS, ChannelAccount, Channels, Registry, update_account
from warmline.kit.db import Database
from warmline.kit.events import Recorded
from warmline.kit.http import EXCEPTION_HANDLERS, Edge


class Web:
    """The slice's routes for an actor whose permissions a test sets."""

    def __init__(self, db: Database, registry: Registry, actor: Actor) -> None:
        self.db, self.actor = db, actor
        self.channels = Channels(db, registry, NoView(), max_body=2000)
        app = Litestar(
            ROUTES,
            dependencies={
                "channels": Provide(lambda: self.channels, sync_to_thread=False),
                "db": Provide(lambda: db, sync_to_thread=False),
                "actor": Provide(lambda: self.actor, sync_to_thread=False),
            },
            exception_handlers=EXCEPTION_HANDLERS,
            openapi_config=None,
            logging_config=None,
        )
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(Edge(app)), base_url="http://channels")

    def may(self, *permissions: str) -> None:
        self.actor = msgspec.structs.replace(self.actor, permissions=frozenset(permissions))

    async def deliver(self, account: UUID, given: Any, *, secret: str = SECRET) -> httpx.Response:
        body = msgspec.json.encode(given)
        headers = {"X-Probe-Signature": sign(body, secret)}
        return await self.http.post(f"/channels/{account}/webhook", content=body, headers=headers)

    async def events(self) -> list[Recorded]:
        return await logged(self.db, self.actor.org_id)


@pytest.fixture
async def web(db: Database, registry: Registry, actor: Actor) -> AsyncIterator[Web]:
    web = Web(db, registry, actor)
    async with web.http:
        yield web
    await web.channels.close()


def _problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    return body


async def test_each_needs_its_permission(web: Web, stored: ChannelAccount) -> None:
    web.may("case.read", "interaction.work")
    for method, address in [
        ("GET", "/connectors"),
        ("GET", "/channels"),
        ("GET", f"/channels/{stored.id}"),
        ("GET", "/envelopes"),
        ("GET", f"/envelopes/{stored.id}"),
        ("GET", f"/envelopes/{stored.id}/raw"),
        ("GET", f"/envelopes/{stored.id}/body"),
        ("POST", f"/envelopes/{stored.id}/retry"),
    ]:
        _problem(await web.http.request(method, address), 403, "forbidden")
    _problem(await web.http.post("/envelopes/retry", json={}), 403, "forbidden")
    _problem(await web.http.patch(f"/channels/{stored.id}", json={"name": "x"}), 403, "forbidden")


async def test_a_webhook_for_nobody_is_not_found(web: Web, stored: ChannelAccount, actor: Actor) -> None:
    _problem(await web.deliver(UUID(int=9), []), 404, "not_found")
    async with web.db.transaction(actor.org_id) as conn:
        await update_account(conn, actor, web.channels.registry, stored.id, active=False)
    _problem(await web.deliver(stored.id, []), 404, "not_found")


async def test_a_webhook_that_is_not_signed_is_refused_before_it_is_parsed(web: Web, stored: ChannelAccount) -> None:
    _problem(await web.deliver(stored.id, [{"id": "1"}], secret="another"), 401, "signature_refused")
    answer = await web.http.post(f"/channels/{stored.id}/webhook", content=b"no json at all")
    _problem(answer, 401, "signature_refused")
    assert await _statuses(web) == {}


async def test_a_webhook_that_is_too_large_is_refused(web: Web, stored: ChannelAccount) -> None:
    problem = _problem(await web.deliver(stored.id, "x" * 2001), 413, "too_large")
    assert "the limit is 2000" in problem["detail"]

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 100

    answer = await web.http.post(f"/channels/{stored.id}/webhook", content=endless())
    _problem(answer, 413, "too_large")


async def test_a_webhook_is_kept_and_a_repeat_changes_nothing(web: Web, stored: ChannelAccount) -> None:
    given = [{"id": "1", "from": "ana@example.com"}, {"id": "2", "from": "ana@example.com"}]
    assert (await web.deliver(stored.id, given)).json() == {"accepted": 2, "new": 2}
    again = await web.deliver(stored.id, [*given, {"id": "3", "from": "ana@example.com"}])
    assert (again.status_code, again.json()) == (200, {"accepted": 3, "new": 1})
    assert await _statuses(web) == {"1": "accepted", "2": "accepted", "3": "accepted"}


async def test_connectors_tell_what_they_need(web: Web) -> None:
    found = {each["code"]: each for each in (await web.http.get("/connectors")).json()["items"]}
    probe = found["probe"]
    assert probe["channels"][0]["scheme"] == "email"
    assert probe["settings"]["required"] == ["signing_secret"]
    assert probe["settings"]["properties"]["signing_secret"]["writeOnly"] is True
    assert found["contacts"]["settings"]["properties"]["signing_secret"] == {"type": "string", "writeOnly": True}


async def test_an_account_is_set_up_changed_and_never_shows_its_secrets(web: Web) -> None:
    new = {"connector": "probe", "channel": "probe", "name": "Inbox", "settings": {"signing_secret": SECRET}}
    created = await web.http.post("/channels", json=new)
    assert created.status_code == 201
    account = created.json()
    assert created.headers["location"] == f"/api/v1/channels/{account['id']}"
    assert account["webhook"] == f"/api/v1/channels/{account['id']}/webhook"
    assert (account["secrets"], account["settings"]) == (["signing_secret"], {"retries": 3, "greeting": "hello"})
    assert SECRET not in created.text
    address = f"/channels/{account['id']}"
    tag = {"If-Match": created.headers["etag"]}
    changed = await web.http.patch(address, json={"settings": {"retries": 9}, "active": False}, headers=tag)
    assert (changed.json()["settings"]["retries"], changed.json()["active"]) == (9, False)
    _problem(await web.http.patch(address, json={"name": "Other"}, headers=tag), 412, "stale")
    assert (await web.http.get(address)).json() == changed.json()


async def test_wrong_settings_name_their_fields(web: Web, stored: ChannelAccount) -> None:
    new = {"connector": "probe", "channel": "probe", "name": "Inbox", "settings": {"retries": "many"}}
    problem = _problem(await web.http.post("/channels", json=new), 422, "settings_refused")
    assert {each["field"] for each in problem["errors"]} == {"settings.retries", "settings.signing_secret"}
    for broken, field in [({"nme": "x"}, "nme"), ({"name": ""}, "name"), ({"queue_id": "none"}, "queue_id")]:
        problem = (await web.http.patch(f"/channels/{stored.id}", json=broken)).json()
        assert (problem["status"], problem["errors"][0]["field"]) == (422, field)


async def test_accounts_come_in_pages(web: Web) -> None:
    for number in range(3):
        new = {"connector": "contacts", "channel": "sms", "name": f"n{number}", "address": f"+1202555011{number}"}
        assert (await web.http.post("/channels", json=new)).status_code == 201
    first = (await web.http.get("/channels?limit=2")).json()
    second = (await web.http.get("/channels", params={"limit": 2, "after": first["next"]})).json()
    assert [each["name"] for each in first["items"] + second["items"]] == ["n0", "n1", "n2"]
    assert second["next"] is None


async def _statuses(web: Web) -> dict[str, str]:
    found = (await web.http.get("/envelopes")).json()["items"]
    return {each["external_id"]: each["status"] for each in found}


async def _failing(web: Web, account: UUID) -> dict[str, str]:
    """Envelopes that failed, are unknown and are ingested; their ids by external id."""
    given = [
        {"id": "bad", "kind": "broken"},
        {"id": "odd", "kind": "reaction"},
        {"id": "good", "from": "ana@example.com"},
    ]
    await web.deliver(account, given)
    await web.channels.ingest.drain(web.actor.org_id)
    return {each["external_id"]: each["id"] for each in (await web.http.get("/envelopes")).json()["items"]}


async def test_failed_envelopes_are_seen_and_filtered(web: Web, stored: ChannelAccount) -> None:
    ids = await _failing(web, stored.id)
    failed = (await web.http.get("/envelopes?status=failed")).json()["items"]
    assert [(each["id"], each["error"], each["attempts"]) for each in failed] == [
        (ids["bad"], "the delivery is broken.", 1)
    ]
    assert "body" not in failed[0]
    assert (await web.http.get(f"/envelopes?status=unknown&account_id={UUID(int=1)}")).json()["items"] == []
    _problem(await web.http.get("/envelopes?status=lost"), 422, "invalid")
    first = (await web.http.get("/envelopes?limit=2")).json()
    second = (await web.http.get("/envelopes", params={"limit": 2, "after": first["next"]})).json()
    assert len(first["items"] + second["items"]) == 3


async def test_reading_a_delivery_is_audited(web: Web, stored: ChannelAccount) -> None:
    ids = await _failing(web, stored.id)
    raw = (await web.http.get(f"/envelopes/{ids['bad']}/raw")).json()
    assert msgspec.json.decode(base64.b64decode(raw["body"])) == {"id": "bad", "kind": "broken"}
    download = await web.http.get(f"/envelopes/{ids['bad']}/body")
    assert download.headers["content-type"] == "application/octet-stream"
    assert download.headers["content-disposition"].startswith("attachment")
    viewed = [each for each in await web.events() if each.event.type == "envelope.viewed"]
    assert [each.actor for each in viewed] == [web.actor.ref] * 2
    _problem(await web.http.get(f"/envelopes/{UUID(int=4)}/raw"), 404, "not_found")


async def test_a_failed_envelope_is_run_again(web: Web, stored: ChannelAccount, probe: ProbeConnector) -> None:
    ids = await _failing(web, stored.id)
    _problem(await web.http.post(f"/envelopes/{ids['good']}/retry"), 409, "nothing_to_retry")
    _problem(await web.http.post(f"/envelopes/{UUID(int=4)}/retry"), 404, "not_found")
    answer = (await web.http.post(f"/envelopes/{ids['bad']}/retry")).json()
    assert (answer["status"], answer["error"]) == ("accepted", None)
    await web.channels.ingest.drain(web.actor.org_id)
    again = (await web.http.get(f"/envelopes/{ids['bad']}")).json()
    assert (again["status"], again["attempts"]) == ("failed", 2)


async def test_many_are_run_again_at_once(web: Web, stored: ChannelAccount) -> None:
    await _failing(web, stored.id)
    assert (await web.http.post("/envelopes/retry", json={"status": "ingested"})).json() == {"retried": 0}
    assert (await web.http.post("/envelopes/retry", json={"status": "unknown"})).json() == {"retried": 1}
    assert (await web.http.post("/envelopes/retry", json={})).json() == {"retried": 1}
    assert await _statuses(web) == {"bad": "accepted", "odd": "accepted", "good": "ingested"}
    _problem(await web.http.post("/envelopes/retry", json={"limit": 0}), 422, "invalid")


async def test_snapshots_are_what_get_gives_and_only_for_those_who_may(
    web: Web, stored: ChannelAccount, account: sdk.Account
) -> None:
    ids = await _failing(web, stored.id)
    nobody = msgspec.structs.replace(web.actor, permissions=frozenset({"case.read"}))
    for kind, address, entity in [
        ("channel_account", f"/channels/{stored.id}", stored.id),
        ("envelope", f"/envelopes/{ids['bad']}", UUID(ids["bad"])),
    ]:
        async with web.db.transaction(web.actor.org_id) as conn:
            found = await SNAPSHOTS[kind](conn, web.actor, [entity])
            assert await SNAPSHOTS[kind](conn, nobody, [entity]) == {}
        shown = msgspec.to_builtins(found[entity])
        assert shown == (await web.http.get(address)).json()
