"""What the engine reads, locks and writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.db import Conn
from warmline.routing.model import (
    OfferView,
    RoutingSettings,
)
from warmline.routing.scoring import Candidate, QueueRules
from warmline.routing.store.sql import SQL


async def lock_routing(conn: Conn, org_id: UUID) -> None:
    """Be the only one who makes offers until commit; waits for it."""
    await SQL.lock_routing(conn, org_id=org_id)


async def try_lock_routing(conn: Conn, org_id: UUID) -> bool:
    """The same, or False at once."""
    return bool(await SQL.try_lock_routing(conn, org_id=org_id))


async def settings(conn: Conn, org_id: UUID) -> RoutingSettings:
    """What the organisation set."""
    return msgspec.convert(await SQL.routing_settings(conn, org_id=org_id) or {}, RoutingSettings)


async def queue_rules(conn: Conn, org_id: UUID) -> list[QueueRules]:
    """The queues that are served."""
    return [
        QueueRules(
            id=row["id"],
            priority=row["priority"],
            service_seconds=row["service_seconds"],
            offer_seconds=row["offer_seconds"],
            team_ids=frozenset(row["team_ids"]),
        )
        for row in await SQL.queue_rules(conn, org_id=org_id)
    ]


async def agents_with_room(conn: Conn, org_id: UUID) -> list[Candidate]:
    """Available agents who could take something."""
    return [
        Candidate(
            id=row["agent_id"],
            idle_since=row["idle_since"],
            team_ids=frozenset(row["team_ids"]),
            capacity=row["capacity"],
            load=row["load"],
        )
        for row in await SQL.agents_with_room(conn, org_id=org_id)
    ]


async def others_at_work(
    conn: Conn, org_id: UUID, queue_ids: Sequence[UUID], known: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """By queue: ``status``, how many ``agents`` and ``several`` of them, who serve it and are not ``known``."""
    found: dict[UUID, list[Any]] = {}
    for row in await SQL.others_at_work(conn, org_id=org_id, queue_ids=list(queue_ids), known=list(known)):
        found.setdefault(row["queue_id"], []).append(row)
    return found


async def waiting_heads(
    conn: Conn, org_id: UUID, queue_ids: Sequence[UUID], media: Sequence[str], size: int
) -> list[Any]:
    """The first tasks of each queue and medium."""
    found: list[Any] = await SQL.waiting_heads(
        conn, org_id=org_id, queue_ids=list(queue_ids), media=list(media), size=size
    )
    return found


async def kept_for(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], size: int) -> list[Any]:
    """Tasks that wait for one of these agents alone."""
    found: list[Any] = await SQL.kept_for(conn, org_id=org_id, agent_ids=list(agent_ids), size=size)
    return found


async def who_knows(conn: Conn, org_id: UUID, ids: Sequence[UUID], declined_since: datetime) -> dict[UUID, Any]:
    """By task: ``case_owner``, ``last_agent``, ``awaited`` (who it was handed to is at work), ``refused`` (by whom)."""
    rows = await SQL.who_knows(conn, org_id=org_id, ids=list(ids), declined_since=declined_since)
    return {row["id"]: row for row in rows}


async def lock_tasks(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the tasks that still wait, locked; none that somebody else has locked."""
    return {row["id"] for row in await SQL.lock_tasks(conn, org_id=org_id, ids=list(ids))}


async def lock_available(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the agents who are still available, locked; none whom somebody else has locked."""
    rows = await SQL.lock_available(conn, org_id=org_id, agent_ids=list(agent_ids))
    return {row["agent_id"] for row in rows}


async def insert_offers(conn: Conn, org_id: UUID, offers: Sequence[OfferView], at: datetime) -> None:
    """Write offers."""
    await SQL.insert_offers(
        conn,
        org_id=org_id,
        at=at,
        ids=[each.id for each in offers],
        interaction_ids=[each.interaction_id for each in offers],
        agent_ids=[each.agent_id for each in offers],
        queue_ids=[each.queue_id for each in offers],
        expire=[each.expires_at for each in offers],
        explanations=[each.explanation for each in offers],
    )
