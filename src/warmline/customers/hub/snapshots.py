"""How an actor sees feeds and their runs: the one answer for fetches and for live events."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.hub import store
from warmline.customers.hub.guard import READ
from warmline.customers.hub.model import FeedRun, FeedView
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for


@same_for(*READ)
async def feeds(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, FeedView]:
    """Feeds, without their secrets."""
    if not actor.may(*READ):
        return {}
    return {each.id: FeedView.of(each) for each in await store.feeds_by_id(conn, actor.org_id, ids)}


@same_for(*READ)
async def runs(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, FeedRun]:
    """Runs of feeds."""
    if not actor.may(*READ):
        return {}
    return {each.id: each for each in await store.runs_by_id(conn, actor.org_id, ids)}


SNAPSHOTS: dict[str, Loader] = {"feed": feeds, "feed_run": runs}
