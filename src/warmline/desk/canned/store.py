"""The door to the table of canned responses: one typed function per query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.desk.canned.model import CannedResponse
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.desk.canned")
KEEPER = "vocabulary.manage"


def reach(actor: Actor) -> dict[str, Any]:
    """What queries ask to know which texts are the actor's to use."""
    return {"agent_id": actor.agent_id, "team_ids": list(actor.team_ids), "shared": actor.may(KEEPER)}


async def insert(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A new text; raises asyncpg's UniqueViolationError where its code is taken there."""
    await SQL.insert_canned(conn, org_id=org_id, **values)


async def by_id(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, CannedResponse]:
    """Those of the texts that the actor uses."""
    rows = await SQL.canned_by_id(conn, org_id=actor.org_id, ids=list(ids), **reach(actor))
    return {row["id"]: _read(row) for row in rows}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which texts to list; None takes any."""

    sought: str | None = None
    channel: str | None = None
    language: str | None = None


async def page_of(
    conn: Conn, actor: Actor, wanted: Wanted, *, after: tuple[str, UUID] | None, size: int
) -> list[CannedResponse]:
    """A page of texts by code."""
    code, id_ = after or (None, None)
    sought = _escaped(wanted.sought.strip().lower()) if wanted.sought else None
    rows = await SQL.list_canned(
        conn,
        org_id=actor.org_id,
        after_code=code,
        after_id=id_,
        sought=sought,
        channel=wanted.channel,
        language=wanted.language,
        size=size,
        **reach(actor),
    )
    return [_read(row) for row in rows]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def lock(conn: Conn, org_id: UUID, id_: UUID) -> Any:
    """The text's row, locked until commit, or None."""
    return await SQL.lock_canned(conn, org_id=org_id, id=id_)


async def change(conn: Conn, org_id: UUID, id_: UUID, **values: Any) -> None:
    """Set a text's fields; raises asyncpg's UniqueViolationError where its code is taken there."""
    await SQL.change_canned(conn, org_id=org_id, id=id_, **values)


async def delete(conn: Conn, org_id: UUID, id_: UUID) -> None:
    """Keep it no more."""
    await SQL.delete_canned(conn, org_id=org_id, id=id_)


async def count_use(conn: Conn, org_id: UUID, id_: UUID, at: datetime) -> None:
    """It was used once more."""
    await SQL.count_use(conn, org_id=org_id, id=id_, at=at)


def _read(row: Any) -> CannedResponse:
    return msgspec.convert(dict(row), CannedResponse)
