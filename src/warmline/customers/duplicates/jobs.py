"""Searches in the background, by night where an organisation wants that, and what happens elsewhere to proposals."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.customers.duplicates import store
from warmline.customers.duplicates.actions.following import dismiss, settle, take_suggestions
from warmline.customers.duplicates.actions.searching import begin, search
from warmline.customers.duplicates.errors import DeduplicationUnderWay
from warmline.customers.duplicates.guard import policy
from warmline.customers.duplicates.model import Deduplication
from warmline.customers.events import CustomersMerged, CustomersUnmerged, DecisionUndone, MergeSuggested
from warmline.kit.db import Conn, Database
from warmline.kit.events import Recorded
from warmline.kit.jobs import enqueue, every, job
from warmline.kit.log import logger
from warmline.kit.reactions import reacts_to

SEARCH = "customers.deduplicate"
NIGHTLY = "nightly"
log = logger(__name__)


@job(SEARCH, attempts=3)
async def deduplicate(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """Search the base for duplicates."""
    await search(db, org_id, UUID(payload["deduplication_id"]))


async def request(conn: Conn, actor: Actor, *, dry_run: bool = False) -> Deduplication:
    """Have the base searched in the background. ``DeduplicationUnderWay`` where it is."""
    run = await begin(conn, actor, dry_run=dry_run)
    await enqueue(conn, actor.org_id, SEARCH, {"deduplication_id": str(run.id)}, key=str(run.id))
    return run


@every(seconds=600, name="customers.deduplicate_nightly")
async def deduplicate_nightly(db: Database, org_id: UUID) -> None:
    """Search once a night, for organisations that want it."""
    actor = system(org_id, NIGHTLY)
    async with db.transaction(org_id) as conn:
        wanted = await policy(conn, org_id)
        if not wanted.deduplicate_nightly:
            return
        day, hour, zone = await store.local_hour(conn, org_id)
        if hour != wanted.deduplicate_hour or await store.searched_on(conn, org_id, day, zone, by=actor.ref):
            return
        try:
            await request(conn, actor)
        except DeduplicationUnderWay as busy:
            log.info("deduplication_under_way", org_id=str(org_id), id=str(busy.details["id"]))


@reacts_to(MergeSuggested, CustomersMerged, CustomersUnmerged, DecisionUndone, name="customers.proposals")
async def follow_proposals(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Keep the queue as it should be: what contacts suggest comes in, what is decided elsewhere goes out."""
    for recorded in batch:
        await _follow(conn, org_id, recorded)


async def _follow(conn: Conn, org_id: UUID, recorded: Recorded) -> None:
    event, actor = recorded.event, system(org_id, "proposals")
    if isinstance(event, MergeSuggested):
        await take_suggestions(conn, actor, [event.decision_id])
    elif isinstance(event, DecisionUndone):
        await dismiss(conn, actor, [event.decision_id])
    elif isinstance(event, CustomersMerged | CustomersUnmerged):
        await settle(conn, actor, _those(event.customer_ids))


def _those(customer_ids: Sequence[UUID]) -> list[UUID]:
    return list(dict.fromkeys(customer_ids))


JOBS = [deduplicate]
PERIODIC = [deduplicate_nightly]
REACTIONS = [follow_proposals]
