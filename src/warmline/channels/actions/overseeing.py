"""See how channels fare, and what could not be taken in or sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.channels import health_store as store
from warmline.channels import washing
from warmline.channels.actions.configure import LONGEST_PROBLEM, visible_account
from warmline.channels.events import ChannelAccountHealthChanged
from warmline.channels.health import ChannelHealth, Found
from warmline.channels.model import EnvelopeStatus
from warmline.kit import events
from warmline.kit.db import Conn

MOST_REASONS = 100


class EnvelopeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many deliveries of an account have a status. ``accepted`` ones wait to be read."""

    account_id: UUID
    status: EnvelopeStatus
    count: int


class FailureReason(msgspec.Struct, frozen=True, kw_only=True):
    """Deliveries that failed for one reason; of unknown ones ``error`` is their kind."""

    account_id: UUID
    status: EnvelopeStatus
    error: str
    count: int
    first: datetime
    last: datetime


class UnsentMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message of ours that could not be sent, without what it says."""

    id: UUID
    account_id: UUID
    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    at: datetime
    reason: str
    attempts: int


async def healths(conn: Conn, actor: Actor, ids: Sequence[UUID] | None = None) -> list[ChannelHealth]:
    """How accounts fare: all of them, or these."""
    actor.need("channel.manage")
    return [Found.of(row).health() for row in await store.account_healths(conn, actor.org_id, ids)]


async def health(conn: Conn, actor: Actor, account_id: UUID) -> ChannelHealth:
    """How an account fares; raises ``NotFound``."""
    await visible_account(conn, actor, account_id)
    return (await healths(conn, actor, [account_id]))[0]


async def note_sending(conn: Conn, actor: Actor, account_id: UUID, problem: str | None) -> None:
    """Note why nothing can be sent by an account, or None where it can again. Announced only where that is news."""
    if problem is None:
        news = await store.forget_checks(conn, actor.org_id, account_id, ["sending"])
    else:
        problem = washing.text(problem)[:LONGEST_PROBLEM]
        news = await store.note_sending_trouble(conn, actor.org_id, account_id, problem)
    if news:
        changed = ChannelAccountHealthChanged(account_id=account_id, healthy=problem is None)
        await events.publish(conn, actor.org_id, actor.ref, [changed], request_id=actor.request_id)


async def envelope_counts(conn: Conn, actor: Actor) -> list[EnvelopeCount]:
    """How many deliveries wait, failed or are unknown."""
    actor.need("envelope.read")
    return [msgspec.convert(dict(row), EnvelopeCount) for row in await store.envelope_counts(conn, actor.org_id)]


async def failure_reasons(conn: Conn, actor: Actor) -> list[FailureReason]:
    """Why deliveries failed, the most frequent first; at most a hundred."""
    actor.need("envelope.read")
    rows = await store.envelope_reasons(conn, actor.org_id, MOST_REASONS)
    return [msgspec.convert(dict(row), FailureReason) for row in rows]


async def list_unsent(
    conn: Conn, actor: Actor, *, account_id: UUID | None, before: UUID | None, limit: int
) -> list[UnsentMessage]:
    """Newest first."""
    actor.need("envelope.read")
    rows = await store.list_unsent(conn, actor.org_id, account_id=account_id, before=before, size=limit)
    return [msgspec.convert(dict(row), UnsentMessage) for row in rows]


async def count_unsent(conn: Conn, actor: Actor) -> int:
    """How many messages of ours could not be sent, since ever."""
    actor.need("envelope.read")
    return await store.count_unsent(conn, actor.org_id)
