"""What rules see of contacts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from warmline.kit.db import Conn
from warmline.routing.rules.store.sql import SQL


async def zone(conn: Conn, org_id: UUID) -> ZoneInfo:
    """The organisation's time zone."""
    return ZoneInfo(await SQL.rules_zone(conn, org_id=org_id) or "UTC")


async def to_look_at(
    conn: Conn, org_id: UUID, ids: Sequence[UUID], *, version: int, timed: bool, at: datetime
) -> list[UUID]:
    """Those of the contacts that wait and differ from what the rules saw of them last."""
    rows = await SQL.to_look_at(conn, org_id=org_id, ids=list(ids), version=version, timed=timed, at=at)
    return [row["id"] for row in rows]


async def lock_contacts(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> None:
    """Lock contacts until commit."""
    await SQL.lock_contacts(conn, org_id=org_id, ids=list(ids))


async def rule_facts(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """Contacts with all that is one row of them."""
    found: list[Any] = await SQL.rule_facts(conn, org_id=org_id, ids=list(ids))
    return found


async def rule_texts(
    conn: Conn, org_id: UUID, ids: Sequence[UUID], *, until: datetime | None = None
) -> dict[UUID, Any]:
    """How often customers wrote in them, the first and the last text, by contact."""
    rows = await SQL.rule_texts(conn, org_id=org_id, ids=list(ids), until=until)
    return {row["interaction_id"]: row for row in rows}


async def rule_signals(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """Their signals, the newest first, by contact."""
    found: dict[UUID, list[Any]] = {}
    for row in await SQL.rule_signals(conn, org_id=org_id, ids=list(ids)):
        found.setdefault(row["interaction_id"], []).append(row)
    return found


async def waiting_contacts(conn: Conn, org_id: UUID, *, after: UUID | None, size: int) -> list[UUID]:
    """Contacts that wait, by id."""
    return [row["id"] for row in await SQL.waiting_contacts(conn, org_id=org_id, after=after, size=size)]


async def open_contacts(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Those that have not ended, and whether each waits for somebody."""
    return {row["id"]: row["waits"] for row in await SQL.open_contacts(conn, org_id=org_id, ids=list(ids))}


async def count_contacts_since(conn: Conn, org_id: UUID, since: datetime) -> int:
    """How many contacts of customers began since then."""
    return int(await SQL.count_contacts_since(conn, org_id=org_id, since=since))


async def contacts_since(
    conn: Conn, org_id: UUID, since: datetime, *, stride: int, size: int
) -> list[tuple[UUID, datetime]]:
    """Contacts of customers that began since then, the newest first; of many, one of ``stride``."""
    rows = await SQL.contacts_since(conn, org_id=org_id, since=since, stride=stride, size=size)
    return [(row["id"], row["started_at"]) for row in rows]


async def numbers_of_customer(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[Any]:
    """Telephone numbers of a contact's customer, with the ids of their handles."""
    found: list[Any] = await SQL.numbers_of_customer(conn, org_id=org_id, id=interaction_id)
    return found


async def statuses_of(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Where contacts stand."""
    return {row["id"]: row["status"] for row in await SQL.statuses_of(conn, org_id=org_id, ids=list(ids))}


async def queue_codes(conn: Conn, org_id: UUID) -> dict[UUID, str]:
    """What each queue is called."""
    return {row["id"]: row["code"] for row in await SQL.queue_codes(conn, org_id=org_id)}
