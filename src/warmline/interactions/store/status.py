"""The queries with which an interaction's status changes."""

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
