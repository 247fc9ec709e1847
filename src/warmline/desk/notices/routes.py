"""One's notifications over HTTP."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Meta

from warmline.accounts import Actor
from warmline.desk.notices import actions
from warmline.desk.notices.model import Notification, Unread
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor

TAGS = ["notifications"]
Acting = NamedDependency[Actor]


class ReadBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which notifications; null: all. ``read`` false marks them as not read."""

    ids: Annotated[list[UUID], Meta(max_length=500)] | None = None
    read: bool = True


@get("/me/notifications", operation_id="list_notifications", tags=TAGS)
async def list_notifications(
    db: Db, actor: Acting, unread: FromQuery[bool] = False, limit: Limit = 50, after: After = None
) -> Page[Notification]:
    """What one was told, the latest first: mentions, cases and hand-offs that became one's own, what
    colleagues declined, snoozes that ended."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await actions.list_notifications(
            conn, actor, unread=unread, before=place[0] if place else None, size=limit + 1
        )
    return page(found, limit, key=lambda each: (each.id,))


@get("/me/notifications/unread", operation_id="count_unread_notifications", tags=TAGS)
async def count_unread(db: Db, actor: Acting) -> Unread:
    """How many one has not read."""
    async with db.transaction(actor.org_id) as conn:
        return Unread(unread=await actions.unread(conn, actor))


@post("/me/notifications/read", operation_id="mark_notifications_read", tags=TAGS, status_code=200)
async def mark_read(db: Db, actor: Acting, data: JSONBody[ReadBody]) -> Unread:
    """Mark notifications as read, or as not read; how many one has not read then."""
    async with db.transaction(actor.org_id) as conn:
        return Unread(unread=await actions.mark_read(conn, actor, data.ids, read=data.read))


ROUTES = [list_notifications, count_unread, mark_read]
