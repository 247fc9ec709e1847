"""See the envelopes that failed, and let them be read again."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline import interactions, sdk
from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.errors import NothingToRetry
from warmline.channels.events import EnvelopeRetried, EnvelopeViewed
from warmline.channels.model import TROUBLED, EnvelopeStatus, StoredEnvelope
from warmline.kit import events, jobs
from warmline.kit.db import Conn
from warmline.kit.errors import Conflict, NotFound


class EnvelopeFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which envelopes; None takes any. Without a status, ``retry_all`` takes failed and unknown ones."""

    status: EnvelopeStatus | None = None
    account_id: UUID | None = None
    ids: tuple[UUID, ...] | None = None


ANY = EnvelopeFilter()


class MessageNotFailed(Conflict):
    """The message {id} has not failed, so there is nothing to send again."""


async def visible_envelope(conn: Conn, actor: Actor, envelope_id: UUID) -> StoredEnvelope:
    """The envelope without its body; raises ``NotFound``."""
    actor.need("envelope.read")
    found = await store.envelopes_by_ids(conn, actor.org_id, [envelope_id])
    if not found:
        raise NotFound(kind="envelope", id=envelope_id)
    return found[0]


async def list_envelopes(
    conn: Conn, actor: Actor, wanted: EnvelopeFilter, *, before: UUID | None, limit: int
) -> list[StoredEnvelope]:
    """Newest first."""
    actor.need("envelope.read")
    return await store.list_envelopes(
        conn, actor.org_id, status=wanted.status, account_id=wanted.account_id, before=before, size=limit
    )


async def read_envelope(conn: Conn, actor: Actor, envelope_id: UUID) -> sdk.Envelope:
    """The envelope with what it contains. Reading it is audited."""
    actor.need("envelope.read")
    found = await store.envelope_body(conn, actor.org_id, envelope_id)
    if found is None:
        raise NotFound(kind="envelope", id=envelope_id)
    account_id, envelope = found
    viewed = EnvelopeViewed(envelope_id=envelope_id, account_id=account_id)
    await events.publish(conn, actor.org_id, actor.ref, [viewed], request_id=actor.request_id)
    return envelope


async def retry(conn: Conn, actor: Actor, envelope_id: UUID) -> StoredEnvelope:
    """Let one envelope be read again. Raises ``NothingToRetry`` where it neither failed nor is unknown."""
    actor.need("envelope.retry")
    found = await visible_envelope(conn, actor, envelope_id)
    if not await _retry(conn, actor, TROUBLED, ids=[envelope_id], account_id=None, size=1):
        raise NothingToRetry(id=envelope_id, status=found.status)
    return await visible_envelope(conn, actor, envelope_id)


async def retry_all(conn: Conn, actor: Actor, wanted: EnvelopeFilter = ANY, *, limit: int) -> int:
    """Let all of them be read again, the oldest first, at most ``limit``; how many that were."""
    actor.need("envelope.retry")
    statuses = TROUBLED if wanted.status is None else (wanted.status,)
    if not set(statuses) <= set(TROUBLED):
        return 0
    ids = None if wanted.ids is None else list(wanted.ids)
    return await _retry(conn, actor, statuses, ids=ids, account_id=wanted.account_id, size=limit)


async def retry_message(conn: Conn, actor: Actor, message_id: UUID) -> None:
    """Send a failed message of ours again. Raises ``MessageNotFailed``."""
    actor.need("interaction.work")
    await interactions.visible_message(conn, actor, message_id)
    if not await interactions.requeue(conn, actor, message_id):
        raise MessageNotFailed(id=message_id)
    await jobs.enqueue(conn, actor.org_id, "channels.send", {"message_id": str(message_id)}, key=str(message_id))


async def _retry(
    conn: Conn, actor: Actor, statuses: Sequence[EnvelopeStatus], *, ids: list[UUID] | None, account_id: UUID | None,
    size: int,
) -> int:  # fmt: skip
    waiting = await store.retry_envelopes(
        conn, actor.org_id, statuses=list(statuses), ids=ids, account_id=account_id, size=size
    )
    retried = [EnvelopeRetried(envelope_id=envelope, account_id=account) for envelope, account in waiting]
    await events.publish(conn, actor.org_id, actor.ref, retried, request_id=actor.request_id)
    return len(retried)
