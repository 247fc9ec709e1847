"""What the rules of a queue may name: skills, and other queues."""

from collections.abc import Sequence
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.store.sql import SQL


async def lock_overflow(conn: Conn, org_id: UUID) -> None:
    """Be the only one who says where queues overflow to, until commit."""
    await SQL.lock_overflow(conn, org_id=org_id)


async def overflows(conn: Conn, org_id: UUID) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    """Where each queue overflows to, and the codes of all queues."""
    rows = await SQL.overflows(conn, org_id=org_id)
    leads = {row["id"]: row["overflow_queue_id"] for row in rows if row["overflow_queue_id"]}
    return leads, {row["id"]: row["code"] for row in rows}


async def hold_skills(conn: Conn, org_id: UUID, codes: Sequence[str]) -> dict[str, UUID]:
    """The ids of those of the skills that exist, by code; their codes stay as they are until commit."""
    return {row["code"]: row["id"] for row in await SQL.hold_skills(conn, org_id=org_id, codes=list(codes))}


async def skill_codes(conn: Conn, org_id: UUID, size: int) -> list[str]:
    """The codes of the skills there are, so many of them at most."""
    return [row["code"] for row in await SQL.skill_codes(conn, org_id=org_id, size=size)]
