"""Whether those exist to whom work and promises are given."""

from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def agent_is_active(conn: Conn, org_id: UUID, agent_id: UUID) -> bool | None:
    """Whether an agent works here; None where there is no such agent."""
    found: bool | None = await SQL.agent_is_active(conn, org_id=org_id, id=agent_id)
    return found


async def queue_is_active(conn: Conn, org_id: UUID, queue_id: UUID) -> bool | None:
    """Whether a queue is served; None where there is no such queue."""
    found: bool | None = await SQL.queue_is_active(conn, org_id=org_id, id=queue_id)
    return found


async def team_exists(conn: Conn, org_id: UUID, team_id: UUID) -> bool:
    """Whether there is such a team."""
    found: bool = await SQL.team_exists(conn, org_id=org_id, id=team_id)
    return found


async def case_of_interaction(conn: Conn, org_id: UUID, interaction_id: UUID) -> UUID | None:
    """The case that an interaction is in."""
    found: UUID | None = await SQL.case_of_interaction(conn, org_id=org_id, id=interaction_id)
    return found


async def interaction_of_message(conn: Conn, org_id: UUID, message_id: UUID) -> UUID | None:
    """The interaction in which something was said; None where there is no such message."""
    found: UUID | None = await SQL.interaction_of_message(conn, org_id=org_id, id=message_id)
    return found
