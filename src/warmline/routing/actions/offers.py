"""What becomes of an offer: accepted, declined, missed, or taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.interactions import Status, change_in_line, lock_in_line, transition
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.routing import store
from warmline.routing.errors import OfferAnswered, OfferExpired, OfferNotFound
from warmline.routing.events import (
    OfferAccepted,
    OfferCancelled,
    OfferDeclined,
    OfferEvent,
    OfferRescinded,
    OfferTimedOut,
    PresenceChanged,
)
from warmline.routing.model import OfferStatus, OfferView, PresenceStatus
from warmline.routing.snapshots import sees_all_offers, visible_offer

REASON_CHARACTERS = 500
# Why the offers of others end when somebody accepts.
TAKEN = "taken"


async def accept_offer(conn: Conn, actor: Actor, offer_id: UUID) -> OfferView:
    """Take the work: of all to whom it is offered exactly one succeeds, and none after the time. The others' offers are
    taken back.

    Raises ``OfferNotFound``, ``OfferAnswered``, ``OfferExpired``.
    """
    beside = await store.lock_offers_beside(conn, actor.org_id, offer_ids=[offer_id])
    row = await _answer(conn, actor, offer_id, OfferStatus.ACCEPTED, None)
    work = await store.lock_work(conn, actor.org_id, row["interaction_id"])
    if work["status"] != Status.OFFERED:
        raise OfferAnswered(status=f"void, because the work is {work['status']}")
    await announce(conn, actor, OfferAccepted, [row], OfferStatus.ACCEPTED)
    await _end(conn, actor, [each["id"] for each in beside], OfferStatus.RESCINDED, TAKEN)
    await transition(conn, actor, row["interaction_id"], Status.ACTIVE, owner_id=actor.agent_id)
    return await visible_offer(conn, actor, offer_id)


async def decline_offer(conn: Conn, actor: Actor, offer_id: UUID, *, reason: str | None = None) -> OfferView:
    """Leave the work to somebody else: where nobody else is asked, it waits again at its own age. It is not offered to
    this agent for a while."""
    if reason is not None and len(reason) > REASON_CHARACTERS:
        raise Invalid.field("reason", f"at most {REASON_CHARACTERS} characters")
    await store.lock_offers_beside(conn, actor.org_id, offer_ids=[offer_id])
    row = await _answer(conn, actor, offer_id, OfferStatus.DECLINED, reason)
    await announce(conn, actor, OfferDeclined, [row], OfferStatus.DECLINED)
    await give_back(conn, actor, [row["interaction_id"]])
    return await visible_offer(conn, actor, offer_id)


async def list_offers(
    conn: Conn,
    actor: Actor,
    *,
    before: UUID | None = None,
    agent_id: UUID | None = None,
    interaction_id: UUID | None = None,
    status: str | None = None,
    size: int = 51,
) -> list[OfferView]:
    """A page of offers, the newest first: the actor's own, or all for who may see queues."""
    actor.need("queue.read", "case.read", "interaction.work")
    return await store.list_offers(
        conn,
        actor,
        all_of_them=sees_all_offers(actor),
        before=before,
        agent_id=agent_id,
        interaction_id=interaction_id,
        status=status,
        size=size,
    )


async def _answer(conn: Conn, actor: Actor, offer_id: UUID, to: OfferStatus, reason: str | None) -> Any:
    actor.need("interaction.work")
    if actor.agent_id is None:
        raise OfferNotFound(id=offer_id)
    at = clock.now()
    row = await store.answer_offer(conn, actor.org_id, offer_id, actor.agent_id, status=to.value, at=at, reason=reason)
    if row is not None:
        return row
    offer = await visible_offer(conn, actor, offer_id)
    if offer.agent_id != actor.agent_id:
        raise OfferNotFound(id=offer_id)
    if offer.status != OfferStatus.OFFERED:
        raise OfferAnswered(status="taken by somebody else" if offer.reason == TAKEN else offer.status)
    raise OfferExpired(at=offer.expires_at)


