"""Skills, and taking them from agents when they go."""

from uuid import UUID

import asyncpg

from warmline.accounts import events
from warmline.accounts.actions.agents import apply, lock_agent
from warmline.accounts.actions.rights import MANAGE, need_directory
from warmline.accounts.actor import Actor
from warmline.accounts.errors import CodeTaken, SkillNeeded
from warmline.accounts.model import Agent, EntryChange, NewEntry, Skill, difference, given
from warmline.accounts.store import entries, people
from warmline.kit.db import Conn
from warmline.kit.errors import NotFound, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def visible_skill(conn: Conn, actor: Actor, skill_id: UUID) -> Skill:
    """The skill, if the actor may see it."""
    need_directory(actor)
    found = await entries.skills_by_id(conn, actor.org_id, [skill_id])
    if skill_id not in found:
        raise NotFound(kind="skill", id=skill_id)
    return found[skill_id]


async def list_skills(conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 1000) -> list[Skill]:
    """A page of skills, by id."""
    need_directory(actor)
    return await entries.list_skills(conn, actor.org_id, after=after, size=limit)


async def create_skill(conn: Conn, actor: Actor, *, new: NewEntry) -> Skill:
    """Create a skill that nobody has yet."""
    actor.need(MANAGE)
    id_ = new_id()
    try:
        await entries.insert_skill(conn, actor.org_id, id_, code=new.code, name=new.name)
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(kind="skill", code=new.code) from error
    event = events.SkillCreated(skill_id=id_, after={"code": new.code, "name": new.name})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_skill(conn, actor, id_)


async def update_skill(
    conn: Conn, actor: Actor, skill_id: UUID, *, change: EntryChange, expected: int | None = None
) -> Skill:
    """Change a skill's code or name. Raises ``SkillNeeded`` for the code of one that queues ask for."""
    actor.need(MANAGE)
    old = await _lock(conn, actor, skill_id, expected)
    state = {"code": old.code, "name": old.name}
    before, after = difference(state, given(change))
    if not after:
        return old
    if "code" in after:
        await _need_free(conn, actor, old)
    try:
        await entries.update_skill(conn, actor.org_id, skill_id, state | after)
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(kind="skill", code=after["code"]) from error
    event = events.SkillUpdated(skill_id=skill_id, before=before, after=after)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_skill(conn, actor, skill_id)


async def delete_skill(conn: Conn, actor: Actor, skill_id: UUID) -> None:
    """Delete a skill; it is taken from its agents before. Raises ``SkillNeeded`` where queues ask for it."""
    actor.need(MANAGE)
    old = await _lock(conn, actor, skill_id, None)
    await _need_free(conn, actor, old)
    for agent_id in await entries.agents_with_skill(conn, actor.org_id, skill_id):
        agent = await people.lock_agent(conn, actor.org_id, agent_id)
        if agent is not None:
            left = {each: level for each, level in agent.skills.items() if each != skill_id}
            await apply(conn, actor, agent, {"skills": left})
    await entries.delete_skill(conn, actor.org_id, skill_id)
    event = events.SkillDeleted(skill_id=skill_id, before={"code": old.code, "name": old.name})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def set_skill(conn: Conn, actor: Actor, agent_id: UUID, skill_id: UUID, *, level: int) -> Agent:
    """Give an agent a skill at a level of 1 to 5, or another level of one that they have."""
    actor.need(MANAGE)
    await visible_skill(conn, actor, skill_id)
    agent = await lock_agent(conn, actor, agent_id)
    return await apply(conn, actor, agent, {"skills": {**agent.skills, skill_id: level}})


async def drop_skill(conn: Conn, actor: Actor, agent_id: UUID, skill_id: UUID) -> Agent:
    """Take a skill from an agent; who has it not stays as they are."""
    actor.need(MANAGE)
    await visible_skill(conn, actor, skill_id)
    agent = await lock_agent(conn, actor, agent_id)
    return await apply(conn, actor, agent, {"skills": {k: v for k, v in agent.skills.items() if k != skill_id}})


async def _need_free(conn: Conn, actor: Actor, skill: Skill) -> None:
    # Queues name skills by code. Who gives one to a queue holds the skill, which is locked here, so none comes between.
    queues = await entries.queues_needing_skill(conn, actor.org_id, skill.code)
    if queues:
        raise SkillNeeded(code=skill.code, queues=", ".join(queues))


async def _lock(conn: Conn, actor: Actor, skill_id: UUID, expected: int | None) -> Skill:
    found = await entries.lock_skill(conn, actor.org_id, skill_id)
    if found is None:
        raise NotFound(kind="skill", id=skill_id)
    if expected not in (None, found.version):
        raise Stale(kind="skill")
    return found
