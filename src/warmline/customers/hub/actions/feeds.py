"""Set feeds up, change them, look at their runs."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET

from warmline.accounts import Actor
from warmline.customers.hub import signing, store
from warmline.customers.hub.errors import FeedExists, FeedNotFound, FeedSignatureRefused
from warmline.customers.hub.events import FeedCreated, FeedUpdated
from warmline.customers.hub.fields import FeedChange, FeedSecret, NewFeed
from warmline.customers.hub.guard import READ, visible_feed, visible_run
from warmline.customers.hub.model import PERSON, Feed, FeedRun, FeedView, ListedFeed, RowProblem
from warmline.customers.hub.targets import check
from warmline.kit import clock
from warmline.kit.crypto import SecretUnreadable, Vault
from warmline.kit.db import Conn, Database
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import Event, publish

RESERVED = frozenset({PERSON, "system"})
KIND = "feed"


async def create_feed(conn: Conn, actor: Actor, *, new: NewFeed) -> Feed:
    """Set a feed up. Raises ``FeedExists``, and ``Invalid`` where the mapping means nothing."""
    actor.need("feed.manage")
    if new.code in RESERVED:
        raise Invalid.field("code", f"{new.code} is what people and Warmline itself are called")
    check(new.mapping)
    feed = await store.insert_feed(conn, actor.org_id, **msgspec.structs.asdict(new))
    if feed is None:
        raise FeedExists(code=new.code)
    await _publish(conn, actor, FeedCreated(feed_id=feed.id, code=feed.code))
    return feed


async def update_feed(
    conn: Conn, actor: Actor, feed_id: UUID, *, change: FeedChange, expected: int | None = None
) -> Feed:
    """Change a feed. A changed mapping lets each row be looked at again when it comes next; a changed priority shows
    contested customers anew (``reproject``)."""
    actor.need("feed.manage")
    feed = await _locked(conn, actor, feed_id, expected)
    values = {name: getattr(change, name) for name in change.__struct_fields__}
    values = {name: value for name, value in values.items() if value is not UNSET and value != getattr(feed, name)}
    if not values:
        return feed
    check(values.get("mapping", {}))
    await store.update_feed(conn, actor.org_id, msgspec.structs.replace(feed, **values))
    if "priority" in values:
        await store.save_rules(conn, actor.org_id, await store.rules(conn, actor.org_id))
    await _publish(conn, actor, FeedUpdated(feed_id=feed.id, fields=tuple(values)))
    return await visible_feed(conn, actor, feed_id)


async def renew_secret(conn: Conn, actor: Actor, vault: Vault, feed_id: UUID) -> FeedSecret:
    """Give the feed a new signing secret; what is signed with an older one is refused from now on."""
    actor.need("feed.manage")
    feed = await _locked(conn, actor, feed_id, None)
    secret = signing.new_secret()
    await store.set_feed_secret(conn, actor.org_id, feed.id, vault.seal(secret.encode(), place=feed.place))
    await _publish(conn, actor, FeedUpdated(feed_id=feed.id, fields=("secret",)))
    return FeedSecret(feed=FeedView.of(await visible_feed(conn, actor, feed_id)), secret=secret)


async def _locked(conn: Conn, actor: Actor, feed_id: UUID, expected: int | None) -> Feed:
    feed = await store.lock_feed(conn, actor.org_id, feed_id)
    if feed is None:
        raise FeedNotFound(id=feed_id)
    if expected is not None and feed.version != expected:
        raise Stale(kind="feed")
    return feed


async def _publish(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def list_feeds(conn: Conn, actor: Actor, *, after: str | None, limit: int) -> list[Feed]:
    """Feeds by their codes."""
    actor.need(*READ)
    return await store.list_feeds(conn, actor.org_id, after=after, size=limit)


async def with_last_runs(conn: Conn, actor: Actor, feeds: Sequence[Feed]) -> list[ListedFeed]:
    """The feeds, each with what it delivered last."""
    actor.need(*READ)
    runs = await store.last_runs(conn, actor.org_id, [each.id for each in feeds])
    return [ListedFeed(**msgspec.structs.asdict(FeedView.of(each)), last_run=runs.get(each.id)) for each in feeds]


async def list_runs(conn: Conn, actor: Actor, feed_id: UUID, *, before: UUID | None, limit: int) -> list[FeedRun]:
    """The feed's runs, the latest first."""
    await visible_feed(conn, actor, feed_id)
    return await store.list_runs(conn, actor.org_id, feed_id, before=before, size=limit)


async def problems_of(
    conn: Conn, actor: Actor, run_id: UUID, *, after: tuple[int, int] | None, limit: int
) -> list[tuple[int, RowProblem]]:
    """What was wrong in a run, each with its position, which the cursor needs."""
    await visible_run(conn, actor, run_id)
    return await store.list_problems(conn, actor.org_id, run_id, after=after, size=limit)


async def signed_by(db: Database, vault: Vault, feed_id: UUID, headers: dict[str, str], body: bytes) -> Actor:
    """The feed as an actor, where the request proves that it comes from it; else ``FeedSignatureRefused``, also where
    there is no such feed."""
    async with db.transaction(None) as conn:
        org_id = await store.feed_organization(conn, feed_id)
    feed = None
    if org_id:
        async with db.transaction(org_id) as conn:
            feed = next(iter(await store.feeds_by_id(conn, org_id, [feed_id])), None)
    if org_id is None or feed is None or feed.secret is None:
        raise FeedSignatureRefused(problem="there is no such feed with a signing secret.")
    try:
        secret = vault.open(feed.secret, place=feed.place).decode()
    except SecretUnreadable as error:
        raise FeedSignatureRefused(problem="its secret was made with another installation key; renew it.") from error
    signing.verify(secret, headers, body, now=clock.now())
    return Actor(org_id=org_id, kind=KIND, id=feed.id, name=feed.code, permissions=frozenset({"feed.run"}))
