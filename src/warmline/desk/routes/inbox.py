"""The rows of an inbox, and how many there are."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from warmline.accounts import Actor
from warmline.desk.actions.asking import reach_of
from warmline.desk.actions.counting import count
from warmline.desk.actions.rows import Place, inbox
from warmline.desk.actions.views import filters_of
from warmline.desk.model import Count, Filters, InboxRow, Risk, Sort, View
from warmline.interactions import Status
from warmline.kit.errors import Invalid
from warmline.kit.http import After, Db, Limit, Page, aware, encode_cursor, read_cursor

TAGS = ["desk"]
Acting = NamedDependency[Actor]
MOST_AT_ONCE = 50

Views = Annotated[list[str], QueryParameter(name="views", description="`mine`, `queue:<id>`, `saved:<id>` ...")]
Wanted = Annotated[View, QueryParameter(name="view", description="Whose work, or which.")]
Statuses = Annotated[list[Status] | None, QueryParameter(name="status", description="Any of these statuses.")]
Channels = Annotated[list[str] | None, QueryParameter(name="channel", description="Any of these channels.")]
Queues = Annotated[list[UUID] | None, QueryParameter(name="queue_id", description="Any of these queues.")]
Owners = Annotated[list[UUID] | None, QueryParameter(name="owner_id", description="Any of these agents' work.")]
Teams = Annotated[list[UUID] | None, QueryParameter(name="team_id", description="Any of these teams' work.")]
Categories = Annotated[list[str] | None, QueryParameter(name="category", description="Any of these categories.")]
Priority = Annotated[int | None, QueryParameter(ge=-100, le=100, description="At least this priority.")]
Since = Annotated[datetime | None, QueryParameter(description="Last message at or after this time, with its zone.")]
Until = Annotated[datetime | None, QueryParameter(description="Last message before this time, with its zone.")]
AtRisk = Annotated[Risk | None, QueryParameter(name="risk", description="What waits and is at risk, or breached.")]
Order = Annotated[Sort, QueryParameter(name="sort", description="Latest message, longest wait, or soonest due first.")]
Interactions = Annotated[
    list[UUID] | None,
    QueryParameter(
        name="interaction_id", max_items=200, description="Of these contacts those that belong: to refresh rows."
    ),
]
Group = Annotated[
    Literal["interaction", "case"], QueryParameter(name="group", description="A row for each contact, or each case.")
]


@get("/inbox", operation_id="list_inbox", tags=TAGS)
async def list_inbox(
    db: Db,
    actor: Acting,
    view: Wanted = View.EVERYTHING,
    statuses: Statuses = None,
    of_channels: Channels = None,
    queue_ids: Queues = None,
    owner_ids: Owners = None,
    team_ids: Teams = None,
    categories: Categories = None,
    customer_id: FromQuery[UUID | None] = None,
    priority: Priority = None,
    since: Since = None,
    until: Until = None,
    unread: FromQuery[bool] = False,
    risk: AtRisk = None,
    sort: Order = Sort.NEWEST,
    group: Group = "interaction",
    interaction_ids: Interactions = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[InboxRow]:
    """Contacts as an inbox shows them, each with all that it takes to draw its row. With `group=case` a page may be
    short while `next` says that more follows."""
    filters = Filters(
        view=view,
        statuses=statuses or [],
        channels=of_channels or [],
        queue_ids=queue_ids or [],
        owner_ids=owner_ids or [],
        team_ids=team_ids or [],
        categories=categories or [],
        customer_id=customer_id,
        priority=priority,
        since=aware(since, "since"),
        until=aware(until, "until"),
        unread=unread,
        risk=risk,
    )
    place = read_cursor(after, Place)
    async with db.transaction(actor.org_id) as conn:
        found = await inbox(
            conn, actor, filters, sort=sort, by_case=group == "case", after=place, limit=limit, only=interaction_ids
        )
    end = found.end
    return Page(found.rows, encode_cursor((end.part, end.at, end.id)) if end else None)


@get("/inbox/counts", operation_id="count_inbox", tags=TAGS)
async def count_inbox(db: Db, actor: Acting, views: Views) -> list[Count]:
    """How many contacts each view has, exactly up to 1,000; `capped` says that there are more, and is believed for ten
    seconds. A view is one of the names of `view`, `queue:<id>`, `owner:<id>`, `team:<id>`, or `saved:<id>`; at most 50
    at once."""
    names = list(dict.fromkeys(part for each in views for part in each.split(",") if part))
    if len(names) > MOST_AT_ONCE:
        raise Invalid.field("views", f"at most {MOST_AT_ONCE} at once")
    found = []
    async with db.transaction(actor.org_id) as conn:
        reach = await reach_of(conn, actor)
        for name in names:
            kind, _, id_ = name.partition(":")
            if kind == "saved":
                filters, _ = await filters_of(conn, actor, _uuid(id_))
            else:
                filters = _named(kind, id_)
            number, capped = await count(conn, actor, filters, reach=reach)
            found.append(Count(view=name, count=number, capped=capped))
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid.field("views", f"{text[:50]!r} is no id") from error


def _named(kind: str, id_: str) -> Filters:
    if id_:
        match kind:
            case "queue":
                return Filters(view=View.QUEUE, queue_ids=[_uuid(id_)])
            case "team":
                return Filters(view=View.TEAM, team_ids=[_uuid(id_)])
            case "owner":
                return Filters(view=View.EVERYTHING, owner_ids=[_uuid(id_)])
    elif kind in View.__members__.values():
        return Filters(view=View(kind))
    known = ", ".join(each.value for each in View)
    raise Invalid.field("views", f"{kind[:50]!r} is no view; there are {known}, queue:<id>, team:<id>, saved:<id>")


ROUTES = [list_inbox, count_inbox]
