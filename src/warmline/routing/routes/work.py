"""Work that is taken, moved and looked at by hand."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.interactions import InteractionView, visible_interaction
from warmline.kit.http import Db, tagged
from warmline.routing.actions import assigning, giving, requeueing, transferring, work
from warmline.routing.actions.waiting import estimate_errors, position
from warmline.routing.model import WorkItem
from warmline.routing.routes.presence import own
from warmline.routing.schemas import Assign, Give, Standing, Transfer
from warmline.routing.together import EstimateErrors, Requeued

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
    """Move work to a queue, a team or an agent, at its own age, with its context or without: my own, or, as a
    supervisor, anybody's. Who is not there, or has no room, is said at once."""
    async with db.transaction(actor.org_id) as conn:
        moved = await transferring.transfer(
            conn,
            actor,
            interaction_id,
            queue_id=data.queue_id,
            team_id=data.team_id,
            agent_id=data.agent_id,
            wait=data.wait,
            warm=data.warm,
        )
        return tagged(moved)


@post("/interactions/{interaction_id:uuid}/give", operation_id="give_interaction", tags=TAGS, status_code=200)
async def give(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID], data: JSONBody[Give]
) -> Response[InteractionView]:
    """Give work at once to a colleague who is in the conversation."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await giving.give(conn, actor, interaction_id, data.agent_id))


@post("/interactions/{interaction_id:uuid}/assign", operation_id="assign_interaction", tags=TAGS, status_code=200)
async def assign(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID], data: JSONBody[Assign]
) -> Response[InteractionView]:
    """As a supervisor, take work over or give it to somebody: at once, whoever has it, without a wait or an offer."""
    async with db.transaction(actor.org_id) as conn:
        moved = await assigning.assign(conn, actor, interaction_id, data.agent_id, from_id=data.from_id)
        return tagged(moved)


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
async def requeue(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Requeued:
    """Take all work off an agent; it waits in its queues again, at its own age. What stays is named, and why."""
    async with db.transaction(actor.org_id) as conn:
        return await requeueing.requeue_all(conn, actor, agent_id)


@post("/teams/{team_id:uuid}/requeue", operation_id="requeue_team", tags=TAGS, status_code=200)
async def requeue_team(db: Db, actor: NamedDependency[Actor], team_id: FromPath[UUID]) -> Requeued:
    """The same for everybody of a team at once."""
    async with db.transaction(actor.org_id) as conn:
        return await requeueing.requeue_team(conn, actor, team_id)


@get("/queues/{queue_id:uuid}/estimates", operation_id="get_estimate_errors", tags=TAGS)
async def get_estimate_errors(
    db: Db,
    actor: NamedDependency[Actor],
    queue_id: FromPath[UUID],
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
) -> EstimateErrors:
    """How far what waiting customers were told was from what came, over the last seven days unless said otherwise."""
    async with db.transaction(actor.org_id) as conn:
        return await estimate_errors(conn, actor, queue_id, since=since, until=until)


ROUTES = [
    take,
    transfer,
    give,
    assign,
    get_position,
    list_my_work,
    list_work,
    requeue,
    requeue_team,
    get_estimate_errors,
]
