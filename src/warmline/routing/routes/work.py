"""Work that is taken, moved and looked at by hand."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.interactions import InteractionView, visible_interaction
from warmline.kit.http import Db, tagged
from warmline.routing.actions import work
from warmline.routing.actions.waiting import position
from warmline.routing.model import WorkItem
from warmline.routing.routes.presence import own
from warmline.routing.schemas import Standing, Transfer

TAGS = ["routing"]


@post("/interactions/{interaction_id:uuid}/take", operation_id="take_interaction", tags=TAGS, status_code=200)
async def take(db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """Take waiting work from a queue by hand."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await work.take(conn, actor, interaction_id))


@post("/interactions/{interaction_id:uuid}/transfer", operation_id="transfer_interaction", tags=TAGS, status_code=200)
async def transfer(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID], data: JSONBody[Transfer]
) -> Response[InteractionView]:
    """Move work to another queue, or keep it for an agent, at its own age. Agents hand off instead, with context."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await work.transfer(conn, actor, interaction_id, queue_id=data.queue_id, agent_id=data.agent_id))


@get("/interactions/{interaction_id:uuid}/position", operation_id="get_position", tags=TAGS)
async def get_position(db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID]) -> Standing:
    """Where the customer stands in the queue, and for about how long still."""
    async with db.transaction(actor.org_id) as conn:
        await visible_interaction(conn, actor, interaction_id)
        found = await position(conn, interaction_id)
    return Standing(position=found)


@get("/me/work", operation_id="list_my_work", tags=TAGS)
async def list_my_work(db: Db, actor: NamedDependency[Actor]) -> list[WorkItem]:
    """What I have, the newest first, at most 200."""
    async with db.transaction(actor.org_id) as conn:
        return await work.current_work(conn, actor, own(actor))


@get("/agents/{agent_id:uuid}/work", operation_id="list_work_of_agent", tags=TAGS)
async def list_work(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> list[WorkItem]:
    """What an agent has, the newest first, at most 200."""
    async with db.transaction(actor.org_id) as conn:
        return await work.current_work(conn, actor, agent_id)


@post("/agents/{agent_id:uuid}/requeue", operation_id="requeue_agent", tags=TAGS, status_code=200)
async def requeue(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> work.Requeued:
    """Take all work off an agent; it waits in its queues again, at its own age."""
    async with db.transaction(actor.org_id) as conn:
        return await work.requeue_all(conn, actor, agent_id)


ROUTES = [take, transfer, get_position, list_my_work, list_work, requeue]
