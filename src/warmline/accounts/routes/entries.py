"""Teams and skills over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts.actions import skills, teams
from warmline.accounts.actor import Actor
from warmline.accounts.model import EntryChange, NewEntry, Skill, Team
from warmline.accounts.schemas import SkillLevel
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["accounts"]
_Request = Request[Any, Any, Any]


@get("/teams", operation_id="list_teams", tags=TAGS)
async def list_teams(db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None) -> Page[Team]:
    """Teams, the earliest first."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await teams.list_teams(conn, actor, after=key[0] if key else None, limit=limit + 1)
    return page(found, limit, key=lambda team: (team.id,))


@post("/teams", operation_id="create_team", tags=TAGS)
async def create_team(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewEntry]) -> Response[Team]:
    """Create a team without members."""
    async with db.transaction(actor.org_id) as conn:
        team = await teams.create_team(conn, actor, new=data)
    return tagged(team, status_code=201, location=f"/api/v1/teams/{team.id}")


@get("/teams/{team_id:uuid}", operation_id="get_team", tags=TAGS)
async def get_team(db: Db, actor: NamedDependency[Actor], team_id: FromPath[UUID]) -> Response[Team]:
    """One team. Its members are the agents with `?team_id=`."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await teams.visible_team(conn, actor, team_id))


@patch("/teams/{team_id:uuid}", operation_id="update_team", tags=TAGS)
async def update_team(
    request: _Request, db: Db, actor: NamedDependency[Actor], team_id: FromPath[UUID], data: JSONBody[EntryChange]
) -> Response[Team]:
    """Change a team's code or name."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await teams.update_team(conn, actor, team_id, change=data, expected=expected_version(request)))


@delete("/teams/{team_id:uuid}", operation_id="delete_team", tags=TAGS, status_code=204)
async def delete_team(db: Db, actor: NamedDependency[Actor], team_id: FromPath[UUID]) -> None:
    """Delete a team that no case or interaction names; its members leave it."""
    async with db.transaction(actor.org_id) as conn:
        await teams.delete_team(conn, actor, team_id)


@put("/teams/{team_id:uuid}/members/{agent_id:uuid}", operation_id="join_team", tags=TAGS, status_code=204)
async def join_team(db: Db, actor: NamedDependency[Actor], team_id: FromPath[UUID], agent_id: FromPath[UUID]) -> None:
    """Put an agent into a team."""
    async with db.transaction(actor.org_id) as conn:
        await teams.join_team(conn, actor, team_id, agent_id)


@delete("/teams/{team_id:uuid}/members/{agent_id:uuid}", operation_id="leave_team", tags=TAGS, status_code=204)
async def leave_team(db: Db, actor: NamedDependency[Actor], team_id: FromPath[UUID], agent_id: FromPath[UUID]) -> None:
    """Take an agent out of a team."""
    async with db.transaction(actor.org_id) as conn:
        await teams.leave_team(conn, actor, team_id, agent_id)


@get("/skills", operation_id="list_skills", tags=TAGS)
async def list_skills(db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None) -> Page[Skill]:
    """Skills, the earliest first."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await skills.list_skills(conn, actor, after=key[0] if key else None, limit=limit + 1)
    return page(found, limit, key=lambda skill: (skill.id,))


@post("/skills", operation_id="create_skill", tags=TAGS)
async def create_skill(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewEntry]) -> Response[Skill]:
    """Create a skill that nobody has yet."""
    async with db.transaction(actor.org_id) as conn:
        skill = await skills.create_skill(conn, actor, new=data)
    return tagged(skill, status_code=201, location=f"/api/v1/skills/{skill.id}")


@get("/skills/{skill_id:uuid}", operation_id="get_skill", tags=TAGS)
async def get_skill(db: Db, actor: NamedDependency[Actor], skill_id: FromPath[UUID]) -> Response[Skill]:
    """One skill."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await skills.visible_skill(conn, actor, skill_id))


@patch("/skills/{skill_id:uuid}", operation_id="update_skill", tags=TAGS)
async def update_skill(
    request: _Request, db: Db, actor: NamedDependency[Actor], skill_id: FromPath[UUID], data: JSONBody[EntryChange]
) -> Response[Skill]:
    """Change a skill's name, or the code of one that no queue asks for."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await skills.update_skill(conn, actor, skill_id, change=data, expected=expected_version(request)))


@delete("/skills/{skill_id:uuid}", operation_id="delete_skill", tags=TAGS, status_code=204)
async def delete_skill(db: Db, actor: NamedDependency[Actor], skill_id: FromPath[UUID]) -> None:
    """Delete a skill that no queue asks for; it is taken from its agents."""
    async with db.transaction(actor.org_id) as conn:
        await skills.delete_skill(conn, actor, skill_id)


@put("/agents/{agent_id:uuid}/skills/{skill_id:uuid}", operation_id="set_agent_skill", tags=TAGS, status_code=204)
async def set_agent_skill(
    db: Db,
    actor: NamedDependency[Actor],
    agent_id: FromPath[UUID],
    skill_id: FromPath[UUID],
    data: JSONBody[SkillLevel],
) -> None:
    """Give an agent a skill at a level, or another level of one that they have."""
    async with db.transaction(actor.org_id) as conn:
        await skills.set_skill(conn, actor, agent_id, skill_id, level=data.level)


@delete("/agents/{agent_id:uuid}/skills/{skill_id:uuid}", operation_id="remove_agent_skill", tags=TAGS, status_code=204)
async def remove_agent_skill(
    db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID], skill_id: FromPath[UUID]
) -> None:
    """Take a skill from an agent."""
    async with db.transaction(actor.org_id) as conn:
        await skills.drop_skill(conn, actor, agent_id, skill_id)


ROUTES = [
    list_teams,
    create_team,
    get_team,
    update_team,
    delete_team,
    join_team,
    leave_team,
    list_skills,
    create_skill,
    get_skill,
    update_skill,
    delete_skill,
    set_agent_skill,
    remove_agent_skill,
]
