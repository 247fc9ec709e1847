"""What every connector must do, asked of every connector that is installed. See README.md."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.di import Provide

from tests.channels.views import NoView
from tests.connectors.contract import (
    Samples,
    envelope,
    folder,
    quality_faults,
    samples_of,
    world_closed,
)
from warmline import sdk
from warmline.accounts import system
from warmline.channels import ROUTES, Channels, NewAccount, Registry, create_account, retry_all
from warmline.channels.actions.testing import run_test
from warmline.channels.registry import faults
from warmline.channels.washing import parsed
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.http import EXCEPTION_HANDLERS, Edge

REGISTRY = Registry.installed(Vault([b"a key of the contract"]))
CODES = sorted(REGISTRY.connectors)
COUNTED = ("interaction", "message", "case_record", "customer", "handle", "case_decision", "identity_decision", "blob")

every = pytest.mark.parametrize("code", CODES)


class Subject:
    """A connector with its samples."""

    def __init__(self, code: str) -> None:
        self.connector = REGISTRY.connectors[code]
        self.samples: Samples = samples_of(code)
        self.account = self.samples.account(self.connector.manifest)

    @property
    def all(self) -> tuple[sdk.Raw, ...]:
        return (*self.samples.deliveries, *self.samples.unknown, *self.samples.broken)

    def parse(self, raw: sdk.Raw) -> list[sdk.Parsed] | str:
        """What it says, or why it cannot be read."""
        try:
            return self.connector.parse(envelope(raw), self.account)
        except sdk.Unparsable as error:
            return str(error)


def test_every_installed_connector_can_be_used() -> None:
    assert REGISTRY.problems == {}


@every
def test_the_manifest_is_valid(code: str) -> None:
    assert faults(REGISTRY.connectors[code].manifest) == []


@every
def test_the_quality_file_answers_every_rule(code: str) -> None:
    assert quality_faults(folder(REGISTRY.connectors[code]) / "quality.toml") == []


@every
def test_every_setting_and_channel_is_documented(code: str) -> None:
    manifest = REGISTRY.connectors[code].manifest
    readme = (folder(REGISTRY.connectors[code]) / "README.md").read_text("utf-8")
    named = [field.encode_name for field in msgspec.structs.fields(manifest.settings)]
    named += [each.code for each in manifest.channels]
    assert [each for each in named if f"`{each}`" not in readme] == []


@every
def test_the_samples_are_what_they_are_said_to_be(code: str) -> None:
    subject = Subject(code)
    assert subject.samples.deliveries, "there must be deliveries"
    for raw in subject.samples.deliveries:
        found = subject.parse(raw)
        assert any(isinstance(each, sdk.Inbound | sdk.Receipt) for each in found), found
    for raw in subject.samples.unknown:
        found = subject.parse(raw)
        assert found, found
        assert all(isinstance(each, sdk.Unknown) for each in found), found
    for raw in subject.samples.broken:
        assert isinstance(subject.parse(raw), str), raw.external_id


@every
def test_parsing_is_pure(code: str) -> None:
    subject = Subject(code)
    # The first time imports what is imported late.
    before = [subject.parse(raw) for raw in subject.all]
    with world_closed():
        after = [subject.parse(raw) for raw in subject.all]
    assert after == before


@every
def test_what_it_says_can_be_recorded(code: str) -> None:
    """Its channel is one of the manifest's, its times are aware, and what is not storable is replaced once."""
    subject = Subject(code)
    channels = {each.code for each in subject.connector.manifest.channels}
    for raw in subject.samples.deliveries:
        for each in subject.connector.parse(envelope(raw), subject.account):
            assert parsed(parsed(each)) == parsed(each)
            if isinstance(each, sdk.Inbound):
                assert (each.channel or subject.account.channel) in channels
                assert all(message.at.tzinfo for message in each.messages)


@every
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_hostile_bytes_are_unparsable_at_worst(code: str, data: st.DataObject) -> None:
    subject = Subject(code)
    sample = data.draw(st.sampled_from(subject.all))
    body = data.draw(st.one_of(st.binary(max_size=300), _spoiled(sample.body)))
    meta = data.draw(st.one_of(st.just(sample.meta), st.dictionaries(st.text(), st.text(), max_size=3)))
    raw = msgspec.structs.replace(sample, body=body, meta=meta, content_type=data.draw(st.text(max_size=30)))
    first = subject.parse(raw)
    assert subject.parse(raw) == first or not isinstance(first, str)
    for each in first if isinstance(first, list) else []:
        parsed(each)


@st.composite
def _spoiled(draw: st.DrawFn, body: bytes) -> bytes:
    """A sample that something happened to: cut, doubled, or changed in places."""
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, len(body)))
    middle = draw(st.one_of(st.binary(max_size=20), st.just(body[start:end] * 2), st.just(b"")))
    return body[:start] + middle + body[end:]


