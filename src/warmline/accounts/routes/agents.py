"""The organisation and its agents over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from warmline.accounts.actions import agents, organization
from warmline.accounts.actor import Actor
from warmline.accounts.model import Agent, AgentChange, NewAgent, Organization, OrganizationChange
from warmline.accounts.schemas import IssuedPassword, NewPassword
from warmline.kit.http import SECRET_ANSWER, After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["accounts"]
_Request = Request[Any, Any, Any]
Word = Annotated[str | None, QueryParameter(min_length=1, max_length=100, description="In the name or the address.")]


@get("/organization", operation_id="get_organization", tags=TAGS)
async def get_organization(db: Db, actor: NamedDependency[Actor]) -> Response[Organization]:
    """The organisation that I work for."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await organization.organization(conn, actor))


@patch("/organization", operation_id="update_organization", tags=TAGS)
async def update_organization(
    request: _Request, db: Db, actor: NamedDependency[Actor], data: JSONBody[OrganizationChange]
) -> Response[Organization]:
    """Change the organisation."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(
            await organization.update_organization(conn, actor, change=data, expected=expected_version(request))
        )


@get("/agents", operation_id="list_agents", tags=TAGS)
async def list_agents(
    db: Db,
    actor: NamedDependency[Actor],
    active: FromQuery[bool | None] = None,
    team_id: FromQuery[UUID | None] = None,
    q: Word = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[Agent]:
    """Who works here, the earliest first."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await agents.find_agents(
            conn, actor, active=active, team_id=team_id, word=q, after=key[0] if key else None, limit=limit + 1
        )
    return page(found, limit, key=lambda agent: (agent.id,))


@post("/agents", operation_id="create_agent", tags=TAGS)
async def create_agent(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewAgent]) -> Response[Agent]:
    """Add somebody who works here, or a bot."""
    async with db.transaction(actor.org_id) as conn:
        agent = await agents.create_agent(conn, actor, new=data)
    return tagged(agent, status_code=201, location=f"/api/v1/agents/{agent.id}")


@get("/agents/{agent_id:uuid}", operation_id="get_agent", tags=TAGS)
async def get_agent(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Response[Agent]:
    """One agent."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await agents.visible_agent(conn, actor, agent_id))


@patch("/agents/{agent_id:uuid}", operation_id="update_agent", tags=TAGS)
async def update_agent(
    request: _Request,
    db: Db,
    actor: NamedDependency[Actor],
    agent_id: FromPath[UUID],
    data: JSONBody[AgentChange],
) -> Response[Agent]:
    """Change an agent. Everybody may change their own name, locale, time zone and languages."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await agents.update_agent(conn, actor, agent_id, change=data, expected=expected_version(request)))


@post("/agents/{agent_id:uuid}/disable", operation_id="disable_agent", tags=TAGS, status_code=200)
async def disable_agent(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Response[Agent]:
    """Nobody signs in as this agent any more; all their sessions end now."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await agents.disable_agent(conn, actor, agent_id))


@post("/agents/{agent_id:uuid}/enable", operation_id="enable_agent", tags=TAGS, status_code=200)
async def enable_agent(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Response[Agent]:
    """The agent may sign in again."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await agents.enable_agent(conn, actor, agent_id))


@put("/agents/{agent_id:uuid}/password", operation_id="set_agent_password", tags=TAGS, status_code=204)
async def set_agent_password(
    db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID], data: JSONBody[NewPassword]
) -> None:
    """Give an agent a password; all their sessions end."""
    async with db.transaction(actor.org_id) as conn:
        await agents.set_password(conn, actor, agent_id, password=data.password)


@post(
    "/agents/{agent_id:uuid}/password-reset",
    operation_id="reset_agent_password",
    tags=TAGS,
    status_code=200,
    opt=SECRET_ANSWER,
)
async def reset_agent_password(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> IssuedPassword:
    """Give an agent a random password, shown this once; all their sessions end."""
    async with db.transaction(actor.org_id) as conn:
        return IssuedPassword(password=await agents.reset_password(conn, actor, agent_id))


ROUTES = [
    get_organization,
    update_organization,
    list_agents,
    create_agent,
    get_agent,
    update_agent,
    disable_agent,
    enable_agent,
    set_agent_password,
    reset_agent_password,
]
