"""The queries of replies that are held: at most one transaction has one at a time."""

from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn

Row = Any


async def insert_held(conn: Conn, org_id: UUID, **values: Any) -> None:
    """Where a reply goes that can still be taken back, and when."""
    await SQL.insert_held_reply(conn, org_id=org_id, **values)


async def lock_held(conn: Conn, org_id: UUID, message_id: UUID) -> Row | None:
    """The hold with its message, locked until commit; None where it is held no more."""
    return await SQL.lock_held_reply(conn, org_id=org_id, message_id=message_id)


async def release(conn: Conn, org_id: UUID, message_id: UUID, **values: Any) -> None:
    """The message is queued, in its place."""
    await SQL.release_message(conn, org_id=org_id, id=message_id, **values)
    await SQL.delete_held_reply(conn, org_id=org_id, message_id=message_id)


async def forget(conn: Conn, org_id: UUID, message_id: UUID) -> None:
    """The message never was."""
    await SQL.delete_held_reply(conn, org_id=org_id, message_id=message_id)
    await SQL.delete_attachments(conn, org_id=org_id, message_id=message_id)
    await SQL.delete_message(conn, org_id=org_id, id=message_id)