@every
async def test_trying_a_sample_account_names_its_steps(code: str) -> None:
    """Each step has a code, a title, and words; it points at settings that there are; and secrets are not repeated."""
    subject = Subject(code)
    manifest = subject.connector.manifest
    known = {field.encode_name for field in msgspec.structs.fields(manifest.settings)} | {"address"}
    steps = await run_test(REGISTRY, subject.account)
    assert steps, "there is at least one step"
    for step in steps:
        assert step.code
        assert step.title
        assert step.detail
        assert set(step.settings) <= known
    assert not any(step.code in ("connector", "time") for step in steps), steps


class Installation:
    """A connector's account in a real database, with the worker that reads its envelopes, and the web behind it."""

    def __init__(self, db: Database, org: UUID, subject: Subject) -> None:
        self.db, self.org, self.subject = db, org, subject
        self.channels = Channels(db, REGISTRY, NoView())
        self.account = subject.account
        self.actor = system(org, "contract")

    async def set_up(self) -> "Installation":
        samples, manifest = self.subject.samples, self.subject.connector.manifest
        new = NewAccount(
            connector=manifest.code, channel=samples.channel, name="Contract", address=samples.address,
            settings=samples.settings,
        )  # fmt: skip
        async with self.db.transaction(self.org) as conn:
            self.account = REGISTRY.open(await create_account(conn, self.actor, REGISTRY, new))
        return self

    async def deliver(self, raws: Sequence[sdk.Raw]) -> list[bool]:
        accepted = await self.channels.intake.accept(self.account, raws)
        await self.channels.ingest.drain(self.org)
        return [each.new for each in accepted]

    async def counts(self) -> dict[str, int]:
        async with self.db.transaction(self.org) as conn:
            return {name: await conn.fetchval(f"select count(*) from {name}") for name in COUNTED}

    async def envelopes(self) -> dict[str, str]:
        async with self.db.transaction(self.org) as conn:
            rows = await conn.fetch("select external_id, status from envelope")
        return {row["external_id"]: row["status"] for row in rows}

    async def read_all_again(self) -> None:
        """As after a crash between the record and the note of it, if there could be one."""
        async with self.db.transaction(self.org) as conn:
            await conn.execute("update envelope set status = 'accepted'")
        await self.channels.ingest.drain(self.org)

    def web(self) -> httpx.AsyncClient:
        app = Litestar(
            ROUTES,
            dependencies={
                "channels": Provide(lambda: self.channels, sync_to_thread=False),
                "db": Provide(lambda: self.db, sync_to_thread=False),
                "actor": Provide(lambda: self.actor, sync_to_thread=False),
            },
            exception_handlers=EXCEPTION_HANDLERS,
            openapi_config=None,
            logging_config=None,
        )
        return httpx.AsyncClient(transport=httpx.ASGITransport(Edge(app)), base_url="http://contract")


@pytest.fixture
async def installation(db: Database, org: UUID, code: str) -> AsyncIterator[Installation]:
    installation = await Installation(db, org, Subject(code)).set_up()
    yield installation
    await installation.channels.close()


@every
async def test_a_bad_signature_is_refused_and_nothing_is_stored(installation: Installation) -> None:
    webhook = installation.subject.samples.webhook
    body = webhook.body if webhook else b"{}"
    proof = webhook.sign(b"something else", installation.subject.samples.settings) if webhook else {}
    async with installation.web() as web:
        for headers in ({}, proof):
            address = f"/channels/{installation.account.id}/webhook"
            answer = await web.post(address, content=body, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "signature_refused")
    assert await installation.envelopes() == {}


@every
async def test_a_signed_request_is_accepted_once(installation: Installation) -> None:
    webhook = installation.subject.samples.webhook
    if webhook is None:
        assert await installation.envelopes() == {}
        return
    headers = webhook.sign(webhook.body, installation.subject.samples.settings)
    async with installation.web() as web:
        address = f"/channels/{installation.account.id}/webhook"
        first = (await web.post(address, content=webhook.body, headers=headers)).json()
        again = (await web.post(address, content=webhook.body, headers=headers)).json()
    assert first["new"] == first["accepted"] > 0
    assert again == {"accepted": first["accepted"], "new": 0}


@every
async def test_a_replay_writes_nothing_new(installation: Installation) -> None:
    samples = installation.subject.samples
    assert all(await installation.deliver(samples.deliveries))
    before = await installation.counts()
    assert before["message"] or not any(
        isinstance(each, sdk.Inbound) for raw in samples.deliveries for each in installation.subject.parse(raw)
    )
    assert not any(await installation.deliver(samples.deliveries))
    assert await installation.counts() == before
    await installation.read_all_again()
    assert await installation.counts() == before
    assert set((await installation.envelopes()).values()) == {"ingested"}


@every
async def test_unknown_and_broken_deliveries_are_kept_and_can_be_run_again(installation: Installation) -> None:
    samples = installation.subject.samples
    await installation.deliver((*samples.unknown, *samples.broken))
    expected: dict[str, Any] = {raw.external_id: "unknown" for raw in samples.unknown}
    expected |= {raw.external_id: "failed" for raw in samples.broken}
    assert await installation.envelopes() == expected
    async with installation.db.transaction(installation.org) as conn:
        assert await retry_all(conn, installation.actor, limit=100) == len(expected)
    await installation.channels.ingest.drain(installation.org)
    assert await installation.envelopes() == expected
