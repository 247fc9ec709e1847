"""Every fetch of a feed or a run goes through here: what is missing and what is forbidden look alike."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.hub import store
from warmline.customers.hub.errors import FeedNotFound, FeedRunNotFound
from warmline.customers.hub.model import Feed, FeedRun
from warmline.kit.db import Conn

READ = ("feed.manage", "feed.run")


async def visible_feed(conn: Conn, actor: Actor, feed_id: UUID) -> Feed:
    """The feed, or ``FeedNotFound``."""
    actor.need(*READ)
    found = await store.feeds_by_id(conn, actor.org_id, [feed_id])
    if not found:
        raise FeedNotFound(id=feed_id)
    return found[0]


async def visible_run(conn: Conn, actor: Actor, run_id: UUID) -> FeedRun:
    """The run, or ``FeedRunNotFound``."""
    actor.need(*READ)
    found = await store.runs_by_id(conn, actor.org_id, [run_id])
    if not found:
        raise FeedRunNotFound(id=run_id)
    return found[0]
