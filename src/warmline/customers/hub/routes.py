"""Feeds, their runs, and the rules between sources, over HTTP. Rows come in through ``api/feeds.py``."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.customers.guard import visible_customer
from warmline.customers.hub.actions import claims, feeds, rules
from warmline.customers.hub.fields import FeedChange, FeedSecret, NewFeed
from warmline.customers.hub.guard import visible_feed, visible_run
from warmline.customers.hub.model import FeedRun, FeedView, ListedFeed, Reference, RowProblem, Rules
from warmline.customers.hub.views import AttributeView
from warmline.kit.crypto import Vault
from warmline.kit.http import (
    SECRET_ANSWER,
    After,
    Db,
    Limit,
    Page,
    encode_cursor,
    expected_version,
    page,
    read_cursor,
    tagged,
)

TAGS = ["feeds"]
Acting = NamedDependency[Actor]
Sealing = NamedDependency[Vault]


@get("/feeds", operation_id="list_feeds", tags=TAGS)
async def list_feeds(db: Db, actor: Acting, limit: Limit = 50, after: After = None) -> Page[ListedFeed]:
    """The systems that tell of customers, by their codes, each with what it delivered last."""
    place = read_cursor(after, tuple[str])
    async with db.transaction(actor.org_id) as conn:
        found = await feeds.list_feeds(conn, actor, after=place[0] if place else None, limit=limit + 1)
        listed = await feeds.with_last_runs(conn, actor, found)
    return page(listed, limit, key=lambda each: (each.code,))


@post("/feeds", operation_id="create_feed", tags=TAGS)
async def create_feed(db: Db, actor: Acting, data: JSONBody[NewFeed]) -> Response[FeedView]:
    """Set up a system that tells of customers."""
    async with db.transaction(actor.org_id) as conn:
        made = await feeds.create_feed(conn, actor, new=data)
    return tagged(FeedView.of(made), status_code=201, location=f"/api/v1/feeds/{made.id}")


@get("/feeds/{feed_id:uuid}", operation_id="get_feed", tags=TAGS)
async def get_feed(db: Db, actor: Acting, feed_id: FromPath[UUID]) -> Response[FeedView]:
    """One feed. Its signing secret is never shown again."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(FeedView.of(await visible_feed(conn, actor, feed_id)))


@patch("/feeds/{feed_id:uuid}", operation_id="update_feed", tags=TAGS)
async def update_feed(
    request: Request[Any, Any, Any], db: Db, actor: Acting, feed_id: FromPath[UUID], data: JSONBody[FeedChange]
) -> Response[FeedView]:
    """Change a feed: its name, mapping, encoding, priority, whether it adopts, whether it is switched on."""
    expected = expected_version(request)
    async with db.transaction(actor.org_id) as conn:
        changed = await feeds.update_feed(conn, actor, feed_id, change=data, expected=expected)
    await rules.reproject(db, actor)
    return tagged(FeedView.of(changed))


@post("/feeds/{feed_id:uuid}/secret", operation_id="renew_feed_secret", tags=TAGS, status_code=200, opt=SECRET_ANSWER)
async def renew_feed_secret(db: Db, actor: Acting, vault: Sealing, feed_id: FromPath[UUID]) -> FeedSecret:
    """Give the feed a new secret to sign its rows with, shown this once. What is signed with an older one is refused
    from now on."""
    async with db.transaction(actor.org_id) as conn:
        return await feeds.renew_secret(conn, actor, vault, feed_id)


@get("/feeds/{feed_id:uuid}/runs", operation_id="list_feed_runs", tags=TAGS)
async def list_feed_runs(
    db: Db, actor: Acting, feed_id: FromPath[UUID], limit: Limit = 50, after: After = None
) -> Page[FeedRun]:
    """What the feed delivered, and what became of it, the latest first."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await feeds.list_runs(conn, actor, feed_id, before=place[0] if place else None, limit=limit + 1)
    return page(found, limit, key=lambda each: (each.id,))


@get("/feed-runs/{run_id:uuid}", operation_id="get_feed_run", tags=TAGS)
async def get_feed_run(db: Db, actor: Acting, run_id: FromPath[UUID]) -> Response[FeedRun]:
    """One delivery of a feed."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_run(conn, actor, run_id))


@get("/feed-runs/{run_id:uuid}/problems", operation_id="list_feed_problems", tags=TAGS)
async def list_feed_problems(
    db: Db, actor: Acting, run_id: FromPath[UUID], limit: Limit = 50, after: After = None
) -> Page[RowProblem]:
    """What was wrong with rows, in their order, and what to do. At most a thousand of a run are kept."""
    place = read_cursor(after, tuple[int, int])
    async with db.transaction(actor.org_id) as conn:
        found = await feeds.problems_of(conn, actor, run_id, after=place, limit=limit + 1)
    shown = found[:limit]
    more = encode_cursor((shown[-1][1].row, shown[-1][0])) if len(found) > limit else None
    return Page([each for _, each in shown], more)


@get("/survivorship", operation_id="get_survivorship", tags=TAGS)
async def get_survivorship(db: Db, actor: Acting) -> Rules:
    """Which value survives where sources differ."""
    async with db.transaction(actor.org_id) as conn:
        return await rules.rules_of(conn, actor)


@put("/survivorship", operation_id="set_survivorship", tags=TAGS)
async def set_survivorship(db: Db, actor: Acting, data: JSONBody[Rules]) -> Rules:
    """Decide which value survives. When this is answered, customers are shown so. Nothing is lost: other rules bring
    other values back."""
    async with db.transaction(actor.org_id) as conn:
        kept = await rules.change_rules(conn, actor, new=data)
    await rules.reproject(db, actor)
    return kept


@get("/customers/{customer_id:uuid}/attributes", operation_id="list_customer_attributes", tags=["customers"])
async def list_customer_attributes(db: Db, actor: Acting, customer_id: FromPath[UUID]) -> Page[AttributeView]:
    """Every attribute of the customer and of the records merged into it: the value that survives, the others, who gave
    each, and why it wins or loses; on one page. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        customer = await visible_customer(conn, actor, customer_id)
        return Page(await claims.attributes_of(conn, actor, customer))


@get("/customers/{customer_id:uuid}/references", operation_id="list_customer_references", tags=["customers"])
async def list_customer_references(db: Db, actor: Acting, customer_id: FromPath[UUID]) -> Page[Reference]:
    """The policies, claims and accounts that the customer, and the records merged into it, hold by what feeds say,
    on one page. Reading them is audited."""
    async with db.transaction(actor.org_id) as conn:
        customer = await visible_customer(conn, actor, customer_id)
        return Page(await claims.held_by(conn, actor, customer))


ROUTES = [
    list_feeds,
    create_feed,
    get_feed,
    update_feed,
    renew_feed_secret,
    list_feed_runs,
    get_feed_run,
    list_feed_problems,
    get_survivorship,
    set_survivorship,
    list_customer_attributes,
    list_customer_references,
]
