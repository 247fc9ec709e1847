"""Reasons, profiles and preferences over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged
from warmline.routing.profiles.actions import preferred, profiles, reasons
from warmline.routing.profiles.model import (
    AgentRouting,
    AgentRoutingChange,
    NewPresenceReason,
    Preference,
    PreferredAgent,
    PresenceReason,
    PresenceReasonChange,
)
from warmline.routing.profiles.snapshots import visible_profile, visible_reason

TAGS = ["routing"]
Everything = Annotated[bool, QueryParameter(name="all", description="Those that cannot be given any more, too.")]
_Request = Request[Any, Any, Any]


@get("/presence-reasons", operation_id="list_presence_reasons", tags=TAGS)
async def list_reasons(
    db: Db, actor: NamedDependency[Actor], everything: Everything = False, limit: Limit = 50, after: After = None
) -> Page[PresenceReason]:
    """The organisation's words for why somebody is not available, by code."""
    key = read_cursor(after, tuple[str])
    async with db.transaction(actor.org_id) as conn:
        found = await reasons.list_presence_reasons(
            conn, actor, everything=everything, after=key[0] if key else None, size=limit + 1
        )
    return page(found, limit, key=lambda each: (each.code,))


@post("/presence-reasons", operation_id="create_presence_reason", tags=TAGS)
async def create_reason(
    db: Db, actor: NamedDependency[Actor], data: JSONBody[NewPresenceReason]
) -> Response[PresenceReason]:
    """Set up a reason. As long as there are active ones, presence takes no other words."""
    async with db.transaction(actor.org_id) as conn:
        made = await reasons.create_presence_reason(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/presence-reasons/{made.id}")


@get("/presence-reasons/{reason_id:uuid}", operation_id="get_presence_reason", tags=TAGS)
async def get_reason(db: Db, actor: NamedDependency[Actor], reason_id: FromPath[UUID]) -> Response[PresenceReason]:
    """One reason."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_reason(conn, actor, reason_id))


@patch("/presence-reasons/{reason_id:uuid}", operation_id="update_presence_reason", tags=TAGS)
async def update_reason(
    request: _Request,
    db: Db,
    actor: NamedDependency[Actor],
    reason_id: FromPath[UUID],
    data: JSONBody[PresenceReasonChange],
) -> Response[PresenceReason]:
    """Change a reason, or switch it off; whoever has it now keeps it."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(
            await reasons.update_presence_reason(conn, actor, reason_id, data, version=expected_version(request))
        )


@get("/agents/{agent_id:uuid}/routing", operation_id="get_agent_routing", tags=TAGS)
async def get_profile(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Response[AgentRouting]:
    """How an agent is routed to beside teams, skills and capacity."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_profile(conn, actor, agent_id))


@put("/agents/{agent_id:uuid}/routing", operation_id="set_agent_routing", tags=TAGS)
async def set_profile(
    request: _Request,
    db: Db,
    actor: NamedDependency[Actor],
    agent_id: FromPath[UUID],
    data: JSONBody[AgentRoutingChange],
) -> Response[AgentRouting]:
    """Say what may interrupt an agent's work."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await profiles.set_agent_routing(conn, actor, agent_id, data, version=expected_version(request)))


@get("/customers/{customer_id:uuid}/preferred-agent", operation_id="get_preferred_agent", tags=TAGS)
async def get_preferred(db: Db, actor: NamedDependency[Actor], customer_id: FromPath[UUID]) -> PreferredAgent:
    """Whom the customer is to reach where possible."""
    async with db.transaction(actor.org_id) as conn:
        return await preferred.preferred_agent_of(conn, actor, customer_id)


@put("/customers/{customer_id:uuid}/preferred-agent", operation_id="set_preferred_agent", tags=TAGS)
async def set_preferred(
    db: Db, actor: NamedDependency[Actor], customer_id: FromPath[UUID], data: JSONBody[Preference]
) -> PreferredAgent:
    """Say whom the customer is to reach where possible; records that count as one person share it."""
    async with db.transaction(actor.org_id) as conn:
        return await preferred.set_preferred_agent(conn, actor, customer_id, data)


@delete(
    "/customers/{customer_id:uuid}/preferred-agent",
    operation_id="remove_preferred_agent",
    tags=TAGS,
    status_code=204,
)
async def remove_preferred(db: Db, actor: NamedDependency[Actor], customer_id: FromPath[UUID]) -> None:
    """The customer is to reach nobody in particular any more."""
    async with db.transaction(actor.org_id) as conn:
        await preferred.remove_preferred_agent(conn, actor, customer_id)


ROUTES = [
    list_reasons,
    create_reason,
    get_reason,
    update_reason,
    get_profile,
    set_profile,
    get_preferred,
    set_preferred,
    remove_preferred,
]
