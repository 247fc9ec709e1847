"""Envelopes over HTTP: what arrived, what became of it, and another try."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.channels.actions import overseeing
from warmline.channels.actions import retry as verbs
from warmline.channels.actions.overseeing import UnsentMessage
from warmline.channels.actions.retry import EnvelopeFilter
from warmline.channels.exchange import Channels
from warmline.channels.model import EnvelopeStatus
from warmline.channels.schemas import EnvelopeView, RawEnvelope, Retried, RetryRequest
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor, tagged

TAGS = ["envelopes"]
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]
Status = Annotated[EnvelopeStatus | None, QueryParameter(description="Only envelopes with this status.")]


@get("/envelopes", operation_id="list_envelopes", tags=TAGS)
async def list_envelopes(
    db: Db,
    actor: Acting,
    status: Status = None,
    account_id: FromQuery[UUID | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[EnvelopeView]:
    """Deliveries, newest first, without what they contain."""
    place = read_cursor(after, tuple[UUID])
    wanted = EnvelopeFilter(status=status, account_id=account_id)
    async with db.transaction(actor.org_id) as conn:
        rows = await verbs.list_envelopes(conn, actor, wanted, before=place[0] if place else None, limit=limit + 1)
    return page([EnvelopeView.of(each) for each in rows], limit, key=lambda each: (each.id,))


@get("/envelopes/{envelope_id:uuid}", operation_id="get_envelope", tags=TAGS)
async def get_envelope(db: Db, actor: Acting, envelope_id: FromPath[UUID]) -> Response[EnvelopeView]:
    """One delivery, without what it contains."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(EnvelopeView.of(await verbs.visible_envelope(conn, actor, envelope_id)))


@get("/envelopes/{envelope_id:uuid}/raw", operation_id="get_envelope_raw", tags=TAGS)
async def get_envelope_raw(db: Db, actor: Acting, envelope_id: FromPath[UUID]) -> RawEnvelope:
    """What a delivery contains, as it came. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        envelope = await verbs.read_envelope(conn, actor, envelope_id)
    return RawEnvelope(
        id=envelope.id,
        external_id=envelope.external_id,
        content_type=envelope.content_type,
        meta=envelope.meta,
        received_at=envelope.received_at,
        body=envelope.body,
    )


@get("/envelopes/{envelope_id:uuid}/body", operation_id="download_envelope", tags=TAGS)
async def download_envelope(db: Db, actor: Acting, envelope_id: FromPath[UUID]) -> Response[bytes]:
    """The bytes of a delivery, as a file. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        envelope = await verbs.read_envelope(conn, actor, envelope_id)
    # Never by its own content type: a browser would run what somebody sent.
    headers = {"Content-Disposition": f'attachment; filename="{envelope_id}"'}
    return Response(envelope.body, media_type="application/octet-stream", headers=headers)


@post("/envelopes/{envelope_id:uuid}/retry", operation_id="retry_envelope", tags=TAGS, status_code=200)
async def retry_envelope(db: Db, actor: Acting, channels: Wired, envelope_id: FromPath[UUID]) -> Response[EnvelopeView]:
    """Have a failed or unknown delivery read again."""
    async with db.transaction(actor.org_id) as conn:
        envelope = await verbs.retry(conn, actor, envelope_id)
    channels.ingest.wake()
    return tagged(EnvelopeView.of(envelope))


@post("/envelopes/retry", operation_id="retry_envelopes", tags=TAGS, status_code=200)
async def retry_envelopes(db: Db, actor: Acting, channels: Wired, data: JSONBody[RetryRequest]) -> Retried:
    """Have many deliveries read again, the oldest first."""
    ids = None if data.ids is None else tuple(data.ids)
    wanted = EnvelopeFilter(status=data.status, account_id=data.account_id, ids=ids)
    async with db.transaction(actor.org_id) as conn:
        retried = await verbs.retry_all(conn, actor, wanted, limit=data.limit)
    channels.ingest.wake()
    return Retried(retried)


@get("/unsent-messages", operation_id="list_unsent_messages", tags=["messages"])
async def list_unsent_messages(
    db: Db, actor: Acting, account_id: FromQuery[UUID | None] = None, limit: Limit = 50, after: After = None
) -> Page[UnsentMessage]:
    """Messages of ours that could not be sent, newest first, and why; without what they say."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        rows = await overseeing.list_unsent(
            conn, actor, account_id=account_id, before=place[0] if place else None, limit=limit + 1
        )
    return page(rows, limit, key=lambda each: (each.id,))


@post("/messages/{message_id:uuid}/retry", operation_id="retry_message", tags=["messages"], status_code=202)
async def retry_message(db: Db, actor: Acting, message_id: FromPath[UUID]) -> None:
    """Send a message of ours that failed again."""
    async with db.transaction(actor.org_id) as conn:
        await verbs.retry_message(conn, actor, message_id)


ROUTES = [
    list_envelopes,
    get_envelope,
    get_envelope_raw,
    download_envelope,
    retry_envelope,
    retry_envelopes,
    list_unsent_messages,
    retry_message,
]
