"""A day, or some days, in figures."""

from datetime import date, timedelta
from uuid import UUID

from warmline.accounts import Actor
from warmline.analytics import store
from warmline.analytics.days import span, today, zone
from warmline.analytics.model import NOTHING, DayReport, Figures, ReportLine
from warmline.analytics.store import Period, Table
from warmline.kit import clock
from warmline.kit.db import Conn

# Who may see how everybody's work went.
READ = ("queue.manage", "audit.read", "export")


async def report(
    conn: Conn,
    actor: Actor,
    *,
    first: date | None = None,
    last: date | None = None,
    time_zone: str | None = None,
    queue_id: UUID | None = None,
    channel: str | None = None,
) -> DayReport:
    """The figures of the days from ``first`` to ``last``: today, if neither is given. Days begin by the clock of the
    time zone: that of the queue's calendar, where one queue is asked for, else the organisation's.

    Raises ``Invalid``."""
    actor.need(*READ)
    now = clock.now()
    there = time_zone or await store.time_zone(conn, actor.org_id, queue_id)
    zone(there)
    first = first or last or today(now, there)
    last = last or first
    since, until = span(first, last, there)
    bucket = "hour" if first == last else "day"
    period = Period(since=since, until=until, time_zone=there, bucket=bucket, queue_id=queue_id, channel=channel)
    table = await store.figures(conn, actor.org_id, period, now)
    names = await store.names(conn, actor.org_id)
    return DayReport(
        first=first,
        last=last,
        time_zone=there,
        since=since,
        until=until,
        made_at=now,
        total=table.get(("total", None), NOTHING),
        times=_times(table, first, last),
        queues=_lines(table, "queue", names),
        channels=_lines(table, "channel", names),
        teams=_lines(table, "team", names),
        agents=_lines(table, "agent", names),
    )


def _lines(table: Table, dimension: str, names: dict[tuple[str, str], str]) -> list[ReportLine]:
    found = [
        ReportLine(key=key, name=names.get((dimension, key), key) if key else "", figures=figures)
        for (of, key), figures in table.items()
        if of == dimension
    ]
    return sorted(found, key=lambda line: (line.key is None, line.name.casefold(), line.key or ""))


def _times(table: Table, first: date, last: date) -> list[ReportLine]:
    """Every hour of the day, or every day, those in which nothing was, too."""
    if first == last:
        keys = [f"{first.isoformat()} {hour:02}:00:00" for hour in range(24)]
        return [ReportLine(key=f"{key[:10]}T{key[11:16]}", name=key[11:16], figures=_at(table, key)) for key in keys]
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    return [ReportLine(key=day, name=day, figures=_at(table, f"{day} 00:00:00")) for day in days]


def _at(table: Table, key: str) -> Figures:
    return table.get(("time", key), NOTHING)
