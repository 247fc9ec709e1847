"""Answers to customers over HTTP: where one can be sent now, and sending it."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.channels.actions import answer as verbs
from warmline.channels.exchange import Channels
from warmline.channels.replying import ReplyOption
from warmline.interactions import LONGEST_HOLD, MessageView, NewReply
from warmline.kit.http import Db, tagged

TAGS = ["interactions"]
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]
# As `de` or `pt-BR`.
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}(?!\n)$"


class FileBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that is stored already, by its SHA-256."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    content_type: Annotated[str, msgspec.Meta(max_length=127)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class ReplyBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to say, and where: one of the reply options; without a handle, the way that the contact came by."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=100_000)]
    subject: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    handle_id: UUID | None = None
    account_id: UUID | None = None
    files: Annotated[list[FileBody], msgspec.Meta(max_length=20)] = []
    language: Annotated[str, msgspec.Meta(pattern=LANGUAGE)] | None = None
    undo_seconds: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_HOLD)] = 0


@get("/interactions/{interaction_id:uuid}/reply-options", operation_id="list_reply_options", tags=TAGS)
async def list_reply_options(
    db: Db, actor: Acting, channels: Wired, interaction_id: FromPath[UUID]
) -> list[ReplyOption]:
    """Every way to answer this customer: whether it works now, and why not where it does not."""
    async with db.transaction(actor.org_id) as conn:
        return await verbs.reply_options(conn, actor, channels.registry, interaction_id)


@post("/interactions/{interaction_id:uuid}/replies", operation_id="reply", tags=TAGS, status_code=201)
async def reply(
    db: Db, actor: Acting, channels: Wired, interaction_id: FromPath[UUID], data: JSONBody[ReplyBody]
) -> Response[MessageView]:
    """Answer the customer. The message is queued; its delivery follows by event. With ``undo_seconds`` it is held for
    so long, and can be taken back until then."""
    files = [(each.name, each.content_type, each.sha256) for each in data.files]
    said = verbs.Answer(
        new=NewReply(text=data.text, subject=data.subject, language=data.language, files=files),
        handle_id=data.handle_id,
        account_id=data.account_id,
        undo_seconds=data.undo_seconds,
    )
    async with db.transaction(actor.org_id) as conn:
        return tagged(await verbs.answer(conn, actor, channels.registry, interaction_id, said), status_code=201)


ROUTES = [list_reply_options, reply]
