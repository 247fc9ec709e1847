"""Agents: add, change, disable and enable them, and set their passwords."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg

from warmline.accounts import events, passwords
from warmline.accounts.actions.rights import (
    MANAGE,
    keep_an_administrator,
    need_directory,
    need_power_over,
    need_roles,
)
from warmline.accounts.actions.zones import check_time_zone
from warmline.accounts.actor import Actor
from warmline.accounts.errors import AddressTaken
from warmline.accounts.model import OWN_FIELDS, Agent, AgentChange, NewAgent, difference, given
from warmline.accounts.store import access, factors, people
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, NotFound, Stale
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

# What an event may tell of a change; of an address only that it changed.
TOLD = ("name", "locale", "time_zone", "languages", "capacity", "role_ids", "team_ids", "skills")
PROFILE = ("email", "name", "locale", "time_zone", "languages", "capacity")


async def visible_agent(conn: Conn, actor: Actor, agent_id: UUID) -> Agent:
    """The agent, if the actor may see them."""
    need_directory(actor)
    found = await people.agents_by_id(conn, actor.org_id, [agent_id])
    if agent_id not in found:
        raise NotFound(kind="agent", id=agent_id)
    return found[agent_id]


async def find_agents(
    conn: Conn,
    actor: Actor,
    *,
    ids: Iterable[UUID] | None = None,
    active: bool | None = None,
    team_id: UUID | None = None,
    word: str | None = None,
    after: UUID | None = None,
    limit: int = 1000,
) -> list[Agent]:
    """Agents by id: these, or a page of those of a team, active or not, with a word in the name or address."""
    need_directory(actor)
    if ids is None:
        ids = await people.list_agent_ids(
            conn, actor.org_id, active=active, team_id=team_id, word=word, after=after, size=limit
        )
    found = await people.agents_by_id(conn, actor.org_id, ids)
    return sorted(found.values(), key=lambda agent: agent.id)


async def create_agent(conn: Conn, actor: Actor, *, new: NewAgent) -> Agent:
    """Add somebody who works here."""
    actor.need(MANAGE)
    check_time_zone(new.time_zone)
    await need_roles(conn, actor, new.role_ids)
    if new.kind == "bot" and new.password:
        raise Invalid.field("password", "a bot does not sign in; give it an API key")
    hashed = await passwords.hash_password(new.password) if new.password else None
    id_, email = new_id(), new.email.strip().lower()
    try:
        await people.insert_agent(conn, actor.org_id, id_, email, new, hashed)
    except asyncpg.UniqueViolationError as error:
        raise AddressTaken(email=email) from error
    await _put(conn, actor, id_, {name: getattr(new, name) for name in ("role_ids", "team_ids", "skills")})
    agent = (await people.agents_by_id(conn, actor.org_id, [id_]))[id_]
    told = {name: getattr(agent, name) for name in (*TOLD, "kind")}
    await _tell(conn, actor, events.AgentCreated(agent_id=id_, after=told))
    return agent


async def update_agent(
    conn: Conn, actor: Actor, agent_id: UUID, *, change: AgentChange, expected: int | None = None
) -> Agent:
    """Change an agent. Everybody may change their own name, locale, time zone and languages."""
    wanted = given(change)
    if agent_id != actor.agent_id or not wanted.keys() <= OWN_FIELDS:
        actor.need(MANAGE)
    if "role_ids" in wanted:
        await people.guard_administrators(conn, actor.org_id)
    old = await lock_agent(conn, actor, agent_id, expected)
    if agent_id != actor.agent_id:
        await need_power_over(conn, actor, agent_id)
    await _check(conn, actor, wanted)
    agent = await apply(conn, actor, old, wanted)
    if "role_ids" in wanted:
        await keep_an_administrator(conn, actor)
    return agent


async def disable_agent(conn: Conn, actor: Actor, agent_id: UUID) -> Agent:
    """Nobody signs in as this agent any more, and all their sessions end now."""
    actor.need(MANAGE)
    await people.guard_administrators(conn, actor.org_id)
    old = await lock_agent(conn, actor, agent_id, None)
    await need_power_over(conn, actor, agent_id)
    if not old.active:
        return old
    await people.set_active(conn, actor.org_id, agent_id, False)
    await keep_an_administrator(conn, actor)
    change = events.AgentDisabled(agent_id=agent_id, before={"active": True}, after={"active": False})
    await _tell(conn, actor, change, *await ended(conn, actor, agent_id, "disabled"))
    return await visible_agent(conn, actor, agent_id)


async def enable_agent(conn: Conn, actor: Actor, agent_id: UUID) -> Agent:
    """The agent may sign in again."""
    actor.need(MANAGE)
    old = await lock_agent(conn, actor, agent_id, None)
    await need_power_over(conn, actor, agent_id)
    if old.active:
        return old
    await people.set_active(conn, actor.org_id, agent_id, True)
    change = events.AgentEnabled(agent_id=agent_id, before={"active": False}, after={"active": True})
    await _tell(conn, actor, change)
    return await visible_agent(conn, actor, agent_id)


async def set_password(conn: Conn, actor: Actor, agent_id: UUID, *, password: str) -> None:
    """Give an agent a password; all their sessions end."""
    actor.need(MANAGE)
    old = await lock_agent(conn, actor, agent_id, None)
    await need_power_over(conn, actor, agent_id)
    if old.kind == "bot":
        raise Invalid.field("password", "a bot does not sign in; give it an API key")
    await people.set_password(conn, actor.org_id, agent_id, await passwords.hash_password(password))
    await factors.void_resets(conn, actor.org_id, agent_id)
    change = events.AgentPasswordSet(agent_id=agent_id)
    await _tell(conn, actor, change, *await ended(conn, actor, agent_id, "password_set"))


async def reset_password(conn: Conn, actor: Actor, agent_id: UUID) -> str:
    """Give an agent a random password, to be handed over now; all their sessions end."""
    password = passwords.new_password()
    await set_password(conn, actor, agent_id, password=password)
    return password


async def apply(conn: Conn, actor: Actor, old: Agent, wanted: dict[str, Any]) -> Agent:
    """Write the fields of a locked agent that differ, and announce them."""
    before, after = difference({name: getattr(old, name) for name in wanted}, wanted)
    if not after:
        return old
    state = {name: getattr(old, name) for name in PROFILE} | {name: after[name] for name in PROFILE if name in after}
    try:
        await people.update_agent(conn, actor.org_id, old.id, state)
    except asyncpg.UniqueViolationError as error:
        raise AddressTaken(email=state["email"]) from error
    if "email" in after:
        # A link to a new password went to the former address.
        await factors.void_resets(conn, actor.org_id, old.id)
    await _put(conn, actor, old.id, after)
    change = events.AgentUpdated(
        agent_id=old.id,
        address_changed="email" in after,
        before={name: before[name] for name in TOLD if name in before},
        after={name: after[name] for name in TOLD if name in after},
    )
    await _tell(conn, actor, change)
    return (await people.agents_by_id(conn, actor.org_id, [old.id]))[old.id]


async def ended(
    conn: Conn, actor: Actor, agent_id: UUID, reason: str, *, id_: UUID | None = None, keep: bytes | None = None
) -> list[Event]:
    """End sessions of an agent: what is to be announced."""
    found = await access.end_sessions(conn, actor.org_id, agent_id, id_=id_, keep=keep)
    return [events.SessionEnded(session_id=each, agent_id=agent_id, reason=reason) for each in found]


async def lock_agent(conn: Conn, actor: Actor, agent_id: UUID, expected: int | None = None) -> Agent:
    """The agent, whose row is then ours until commit. Raises ``NotFound``, and ``Stale`` for another version."""
    found = await people.lock_agent(conn, actor.org_id, agent_id)
    if found is None:
        raise NotFound(kind="agent", id=agent_id)
    if expected not in (None, found.version):
        raise Stale(kind="agent")
    return found


async def _check(conn: Conn, actor: Actor, wanted: dict[str, Any]) -> None:
    if "email" in wanted:
        wanted["email"] = wanted["email"].strip().lower()
    if "time_zone" in wanted:
        check_time_zone(wanted["time_zone"])
    for name in {"role_ids", "team_ids"} & wanted.keys():
        wanted[name] = sorted(set(wanted[name]))
    if "role_ids" in wanted:
        await need_roles(conn, actor, wanted["role_ids"])


async def _put(conn: Conn, actor: Actor, agent_id: UUID, values: dict[str, Any]) -> None:
    puts: dict[str, Any] = {
        "role_ids": people.replace_roles,
        "team_ids": people.replace_teams,
        "skills": people.replace_skills,
    }
    for name in puts.keys() & values.keys():
        try:
            await puts[name](conn, actor.org_id, agent_id, values[name])
        except asyncpg.ForeignKeyViolationError as error:
            raise Invalid.field(name, "one of these does not exist") from error


async def _tell(conn: Conn, actor: Actor, *told: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, told, request_id=actor.request_id)
