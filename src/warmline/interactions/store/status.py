"""The queries with which an interaction's status changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
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


async def lock_interactions(
    conn: Conn, org_id: UUID, ids: Sequence[UUID], status: str, *, skip_locked: bool
) -> list[Any]:
    """Those that have the status, locked until commit; ``skip_locked`` leaves out what others have locked."""
    query = SQL.lock_free_interactions if skip_locked else SQL.lock_interactions
    found: list[Any] = await query(conn, org_id=org_id, ids=list(ids), status=status)
    return found


async def change_statuses(
    conn: Conn,
    org_id: UUID,
    *,
    status: str,
    at: datetime,
    clear_owner: bool,
    values: Mapping[UUID, Mapping[str, Any]],
) -> list[Any]:
    """Set the status of many; ``values`` says by interaction what follows from it. Returns what the event tells."""
    columns = ("queued_at", "first_offered_at", "talk_seconds", "hold_seconds", "wrap_up_seconds")
    found: list[Any] = await SQL.change_statuses(
        conn,
        org_id=org_id,
        status=status,
        at=at,
        clear_owner=clear_owner,
        ids=list(values),
        **{name: [each[name] for each in values.values()] for name in columns},
    )
    return found


async def reroute_waiting(conn: Conn, org_id: UUID, routes: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Queue, preferred agent and priority of work that waits: rows of id, queue, agent, priority, where None stays. The
    rows that changed, with their values before."""
    ids, queues, agents, priorities = zip(*routes, strict=True)
    found: list[Any] = await SQL.reroute_waiting(
        conn, org_id=org_id, ids=ids, queue_ids=queues, preferred_ids=agents, priorities=priorities
    )
    return found
