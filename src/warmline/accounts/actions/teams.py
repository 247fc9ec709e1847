"""Teams, and who is in them."""

from uuid import UUID

import asyncpg

from warmline.accounts import events
from warmline.accounts.actions.agents import apply, lock_agent
from warmline.accounts.actions.rights import MANAGE, need_directory
from warmline.accounts.actor import Actor
from warmline.accounts.errors import CodeTaken, StillNeeded, TeamNeeded
from warmline.accounts.model import EntryChange, NewEntry, Team, difference, given
from warmline.accounts.store import entries
from warmline.kit.db import Conn
from warmline.kit.errors import NotFound, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def visible_team(conn: Conn, actor: Actor, team_id: UUID) -> Team:
    """The team, if the actor may see it."""
    need_directory(actor)
    found = await entries.teams_by_id(conn, actor.org_id, [team_id])
    if team_id not in found:
        raise NotFound(kind="team", id=team_id)
    return found[team_id]


async def list_teams(conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 1000) -> list[Team]:
    """A page of teams, by id."""
    need_directory(actor)
    return await entries.list_teams(conn, actor.org_id, after=after, size=limit)


async def create_team(conn: Conn, actor: Actor, *, new: NewEntry) -> Team:
    """Create a team without members."""
    actor.need(MANAGE)
    id_ = new_id()
    try:
        await entries.insert_team(conn, actor.org_id, id_, code=new.code, name=new.name)
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(kind="team", code=new.code) from error
    event = events.TeamCreated(team_id=id_, after={"code": new.code, "name": new.name})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_team(conn, actor, id_)


async def update_team(
    conn: Conn, actor: Actor, team_id: UUID, *, change: EntryChange, expected: int | None = None
) -> Team:
    """Change a team's code or name."""
    actor.need(MANAGE)
    old = await _lock(conn, actor, team_id, expected)
    state = {"code": old.code, "name": old.name}
    before, after = difference(state, given(change))
    if not after:
        return old
    try:
        await entries.update_team(conn, actor.org_id, team_id, state | after)
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(kind="team", code=after["code"]) from error
    event = events.TeamUpdated(team_id=team_id, before=before, after=after)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_team(conn, actor, team_id)


async def delete_team(conn: Conn, actor: Actor, team_id: UUID) -> None:
    """Delete a team; its members leave it before. A team that cases, interactions or queues name stays."""
    actor.need(MANAGE)
    old = await _lock(conn, actor, team_id, None)
    queues = await entries.queues_reaching_team(conn, actor.org_id, team_id)
    if queues:
        raise TeamNeeded(code=old.code, queues=", ".join(queues))
    for agent_id in await entries.agents_in_team(conn, actor.org_id, team_id):
        await leave_team(conn, actor, team_id, agent_id)
    try:
        await entries.delete_team(conn, actor.org_id, team_id)
    except asyncpg.ForeignKeyViolationError as error:
        raise StillNeeded(kind="team") from error
    event = events.TeamDeleted(team_id=team_id, before={"code": old.code, "name": old.name})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def join_team(conn: Conn, actor: Actor, team_id: UUID, agent_id: UUID) -> None:
    """Put an agent into a team; who is in it already stays."""
    actor.need(MANAGE)
    await visible_team(conn, actor, team_id)
    agent = await lock_agent(conn, actor, agent_id)
    await apply(conn, actor, agent, {"team_ids": sorted({*agent.team_ids, team_id})})


async def leave_team(conn: Conn, actor: Actor, team_id: UUID, agent_id: UUID) -> None:
    """Take an agent out of a team."""
    actor.need(MANAGE)
    await visible_team(conn, actor, team_id)
    agent = await lock_agent(conn, actor, agent_id)
    await apply(conn, actor, agent, {"team_ids": [each for each in agent.team_ids if each != team_id]})


async def _lock(conn: Conn, actor: Actor, team_id: UUID, expected: int | None) -> Team:
    found = await entries.lock_team(conn, actor.org_id, team_id)
    if found is None:
        raise NotFound(kind="team", id=team_id)
    if expected not in (None, found.version):
        raise Stale(kind="team")
    return found
