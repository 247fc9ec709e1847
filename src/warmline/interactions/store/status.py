"""The queries with which an interaction's status changes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def lock_interaction(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """The interaction's row, locked until commit, or None."""
    return await SQL.lock_interaction(conn, org_id=org_id, id=interaction_id)


async def change_status(conn: Conn, org_id: UUID, interaction_id: UUID, **values: Any) -> Any:
    """Set the status with what follows from it; returns the row."""
    return await SQL.change_status(conn, org_id=org_id, id=interaction_id, **values)


async def reroute_waiting(conn: Conn, org_id: UUID, routes: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Queue, preferred agent and priority of work that waits: rows of id, queue, agent, priority, where None stays. The
    rows that changed, with their values before."""
    ids, queues, agents, priorities = zip(*routes, strict=True)
    found: list[Any] = await SQL.reroute_waiting(
        conn, org_id=org_id, ids=ids, queue_ids=queues, preferred_ids=agents, priorities=priorities
    )
    return found
