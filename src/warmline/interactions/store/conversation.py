"""The queries with which a customer's side of a conversation is shown: one account, one handle, no private notes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def conversation_after(
    conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID, *, after: tuple[int, int], size: int
) -> list[Any]:
    """Messages that are new or changed since a place in the event log, in the order of their last change."""
    rows: list[Any] = await SQL.conversation_after(
        conn, org_id=org_id, account_id=account_id, handle_id=handle_id, xact=str(after[0]), seq=after[1], size=size
    )
    return rows


async def read_inbound(conn: Conn, org_id: UUID, interaction_id: UUID, upto: UUID) -> list[Any]:
    """What the customer wrote, up to a message, is read: those that were not before, with case and customer."""
    rows: list[Any] = await SQL.read_inbound(conn, org_id=org_id, interaction_id=interaction_id, upto=upto)
    return rows


async def shown_attachment(conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID, sha256: str) -> Any:
    """A file that the customer on this account and handle may see, or None."""
    return await SQL.shown_attachment(conn, org_id=org_id, account_id=account_id, handle_id=handle_id, sha256=sha256)


async def live_on_handle(conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID) -> Any:
    """The newest interaction there that has not ended, or None."""
    return await SQL.live_on_handle(conn, org_id=org_id, account_id=account_id, handle_id=handle_id)


async def latest_on_handle(conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID, *, answered: bool) -> Any:
    """The newest interaction there, or None; with ``answered`` the newest that was."""
    return await SQL.latest_on_handle(
        conn, org_id=org_id, account_id=account_id, handle_id=handle_id, answered=answered
    )


async def last_contacts(conn: Conn, org_id: UUID, handle_ids: Sequence[UUID]) -> list[Any]:
    """By handle and account: when the customer last wrote, and whether a conversation has not ended."""
    rows: list[Any] = await SQL.last_contacts(conn, org_id=org_id, handle_ids=list(handle_ids))
    return rows
