"""What agents have in hand."""

from typing import Any
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.model import (
    WorkItem,
)
from warmline.routing.store.sql import SQL, shown


async def load_of_agent(conn: Conn, org_id: UUID, agent_id: UUID, *, beside: UUID) -> dict[str, int]:
    """Units that the agent has in hand or was offered, by medium, without the interaction ``beside``."""
    rows = await SQL.load_of_agent(conn, org_id=org_id, agent_id=agent_id, beside=beside)
    return {row["medium"]: row["units"] for row in rows}


async def lock_work(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """An interaction as routing needs it, locked until commit; None where there is none."""
    return await SQL.lock_work(conn, org_id=org_id, id=interaction_id)


async def work_of(conn: Conn, org_id: UUID, agent_id: UUID, size: int) -> list[WorkItem]:
    """What an agent has."""
    return shown(await SQL.work_of(conn, org_id=org_id, agent_id=agent_id, size=size), WorkItem)


async def agent_profile(conn: Conn, org_id: UUID, agent_id: UUID) -> Any:
    """``capacity``, ``interruptible`` and ``team_ids`` of an agent who works here; None where there is none."""
    return await SQL.agent_profile(conn, org_id=org_id, agent_id=agent_id)
