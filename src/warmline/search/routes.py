"""Search over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from warmline.accounts import Actor
from warmline.customers import members
from warmline.interactions import Status
from warmline.kit.http import After, Db, aware
from warmline.search.actions.find import find, search_for
from warmline.search.asking import LONGEST_QUESTION
from warmline.search.model import Filter, Order, Place, SearchResults

MOST = 50
Acting = NamedDependency[Actor]
Text = Annotated[
    str,
    QueryParameter(
        name="q",
        max_length=LONGEST_QUESTION,
        description='Words, "phrases", -without, one or another. Numbers and references in any spelling.',
    ),
]
Size = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many items a page has at most.")]
Places = Annotated[
    list[Place] | None,
    QueryParameter(name="in", description="Where the words are: in what was said by whom, or about."),
]
Statuses = Annotated[list[Status] | None, QueryParameter(name="status", description="Any of these statuses.")]
Texts = FromQuery[list[str] | None]
Ids = FromQuery[list[UUID] | None]


@get("/search", operation_id="search_conversations", tags=["search"])
async def search(
    db: Db,
    actor: Acting,
    text: Text = "",
    places: Places = None,
    channel: Texts = None,
    queue_id: Ids = None,
    owner_id: Ids = None,
    team_id: Ids = None,
    status: Statuses = None,
    category: Texts = None,
    customer_id: FromQuery[UUID | None] = None,
    direction: Texts = None,
    has_file: FromQuery[bool] = False,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    sort: FromQuery[Order] = Order.RELEVANCE,
    limit: Size = 20,
    after: After = None,
) -> SearchResults:
    """Conversations by what was said in them, notes and names of files included, whom they are with and what they are
    about. All of history; only what the actor may see. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        filters = Filter(
            channels=channel,
            queues=queue_id,
            owners=owner_id,
            teams=team_id,
            statuses=[each.value for each in status] if status else None,
            categories=category,
            customers=await members(conn, customer_id) if customer_id else None,
            directions=direction,
            since=aware(since, "since"),
            until=aware(until, "until"),
        )
        asked = search_for(text, filters, places=places or [], has_file=has_file, order=sort)
        return await find(conn, actor, asked, limit=limit, after=after)


ROUTES = [search]
