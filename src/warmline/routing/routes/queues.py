"""Queues, and what waits in them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.kit.http import After, Db, Limit, Page, encode_cursor, expected_version, page, read_cursor, tagged
from warmline.routing.actions import queues, waiting
from warmline.routing.model import NewQueue, QueueChange, QueueLoad, QueueView, WaitingItem
from warmline.routing.snapshots import visible_queue

TAGS = ["routing"]
QueueIds = Annotated[list[UUID], QueryParameter(name="id", max_items=100, description="The queues.")]


@get("/queues", operation_id="list_queues", tags=TAGS)
async def list_queues(db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None) -> Page[QueueView]:
    """Queues by code: all, or those that my teams or everybody serves."""
    key = read_cursor(after, tuple[str])
    async with db.transaction(actor.org_id) as conn:
        found = await queues.list_queues(conn, actor, after=key[0] if key else None, size=limit + 1)
    return page(found, limit, key=lambda queue: (queue.code,))


@post("/queues", operation_id="create_queue", tags=TAGS)
async def create_queue(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewQueue]) -> Response[QueueView]:
    """Set up a queue."""
    async with db.transaction(actor.org_id) as conn:
        queue = await queues.create_queue(conn, actor, data)
    return tagged(queue, status_code=201, location=f"/api/v1/queues/{queue.id}")


@get("/queues/loads", operation_id="list_queue_loads", tags=TAGS)
async def list_queue_loads(db: Db, actor: NamedDependency[Actor], ids: QueueIds) -> list[QueueLoad]:
    """How much waits in these queues now, and how many agents are available for it."""
    async with db.transaction(actor.org_id) as conn:
        return await queues.queue_loads(conn, actor, ids)


@get("/queues/{queue_id:uuid}", operation_id="get_queue", tags=TAGS)
async def get_queue(db: Db, actor: NamedDependency[Actor], queue_id: FromPath[UUID]) -> Response[QueueView]:
    """One queue."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_queue(conn, actor, queue_id))


@patch("/queues/{queue_id:uuid}", operation_id="update_queue", tags=TAGS)
async def update_queue(
    request: Request[Any, Any, Any],
    db: Db,
    actor: NamedDependency[Actor],
    queue_id: FromPath[UUID],
    data: JSONBody[QueueChange],
) -> Response[QueueView]:
    """Change a queue; one in which work waits cannot be switched off."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await queues.update_queue(conn, actor, queue_id, data, version=expected_version(request)))


@get("/queues/{queue_id:uuid}/waiting", operation_id="list_waiting", tags=TAGS)
async def list_waiting(
    db: Db, actor: NamedDependency[Actor], queue_id: FromPath[UUID], limit: Limit = 50, after: After = None
) -> Page[WaitingItem]:
    """What waits in a queue, in the order in which it is served, with the parts of each score."""
    key = read_cursor(after, tuple[float, UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await waiting.waiting(conn, actor, queue_id, after=key, size=limit + 1)
    following = encode_cursor(found[limit - 1][0]) if len(found) > limit else None
    return Page([item for _, item in found[:limit]], following)


ROUTES = [list_queues, create_queue, list_queue_loads, get_queue, update_queue, list_waiting]
