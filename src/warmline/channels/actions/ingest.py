"""Turn envelopes into the record, a batch at a time: who it is from, which case, what was said."""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

from warmline import interactions, sdk
from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.events import EnvelopeFailed, EnvelopeNotUnderstood, EnvelopeRecovered
from warmline.channels.model import IMPORTED, ChannelAccount, EnvelopeStatus
from warmline.channels.reading import Inbox, Reading, failed, read
from warmline.channels.registry import Registry
from warmline.channels.store import Waiting
from warmline.kit import events
from warmline.kit.db import Conn
from warmline.kit.errors import WarmlineError
from warmline.kit.events import Event

# Parsing is computing; the event loop gets a turn at least this often, so that requests are answered meanwhile.
TURN_SECONDS = 0.005

Pair = tuple[Inbox, Reading, sdk.Inbound]


async def ingest(
    conn: Conn, actor: Actor, registry: Registry, batch: Sequence[Waiting], *, max_attachment: int
) -> list[Reading]:
    """Record a batch, in order, and note what became of each envelope, in this transaction.

    The envelopes' lanes are locked by it. What cannot be parsed becomes failed; whatever else raises is for the caller,
    who tries the envelopes apart.
    """
    inboxes = await _inboxes(conn, actor.org_id, registry, batch)
    readings = await _read(batch, inboxes, max_attachment)
    await _store_files(conn, actor.org_id, readings)
    readings = await _receive(conn, actor, inboxes, readings)
    await _receipts(conn, actor, readings)
    await finish(conn, actor, readings)
    return readings


async def finish(conn: Conn, actor: Actor, readings: Sequence[Reading]) -> None:
    """Note what became of envelopes, and announce what somebody should see."""
    ends = [(each.waiting.envelope.id, each.status, each.error) for each in readings]
    finished = await store.finish_envelopes(conn, actor.org_id, ends)
    news = [_news(each) for each in readings if each.waiting.envelope.id in finished]
    await events.publish(conn, actor.org_id, actor.ref, [each for each in news if each])


async def _inboxes(conn: Conn, org_id: UUID, registry: Registry, batch: Sequence[Waiting]) -> dict[UUID, Inbox | str]:
    """By account; a text where it cannot be used, which says why."""
    accounts = await store.accounts_by_ids(conn, org_id, list({each.account_id for each in batch}))
    return {each.id: _inbox(registry, each) for each in accounts}


def _inbox(registry: Registry, stored: ChannelAccount) -> Inbox | str:
    try:
        connector, account = registry.get(stored.connector), registry.open(stored)
    except WarmlineError as error:
        return error.message
    channels = {each.code: each for each in connector.manifest.channels}
    return Inbox(account, connector, channels, stored.queue_id)


async def _read(batch: Sequence[Waiting], inboxes: dict[UUID, Inbox | str], max_attachment: int) -> list[Reading]:
    readings = []
    since = time.monotonic()
    for each in batch:
        inbox = inboxes[each.account_id]
        if isinstance(inbox, str):
            readings.append(failed(each, inbox))
        else:
            readings.append(read(each, inbox, max_attachment=max_attachment))
        if time.monotonic() - since > TURN_SECONDS:
            await asyncio.sleep(0)
            since = time.monotonic()
    return readings


async def _store_files(conn: Conn, org_id: UUID, readings: Sequence[Reading]) -> None:
    files = {digest: content for each in readings for digest, content in each.files.items()}
    if files:
        await store.insert_blobs(conn, org_id, files)


async def _receive(
    conn: Conn, actor: Actor, inboxes: dict[UUID, Inbox | str], readings: Sequence[Reading]
) -> list[Reading]:
    """Record contacts and operations in their order; a reading whose operation came to nothing comes back as failed."""
    pairs = [
        (inbox, each, inbound)
        for each in readings
        if isinstance(inbox := inboxes[each.waiting.account_id], Inbox)
        for inbound in each.contacts
    ]
    pairs = await _unrecorded(conn, actor.org_id, pairs)
    steps: dict[UUID, list[interactions.Step]] = {each.waiting.envelope.id: [] for each in readings}
    for inbox, reading, inbound in pairs:
        steps[reading.waiting.envelope.id].append(_contact(inbox, reading, inbound))
    for each in readings:
        steps[each.waiting.envelope.id] += [_operation(each.waiting.account_id, asked) for asked in each.operations]
    received = iter(await interactions.receive(conn, actor, [step for given in steps.values() for step in given]))
    outcomes = {envelope_id: [next(received) for _ in given] for envelope_id, given in steps.items()}
    return [_concluded(each, outcomes[each.waiting.envelope.id]) for each in readings]


def _operation(account_id: UUID, asked: sdk.Settled | sdk.Told) -> interactions.Step:
    if isinstance(asked, sdk.Settled):
        return interactions.Settle(account_id=account_id, external_id=asked.external_id, at=asked.at)
    return interactions.Tell(account_id=account_id, external_id=asked.external_id, reference=asked.reference)


def _concluded(reading: Reading, received: Sequence[interactions.Received]) -> Reading:
    if reading.operations and any(each.interaction_id is None for each in received[-len(reading.operations) :]):
        return failed(reading.waiting, "The contact that this is about is not recorded; run it again once it is.")
    return reading


async def _unrecorded(conn: Conn, org_id: UUID, pairs: list[Pair]) -> list[Pair]:
    """Those that are not in the record. A channel can deliver one message in two envelopes, and somebody who withholds
    the number must not become a customer for each."""
    keys = [_keys(inbox, inbound) for inbox, _, inbound in pairs]
    seen = await store.recorded_contacts(conn, org_id, [key for each in keys for key in each]) if keys else set()
    fresh = []
    for pair, own in zip(pairs, keys, strict=True):
        if seen.isdisjoint(own):
            fresh.append(pair)
        seen |= own
    return fresh


def _keys(inbox: Inbox, inbound: sdk.Inbound) -> set[tuple[UUID, str]]:
    ids = {inbound.external_id, *(each.external_id for each in inbound.messages if each.external_id)}
    return {(inbox.account.id, each) for each in ids}


def _contact(inbox: Inbox, reading: Reading, inbound: sdk.Inbound) -> interactions.Contact:
    channel = inbox.channel(inbound)
    return interactions.Contact(
        account_id=inbox.account.id,
        channel=channel.code,
        medium=channel.medium,
        synchrony=channel.synchrony,
        queue_id=None if IMPORTED in reading.waiting.envelope.meta else inbox.queue_id,
        envelope_id=reading.waiting.envelope.id,
        inbound=inbound,
        source=inbox.account.connector,
    )


async def _receipts(conn: Conn, actor: Actor, readings: Sequence[Reading]) -> None:
    receipts = [(each.waiting.account_id, receipt) for each in readings for receipt in each.receipts]
    if receipts:
        await interactions.record_receipts(conn, actor, receipts)


def _news(reading: Reading) -> Event | None:
    envelope_id, account_id = reading.waiting.envelope.id, reading.waiting.account_id
    if reading.status is EnvelopeStatus.FAILED:
        return EnvelopeFailed(envelope_id=envelope_id, account_id=account_id, error=reading.error or "")
    if reading.status is EnvelopeStatus.UNKNOWN:
        return EnvelopeNotUnderstood(envelope_id=envelope_id, account_id=account_id)
    return EnvelopeRecovered(envelope_id=envelope_id, account_id=account_id) if reading.waiting.attempts else None
