"""Offers, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.routing.model import (
    OfferView,
)
from warmline.routing.store.sql import SQL, shown


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


async def open_offer_of(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """The open offer of an interaction, or None."""
    return await SQL.open_offer_of(conn, org_id=org_id, interaction_id=interaction_id)


async def expire_offers(conn: Conn, org_id: UUID, at: datetime) -> list[Any]:
    """End the offers whose time has run out; their agents' presence is locked first."""
    if not await SQL.agents_with_due_offers(conn, org_id=org_id, at=at):
        return []
    found: list[Any] = await SQL.expire_offers(conn, org_id=org_id, at=at)
    return found


async def rescind_orphans(conn: Conn, org_id: UUID, at: datetime) -> list[Any]:
    """Take back open offers of work that is not there any more."""
    found: list[Any] = await SQL.rescind_orphans(conn, org_id=org_id, at=at)
    return found


async def rescind_offer_of(conn: Conn, org_id: UUID, interaction_id: UUID, *, at: datetime, reason: str) -> Any:
    """Take back the open offer of an interaction; None where there is none."""
    return await SQL.rescind_offer_of(conn, org_id=org_id, interaction_id=interaction_id, at=at, reason=reason)


async def cancel_offers_of(conn: Conn, org_id: UUID, agent_id: UUID, *, at: datetime, reason: str) -> list[Any]:
    """Take back all open offers of an agent."""
    found: list[Any] = await SQL.cancel_offers_of(conn, org_id=org_id, agent_id=agent_id, at=at, reason=reason)
    return found


async def stranded(conn: Conn, org_id: UUID) -> list[UUID]:
    """Interactions that say they are offered, and are not."""
    return [row["id"] for row in await SQL.stranded(conn, org_id=org_id)]


async def whose_work(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, dict[str, UUID | None]]:
    """By interaction, the case and the customer that what happens to it is about."""
    rows = await SQL.whose_work(conn, org_id=org_id, ids=list(ids))
    return {row["id"]: {"case_id": row["case_id"], "customer_id": row["customer_id"]} for row in rows}
