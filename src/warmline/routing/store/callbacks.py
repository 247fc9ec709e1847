"""Customers who are to be called back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.routing.store.sql import SQL, shown
from warmline.routing.together import CallbackView


async def insert_callback(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A customer asks to be called back; ``UniqueViolationError`` where one waits already."""
    await SQL.insert_callback(conn, org_id=org_id, **values)


async def postpone_work(conn: Conn, org_id: UUID, interaction_id: UUID, not_before: datetime | None) -> None:
    """Offer work from then on only; None: at once."""
    await SQL.postpone_work(conn, org_id=org_id, interaction_id=interaction_id, not_before=not_before)


async def callbacks(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[CallbackView]:
    """These callbacks: all, or those that are the actor's business."""
    rows = await SQL.callbacks_by_id(
        conn,
        org_id=actor.org_id,
        ids=list(ids),
        all=all_of_them,
        agent_id=actor.agent_id,
        team_ids=list(actor.team_ids),
    )
    return shown(rows, CallbackView)


async def list_callbacks(
    conn: Conn,
    actor: Actor,
    *,
    all_of_them: bool,
    before: UUID | None = None,
    status: str | None = None,
    interaction_id: UUID | None = None,
    size: int,
) -> list[CallbackView]:
    """A page of callbacks, the newest first."""
    rows = await SQL.list_callbacks(
        conn,
        org_id=actor.org_id,
        all=all_of_them,
        agent_id=actor.agent_id,
        team_ids=list(actor.team_ids),
        before=before,
        status=status,
        interaction_id=interaction_id,
        size=size,
    )
    return shown(rows, CallbackView)


async def interaction_of_callback(conn: Conn, org_id: UUID, callback_id: UUID) -> UUID | None:
    """What a callback is about."""
    found: UUID | None = await SQL.interaction_of_callback(conn, org_id=org_id, id=callback_id)
    return found


async def lock_callback(conn: Conn, org_id: UUID, callback_id: UUID) -> Any:
    """A callback, locked until commit."""
    return await SQL.lock_callback(conn, org_id=org_id, id=callback_id)


async def open_callback_of(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """The callback that an interaction waits for, locked until commit; None where there is none."""
    return await SQL.open_callback_of(conn, org_id=org_id, interaction_id=interaction_id)


async def note_attempt(
    conn: Conn, org_id: UUID, callback_id: UUID, attempt: dict[str, Any], not_before: datetime | None
) -> None:
    """Add an attempt to call back."""
    await SQL.note_attempt(conn, org_id=org_id, id=callback_id, attempt=[attempt], not_before=not_before)


async def end_callback(
    conn: Conn, org_id: UUID, callback_id: UUID, *, status: str, at: datetime, reason: str | None
) -> None:
    """A callback comes to its end."""
    await SQL.end_callback(conn, org_id=org_id, id=callback_id, status=status, at=at, reason=reason)


async def numbers_of_customer(conn: Conn, org_id: UUID, customer_id: UUID) -> dict[UUID, str]:
    """The telephone numbers of a customer, by handle."""
    rows = await SQL.numbers_of_customer(conn, org_id=org_id, customer_id=customer_id)
    return {row["id"]: row["value"] for row in rows}


async def carried(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """``medium``, ``initiation``, ``customer_id`` and ``case_id`` of an interaction."""
    return await SQL.carried(conn, org_id=org_id, id=interaction_id)
