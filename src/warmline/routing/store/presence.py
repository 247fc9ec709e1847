"""Who is there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.model import (
    PresenceView,
)
from warmline.routing.store.sql import SQL, shown


async def lock_presence(conn: Conn, org_id: UUID, agent_id: UUID) -> Any:
    """The agent's presence, locked until commit and made where there was none; None where there is no such agent."""
    found = await SQL.lock_presence(conn, org_id=org_id, agent_id=agent_id)
    if found is None:
        await SQL.make_presence(conn, org_id=org_id, agent_id=agent_id)
        found = await SQL.lock_presence(conn, org_id=org_id, agent_id=agent_id)
    return found


async def hold_presence(conn: Conn, org_id: UUID, agent_id: UUID) -> None:
    """Let nobody offer or give anything to the agent until commit. Who has no presence is offered nothing anyway."""
    await SQL.lock_presence(conn, org_id=org_id, agent_id=agent_id)


async def change_presence(
    conn: Conn,
    org_id: UUID,
    agent_id: UUID,
    *,
    status: str,
    reason: str | None,
    since: datetime,
    idle_since: datetime | None,
) -> None:
    """Set an agent's presence; None leaves ``idle_since`` as it is."""
    await SQL.change_presence(
        conn, org_id=org_id, agent_id=agent_id, status=status, reason=reason, since=since, idle_since=idle_since
    )


async def stop_responding(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], at: datetime) -> list[Any]:
    """Mark agents who missed an offer; returns what their presence was."""
    found: list[Any] = await SQL.stop_responding(conn, org_id=org_id, agent_ids=list(agent_ids), at=at)
    return found


async def finish_work(conn: Conn, org_id: UUID, finished: Sequence[tuple[UUID, datetime]]) -> list[Any]:
    """Note when agents finished a piece of work; returns ``before`` and ``after`` of those for whom it is news."""
    agent_ids, at = zip(*finished, strict=True)
    found: list[Any] = await SQL.finish_work(conn, org_id=org_id, agent_ids=list(agent_ids), at=list(at))
    return found


async def presences(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[PresenceView]:
    """The presence of these agents."""
    return shown(await SQL.presences_by_id(conn, org_id=org_id, ids=list(ids)), PresenceView)


async def list_presences(
    conn: Conn, org_id: UUID, *, after: UUID | None, status: str | None, size: int
) -> list[PresenceView]:
    """A page of the presence of all who work here."""
    return shown(await SQL.list_presences(conn, org_id=org_id, after=after, status=status, size=size), PresenceView)
