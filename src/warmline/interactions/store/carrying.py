"""The queries about the medium of an interaction."""

from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def lock_carried(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """How an interaction is carried and whose it is, locked until commit."""
    return await SQL.lock_carried(conn, org_id=org_id, id=interaction_id)


async def carry_by(conn: Conn, org_id: UUID, interaction_id: UUID, *, medium: str, initiation: str) -> None:
    """Set by which medium an interaction goes on."""
    await SQL.carry_by(conn, org_id=org_id, id=interaction_id, medium=medium, initiation=initiation)
