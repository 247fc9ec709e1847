"""The package's door to the database: one typed function per query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.db import Conn
from warmline.kit.sql import load
from warmline.routing.profiles.model import AgentRouting, PreferredAgent, PresenceReason

SQL = load("warmline.routing.profiles")


async def insert_reason(conn: Conn, org_id: UUID, id_: UUID, *, code: str, name: str, status: str) -> None:
    """A new reason; raises asyncpg's UniqueViolationError where its code is taken."""
    await SQL.insert_reason(conn, org_id=org_id, id=id_, code=code, name=name, status=status)


async def reasons(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, PresenceReason]:
    """These reasons."""
    return {row["id"]: PresenceReason(**row) for row in await SQL.reasons_by_id(conn, org_id=org_id, ids=list(ids))}


async def list_reasons(
    conn: Conn, org_id: UUID, *, everything: bool, after: str | None = None, size: int = 1000
) -> list[PresenceReason]:
    """A page of reasons by code; all, or those that are active."""
    rows = await SQL.list_reasons(conn, org_id=org_id, all=everything, after=after, size=size)
    return [PresenceReason(**row) for row in rows]


async def lock_reason(conn: Conn, org_id: UUID, id_: UUID) -> PresenceReason | None:
    """The reason, locked until commit."""
    row = await SQL.lock_reason(conn, org_id=org_id, id=id_)
    return PresenceReason(**row) if row else None


async def change_reason(conn: Conn, org_id: UUID, id_: UUID, **state: Any) -> None:
    """Set a reason's fields."""
    await SQL.change_reason(conn, org_id=org_id, id=id_, **state)


async def profiles(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AgentRouting]:
    """How these agents are routed to."""
    rows = await SQL.profiles_by_id(conn, org_id=org_id, ids=list(ids))
    return {row["agent_id"]: _profile(row) for row in rows}


async def lock_profile(conn: Conn, org_id: UUID, agent_id: UUID) -> AgentRouting | None:
    """How an agent is routed to, theirs until commit; None where there is no such agent."""
    row = await SQL.lock_profile(conn, org_id=org_id, agent_id=agent_id)
    return _profile(row) if row else None


async def put_profile(conn: Conn, org_id: UUID, agent_id: UUID, interruptible: Sequence[str]) -> None:
    """Set how an agent is routed to."""
    await SQL.put_profile(conn, org_id=org_id, agent_id=agent_id, interruptible=list(interruptible))


async def agent_works_here(conn: Conn, org_id: UUID, agent_id: UUID) -> bool | None:
    """Whether an agent is active; None where there is none."""
    found: bool | None = await SQL.agent_works_here(conn, org_id=org_id, agent_id=agent_id)
    return found


async def preferences(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, PreferredAgent]:
    """What each of these records says itself."""
    rows = await SQL.preferences_by_customer(conn, org_id=org_id, ids=list(ids))
    return {row["customer_id"]: PreferredAgent(**row) for row in rows}


async def preferred_agents(conn: Conn, org_id: UUID, ids: Sequence[UUID], at: datetime) -> dict[UUID, PreferredAgent]:
    """Whom each of these customers is to reach at that moment, by any record of the same person."""
    rows = await SQL.preferred_agents(conn, org_id=org_id, ids=list(ids), at=at)
    return {row["customer_id"]: PreferredAgent(**row) for row in rows}


async def lock_root(conn: Conn, org_id: UUID, customer_id: UUID) -> UUID | None:
    """The record for which a customer's counts; neither is merged until commit. None without such a customer."""
    found: UUID | None = await SQL.lock_root(conn, org_id=org_id, customer_id=customer_id)
    return found


async def lock_preference(conn: Conn, org_id: UUID, customer_id: UUID) -> Any:
    """What a record says itself: ``agent_id`` and ``until``; None where it says nothing."""
    return await SQL.lock_preference(conn, org_id=org_id, customer_id=customer_id)


async def put_preference(conn: Conn, org_id: UUID, customer_id: UUID, agent_id: UUID, until: datetime | None) -> None:
    """Set whom a customer is to reach."""
    await SQL.put_preference(conn, org_id=org_id, customer_id=customer_id, agent_id=agent_id, until=until)


async def delete_preferences(conn: Conn, org_id: UUID, root_id: UUID) -> list[Any]:
    """Forget whom this person is to reach; what the records said."""
    found: list[Any] = await SQL.delete_preferences(conn, org_id=org_id, root_id=root_id)
    return found


def _profile(row: Any) -> AgentRouting:
    return msgspec.convert(dict(row), AgentRouting)
