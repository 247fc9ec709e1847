"""Rows of feeds over HTTP: from a program with an API key, or signed by the feed itself."""

import io
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, QueryParameter

from warmline.accounts import Actor
from warmline.accounts.routes import provide_actor
from warmline.customers import FeedImport, FeedResult, kind_of, rows, signed_by, visible_feed
from warmline.kit.crypto import Vault
from warmline.kit.errors import Invalid
from warmline.kit.http import Db, visit
from warmline.kit.http.files import read_within

TAGS = ["feeds"]
Sealing = NamedDependency[Vault]
DryRun = Annotated[bool, QueryParameter(description="Write nothing, and answer with what would change.")]
Name = Annotated[str | None, QueryParameter(max_length=200, description="The file's name: `.csv`, `.jsonl`, `.json`.")]
SIGNATURE = "webhook-signature"
JSON, JSON_LINES, CSV = "application/json", "application/jsonl", "text/csv"


def _takes(*kinds: str) -> type[Operation]:
    @dataclass
    class Takes(Operation):
        def __post_init__(self) -> None:
            text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
            self.request_body = RequestBody(
                content=dict.fromkeys(kinds, text),
                description="The rows; the settings say how large a body may be.",
                required=True,
            )

    return Takes


@post(
    "/feeds/{feed_id:uuid}/rows",
    operation_id="upsert_feed_rows",
    tags=TAGS,
    status_code=200,
    request_max_body_size=None,
    operation_class=_takes(JSON, JSON_LINES),
)
async def upsert_feed_rows(
    request: Request[Any, Any, Any], db: Db, vault: Sealing, feed_id: FromPath[UUID], dry_run: DryRun = False
) -> FeedResult:
    """Create and update customers by rows in JSON: a list, `{"rows": [...]}`, or an object a line. Needs the permission
    feed.run, or the headers of Standard Webhooks with a signature by the feed's secret. A row that is wrong is named in
    the answer, and the rest is taken; rows that are there already change nothing, so a body can be sent again."""
    actor, body = await _proven(request, vault, feed_id)
    start = body.lstrip()[:1]
    kind = "json" if start == b"[" or b"\n" not in body.strip() else kind_of(_content_type(request), body)
    return await _take(db, actor, feed_id, body, kind if kind != "csv" else "jsonl", origin="rows", dry_run=dry_run)


@post(
    "/feeds/{feed_id:uuid}/files",
    operation_id="import_feed_file",
    tags=TAGS,
    status_code=200,
    request_max_body_size=None,
    operation_class=_takes(CSV, JSON_LINES, JSON),
)
async def import_feed_file(
    request: Request[Any, Any, Any],
    db: Db,
    vault: Sealing,
    feed_id: FromPath[UUID],
    dry_run: DryRun = False,
    name: Name = None,
) -> FeedResult:
    """Import a whole file: CSV whose first line names the columns, JSON Lines, or a list in JSON; which it is, the name
    or the content type says. Everything else is as with rows."""
    actor, body = await _proven(request, vault, feed_id)
    kind = kind_of(name or _content_type(request), body[:1000])
    return await _take(db, actor, feed_id, body, kind, origin="file", dry_run=dry_run)


def _content_type(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("content-type", "")


async def _proven(request: Request[Any, Any, Any], vault: Vault, feed_id: UUID) -> tuple[Actor, bytes]:
    """Who sends, and what. Nothing is parsed before that is known."""
    limit = request.app.state.settings.max_body_bytes
    if SIGNATURE not in request.headers:
        actor = await provide_actor(request)
        return actor, await read_within(request, limit, what="The feed's body")
    body = await read_within(request, limit, what="The feed's body")
    headers = {name.lower(): value for name, value in request.headers.items()}
    actor = await signed_by(request.app.state.db, vault, feed_id, headers, body)
    now = visit(request.scope)
    now.org_id, now.actor = actor.org_id, actor.ref
    return actor, body


async def _take(
    db: Db, actor: Actor, feed_id: UUID, body: bytes, kind: str, *, origin: Any, dry_run: bool
) -> FeedResult:
    async with db.transaction(actor.org_id) as conn:
        feed = await visible_feed(conn, actor, feed_id)
    if not body.strip():
        raise Invalid(problem="the body is empty; send rows.")
    found = rows(io.BytesIO(body), kind, feed.encoding)
    loading = FeedImport(db, actor, feed, origin=origin, dry=dry_run)
    await loading.begin()
    for each in found:
        await loading.add(each)
    return await loading.finish()


FEEDS = [upsert_feed_rows, import_feed_file]
