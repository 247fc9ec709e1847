"""What moves by hand: whom it can go to, what an agent has, and presence that follows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.store.sql import SQL


async def whereabouts(conn: Conn, org_id: UUID, agent_id: UUID) -> Any:
    """Whether an agent who works here could be asked; None where there is none."""
    return await SQL.whereabouts(conn, org_id=org_id, agent_id=agent_id)


async def queues_of_team(conn: Conn, org_id: UUID, team_id: UUID, *, medium: str, present: UUID | None) -> list[UUID]:
    """The queues that a team serves, the one to choose first."""
    rows = await SQL.queues_of_team(conn, org_id=org_id, team_id=team_id, medium=medium, present=present)
    return [row["id"] for row in rows]


async def queue_to_serve(conn: Conn, org_id: UUID, queue_id: UUID) -> Any:
    """``media`` of which a queue takes work, empty for all, and whether it is ``active``; None where there is none."""
    return await SQL.queue_to_serve(conn, org_id=org_id, id=queue_id)


async def team_exists(conn: Conn, org_id: UUID, team_id: UUID) -> bool:
    """Whether there is such a team."""
    return bool(await SQL.team_exists(conn, org_id=org_id, id=team_id))


async def members_of_team(conn: Conn, org_id: UUID, team_id: UUID) -> list[UUID]:
    """Who is in a team, in order."""
    return [row["agent_id"] for row in await SQL.members_of_team(conn, org_id=org_id, team_id=team_id)]


async def all_of_agent(conn: Conn, org_id: UUID, agent_id: UUID, *, live: bool) -> list[Any]:
    """What an agent has in hand, locked until commit; with ``live``, only where a customer is there."""
    found: list[Any] = await SQL.all_of_agent(conn, org_id=org_id, agent_id=agent_id, live=live)
    return found


async def wrapping_up(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the agents who wrap up a conversation that takes all of them."""
    return {row["agent_id"] for row in await SQL.wrapping_up(conn, org_id=org_id, agent_ids=list(agent_ids))}


async def follow_into_wrap_up(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], at: datetime) -> list[UUID]:
    """Show those of the agents who are available as in wrap-up; returns them."""
    rows = await SQL.follow_into_wrap_up(conn, org_id=org_id, agent_ids=list(agent_ids), at=at)
    return [row["agent_id"] for row in rows]


async def follow_out_of_wrap_up(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], at: datetime) -> list[UUID]:
    """Show those of the agents as available who were in wrap-up by us; returns them."""
    rows = await SQL.follow_out_of_wrap_up(conn, org_id=org_id, agent_ids=list(agent_ids), at=at)
    return [row["agent_id"] for row in rows]


async def wrap_up_limit(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """``owner_id``, ``status``, ``status_since`` and ``wrap_up_seconds`` of an interaction; None where its queue
    limits nothing."""
    return await SQL.wrap_up_limit(conn, org_id=org_id, id=interaction_id)
