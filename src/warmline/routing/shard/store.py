"""What the shard reads, locks and writes: one typed function per query."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event
from warmline.kit.sql import load
from warmline.routing.model import OfferView, RoutingSettings

SQL = load(__package__)


async def queues(conn: Conn, org_id: UUID) -> list[Any]:
    """The queues that are served."""
    found: list[Any] = await SQL.queues(conn, org_id=org_id)
    return found


async def agents(conn: Conn, org_id: UUID, ids: Sequence[UUID] | None = None) -> list[Any]:
    """Everybody at work, or those of these ids."""
    found: list[Any] = await SQL.agents(conn, org_id=org_id, ids=None if ids is None else list(ids))
    return found


async def tasks(conn: Conn, org_id: UUID, ids: Sequence[UUID], set_: RoutingSettings, at: datetime) -> list[Any]:
    """Those of the interactions that wait, with all that is known of them."""
    found: list[Any] = await SQL.tasks(
        conn,
        org_id=org_id,
        ids=list(ids),
        sticky_seconds=set_.sticky_seconds,
        declined_since=at - timedelta(seconds=set_.declined_seconds),
        at=at,
    )
    return found


async def heads(
    conn: Conn, org_id: UUID, queue_ids: Sequence[UUID], media: Sequence[str], agent_ids: Sequence[UUID], size: int
) -> list[UUID]:
    """The first tasks of each queue and medium, and those that are kept for one of these agents."""
    rows = await SQL.heads(
        conn, org_id=org_id, queue_ids=list(queue_ids), media=list(media), agent_ids=list(agent_ids), size=size
    )
    return [row["id"] for row in rows]


async def waiting_page(
    conn: Conn, org_id: UUID, after: tuple[datetime, UUID], size: int
) -> tuple[list[UUID], tuple[datetime, UUID] | None]:
    """The next ids of all that waits, and where to go on; None at the end."""
    rows = await SQL.waiting_page(conn, org_id=org_id, after_start=after[0], after_id=after[1], size=size)
    following = (rows[-1]["started_at"], rows[-1]["id"]) if len(rows) == size else None
    return [row["id"] for row in rows], following


async def waiting_of(
    conn: Conn,
    org_id: UUID,
    *,
    queue_ids: Sequence[UUID] = (),
    case_ids: Sequence[UUID] = (),
    customer_ids: Sequence[UUID] = (),
    agent_ids: Sequence[UUID] = (),
) -> set[UUID]:
    """What waits in these queues, in these cases, of these customers, or for these agents."""
    rows = await SQL.waiting_of(
        conn,
        org_id=org_id,
        queue_ids=list(queue_ids),
        case_ids=list(case_ids),
        customer_ids=list(customer_ids),
        agent_ids=list(agent_ids),
    )
    return {row["id"] for row in rows}


async def open_offers(conn: Conn, org_id: UUID, ids: Sequence[UUID] | None = None) -> dict[UUID, float]:
    """Offers that are open, all or those of these ids, and until when, in seconds since 1970."""
    rows = await SQL.open_offers(conn, org_id=org_id, ids=None if ids is None else list(ids))
    return {row["id"]: row["expires_at"] for row in rows}


async def lock_for_offers(
    conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], task_ids: Sequence[UUID]
) -> tuple[dict[UUID, dict[str, int]], dict[UUID, Any]]:
    """Those of the agents who are still available, with their load in units by medium, and the rows of that work which
    still waits. All of them are locked; none whom or what somebody else has locked."""
    rows = await SQL.lock_for_offers(conn, org_id=org_id, agent_ids=list(agent_ids), task_ids=list(task_ids))
    loads = {row["agent_id"]: row["load"] for row in rows if row["agent_id"]}
    return loads, {row["id"]: row for row in rows if row["id"]}


async def plan_anew(conn: Conn) -> None:
    """Forget plans that were made when tables were smaller."""
    await SQL.plan_anew(conn)


async def write_offers(
    conn: Conn, org_id: UUID, actor: str, offers: Sequence[OfferView], events: Sequence[Event], at: datetime
) -> None:
    """Write offers, that their work is offered since ``at``, and these events, which are all of both."""
    await SQL.write_offers(
        conn,
        org_id=org_id,
        at=at,
        said_at=clock.now(),
        actor=actor,
        ids=[each.id for each in offers],
        interaction_ids=[each.interaction_id for each in offers],
        agent_ids=[each.agent_id for each in offers],
        queue_ids=[each.queue_id for each in offers],
        expire=[each.expires_at for each in offers],
        explanations=[each.explanation for each in offers],
        types=[each.type for each in events],
        event_cases=[each.case_id for each in events],
        event_interactions=[each.interaction_id for each in events],
        event_customers=[each.customer_id for each in events],
        event_data=[each.data() for each in events],
    )
    conn.announce()


async def try_lock(conn: Conn, org_id: UUID) -> bool:
    """Be the only one who steps the engine by hand until commit; False at once where somebody else does."""
    return bool(await SQL.try_lock(conn, org_id=org_id))


async def names(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these agents are called."""
    return {row["id"]: row["name"] for row in await SQL.names(conn, org_id=org_id, ids=list(ids))}


async def calendar_of(conn: Conn, org_id: UUID, queue_id: UUID) -> UUID | None:
    """The calendar of a queue, if it has one."""
    found: UUID | None = await SQL.calendar_of(conn, org_id=org_id, id=queue_id)
    return found
