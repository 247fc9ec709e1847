"""Searching the event log: one function per way to get there. The actions choose the way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.governance.model import AuditFilter, AuditRecord, Place
from warmline.governance.store.sql import SQL
from warmline.kit.db import Conn

RECORDED = ("at", "actor", "request_id", "type", "case_id", "interaction_id", "customer_id", "data")


async def search_events(
    conn: Conn, org_id: UUID, wanted: AuditFilter, *, since: Place | None = None, before: Place | None, limit: int
) -> list[AuditRecord]:
    """Newest first, from the place ``since`` on, which is included, up to ``before``, which is not."""
    start = {"from_xact": str(since.xact) if since else None, "from_seq": since.seq if since else None}
    return _records(await SQL.search_events(conn, **_asked(org_id, wanted, before, limit), **start))


async def place_back(conn: Conn, org_id: UUID, *, before: Place | None, span: int) -> Place | None:
    """The place ``span`` events before another, or before the end; None where the log is shorter."""
    row = await SQL.place_back(conn, org_id=org_id, **_place(before), span=span)
    return Place(row["xact"], row["seq"]) if row else None


async def seals_naming(
    conn: Conn, org_id: UUID, names: Sequence[int], *, since: datetime | None, before: Place | None, limit: int
) -> list[tuple[Place, Place]]:
    """The first and last events of seals over events that are found by all the names, the newest first."""
    rows = await SQL.seals_naming(
        conn,
        org_id=org_id,
        names=list(names),
        since=since,
        **_place(before),
        size=limit,
    )
    return [(Place(row["first_xact"], row["first_seq"]), Place(row["last_xact"], row["last_seq"])) for row in rows]


def _asked(org_id: UUID, wanted: AuditFilter, before: Place | None, limit: int) -> dict[str, Any]:
    return {"org_id": org_id, "size": limit, **_place(before), **msgspec.structs.asdict(wanted)}


def _place(before: Place | None) -> dict[str, Any]:
    return {"xact": str(before.xact) if before else None, "seq": before.seq if before else None}


def _records(rows: Sequence[Any]) -> list[AuditRecord]:
    return [AuditRecord(cursor=f"{row['xact']}-{row['seq']}", **{name: row[name] for name in RECORDED}) for row in rows]
