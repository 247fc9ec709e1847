"""Teams, skills, roles and API keys."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from warmline.accounts.model import ApiKey, NewKey, Role, Skill, Team
from warmline.accounts.store.sql import SQL
from warmline.kit.db import Conn


async def insert_team(conn: Conn, org_id: UUID, id_: UUID, *, code: str, name: str) -> None:
    await SQL.insert_team(conn, org_id=org_id, id=id_, code=code, name=name)


async def teams_by_id(conn: Conn, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Team]:
    return {row["id"]: Team(**row) for row in await SQL.teams_by_id(conn, org_id=org_id, ids=list(ids))}


async def list_teams(conn: Conn, org_id: UUID, *, after: UUID | None, size: int) -> list[Team]:
    return [Team(**row) for row in await SQL.list_teams(conn, org_id=org_id, after=after, size=size)]


async def lock_team(conn: Conn, org_id: UUID, id_: UUID) -> Team | None:
    row = await SQL.lock_team(conn, org_id=org_id, id=id_)
    return Team(**row) if row else None


async def update_team(conn: Conn, org_id: UUID, id_: UUID, state: Mapping[str, Any]) -> None:
    await SQL.update_team(conn, org_id=org_id, id=id_, **state)


async def delete_team(conn: Conn, org_id: UUID, id_: UUID) -> None:
    await SQL.delete_team(conn, org_id=org_id, id=id_)


async def agents_in_team(conn: Conn, org_id: UUID, id_: UUID) -> list[UUID]:
    return [row["agent_id"] for row in await SQL.agents_in_team(conn, org_id=org_id, id=id_)]


async def insert_skill(conn: Conn, org_id: UUID, id_: UUID, *, code: str, name: str) -> None:
    await SQL.insert_skill(conn, org_id=org_id, id=id_, code=code, name=name)


async def skills_by_id(conn: Conn, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Skill]:
    return {row["id"]: Skill(**row) for row in await SQL.skills_by_id(conn, org_id=org_id, ids=list(ids))}


async def list_skills(conn: Conn, org_id: UUID, *, after: UUID | None, size: int) -> list[Skill]:
    return [Skill(**row) for row in await SQL.list_skills(conn, org_id=org_id, after=after, size=size)]


async def lock_skill(conn: Conn, org_id: UUID, id_: UUID) -> Skill | None:
    row = await SQL.lock_skill(conn, org_id=org_id, id=id_)
    return Skill(**row) if row else None


async def update_skill(conn: Conn, org_id: UUID, id_: UUID, state: Mapping[str, Any]) -> None:
    await SQL.update_skill(conn, org_id=org_id, id=id_, **state)


async def delete_skill(conn: Conn, org_id: UUID, id_: UUID) -> None:
    await SQL.delete_skill(conn, org_id=org_id, id=id_)


async def agents_with_skill(conn: Conn, org_id: UUID, id_: UUID) -> list[UUID]:
    return [row["agent_id"] for row in await SQL.agents_with_skill(conn, org_id=org_id, id=id_)]


async def queues_reaching_team(conn: Conn, org_id: UUID, id_: UUID) -> list[str]:
    """The codes of the queues that ask a team after a while."""
    return [row["code"] for row in await SQL.queues_reaching_team(conn, org_id=org_id, id=id_)]


async def queues_needing_skill(conn: Conn, org_id: UUID, code: str) -> list[str]:
    """The codes of the queues that ask for a skill."""
    return [row["code"] for row in await SQL.queues_needing_skill(conn, org_id=org_id, code=code)]


async def insert_role(conn: Conn, org_id: UUID, id_: UUID, *, code: str, name: str, permissions: list[str]) -> None:
    await SQL.insert_role(conn, org_id=org_id, id=id_, code=code, name=name, permissions=permissions)


async def roles_by_id(conn: Conn, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Role]:
    return {row["id"]: Role(**row) for row in await SQL.roles_by_id(conn, org_id=org_id, ids=list(ids))}


async def list_roles(conn: Conn, org_id: UUID, *, after: UUID | None, size: int) -> list[Role]:
    return [Role(**row) for row in await SQL.list_roles(conn, org_id=org_id, after=after, size=size)]


async def lock_role(conn: Conn, org_id: UUID, id_: UUID) -> Role | None:
    row = await SQL.lock_role(conn, org_id=org_id, id=id_)
    return Role(**row) if row else None


async def update_role(conn: Conn, org_id: UUID, id_: UUID, state: Mapping[str, Any]) -> None:
    await SQL.update_role(conn, org_id=org_id, id=id_, **state)


async def delete_role(conn: Conn, org_id: UUID, id_: UUID) -> None:
    await SQL.delete_role(conn, org_id=org_id, id=id_)


async def agents_with_role(conn: Conn, org_id: UUID, id_: UUID) -> list[UUID]:
    return [row["agent_id"] for row in await SQL.agents_with_role(conn, org_id=org_id, id=id_)]


async def insert_key(
    conn: Conn, org_id: UUID, id_: UUID, new: NewKey, *, prefix: str, key_hash: bytes, created_by: str
) -> None:
    await SQL.insert_key(
        conn,
        org_id=org_id,
        id=id_,
        name=new.name,
        prefix=prefix,
        key_hash=key_hash,
        scopes=new.scopes,
        created_by=created_by,
        expires_at=new.expires_at,
    )


async def keys_by_id(conn: Conn, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, ApiKey]:
    return {row["id"]: ApiKey(**row) for row in await SQL.keys_by_id(conn, org_id=org_id, ids=list(ids))}


async def list_keys(conn: Conn, org_id: UUID, *, after: UUID | None, size: int) -> list[ApiKey]:
    return [ApiKey(**row) for row in await SQL.list_keys(conn, org_id=org_id, after=after, size=size)]


async def revoke_key(conn: Conn, org_id: UUID, id_: UUID) -> bool:
    """Whether there was a live one."""
    return await SQL.revoke_key(conn, org_id=org_id, id=id_) is not None
