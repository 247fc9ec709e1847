"""The wall, alerts and reports over HTTP."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from warmline.accounts import Actor
from warmline.analytics.actions import alerts as alerting
from warmline.analytics.actions import report as reporting
from warmline.analytics.actions import wall as floor
from warmline.analytics.measures import MEASURES, Measure
from warmline.analytics.model import Alert, DayReport, Occupancy, Wall
from warmline.analytics.table import as_csv
from warmline.kit.http import Db
from warmline.kit.http.files import download

TAGS = ["analytics"]
Acting = NamedDependency[Actor]
CSV = "text/csv"
First = Annotated[date | None, QueryParameter(name="from", description="The first day; today without it.")]
Last = Annotated[date | None, QueryParameter(name="to", description="The last day; the first without it.")]
Day = Annotated[date | None, QueryParameter(name="date", description="One day: the same as `from` and `to`.")]
Zone = Annotated[
    str | None,
    QueryParameter(
        name="tz", max_length=64, description="Whose days: Europe/Berlin. The queue's, or the organisation's."
    ),
]


@get("/wall", operation_id="get_wall", tags=TAGS)
async def get_wall(db: Db, actor: Acting) -> Wall:
    """The floor now, and today so far: queues and what waits in them, agents and what they have."""
    async with db.snapshot(actor.org_id) as conn:
        return await floor.wall(conn, actor)


@get("/wall/occupancy", operation_id="list_occupancy", tags=TAGS)
async def list_occupancy(db: Db, actor: Acting) -> list[Occupancy]:
    """How much of their time at work today agents had something in hand. It reads the day: ask once a minute."""
    async with db.snapshot(actor.org_id) as conn:
        return await floor.occupancy(conn, actor)


@get("/alerts", operation_id="list_alerts", tags=TAGS)
async def list_alerts(db: Db, actor: Acting) -> list[Alert]:
    """What a supervisor should look at now, the worst first. An alert is there as long as its trouble is."""
    async with db.snapshot(actor.org_id) as conn:
        return await alerting.alerts(conn, actor)


async def _report(db: Db, actor: Actor, first: date | None, last: date | None, **asked: Any) -> DayReport:
    async with db.snapshot(actor.org_id) as conn:
        return await reporting.report(conn, actor, first=first, last=last, **asked)


@get("/reports/day", operation_id="get_day_report", tags=TAGS, media_type="application/json")
async def get_day_report(
    db: Db,
    actor: Acting,
    request: Request[Any, Any, Any],
    day: Day = None,
    first: First = None,
    last: Last = None,
    tz: Zone = None,
    queue_id: FromQuery[UUID | None] = None,
    channel: FromQuery[str | None] = None,
) -> Response[DayReport]:
    """A day by the hour, or up to 92 days by the day: volumes, waits, service level, handle time, first response,
    first-contact resolution, transfers, reopens, losses of context and promises; by queue, channel, team and agent.
    With `Accept: text/csv` it is a table."""
    found = await _report(db, actor, day or first, day or last, time_zone=tz, queue_id=queue_id, channel=channel)
    if CSV in request.headers.get("accept", ""):
        return _table(found)
    return Response(found)


@get("/reports/day.csv", operation_id="download_day_report", tags=TAGS, media_type=CSV)
async def download_day_report(
    db: Db,
    actor: Acting,
    day: Day = None,
    first: First = None,
    last: Last = None,
    tz: Zone = None,
    queue_id: FromQuery[UUID | None] = None,
    channel: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The same as a file: one line for the whole, and one for each time, queue, channel, team and agent."""
    found = await _report(db, actor, day or first, day or last, time_zone=tz, queue_id=queue_id, channel=channel)
    return _table(found)


def _table(found: DayReport) -> Response[Any]:
    days = f"{found.first}" if found.first == found.last else f"{found.first}-to-{found.last}"
    # With a byte order mark, for spreadsheets that would take it for Windows-1252.
    content = as_csv(found).encode("utf-8-sig")
    return download(content, name=f"warmline-{days}.csv", content_type=CSV)


@get("/reports/measures", operation_id="list_measures", tags=TAGS)
async def list_measures(actor: Acting) -> list[Measure]:
    """What each figure of reports means: what is counted, divided by what, and by which rules."""
    actor.need(*reporting.READ, *floor.READ)
    return list(MEASURES)


ROUTES = [get_wall, list_occupancy, list_alerts, get_day_report, download_day_report, list_measures]
