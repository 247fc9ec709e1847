"""Organisations and agents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts.model import Agent, NewAgent, Organization
from warmline.accounts.store.sql import SQL
from warmline.kit.db import Conn


async def current_organization(conn: Conn) -> UUID:
    found: UUID = await SQL.current_organization(conn)
    return found


async def insert_organization(conn: Conn, org_id: UUID, *, name: str, locale: str, time_zone: str) -> None:
    await SQL.insert_organization(conn, org_id=org_id, name=name, locale=locale, time_zone=time_zone)


async def organization(conn: Conn, org_id: UUID) -> Organization | None:
    row = await SQL.organization(conn, org_id=org_id)
    return Organization(**row) if row else None


async def lock_organization(conn: Conn, org_id: UUID) -> Organization | None:
    row = await SQL.lock_organization(conn, org_id=org_id)
    return Organization(**row) if row else None


async def update_organization(conn: Conn, org_id: UUID, state: Mapping[str, Any]) -> None:
    await SQL.update_organization(conn, org_id=org_id, **state)


async def insert_agent(
    conn: Conn, org_id: UUID, id_: UUID, email: str, new: NewAgent, password_hash: str | None
) -> None:
    await SQL.insert_agent(
        conn,
        org_id=org_id,
        id=id_,
        kind=new.kind,
        email=email,
        name=new.name,
        password_hash=password_hash,
        locale=new.locale,
        time_zone=new.time_zone,
        languages=new.languages,
        capacity=new.capacity,
    )


async def agents_by_id(conn: Conn, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Agent]:
    rows = await SQL.agents_by_id(conn, org_id=org_id, ids=list(ids))
    return {row["id"]: msgspec.convert(dict(row), Agent, strict=False) for row in rows}


async def list_agent_ids(
    conn: Conn,
    org_id: UUID,
    *,
    active: bool | None,
    team_id: UUID | None,
    word: str | None,
    after: UUID | None,
    size: int,
) -> list[UUID]:
    rows = await SQL.list_agent_ids(
        conn, org_id=org_id, active=active, team_id=team_id, word=word, after=after, size=size
    )
    return [row["id"] for row in rows]


async def lock_agent(conn: Conn, org_id: UUID, id_: UUID) -> Agent | None:
    """The agent, whose row is then ours until commit."""
    if await SQL.lock_agent(conn, org_id=org_id, id=id_) is None:
        return None
    return (await agents_by_id(conn, org_id, [id_])).get(id_)


async def update_agent(conn: Conn, org_id: UUID, id_: UUID, state: Mapping[str, Any]) -> None:
    await SQL.update_agent(conn, org_id=org_id, id=id_, **state)


async def set_active(conn: Conn, org_id: UUID, id_: UUID, active: bool) -> None:
    await SQL.set_active(conn, org_id=org_id, id=id_, active=active)


async def set_password(conn: Conn, org_id: UUID, id_: UUID, password_hash: str) -> None:
    await SQL.set_password(conn, org_id=org_id, id=id_, password_hash=password_hash)


async def stored_hash(conn: Conn, org_id: UUID, id_: UUID) -> str | None:
    found: str | None = await SQL.stored_hash(conn, org_id=org_id, id=id_)
    return found


async def replace_roles(conn: Conn, org_id: UUID, agent_id: UUID, ids: Sequence[UUID]) -> None:
    await SQL.replace_roles(conn, org_id=org_id, agent_id=agent_id, ids=list(ids))


async def replace_teams(conn: Conn, org_id: UUID, agent_id: UUID, ids: Sequence[UUID]) -> None:
    await SQL.replace_teams(conn, org_id=org_id, agent_id=agent_id, ids=list(ids))


async def replace_skills(conn: Conn, org_id: UUID, agent_id: UUID, levels: Mapping[UUID, int]) -> None:
    await SQL.replace_skills(conn, org_id=org_id, agent_id=agent_id, ids=list(levels), levels=list(levels.values()))


async def permissions_of_agents(conn: Conn, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What each may do; who has no role is missing."""
    rows = await SQL.permissions_of_agents(conn, org_id=org_id, ids=list(ids))
    return {row["agent_id"]: row["permissions"] for row in rows}


async def guard_administrators(conn: Conn, org_id: UUID) -> None:
    await SQL.guard_administrators(conn, org_id=org_id)


async def count_administrators(conn: Conn, org_id: UUID) -> int:
    count: int = await SQL.count_administrators(conn, org_id=org_id)
    return count
