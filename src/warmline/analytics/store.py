"""The queries of analytics. None asks who may see what: actions do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.analytics.measures import CAME_BACK_DAYS
from warmline.analytics.model import NOTHING, Figures
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.analytics")
# By dimension and key: of the total the key is None, too.
Table = dict[tuple[str, str | None], Figures]
DIMENSIONS = ("total", "time", "queue", "channel", "team", "agent")


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts of a time, of one queue or channel or all. ``bucket`` is hour or day, by the clock of the time zone."""

    since: datetime
    until: datetime
    time_zone: str
    bucket: str = "hour"
    queue_id: UUID | None = None
    channel: str | None = None


async def figures(
    conn: Conn,
    org_id: UUID,
    period: Period,
    now: datetime,
    *,
    dimensions: Sequence[str] = DIMENSIONS,
    settled: bool = True,
) -> Table:
    """The measures by each dimension; without ``settled``, not what became of matters, nor what happened beside."""
    asked: dict[str, Any] = {
        "org_id": org_id,
        "since": period.since,
        "until": period.until,
        "now": now,
        "bucket": period.bucket,
        "tz": period.time_zone,
        "queue_id": period.queue_id,
        "channel": period.channel,
    }
    rows = await SQL.contact_figures(
        conn, **asked, dimensions=list(dimensions), settled=settled, came_back_days=CAME_BACK_DAYS
    )
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for row in rows:
        values = dict(row)
        found[values.pop("dimension"), values.pop("key")] = values
    if settled:
        for row in await SQL.happening_counts(conn, **asked):
            if row["dimension"] in dimensions:
                found.setdefault((row["dimension"], row["key"]), {})[row["what"]] = row["count"]
    return {key: _figures(values) for key, values in found.items()}


def _figures(values: dict[str, Any]) -> Figures:
    known, settled = values.get("target_known", 0), values.get("first_settled", 0)
    return msgspec.structs.replace(
        NOTHING,
        **values,
        service_level=values["target_met"] / known if known else None,
        first_contact_resolution=values["first_resolved"] / settled if settled else None,
    )


async def names(conn: Conn, org_id: UUID) -> dict[tuple[str, str], str]:
    """What queues, agents and teams are called, by dimension and id."""
    return {(row["dimension"], row["key"]): row["name"] for row in await SQL.names(conn, org_id=org_id)}


async def time_zone(conn: Conn, org_id: UUID, queue_id: UUID | None = None) -> str:
    """The time zone of a queue's calendar, else the organisation's."""
    return str(await SQL.time_zone(conn, org_id=org_id, queue_id=queue_id))


async def queue_zones(conn: Conn, org_id: UUID) -> dict[UUID, str]:
    """The time zones of the queues that have a calendar."""
    return {row["id"]: row["timezone"] for row in await SQL.queue_zones(conn, org_id=org_id)}


async def waiting_within(conn: Conn, org_id: UUID, now: datetime) -> dict[UUID, int]:
    """How many of those who wait in each queue have waited no longer than its target."""
    return {row["queue_id"]: row["within"] for row in await SQL.waiting_within(conn, org_id=org_id, now=now)}


async def arrivals(
    conn: Conn, org_id: UUID, queue_ids: Sequence[UUID], since: datetime, until: datetime
) -> dict[UUID, dict[int, int]]:
    """Contacts that came to each queue in each hour since then."""
    rows = await SQL.arrivals(conn, org_id=org_id, queue_ids=list(queue_ids), since=since, until=until)
    found: dict[UUID, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row["queue_id"], {})[row["hour"]] = row["count"]
    return found


async def work_now(conn: Conn, org_id: UUID) -> list[Any]:
    """What agents have in hand."""
    rows: list[Any] = await SQL.work_now(conn, org_id=org_id)
    return rows


async def agents_now(conn: Conn, org_id: UUID, busy: Sequence[UUID]) -> list[Any]:
    """Who is at work, and who of ``busy`` is not."""
    rows: list[Any] = await SQL.agents_now(conn, org_id=org_id, busy=list(busy))
    return rows


async def occupancy(conn: Conn, org_id: UUID, since: datetime, until: datetime) -> list[Any]:
    """Of each agent's time at work, how much they had something in hand."""
    rows: list[Any] = await SQL.occupancy(conn, org_id=org_id, since=since, until=until)
    return rows


async def failed_deliveries(conn: Conn, org_id: UUID, since: datetime) -> list[Any]:
    """Messages of ours that could not be delivered, by account."""
    rows: list[Any] = await SQL.failed_deliveries(conn, org_id=org_id, since=since)
    return rows


async def failed_envelopes(conn: Conn, org_id: UUID) -> list[Any]:
    """Deliveries to us that could not be read, by account."""
    rows: list[Any] = await SQL.failed_envelopes(conn, org_id=org_id)
    return rows


async def troubled_accounts(conn: Conn, org_id: UUID) -> list[Any]:
    """Channels that are in use and have a problem."""
    rows: list[Any] = await SQL.troubled_accounts(conn, org_id=org_id)
    return rows


async def alert_settings(conn: Conn, org_id: UUID) -> Any:
    """What the organisation set for alerts, as it is stored; None for nothing."""
    return await SQL.alert_settings(conn, org_id=org_id)
