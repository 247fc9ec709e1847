"""An organisation's patterns over HTTP, and a dry run of what would be found in a text."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.entities.actions import patterns as verbs
from warmline.entities.asking import asks
from warmline.entities.finding import find
from warmline.entities.model import Asked, EntityPattern, Found, NewPattern, PatternChange
from warmline.kit import clock
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["entities"]
Acting = NamedDependency[Actor]
_Request = Request[Any, Any, Any]


class TryBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to read. ``pattern`` is tried beside those that are in use; ``expecting`` are kinds that were asked for
    just before; ``said_at`` is the day of "yesterday", now without it."""

    text: Annotated[str, msgspec.Meta(max_length=200_000)]
    pattern: NewPattern | None = None
    expecting: Annotated[list[str], msgspec.Meta(max_length=20)] = []
    said_at: datetime | None = None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What would be found in the text; and, were it ours, what it would ask the customer for."""

    found: list[Found]
    asks_for: list[Asked]


@get("/entity-patterns", operation_id="list_entity_patterns", tags=TAGS)
async def list_patterns(
    db: Db, actor: Acting, kind: FromQuery[str | None] = None, limit: Limit = 50, after: After = None
) -> Page[EntityPattern]:
    """What is looked for in what customers write, beside what is looked for everywhere."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await verbs.list_patterns(conn, actor, after=key[0] if key else None, limit=limit + 1, kind=kind)
    return page(found, limit, key=lambda each: (each.id,))


@post("/entity-patterns", operation_id="create_entity_pattern", tags=TAGS)
async def create_pattern(db: Db, actor: Acting, data: JSONBody[NewPattern]) -> Response[EntityPattern]:
    """Look for another kind of number, by an RE2 expression and the words before it."""
    async with db.transaction(actor.org_id) as conn:
        made = await verbs.create_pattern(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/entity-patterns/{made.id}")


@get("/entity-patterns/{pattern_id:uuid}", operation_id="get_entity_pattern", tags=TAGS)
async def get_pattern(db: Db, actor: Acting, pattern_id: FromPath[UUID]) -> Response[EntityPattern]:
    """One pattern."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await verbs.get_pattern(conn, actor, pattern_id))


@patch("/entity-patterns/{pattern_id:uuid}", operation_id="update_entity_pattern", tags=TAGS)
async def update_pattern(
    request: _Request, db: Db, actor: Acting, pattern_id: FromPath[UUID], data: JSONBody[PatternChange]
) -> Response[EntityPattern]:
    """Look for something else, or switch a pattern on or off."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await verbs.update_pattern(conn, actor, pattern_id, data, expected=expected_version(request)))


@delete("/entity-patterns/{pattern_id:uuid}", operation_id="delete_entity_pattern", tags=TAGS, status_code=204)
async def delete_pattern(request: _Request, db: Db, actor: Acting, pattern_id: FromPath[UUID]) -> None:
    """Look for it no more; what it found stays."""
    async with db.transaction(actor.org_id) as conn:
        await verbs.delete_pattern(conn, actor, pattern_id, expected=expected_version(request))


@post("/entity-patterns/try", operation_id="try_entity_patterns", tags=TAGS, status_code=200)
async def try_patterns(db: Db, actor: Acting, data: JSONBody[TryBody]) -> Tried:
    """A dry run: what would be found in a text. Nothing is kept."""
    actor.need(verbs.PERMISSION)
    async with db.transaction(actor.org_id) as conn:
        used = await verbs.tried_patterns(conn, actor, data.pattern)
    found = find(data.text, used, said=data.said_at or clock.now(), expecting=data.expecting)
    return Tried(found=list(found), asks_for=list(asks(data.text, used)))


ROUTES = [list_patterns, create_pattern, get_pattern, update_pattern, delete_pattern, try_patterns]
