"""Saved views over HTTP."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.desk.actions import views
from warmline.desk.model import NewView, SavedView, ViewChange, ViewOrder
from warmline.desk.snapshots import visible_view
from warmline.kit.http import Db, expected_version, tagged

TAGS = ["desk"]
Acting = NamedDependency[Actor]
# As many as anybody has, with those that are shared with them.
MOST_ORDERED = 200


class NewOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One's views in the order wanted; those that are not named come after, the oldest first."""

    view_ids: Annotated[list[UUID], msgspec.Meta(max_length=MOST_ORDERED)]


@get("/saved-views", operation_id="list_saved_views", tags=TAGS)
async def list_saved_views(db: Db, actor: Acting) -> list[SavedView]:
    """The views that one sees, own and shared, in one's own order."""
    async with db.transaction(actor.org_id) as conn:
        return await views.list_views(conn, actor)


@post("/saved-views", operation_id="create_saved_view", tags=TAGS)
async def create_saved_view(db: Db, actor: Acting, data: JSONBody[NewView]) -> Response[SavedView]:
    """Keep filters and an order under a name."""
    async with db.transaction(actor.org_id) as conn:
        made = await views.create_view(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/saved-views/{made.id}")


@get("/saved-views/{view_id:uuid}", operation_id="get_saved_view", tags=TAGS)
async def get_saved_view(db: Db, actor: Acting, view_id: FromPath[UUID]) -> Response[SavedView]:
    """One view."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_view(conn, actor, view_id))


@patch("/saved-views/{view_id:uuid}", operation_id="update_saved_view", tags=TAGS)
async def update_saved_view(
    request: Request[Any, Any, Any], db: Db, actor: Acting, view_id: FromPath[UUID], data: JSONBody[ViewChange]
) -> Response[SavedView]:
    """Change a view of one's own, or, with `queue.manage`, one that is shared."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await views.update_view(conn, actor, view_id, data, version=expected_version(request)))


@delete("/saved-views/{view_id:uuid}", operation_id="delete_saved_view", tags=TAGS, status_code=204)
async def delete_saved_view(db: Db, actor: Acting, view_id: FromPath[UUID]) -> None:
    """Keep a view no longer."""
    async with db.transaction(actor.org_id) as conn:
        await views.delete_view(conn, actor, view_id)


@put("/saved-views/order", operation_id="order_saved_views", tags=TAGS)
async def order_saved_views(db: Db, actor: Acting, data: JSONBody[NewOrder]) -> Response[ViewOrder]:
    """Put one's views into an order; nobody else's changes."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await views.order_views(conn, actor, data.view_ids))


ROUTES = [
    list_saved_views,
    create_saved_view,
    order_saved_views,
    get_saved_view,
    update_saved_view,
    delete_saved_view,
]
