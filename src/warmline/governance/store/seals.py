"""The event log and its seals: one function per query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.governance import chain, names
from warmline.governance.comparison import Found
from warmline.governance.model import Head, Place, Seal
from warmline.governance.store.sql import SQL
from warmline.kit.db import Conn

BEGINNING = Place(0, 0)
IDS = ("case_id", "interaction_id", "customer_id")
HASHED = ("xact_text", "seq_text", "at", "actor", "request_id", "type", *IDS, "data")


async def lock_seals(conn: Conn, org_id: UUID) -> bool:
    """Whether this transaction may seal."""
    return bool(await SQL.lock_seals(conn, org_id=org_id))


async def seal_head(conn: Conn, org_id: UUID) -> tuple[Head | None, int]:
    """What the sealer remembers, and the position of the newest seal that is there, 0 for none."""
    row = await SQL.seal_head(conn, org_id=org_id)
    head = Head(row["position"], Place(row["last_xact"], row["last_seq"]), row["hash"]) if row["position"] else None
    return head, row["newest"]


async def events_to_seal(conn: Conn, org_id: UUID, after: Place, limit: int) -> tuple[list[Found], list[int]]:
    """The next events, and what they are found by."""
    rows = await SQL.events_to_seal(conn, org_id=org_id, xact=str(after.xact), seq=after.seq, size=limit)
    return _found(org_id, rows), names.of_events(rows)


async def sealed_events(conn: Conn, org_id: UUID, after: Place, last: Place, limit: int) -> list[Found]:
    rows = await SQL.sealed_events(
        conn,
        org_id=org_id,
        xact=str(after.xact),
        seq=after.seq,
        last_xact=str(last.xact),
        last_seq=last.seq,
        size=limit,
    )
    return _found(org_id, rows)


def _found(org_id: UUID, rows: Sequence[Any]) -> list[Found]:
    org = str(org_id)
    return [
        Found(Place(row["xact"], row["seq"]), chain.digest((org, *(row[name] for name in HASHED))), row["type"])
        for row in rows
    ]


async def insert_seal(conn: Conn, org_id: UUID, seal: Seal, found_by: list[int]) -> None:
    """Add a link, and remember that the chain ends in it."""
    last = {"last_xact": str(seal.last.xact), "last_seq": seal.last.seq}
    await SQL.insert_seal(
        conn,
        org_id=org_id,
        position=seal.position,
        first_xact=str(seal.first.xact),
        first_seq=seal.first.seq,
        events=seal.events,
        digests=seal.digests,
        previous=seal.previous,
        hash=seal.hash,
        sealed_at=seal.sealed_at,
        names=found_by,
        **last,
    )
    await SQL.move_seal_head(conn, org_id=org_id, position=seal.position, hash=seal.hash, **last)


async def read_seals(conn: Conn, org_id: UUID, *, after: int, up_to: int, limit: int) -> list[Seal]:
    rows = await SQL.read_seals(conn, org_id=org_id, after=after, up_to=up_to, size=limit)
    return [
        Seal(
            position=row["position"],
            first=Place(row["first_xact"], row["first_seq"]),
            last=Place(row["last_xact"], row["last_seq"]),
            events=row["events"],
            digests=row["digests"],
            previous=row["previous"],
            hash=row["hash"],
            sealed_at=row["sealed_at"],
        )
        for row in rows
    ]


async def count_unsealed(conn: Conn, org_id: UUID, after: Place) -> tuple[int, datetime | None]:
    """How many events follow the place, and since when the oldest of those that can be sealed waits."""
    row = await SQL.count_unsealed(conn, org_id=org_id, xact=str(after.xact), seq=after.seq)
    return row["events"], row["oldest"]
