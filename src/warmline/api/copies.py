"""Conversations over HTTP in the formats of others: vCon, mbox and single mails; and vCons in."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from warmline.accounts import Actor
from warmline.api.deliveries import DeliveryImport, Taken
from warmline.api.export.chosen import Wanted
from warmline.api.export.mails import MAIL, mails
from warmline.api.export.vcons import vcons
from warmline.api.lines import JSON_LINES, LINES, TakesLines, streamed
from warmline.channels import Channels, Ingest, account_for
from warmline.connectors import vcon
from warmline.interactions import visible_interaction, visible_message
from warmline.kit.db import Database
from warmline.kit.errors import NotFound
from warmline.kit.http import Db

TAGS = ["exchange"]
MBOX = "application/mbox"
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]
# Where no other place is named, conversations of elsewhere come together here.
ARCHIVE, CHANNEL = "archive", "webchat"


def wanted_of(
    interaction_id: FromQuery[UUID | None] = None,
    case_id: FromQuery[UUID | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    channel: FromQuery[str | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
) -> Wanted:
    """Which conversations: those for which all hold; `since` and `until` are about their beginning."""
    return Wanted(
        interaction_id=interaction_id,
        case_id=case_id,
        customer_id=customer_id,
        channel=channel,
        since=_zoned(since),
        until=_zoned(until),
    )


def _zoned(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at and not at.tzinfo else at


CHOOSING = {"wanted": Provide(wanted_of, sync_to_thread=False)}


@get(
    "/export/vcon",
    operation_id="export_vcons",
    tags=TAGS,
    media_type=JSON_LINES,
    responses=LINES,
    dependencies=CHOOSING,
)
async def export_vcons(
    db: Db,
    actor: Acting,
    wanted: NamedDependency[Wanted],
    files: FromQuery[bool] = True,
) -> Stream:
    """Conversations as vCons (draft-ietf-vcon-vcon-core with the contact-centre extension), a JSON line each, the
    oldest first. Without `files`, attachments are only named."""
    actor.need("export")
    return streamed(_lines(db, actor, wanted, contents=files), JSON_LINES, "warmline-vcons.jsonl")


@get(
    "/export/mbox",
    operation_id="export_mbox",
    tags=TAGS,
    media_type=MBOX,
    responses={200: ResponseSpec(bytes, media_type=MBOX, description="An mbox.", generate_examples=False)},
    dependencies=CHOOSING,
)
async def export_mbox(
    db: Db,
    actor: Acting,
    wanted: NamedDependency[Wanted],
) -> Stream:
    """Messages as mails in an mbox (RFC 4155, quoted as mboxrd): those that came as mail byte for byte, others written
    as one. Private notes are left out."""
    actor.need("export")
    return streamed(_mbox(db, actor, wanted), MBOX, "warmline.mbox")


@get(
    "/interactions/{interaction_id:uuid}/vcon",
    operation_id="get_vcon",
    tags=["interactions"],
    media_type=vcon.MEDIA_TYPE,
    responses={200: ResponseSpec(bytes, media_type=vcon.MEDIA_TYPE, description="A vCon.", generate_examples=False)},
)
async def get_vcon(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[bytes]:
    """One conversation as a vCon. It takes the permission `export`."""
    actor.need("export")
    async with db.transaction(actor.org_id) as conn:
        await visible_interaction(conn, actor, interaction_id)
    async with aclosing(vcons(db, actor, Wanted(interaction_id=interaction_id))) as found:
        bodies = [each.body async for each in found]
    return Response(bodies[0], media_type=vcon.MEDIA_TYPE)


@get(
    "/messages/{message_id:uuid}/eml",
    operation_id="get_eml",
    tags=["interactions"],
    media_type=MAIL,
    responses={200: ResponseSpec(bytes, media_type=MAIL, description="A mail.", generate_examples=False)},
)
async def get_eml(db: Db, actor: Acting, message_id: FromPath[UUID]) -> Response[bytes]:
    """One message as a mail: the one that came, byte for byte, or one written of it. It takes the permission `export`;
    a private note is none."""
    actor.need("export")
    async with db.transaction(actor.org_id) as conn:
        message = await visible_message(conn, actor, message_id)
    async with aclosing(mails(db, actor, Wanted(interaction_id=message.interaction_id))) as found:
        bodies = [each.body async for each in found if each.message_id == message_id]
    if not bodies:
        raise NotFound(kind="mail of the message", id=message_id)
    return Response(bodies[0], media_type=MAIL)


@post("/imports/vcon", operation_id="import_vcons", tags=TAGS, status_code=200, operation_class=TakesLines)
async def import_vcons(
    request: Request[Any, Any, Any], db: Db, actor: Acting, channels: Wired, account: FromQuery[str] = ARCHIVE
) -> Taken:
    """Import vCons, a JSON line each. What cannot be read is kept as failed, and the rest goes on; what is there
    already is left as it is. They come together in one inbox, named by `account`; setting it up takes the permission
    channel.manage."""
    actor.need("interaction.create")
    async with db.transaction(actor.org_id) as conn:
        place = await account_for(conn, actor, channels.registry, "vcon", CHANNEL, account)
    # With an Idempotency-Key all transactions of the request are one, and so must the worker's be.
    taken = DeliveryImport(Ingest(db, channels.registry), actor, place)
    settings = channels.registry.open(place).settings
    for number, line in enumerate((await request.body()).splitlines(), start=1):
        if line.strip():
            await taken.add(f"line {number}", vcon.raw(line, f"line {number}", settings))
    return await taken.finish()


async def _lines(db: Database, actor: Actor, wanted: Wanted, *, contents: bool) -> AsyncGenerator[bytes, None]:
    async with aclosing(vcons(db, actor, wanted, contents=contents)) as found:
        async for each in found:
            yield each.body + b"\n"


async def _mbox(db: Database, actor: Actor, wanted: Wanted) -> AsyncGenerator[bytes, None]:
    async with aclosing(mails(db, actor, wanted, "mbox")) as found:
        async for each in found:
            yield each.mbox


COPIES = [export_vcons, export_mbox, get_vcon, get_eml, import_vcons]
