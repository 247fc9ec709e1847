"""Taking topics up: whether the actor sees what they are about, and when something was last logged there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.realtime import store
from warmline.realtime.model import Loader, TopicNotFound, parse_topic
from warmline.realtime.subscriber import Subscriber

# Kinds by which the log finds its events.
LOGGED = ("case", "interaction", "customer")


class Followed(msgspec.Struct, frozen=True):
    """``missing``: topics that the actor may not follow. ``news``: for each of the others that names a case, an
    interaction or a customer, the seconds since something was last logged about it: whoever fetched that earlier may
    have missed it, and fetches it again."""

    missing: list[str]
    news: dict[str, float]


async def follow(
    conn: Conn, snapshots: Mapping[str, Loader], subscriber: Subscriber, topics: Iterable[str]
) -> Followed:
    """Add the topics, as far as the actor sees what they are about."""
    asked, missing = _parsed(topics)
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for kind, id_ in asked.values():
        if id_ is not None and not _is_own(subscriber.actor, kind, id_):
            wanted[kind].append(id_)
    seen = {kind: await _seen(conn, snapshots, subscriber.actor, kind, ids) for kind, ids in wanted.items()}
    hidden = [topic for topic, (kind, id_) in asked.items() if id_ in wanted[kind] and id_ not in seen[kind]]
    taken = {topic: place for topic, place in asked.items() if topic not in hidden}
    # First it is followed, then the log is asked: between the two nothing gets lost.
    subscriber.topics.update(taken)
    logged = [(kind, id_) for kind, id_ in taken.values() if kind in LOGGED and id_ is not None]
    ages = await store.ages(conn, subscriber.actor.org_id, logged) if logged else {}
    return Followed(missing + hidden, {f"{kind}:{id_}": age for (kind, id_), age in ages.items()})


def _parsed(topics: Iterable[str]) -> tuple[dict[str, tuple[str, UUID | None]], list[str]]:
    asked, missing = {}, []
    for topic in topics:
        try:
            asked[topic] = parse_topic(topic)
        except TopicNotFound:
            missing.append(topic)
    return asked, missing


def _is_own(actor: Actor, kind: str, id_: UUID) -> bool:
    return kind == "agent" and id_ == actor.agent_id


async def _seen(conn: Conn, snapshots: Mapping[str, Loader], actor: Actor, kind: str, ids: list[UUID]) -> set[UUID]:
    loader = snapshots.get(kind)
    return set(await loader(conn, actor, ids)) if loader else set()
