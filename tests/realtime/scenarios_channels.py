"""How channel accounts and deliveries change."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import msgspec

from tests.channels.probe import ProbeConnector
from tests.realtime.stage import Stage, scenario
from warmline import sdk
from warmline.channels import Ingest, NewAccount, Registry, accept, create_account
from warmline.channels.actions.configure import report_health
from warmline.channels.actions.retry import read_envelope, retry
from warmline.channels.actions.testing import Draft, record_test, record_test_message, run_test, send_test_message
from warmline.kit.crypto import Vault

Play = AsyncGenerator[None, None]


class Mendable(ProbeConnector):
    """A probe whose bug can be mended."""

    mended = False

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        if self.mended:
            body = envelope.body.replace(b'"bug"', b'"message"')
            envelope = msgspec.structs.replace(envelope, body=body)
        return super().parse(envelope, account)


class Inbox:
    """An account of the tests' own channel."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.probe = Mendable()
        self.registry = Registry(Vault([b"a key of the tests"]), [self.probe])
        self.account: sdk.Account | None = None

    async def open(self) -> sdk.Account:
        """Set it up."""
        new = NewAccount(connector="probe", channel="probe", name="Probe", settings={"signing_secret": "s3cret"})
        async with self.stage.db.transaction(self.stage.org_id) as conn:
            self.account = self.registry.open(await create_account(conn, self.stage.reader, self.registry, new))
        return self.account

    async def deliver(self, *given: dict[str, Any]) -> Sequence[Any]:
        """Take deliveries in, and read them; returns their envelopes."""
        account = self.account or await self.open()
        raws = [sdk.Raw(external_id=each["id"], body=msgspec.json.encode(each)) for each in given]
        async with self.stage.db.transaction(self.stage.org_id) as conn:
            envelopes = [each.envelope_id for each in await accept(conn, account, raws)]
        await self.read()
        return envelopes

    async def read(self) -> None:
        """Read what waits."""
        await Ingest(self.stage.db, self.registry).drain(self.stage.org_id)


@scenario("channel_account.created", "channel_account.updated", "channel_account.health_changed")
async def accounts(stage: Stage) -> Play:
    queue = await stage.make("/queues", code="main", name="Main")
    yield
    account = await Inbox(stage).open()
    await stage.call("PATCH", f"/channels/{account.id}", queue_id=queue["id"])
    async with stage.db.transaction(stage.org_id) as conn:
        await report_health(conn, stage.reader, account.id, "The password is wrong.")


@scenario("channel_account.tested", "channel_account.test_message_sent")
async def tried(stage: Stage) -> Play:
    inbox = Inbox(stage)
    account = await inbox.open()
    yield
    draft = Draft(account, as_saved=True)
    steps = await run_test(inbox.registry, account)
    await send_test_message(inbox.registry, account, "me@example.org")
    async with stage.db.transaction(stage.org_id) as conn:
        await record_test(conn, stage.reader, draft, steps)
        await record_test_message(conn, stage.reader, account.id)


@scenario("envelope.failed", "envelope.not_understood")
async def trouble(stage: Stage) -> Play:
    inbox = Inbox(stage)
    await inbox.open()
    yield
    await inbox.deliver({"id": "1", "kind": "broken"}, {"id": "2", "kind": "dance"})


@scenario("envelope.viewed", "envelope.retried", "envelope.recovered")
async def recovery(stage: Stage) -> Play:
    inbox = Inbox(stage)
    (envelope_id,) = await inbox.deliver({"id": "1", "kind": "bug", "from": "ann@example.org", "text": "Hello"})
    yield
    async with stage.db.transaction(stage.org_id) as conn:
        await read_envelope(conn, stage.reader, envelope_id)
        await retry(conn, stage.reader, envelope_id)
    inbox.probe.mended = True
    await inbox.read()
