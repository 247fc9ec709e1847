"""Where customers stand, what they were told, and how true it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.store.sql import SQL


async def place_in_line(conn: Conn, interaction_id: UUID, at: datetime) -> Any:
    """Where an interaction stands, and what it asks for; None where there is none."""
    return await SQL.place_in_line(conn, id=interaction_id, at=at)


async def pace_of_line(
    conn: Conn,
    queue_id: UUID,
    at: datetime,
    *,
    beyond: float,
    medium: str,
    skills: Mapping[str, int],
    needed: Mapping[str, int],
) -> Any:
    """How fast a queue is served."""
    return await SQL.pace_of_line(
        conn, queue_id=queue_id, at=at, beyond=beyond, medium=medium, skills=dict(skills), needed=dict(needed)
    )


async def note_estimate(
    conn: Conn, interaction_id: UUID, queue_id: UUID, at: datetime, *, place: int, seconds: float, method: str
) -> None:
    """Note what a customer was told; the first of each minute is kept."""
    await SQL.note_estimate(
        conn,
        interaction_id=interaction_id,
        queue_id=queue_id,
        minute=int(at.timestamp() // 60),
        at=at,
        place=place,
        seconds=seconds,
        method=method,
    )


async def measure_estimates(conn: Conn, org_id: UUID, answered: Sequence[tuple[UUID, datetime]]) -> list[Any]:
    """Waits came to their end; returns what was told and what it was."""
    ids, at = zip(*answered, strict=True)
    found: list[Any] = await SQL.measure_estimates(conn, org_id=org_id, interaction_ids=list(ids), at=list(at))
    return found


async def forget_estimates(conn: Conn, org_id: UUID, before: datetime, size: int) -> int:
    """Delete what was told before then, at most so many; how many they were."""
    # A UUIDv7 begins with its time in milliseconds. A day more, for clocks of hosts that differ.
    bound = UUID(int=int((before.timestamp() + 86_400) * 1000) << 80)
    return int(await SQL.forget_estimates(conn, org_id=org_id, before=before, bound=bound, size=size))


async def estimate_errors(conn: Conn, org_id: UUID, queue_id: UUID, since: datetime, until: datetime) -> Any:
    """How far what was told was from what came."""
    return await SQL.estimate_errors(conn, org_id=org_id, queue_id=queue_id, since=since, until=until)
