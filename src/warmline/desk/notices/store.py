"""The door to the table of notifications: one typed function per query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.desk.notices.model import Notice
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.desk.notices")


async def insert(conn: Conn, org_id: UUID, id_: UUID, notice: Notice) -> bool:
    """Something to tell an agent; whether it is new."""
    return await SQL.insert_notification(conn, org_id=org_id, id=id_, **msgspec.structs.asdict(notice)) is not None


async def by_id(conn: Conn, org_id: UUID, agent_id: UUID | None, ids: Sequence[UUID]) -> list[Any]:
    """Those of the notifications that are the agent's."""
    rows: list[Any] = await SQL.notifications_by_id(conn, org_id=org_id, agent_id=agent_id, ids=list(ids))
    return rows


async def page_of(
    conn: Conn, org_id: UUID, agent_id: UUID, *, unread: bool, before: UUID | None, size: int
) -> list[Any]:
    """A page of an agent's notifications, the latest first."""
    rows: list[Any] = await SQL.list_notifications(
        conn, org_id=org_id, agent_id=agent_id, unread=unread, before=before, size=size
    )
    return rows


async def count_unread(conn: Conn, org_id: UUID, agent_id: UUID) -> int:
    """How many the agent has not read."""
    found: int = await SQL.count_unread(conn, org_id=org_id, agent_id=agent_id)
    return found


async def mark(
    conn: Conn, org_id: UUID, agent_id: UUID, ids: Sequence[UUID] | None, at: datetime | None
) -> tuple[UUID, ...]:
    """Read at a time, or, with None, not read; those that changed. Without ids, all of the agent's."""
    given = None if ids is None else list(ids)
    rows = await SQL.mark_notifications(conn, org_id=org_id, agent_id=agent_id, ids=given, at=at)
    return tuple(sorted(row["id"] for row in rows))


async def handed_by_agents(conn: Conn, org_id: UUID, hand_off_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of these hand-offs, those that an agent made, and who."""
    rows = await SQL.handed_by_agents(conn, org_id=org_id, ids=list(hand_off_ids))
    return {row["id"]: row["from_id"] for row in rows}


async def invited_by_agents(conn: Conn, org_id: UUID, invitation_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of these invitations, those that an agent made, and who."""
    rows = await SQL.invited_by_agents(conn, org_id=org_id, ids=list(invitation_ids))
    return {row["id"]: row["invited_by"] for row in rows}


async def handed_to_agents(conn: Conn, org_id: UUID, hand_off_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of these hand-offs, those to an agent, and to whom."""
    rows = await SQL.handed_to_agents(conn, org_id=org_id, ids=list(hand_off_ids))
    return {row["id"]: row["to_id"] for row in rows}
