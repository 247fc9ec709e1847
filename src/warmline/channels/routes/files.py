"""Files of messages over HTTP."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, PathParameter

from warmline.accounts import Actor
from warmline.channels.actions import files as verbs
from warmline.channels.exchange import Channels
from warmline.kit.http import Db
from warmline.kit.http.files import download, read_within

TAGS = ["messages"]
BYTES = "application/octet-stream"
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]
Digest = Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$", description="The file's SHA-256, in hex.")]


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that an answer may name. ``size`` is in bytes."""

    sha256: str
    size: int


@dataclass
class TakesBytes(Operation):
    """An operation whose body is a file."""

    def __post_init__(self) -> None:
        media = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        self.request_body = RequestBody(content={BYTES: media}, description="The file's bytes.", required=True)


@post("/files", operation_id="upload_file", tags=TAGS, request_max_body_size=None, operation_class=TakesBytes)
async def upload_file(request: Request[Any, Any, Any], db: Db, actor: Acting, channels: Wired) -> StoredFile:
    """Store a file: its bytes are the body. Name it in `files` of an answer, by its SHA-256."""
    actor.need("interaction.work")
    content = await read_within(request, channels.max_attachment, what="The file")
    async with db.transaction(actor.org_id) as conn:
        digest = await verbs.store_file(conn, actor, content, limit=channels.max_attachment)
    return StoredFile(sha256=digest, size=len(content))


@get(
    "/messages/{message_id:uuid}/files/{sha256:str}",
    operation_id="download_file",
    tags=TAGS,
    responses={200: ResponseSpec(bytes, media_type=BYTES, description="The file.", generate_examples=False)},
)
async def download_file(db: Db, actor: Acting, message_id: FromPath[UUID], sha256: Digest) -> Response[bytes]:
    """A file of a message, to keep, with its own content type. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        file, content = await verbs.open_file(conn, actor, message_id, sha256)
    return download(content, name=file.name, content_type=file.content_type)


ROUTES = [upload_file, download_file]
