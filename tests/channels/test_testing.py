"""Trying channel accounts, before they are saved and as they are; and how they fare."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.channels.conftest import SECRET
from tests.channels.probe import ProbeConnector, ProbeSettings
from tests.channels.test_routes import Web, _problem
from warmline import sdk
from warmline.accounts import Actor
from warmline.channels import ChannelAccount, Registry, report_health
from warmline.channels.actions.overseeing import note_sending
from warmline.channels.actions.testing import run_test
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.sdk import CheckStatus, CheckStep


class PlacedSettings(ProbeSettings, frozen=True, kw_only=True):
    """``api_url`` is where ``api_token`` is sent."""

    api_url: str = "https://api.example"


class Checked(ProbeConnector):
    """A probe that can be tried; ``found`` is what it says, ``seen`` with which settings."""

    manifest = msgspec.structs.replace(ProbeConnector.manifest, settings=PlacedSettings)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[CheckStep | Exception] = [CheckStep(code="token", title="Token")]
        self.seen: list[sdk.Account] = []

    async def check(self, account: sdk.Account) -> AsyncIterator[CheckStep]:
        self.seen.append(account)
        for each in self.found:
            if isinstance(each, Exception):
                raise each
            yield each


@pytest.fixture
def probe() -> ProbeConnector:
    return Checked()


@pytest.fixture
async def web(db: Database, registry: Registry, actor: Actor) -> AsyncIterator[Web]:
    web = Web(db, registry, actor)
    async with web.http:
        yield web
    await web.channels.close()


NEW = {"connector": "probe", "channel": "probe", "name": "New", "settings": {"signing_secret": SECRET}}


def refused(text: str = "The token is refused.") -> CheckStep:
    return CheckStep(code="token", title="Token", status=CheckStatus.FAILED, detail=text, settings=("api_token",))


async def types(web: Web) -> list[str]:
    return [each.event.type for each in await web.events()]


async def test_trying_needs_the_permission(web: Web, stored: ChannelAccount) -> None:
    web.may("queue.manage", "envelope.read")
    for method, address, body in [
        ("POST", "/channels/test", NEW),
        ("GET", "/channels/health", None),
        ("GET", f"/channels/{stored.id}/health", None),
        ("POST", f"/channels/{stored.id}/test-message", {"to": "me@example.org"}),
    ]:
        _problem(await web.http.request(method, address, json=body), 403, "forbidden")
    web.may("channel.manage")
    _problem(await web.http.get("/unsent-messages"), 403, "forbidden")


async def test_what_cannot_be_an_account_is_refused_by_field(web: Web) -> None:
    body = _problem(await web.http.post("/channels/test", json={}), 422, "invalid")
    assert body["errors"][0]["field"] == "connector"
    wrong = NEW | {"settings": {"signing_secret": SECRET, "retries": "many"}}
    body = _problem(await web.http.post("/channels/test", json=wrong), 422, "settings_refused")
    assert body["errors"][0]["field"] == "settings.retries"
    _problem(await web.http.post("/channels/test", json={"account_id": str(UUID(int=5))}), 404, "not_found")
    _problem(await web.http.get(f"/channels/{UUID(int=5)}/health"), 404, "not_found")


async def test_a_new_account_is_tried_and_not_saved(web: Web, probe: Checked) -> None:
    probe.found.append(refused())
    answer = (await web.http.post("/channels/test", json=NEW)).json()
    assert answer["passed"] is False
    assert [(step["code"], step["status"]) for step in answer["steps"]] == [("token", "ok"), ("token", "failed")]
    assert answer["steps"][1]["settings"] == ["api_token"]
    assert (await web.http.get("/channels")).json()["items"] == []
    [audited] = [each for each in await web.events() if each.event.type == "channel_account.tested"]
    assert SECRET not in str(audited.event.data())


async def test_a_stored_account_is_tried_with_its_secrets_and_the_changes(
    web: Web, probe: Checked, stored: ChannelAccount
) -> None:
    wanted = {"account_id": str(stored.id), "settings": {"retries": 7}}
    assert (await web.http.post("/channels/test", json=wanted)).json()["passed"] is True
    assert (probe.seen[0].settings.signing_secret, probe.seen[0].settings.retries) == (SECRET, 7)
    # Not what is saved, so it says nothing of the account as it is.
    assert (await web.http.get(f"/channels/{stored.id}/health")).json()["state"] == "untested"


async def test_a_stored_secret_is_not_sent_to_another_server(web: Web, probe: Checked, stored: ChannelAccount) -> None:
    """Who may change accounts may not read their secrets, neither by trying nor by saving."""
    path, elsewhere = f"/channels/{stored.id}", {"api_url": "https://elsewhere.example"}
    saved = await web.http.patch(path, json={"settings": {"api_token": "tok-12345"}})
    assert saved.status_code == 200, saved.text
    wanted = {"account_id": str(stored.id), "settings": elsewhere}
    for answer in (
        await web.http.post("/channels/test", json=wanted),
        await web.http.patch(path, json={"settings": elsewhere}),
    ):
        body = _problem(answer, 422, "settings_refused")
        assert [each["field"] for each in body["errors"]] == ["settings.api_token"]
        assert "api_url" in body["errors"][0]["problem"]
    assert probe.seen == []
    # What belongs to another server, and what is taken away, needs no proof.
    assert (await web.http.patch(path, json={"settings": {"retries": 9}})).status_code == 200
    again = wanted | {"settings": elsewhere | {"api_token": "tok-12345"}}
    assert (await web.http.post("/channels/test", json=again)).json()["passed"] is True
    saved = await web.http.patch(path, json={"settings": elsewhere | {"api_token": None}})
    assert saved.json()["settings"]["api_url"] == elsewhere["api_url"]


async def test_a_secret_that_the_other_side_repeats_is_hidden(web: Web, probe: Checked) -> None:
    probe.found = [refused(f"LOGIN {SECRET} failed")]
    answer = await web.http.post("/channels/test", json=NEW)
    assert answer.json()["steps"][0]["detail"] == "LOGIN ••• failed"
    assert SECRET not in answer.text


async def test_a_connector_that_falls_over_is_a_step_that_failed(web: Web, probe: Checked) -> None:
    probe.found.append(ZeroDivisionError(SECRET))
    answer = await web.http.post("/channels/test", json=NEW)
    assert answer.json()["steps"][1]["detail"] == "The connector failed: ZeroDivisionError."
    assert SECRET not in answer.text


async def test_a_test_that_hangs_is_stopped_and_shows_what_it_found(account: sdk.Account) -> None:
    class Hanging(ProbeConnector):
        async def check(self, account: sdk.Account) -> AsyncIterator[CheckStep]:
            import asyncio

            yield CheckStep(code="host", title="Host")
            await asyncio.Event().wait()

    found = await run_test(Registry(Vault([b"k"]), [Hanging()]), account, seconds=0.05)
    assert [(step.code, step.status.value) for step in found] == [("host", "ok"), ("time", "failed")]


async def test_a_connector_from_before_there_were_tests_passes(account: sdk.Account) -> None:
    class Old:
        manifest = ProbeConnector.manifest

    found = await run_test(Registry(Vault([b"k"]), [Old()]), account)  # type: ignore[list-item] # that is the point
    assert [step.status.value for step in found] == ["ok"]


async def test_health_follows_tests_reports_and_sending(web: Web, probe: Checked, stored: ChannelAccount) -> None:
    async def health() -> dict[str, Any]:
        [found] = (await web.http.get("/channels/health")).json()
        assert found == (await web.http.get(f"/channels/{stored.id}/health")).json()
        return dict(found)

    as_it_is = {"account_id": str(stored.id)}
    assert (await health())["state"] == "untested"
    probe.found = [refused()]
    await web.http.post("/channels/test", json=as_it_is)
    found = await health()
    assert (found["state"], found["problems"]) == ("trouble", ["The token is refused."])
    assert (found["since"], [step["code"] for step in found["steps"]]) == (found["tested_at"], ["token"])
    # Changed settings make what was found worthless.
    await web.http.patch(f"/channels/{stored.id}", json={"settings": {"api_token": "another"}})
    assert (await health())["state"] == "untested"
    probe.found = [CheckStep(code="token", title="Token")]
    await web.http.post("/channels/test", json=as_it_is)
    assert (await health())["state"] == "ok"
    async with web.db.transaction(stored.org_id) as conn:
        await report_health(conn, web.actor, stored.id, "The mailbox is gone.")
        await note_sending(conn, web.actor, stored.id, "The server is away.")
        await note_sending(conn, web.actor, stored.id, "The server is away.")
    assert (await health())["problems"] == ["The mailbox is gone.", "The server is away."]
    async with web.db.transaction(stored.org_id) as conn:
        await report_health(conn, web.actor, stored.id, None)
        await note_sending(conn, web.actor, stored.id, None)
    assert (await health())["state"] == "ok"
    # Trouble and recovery are told once each, of receiving and of sending.
    assert (await types(web)).count("channel_account.health_changed") == 4
    await web.http.patch(f"/channels/{stored.id}", json={"active": False})
    assert (await health())["state"] == "off"


async def test_health_counts_what_came_and_what_failed(web: Web, stored: ChannelAccount) -> None:
    given = [{"id": "1", "from": "ana@example.com", "text": "Hello"}, {"id": "2", "kind": "broken"}]
    await web.deliver(stored.id, [*given, {"id": "3", "kind": "dance"}, {"id": "4", "kind": "broken"}])
    [before] = (await web.http.get("/channels/health")).json()
    assert (before["waiting"], before["failed"]) == (4, 0)
    await web.channels.ingest.drain(stored.org_id)
    [after] = (await web.http.get("/channels/health")).json()
    assert (after["waiting"], after["failed"], after["unknown"], after["state"]) == (0, 2, 1, "ok")
    assert after["last_received_at"]
    assert (await web.http.get("/unsent-messages")).json()["items"] == []


async def test_chosen_deliveries_are_run_again(web: Web, stored: ChannelAccount) -> None:
    await web.deliver(stored.id, [{"id": str(n), "kind": "broken"} for n in range(3)])
    await web.channels.ingest.drain(stored.org_id)
    items = (await web.http.get("/envelopes", params={"status": "failed"})).json()["items"]
    chosen = [items[0]["id"], items[1]["id"]]
    assert (await web.http.post("/envelopes/retry", json={"ids": chosen})).json() == {"retried": 2}


async def test_a_test_message_goes_out_or_says_why_not(web: Web, probe: Checked, stored: ChannelAccount) -> None:
    address = f"/channels/{stored.id}/test-message"
    probe.refusals = [sdk.Rejected(f"no such address ({SECRET})")]
    answer = await web.http.post(address, json={"to": "me@example.org"})
    body = _problem(answer, 409, "test_message_refused")
    assert body["detail"] == "The test message was not sent. no such address (•••)"
    assert (await web.http.post(address, json={"to": "me@example.org"})).status_code == 204
    assert (probe.sent[0].to.value, probe.sent[0].meta) == ("me@example.org", {"auto": "auto-generated"})
    [sent] = [each for each in await web.events() if each.event.type == "channel_account.test_message_sent"]
    assert "me@example.org" not in str(msgspec.to_builtins(sent.event))


async def test_a_channel_without_a_way_out_sends_no_test(web: Web, actor: Actor) -> None:
    made = (await web.http.post("/channels", json={"connector": "contacts", "channel": "sms", "name": "SMS"})).json()
    answer = await web.http.post(f"/channels/{made['id']}/test-message", json={"to": "+4930123456"})
    _problem(answer, 409, "no_way_out")
