"""Offers, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor, setting
from warmline.kit.db import Conn
from warmline.routing.model import OfferView, RoutingSettings
from warmline.routing.store.sql import SQL, shown

setting("routing", RoutingSettings)


async def offers(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[OfferView]:
    """These offers: all, or the actor's own."""
    rows = await SQL.offers_by_id(conn, org_id=actor.org_id, ids=list(ids), all=all_of_them, agent_id=actor.agent_id)
    return shown(rows, OfferView)


async def list_offers(
    conn: Conn,
    actor: Actor,
    *,
    all_of_them: bool,
    before: UUID | None,
    agent_id: UUID | None,
    interaction_id: UUID | None,
    status: str | None,
    size: int,
) -> list[OfferView]:
    """A page of offers, the newest first."""
    rows = await SQL.list_offers(
        conn,
        org_id=actor.org_id,
        all=all_of_them,
        reader=actor.agent_id,
        before=before,
        agent_id=agent_id,
        interaction_id=interaction_id,
        status=status,
        size=size,
    )
    return shown(rows, OfferView)


async def answer_offer(
    conn: Conn, org_id: UUID, offer_id: UUID, agent_id: UUID, *, status: str, at: datetime, reason: str | None = None
) -> Any:
    """Answer an open offer of the agent; None where it is not open any more."""
    return await SQL.answer_offer(
        conn, org_id=org_id, id=offer_id, agent_id=agent_id, status=status, at=at, reason=reason
    )


async def open_offer_of(conn: Conn, org_id: UUID, interaction_id: UUID, agent_id: UUID) -> UUID | None:
    """The open offer of an interaction to the agent, or None."""
    found: UUID | None = await SQL.open_offer_of(conn, org_id=org_id, interaction_id=interaction_id, agent_id=agent_id)
    return found


async def lock_offers_beside(
    conn: Conn,
    org_id: UUID,
    *,
    offer_ids: Sequence[UUID] = (),
    agent_ids: Sequence[UUID] = (),
    interaction_ids: Sequence[UUID] = (),
) -> list[Any]:
    """All open offers of the work that is named by one of these, locked until commit."""
    found: list[Any] = await SQL.lock_offers_beside(
        conn,
        org_id=org_id,
        offer_ids=list(offer_ids),
        agent_ids=list(agent_ids),
        interaction_ids=list(interaction_ids),
    )
    return found


async def still_offered(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the interactions that have an open offer."""
    return {row["interaction_id"] for row in await SQL.still_offered(conn, org_id=org_id, ids=list(ids))}


async def expire_offers(conn: Conn, org_id: UUID, at: datetime) -> list[Any]:
    """End the offers whose time has run out; their agents' presence is locked first."""
    if not await SQL.agents_with_due_offers(conn, org_id=org_id, at=at):
        return []
    found: list[Any] = await SQL.expire_offers(conn, org_id=org_id, at=at)
    return found


async def rescind_orphans(conn: Conn, org_id: UUID, at: datetime, ids: Sequence[UUID] | None = None) -> list[Any]:
    """Take back open offers of work that is not there any more: of all work, or of these interactions."""
    found: list[Any] = await SQL.rescind_orphans(conn, org_id=org_id, at=at, ids=None if ids is None else list(ids))
    return found


async def end_offers(
    conn: Conn, org_id: UUID, ids: Sequence[UUID], *, status: str, at: datetime, reason: str | None
) -> list[Any]:
    """End those of the offers that are open; they are locked."""
    found: list[Any] = await SQL.end_offers(conn, org_id=org_id, ids=list(ids), status=status, at=at, reason=reason)
    return found


async def stranded(conn: Conn, org_id: UUID, ids: Sequence[UUID] | None = None) -> list[UUID]:
    """Interactions, of all or of these, that say they are offered, and are not."""
    rows = await SQL.stranded(conn, org_id=org_id, ids=None if ids is None else list(ids))
    return [row["id"] for row in rows]


async def whose_work(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, dict[str, UUID | None]]:
    """By interaction, the case and the customer that what happens to it is about."""
    rows = await SQL.whose_work(conn, org_id=org_id, ids=list(ids))
    return {row["id"]: {"case_id": row["case_id"], "customer_id": row["customer_id"]} for row in rows}


async def settings(conn: Conn, org_id: UUID) -> RoutingSettings:
    """What the organisation set for routing."""
    return msgspec.convert(await SQL.routing_settings(conn, org_id=org_id) or {}, RoutingSettings)
