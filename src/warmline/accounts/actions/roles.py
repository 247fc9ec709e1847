"""Roles: named sets of permissions, which nobody can widen beyond their own."""

from uuid import UUID

import asyncpg

from warmline.accounts import events
from warmline.accounts.actions.agents import apply
from warmline.accounts.actions.rights import MANAGE, keep_an_administrator, need_all
from warmline.accounts.actor import Actor
from warmline.accounts.errors import CodeTaken, RoleFixed
from warmline.accounts.model import ADMINISTRATOR, NewRole, Role, RoleChange, difference, given
from warmline.accounts.store import entries, people
from warmline.kit.db import Conn
from warmline.kit.errors import NotFound, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id

READ = (MANAGE, "audit.read")


async def visible_role(conn: Conn, actor: Actor, role_id: UUID) -> Role:
    """The role, if the actor may see it."""
    actor.need(*READ)
    found = await entries.roles_by_id(conn, actor.org_id, [role_id])
    if role_id not in found:
        raise NotFound(kind="role", id=role_id)
    return found[role_id]


async def list_roles(conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 1000) -> list[Role]:
    """A page of roles, by id."""
    actor.need(*READ)
    return await entries.list_roles(conn, actor.org_id, after=after, size=limit)


async def create_role(conn: Conn, actor: Actor, *, new: NewRole) -> Role:
    """Create a role of permissions that the actor has."""
    actor.need(MANAGE)
    need_all(actor, new.permissions)
    id_, permissions = new_id(), sorted(set(new.permissions))
    try:
        await entries.insert_role(conn, actor.org_id, id_, code=new.code, name=new.name, permissions=permissions)
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(kind="role", code=new.code) from error
    after = {"code": new.code, "name": new.name, "permissions": permissions}
    event = events.RoleCreated(role_id=id_, after=after)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_role(conn, actor, id_)


async def update_role(
    conn: Conn, actor: Actor, role_id: UUID, *, change: RoleChange, expected: int | None = None
) -> Role:
    """Change a role. The actor must have what it allows, before and after."""
    actor.need(MANAGE)
    await people.guard_administrators(conn, actor.org_id)
    old = await _lock(conn, actor, role_id, expected)
    wanted = given(change)
    if "permissions" in wanted:
        wanted["permissions"] = sorted(set(wanted["permissions"]))
    need_all(actor, {*old.permissions, *wanted.get("permissions", ())})
    state = {"code": old.code, "name": old.name, "permissions": old.permissions}
    before, after = difference(state, wanted)
    if not after:
        return old
    if old.code == ADMINISTRATOR and after.keys() & {"code", "permissions"}:
        raise RoleFixed()
    try:
        await entries.update_role(conn, actor.org_id, role_id, state | after)
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(kind="role", code=after["code"]) from error
    await keep_an_administrator(conn, actor)
    event = events.RoleUpdated(role_id=role_id, before=before, after=after)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_role(conn, actor, role_id)


async def delete_role(conn: Conn, actor: Actor, role_id: UUID) -> None:
    """Delete a role; it is taken from its agents before."""
    actor.need(MANAGE)
    await people.guard_administrators(conn, actor.org_id)
    old = await _lock(conn, actor, role_id, None)
    need_all(actor, old.permissions)
    if old.code == ADMINISTRATOR:
        raise RoleFixed()
    for agent_id in await entries.agents_with_role(conn, actor.org_id, role_id):
        agent = await people.lock_agent(conn, actor.org_id, agent_id)
        if agent is not None:
            left = [each for each in agent.role_ids if each != role_id]
            await apply(conn, actor, agent, {"role_ids": left})
    await keep_an_administrator(conn, actor)
    await entries.delete_role(conn, actor.org_id, role_id)
    before = {"code": old.code, "name": old.name, "permissions": old.permissions}
    event = events.RoleDeleted(role_id=role_id, before=before)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def _lock(conn: Conn, actor: Actor, role_id: UUID, expected: int | None) -> Role:
    found = await entries.lock_role(conn, actor.org_id, role_id)
    if found is None:
        raise NotFound(kind="role", id=role_id)
    if expected not in (None, found.version):
        raise Stale(kind="role")
    return found
