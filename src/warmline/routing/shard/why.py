"""Why this agent, why still waiting, and whether the same inputs give the same decision."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.calendars import hours_of
from warmline.interactions import Status, visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Conflict
from warmline.kit.leases import Lease
from warmline.routing.actions.waiting import position
from warmline.routing.shard import store
from warmline.routing.shard.dispatcher import NAME
from warmline.routing.shard.explaining import Unrepeatable, decide_again
from warmline.routing.shard.shard import Shard
from warmline.routing.shard.words import CHANGES, named, why_this_agent, why_waiting
from warmline.routing.snapshots import visible_offer


class NotRepeatable(Conflict):
    """The offer {id} was made by an earlier version, which did not note all inputs of its decisions."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who could have had the work, as they were then: ``used`` is the part of their capacity in use, ``worth``
    is in points, and the inner ring comes first."""

    agent_id: UUID
    name: str
    asked: bool
    ring: int
    preferred: str | None
    worth: float
    used: float
    idle_seconds: float


class OfferWhy(msgspec.Struct, frozen=True, kw_only=True):
    """Why the work was offered to this agent: in sentences, and with all that was noted."""

    offer_id: UUID
    interaction_id: UUID
    agent_id: UUID
    words: list[str]
    candidates: list[Candidate]
    explanation: dict[str, Any]


class OfferReplay(msgspec.Struct, frozen=True, kw_only=True):
    """The decision made again from its inputs. ``differences`` name what came out otherwise."""

    offer_id: UUID
    same: bool
    differences: list[str]
    agent_ids: list[UUID]
    asked: list[UUID]
    score: dict[str, float]


class NextChange(msgspec.Struct, frozen=True, kw_only=True):
    """What time alone changes next."""

    at: datetime
    what: str


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """What stands against an agent who could serve the work."""

    agent_id: UUID
    name: str
    why: str


class WaitingWhy(msgspec.Struct, frozen=True, kw_only=True):
    """Why work still waits. ``status`` says so where it does not; then the rest is empty. ``qualified`` agents could
    serve it in this ring, ``ready`` of them have room."""

    interaction_id: UUID
    status: str
    reason: str | None = None
    words: list[str] = []
    place: int | None = None
    ring: int = 0
    rings: int = 0
    qualified: int = 0
    ready: int = 0
    score: dict[str, float] = {}
    excluded: dict[str, int] = {}
    examples: list[Stands] = []
    next_change: NextChange | None = None


async def why_offered(conn: Conn, actor: Actor, offer_id: UUID) -> OfferWhy:
    """Why this agent. Raises ``OfferNotFound``."""
    offer = await visible_offer(conn, actor, offer_id)
    told = offer.explanation
    options = told.get("options", [])
    ids = await store.names(conn, actor.org_id, [offer.agent_id, *(UUID(each[0]) for each in options)])
    at = told.get("at", offer.offered_at.timestamp())
    return OfferWhy(
        offer_id=offer.id,
        interaction_id=offer.interaction_id,
        agent_id=offer.agent_id,
        words=why_this_agent(told, named(ids, offer.agent_id)),
        candidates=[_candidate(each, ids, told, at) for each in options],
        explanation={name: value for name, value in told.items() if name not in ("options", "parts")},
    )


def _candidate(option: list[Any], ids: dict[UUID, str], told: dict[str, Any], at: float) -> Candidate:
    agent_id, ring, preferred, worth, used, idle_since = option
    return Candidate(
        agent_id=UUID(agent_id),
        name=named(ids, UUID(agent_id)),
        asked=agent_id in told.get("asked", ()),
        ring=ring,
        preferred=preferred,
        worth=worth,
        used=used,
        idle_seconds=round(max(0.0, at - idle_since), 1),
    )


async def replay_offer(conn: Conn, actor: Actor, offer_id: UUID) -> OfferReplay:
    """Make the decision again. Raises ``OfferNotFound``, ``NotRepeatable``."""
    offer = await visible_offer(conn, actor, offer_id)
    try:
        found = decide_again(offer.explanation)
    except Unrepeatable as error:
        raise NotRepeatable(id=offer_id) from error
    return OfferReplay(
        offer_id=offer_id,
        same=found.same,
        differences=list(found.differences),
        agent_ids=list(found.agent_ids),
        asked=[UUID(each) for each in offer.explanation["asked"]],
        score=found.score.shown(),
    )


async def why_waits(conn: Conn, actor: Actor, interaction_id: UUID) -> WaitingWhy:
    """Why it still waits, from the rows as they are now. Raises what ``visible_interaction`` raises."""
    interaction = await visible_interaction(conn, actor, interaction_id)
    if interaction.status != Status.QUEUED:
        return WaitingWhy(interaction_id=interaction_id, status=interaction.status)
    nobodys = Lease(org_id=actor.org_id, name=NAME, holder=UUID(int=0), epoch=0)
    shard = Shard(nobodys)
    await shard.view(conn, interaction_id)
    now = clock.now()
    if interaction_id not in shard.floor.tasks:
        return WaitingWhy(interaction_id=interaction_id, status=interaction.status)
    found = shard.floor.standing(interaction_id, now.timestamp())
    ids = await store.names(conn, actor.org_id, [who for who, _ in found.examples])
    examples = [Stands(agent_id=who, name=named(ids, who), why=why) for who, why in found.examples]
    change = _change(*found.next_change) if found.next_change else None
    if found.reason == "closed" and interaction.queue_id:
        change = await _opens(conn, actor.org_id, interaction.queue_id, now)
    words = why_waiting(found.reason, found.excluded, [(each.name, each.why) for each in examples])
    if change:
        words.append(f"At {change.at:%Y-%m-%d %H:%M:%S} UTC {CHANGES.get(change.what, change.what)}.")
    place = await position(conn, interaction_id)
    return WaitingWhy(
        interaction_id=interaction_id,
        status=interaction.status,
        reason=found.reason,
        words=words,
        place=place.place if place else None,
        ring=found.ring,
        rings=found.rings,
        qualified=found.qualified,
        ready=found.ready,
        score=found.score.shown(),
        excluded=found.excluded,
        examples=examples,
        next_change=change,
    )


def _change(at: float, what: str) -> NextChange | None:
    try:
        return NextChange(at=datetime.fromtimestamp(at, UTC), what=what)
    except (OverflowError, ValueError):
        # What is kept for somebody for good has no such moment.
        return None


async def _opens(conn: Conn, org_id: UUID, queue_id: UUID, now: datetime) -> NextChange | None:
    calendar_id = await store.calendar_of(conn, org_id, queue_id)
    hours = await hours_of(conn, org_id, [calendar_id] if calendar_id else [])
    change = hours[calendar_id].next_change(now) if calendar_id and calendar_id in hours else None
    return NextChange(at=change[0], what="opens") if change else None
