"""A message of ours on its way out: made ready in one transaction, sent between two, and noted in another."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline import interactions, sdk
from warmline.accounts import Actor, setting
from warmline.channels import store, washing
from warmline.channels.registry import Registry
from warmline.channels.store import Letter
from warmline.kit.db import Conn
from warmline.kit.errors import WarmlineError

# How often a message is tried before it counts as failed; the job is then kept, and can be run again.
ATTEMPTS = 8
# Automatic messages that one handle may get within a day, unless the organisation's settings say otherwise; 0 stops it.
AUTOMATIC_PER_DAY = 10
setting("automatic_messages_per_day", Annotated[int, Meta(ge=0, le=1_000_000)])
LONGEST_REASON = 500
# What came to whom it was for, and need not be sent any more.
ARRIVED = ("delivered", "read")


class Ready(msgspec.Struct, frozen=True):
    """A message that can be sent now, and which attempt it is."""

    message: sdk.Outbound
    account: sdk.Account
    connector: sdk.Connector
    attempt: int


class Withheld(Exception):
    """Why a message will not be sent at all."""


async def prepare(conn: Conn, actor: Actor, registry: Registry, message_id: UUID) -> Ready | None:
    """The message, made ready; None where there is nothing to do any more. What must not be sent is marked failed."""
    letter = await store.lock_letter(conn, actor.org_id, message_id, per_day=AUTOMATIC_PER_DAY)
    if letter is None:
        return None
    if letter.delivery in ARRIVED:
        # A visitor's page shows the record itself, so that it can be quicker than this.
        await _note_reading(conn, actor, registry, letter)
    if not _is_due(letter):
        return None
    if letter.delivery == "failed":
        # The job was given up, and somebody has put it back.
        await interactions.requeue(conn, actor, message_id)
    try:
        account, channel, connector = await _route(conn, actor, registry, letter)
        await _guard_loops(conn, actor, letter, channel)
    except Withheld as reason:
        await interactions.record_delivery(conn, actor, message_id, status="failed", reason=str(reason))
        return None
    external_id = letter.given_id or letter.external_id or connector.external_id(message_id, account)
    if letter.external_id is None:
        await interactions.record_delivery(conn, actor, message_id, status="queued", external_id=external_id)
    attempt = await store.begin_delivery(conn, actor.org_id, letter, external_id)
    await _note_reading(conn, actor, registry, letter)
    message = await _outbound(conn, actor, letter, external_id, threads=channel.threads)
    return Ready(message, account, connector, attempt)


async def conclude(conn: Conn, actor: Actor, message_id: UUID, sent: sdk.Sent) -> None:
    """Note that the channel took the message."""
    external_id = washing.external_id(sent.external_id)
    await store.end_delivery(conn, actor.org_id, message_id, "sent", external_id)
    await interactions.record_delivery(conn, actor, message_id, status=sent.status, external_id=external_id)


async def give_up(conn: Conn, actor: Actor, message_id: UUID, reason: str, *, for_good: bool) -> None:
    """Note that the message was not sent. ``for_good``: the channel refused it; else it can be tried again by hand."""
    if for_good:
        await store.end_delivery(conn, actor.org_id, message_id, "failed", None)
    reason = washing.text(reason)[:LONGEST_REASON]
    await interactions.record_delivery(conn, actor, message_id, status="failed", reason=reason)


def _is_due(letter: Letter) -> bool:
    return letter.delivery == "queued" or (letter.delivery == "failed" and letter.sending == "sending")


async def _note_reading(conn: Conn, actor: Actor, registry: Registry, letter: Letter) -> None:
    """Who answers has read what was said before."""
    stored = None if letter.automatic else await store.account_by_id(conn, actor.org_id, letter.account_id)
    if stored and registry.tells_reading(stored):
        await interactions.record_reading(conn, actor, letter.interaction_id, letter.id)


async def _route(
    conn: Conn, actor: Actor, registry: Registry, letter: Letter
) -> tuple[sdk.Account, sdk.ChannelType, sdk.Connector]:
    stored = await store.account_by_id(conn, actor.org_id, letter.account_id)
    assert stored is not None, "accounts are never deleted"
    if letter.value is None:
        raise Withheld("The message names nobody to send it to.")
    if not stored.active:
        raise Withheld(f"The account {stored.name} is switched off.")
    try:
        account, channel = registry.open(stored), registry.channel(stored.connector, stored.channel)
    except WarmlineError as error:
        raise Withheld(error.message) from error
    if len(letter.text) > channel.max_length:
        raise Withheld(f"The message has {len(letter.text)} characters; the channel takes {channel.max_length}.")
    return account, channel, registry.get(stored.connector)


async def _guard_loops(conn: Conn, actor: Actor, letter: Letter, channel: sdk.ChannelType) -> None:
    """What no person wrote never answers what no person wrote, and is counted: two machines that answer each other are
    how twenty thousand mails go out in a day."""
    if not letter.automatic or channel.synchrony is not sdk.Synchrony.ASYNCHRONOUS or letter.attempts:
        return
    if letter.answers_automatic:
        raise Withheld("An automatic message is not answered automatically.")
    assert letter.handle_id is not None, "the message names somebody"
    sent = await store.automatic_deliveries(conn, actor.org_id, letter.handle_id)
    if sent >= letter.automatic_per_day:
        raise Withheld(f"This handle was sent {sent} automatic messages within a day; more are held back.")


async def _outbound(conn: Conn, actor: Actor, letter: Letter, external_id: str, *, threads: bool) -> sdk.Outbound:
    thread = await store.letter_thread(conn, actor.org_id, letter) if threads else []
    if threads and letter.answers:
        # The last one is what the message answers.
        thread = [each for each in thread if each != letter.answers] + [letter.answers]
    assert letter.scheme is not None, "the message names somebody"
    assert letter.value is not None, "the message names somebody"
    return sdk.Outbound(
        message_id=letter.id,
        external_id=external_id,
        to=sdk.Handle(letter.scheme, letter.value, letter.name or None),
        sender_name=letter.sender_name,
        at=letter.at,
        text=letter.text,
        html=letter.html,
        subject=letter.subject,
        attachments=tuple(await store.letter_files(conn, actor.org_id, letter.id)),
        replies_to=tuple(thread),
        meta={"auto": "auto-replied"} if letter.automatic else {},
    )