async def announce(conn: Conn, actor: Actor, event: type[OfferEvent], rows: Iterable[Any], to: OfferStatus) -> None:
    """Publish what became of offers."""
    before, after = {"status": OfferStatus.OFFERED.value}, {"status": to.value}
    rows = list(rows)
    if not rows:
        return
    about: Mapping[UUID, Any] = await store.whose_work(conn, actor.org_id, [row["interaction_id"] for row in rows])
    events = [
        event(
            **about[row["interaction_id"]],
            interaction_id=row["interaction_id"],
            offer_id=row["id"],
            agent_id=row["agent_id"],
            queue_id=row["queue_id"],
            before=before,
            after=after,
        )
        for row in rows
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def give_back(conn: Conn, actor: Actor, interaction_ids: Sequence[UUID]) -> None:
    """Let offered work wait again, at its own age. What is still offered to somebody, or is not offered any more, is
    left as it is. The offers are locked (``lock_offers_beside``), or ended in this transaction."""
    if not interaction_ids:
        return
    asked = await store.still_offered(conn, actor.org_id, interaction_ids)
    alone = [each for each in interaction_ids if each not in asked]
    rows = await lock_in_line(conn, actor.org_id, alone, Status.OFFERED)
    if rows:
        await change_in_line(conn, actor, rows, Status.QUEUED)


async def take_back(conn: Conn, actor: Actor, interaction_ids: Sequence[UUID], *, reason: str) -> None:
    """End all open offers of the work, because somebody moves it; where it waits next is the caller's part."""
    beside = await store.lock_offers_beside(conn, actor.org_id, interaction_ids=interaction_ids)
    await _end(conn, actor, [row["id"] for row in beside], OfferStatus.RESCINDED, reason)


async def cancel_offers(conn: Conn, actor: Actor, agent_ids: Sequence[UUID], *, reason: str) -> list[Any]:
    """Take back what was offered to agents who are not there; it waits again at its own age. Returns the offers."""
    beside = await store.lock_offers_beside(conn, actor.org_id, agent_ids=agent_ids)
    theirs = [row for row in beside if row["agent_id"] in agent_ids]
    await _end(conn, actor, [row["id"] for row in theirs], OfferStatus.CANCELLED, reason)
    await give_back(conn, actor, [row["interaction_id"] for row in theirs])
    return theirs


async def _end(conn: Conn, actor: Actor, ids: Sequence[UUID], to: OfferStatus, reason: str | None) -> None:
    if ids:
        ended = await store.end_offers(conn, actor.org_id, ids, status=to.value, at=clock.now(), reason=reason)
        event = OfferCancelled if to is OfferStatus.CANCELLED else OfferRescinded
        await announce(conn, actor, event, ended, to)


async def reconcile(conn: Conn, org_id: UUID, ids: Sequence[UUID] | None = None) -> tuple[list[Any], list[UUID]]:
    """Take back offers of work that is not there any more, and let work wait again that is offered to nobody: all, or
    of these interactions. Returns the offers, and the interactions that wait again."""
    actor = system(org_id, "routing")
    orphans = await store.rescind_orphans(conn, org_id, clock.now(), ids)
    await announce(conn, actor, OfferRescinded, orphans, OfferStatus.RESCINDED)
    stranded = await store.stranded(conn, org_id, ids)
    await give_back(conn, actor, stranded)
    return orphans, stranded


async def expire_offers(conn: Conn, org_id: UUID, *, at: datetime | None = None) -> int:
    """End offers that nobody answered in time; returns how many were missed. See ``miss_offers``."""
    missed, _ = await miss_offers(conn, org_id, at or clock.now())
    return len(missed)


async def miss_offers(conn: Conn, org_id: UUID, at: datetime) -> tuple[list[Any], list[Any]]:
    """End offers that nobody answered in time: the work waits again at its own age, and the agent is not responding
    until they say otherwise, so that what else was offered to them is taken back. Returns both kinds of offers."""
    missed = await store.expire_offers(conn, org_id, at)
    if not missed:
        return [], []
    actor = system(org_id, "routing")
    await announce(conn, actor, OfferTimedOut, missed, OfferStatus.TIMED_OUT)
    stopped = await store.stop_responding(conn, org_id, list({row["agent_id"] for row in missed}), at)
    events = [
        PresenceChanged(
            agent_id=row["agent_id"],
            before={"status": row["status"], "reason": row["reason"]},
            after={"status": PresenceStatus.NOT_RESPONDING.value, "reason": None},
        )
        for row in stopped
    ]
    await publish(conn, org_id, actor.ref, events)
    await give_back(conn, actor, [row["interaction_id"] for row in missed])
    absent = [row["agent_id"] for row in stopped]
    return missed, await cancel_offers(conn, actor, absent, reason=PresenceStatus.NOT_RESPONDING.value)
