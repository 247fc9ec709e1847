"""A conversation as its customer may see it: by account and handle, in the order of commit: it can be resumed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.interactions.store import conversation as store
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import parse_cursor
from warmline.sdk import Attachment, Line


class Contacted(msgspec.Struct, frozen=True, kw_only=True):
    """When a customer last wrote on a handle to an account, and whether a conversation there has not ended."""

    handle_id: UUID
    account_id: UUID
    last_at: datetime
    open: bool


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The interaction that goes on with a customer."""

    id: UUID
    status: str
    queue_id: UUID | None
    owner_id: UUID | None


AUTHORS = {"customer": "customer", "bot": "bot"}


async def lines(
    conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID, *, after: str | None, limit: int
) -> list[Line]:
    """What is new or changed since the cursor (a message whose delivery changed comes again, with the same id)."""
    try:
        place = parse_cursor(after or "0-0")
    except ValueError as error:
        raise Invalid.field("after", "no cursor of this conversation; leave it out to read from the start") from error
    rows = await store.conversation_after(conn, org_id, account_id, handle_id, after=place, size=limit)
    return [
        Line(
            cursor=f"{row['xact']}-{row['seq']}",
            message_id=row["id"],
            external_id=row["external_id"],
            author=AUTHORS.get(row["role"], "agent"),
            author_name=row["name"] or None,
            at=row["at"],
            text=row["text"],
            html=row["html"],
            attachments=tuple(Attachment(**each) for each in row["attachments"]),
            delivery=row["delivery"],
        )
        for row in rows
    ]


async def shown_attachment(
    conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID, sha256: str
) -> Attachment | None:
    """A file that the customer on this account and handle may see."""
    row = await store.shown_attachment(conn, org_id, account_id, handle_id, sha256)
    return Attachment(**row) if row else None


async def live_interaction(conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID) -> Live | None:
    """The newest interaction there that has not ended."""
    row = await store.live_on_handle(conn, org_id, account_id, handle_id)
    return Live(**row) if row else None


async def latest_interaction(conn: Conn, org_id: UUID, account_id: UUID, handle_id: UUID) -> UUID | None:
    """The newest interaction there, ended or not."""
    row = await store.latest_on_handle(conn, org_id, account_id, handle_id, answered=False)
    return row["id"] if row else None


async def last_contacts(conn: Conn, org_id: UUID, handle_ids: Sequence[UUID]) -> list[Contacted]:
    """By handle and account: when the customer last wrote, and whether a conversation there has not ended."""
    return [Contacted(**row) for row in await store.last_contacts(conn, org_id, handle_ids)]
