"""What the record does when customers turn out to be others."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.customers import CustomersMerged, CustomersUnmerged, HandlesMoved, members
from warmline.interactions.actions.follow import follow
from warmline.interactions.actions.holding import RELEASE
from warmline.interactions.actions.recount import recount
from warmline.interactions.actions.release import release
from warmline.interactions.actions.restore import restore
from warmline.interactions.actions.separate import alone_for, moved, parted, separate
from warmline.interactions.carrying.reacting import carry_context, review_continuity
from warmline.interactions.learning.teaching import learn_when_due
from warmline.interactions.similar.indexing import index_cases
from warmline.kit.db import Conn, Database
from warmline.kit.events import Event, Recorded
from warmline.kit.jobs import Job, Periodic, every, job
from warmline.kit.reactions import reacts_to


@reacts_to(CustomersUnmerged, CustomersMerged, HandlesMoved, name="interactions.separate")
async def separate_unmerged(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """What came by a handle goes with it. Contacts that were put in one case because their customers counted as one go
    apart with them, and come back where that is taken back."""
    actor = system(org_id, "continuity")
    events = [each.event for each in batch]
    concerned = {id(each): await _concerned(conn, each) for each in events}
    # All locks at once: one after the other could close a ring.
    await alone_for(conn, actor, sorted({each for ids in concerned.values() for each in ids}))
    for event in events:
        await _carry_over(conn, actor, event, concerned[id(event)])


async def _concerned(conn: Conn, event: Event) -> list[UUID]:
    """The customers whose contacts and cases may be touched."""
    if isinstance(event, HandlesMoved):
        named = {*event.from_ids, *event.to_ids}
    elif isinstance(event, CustomersUnmerged):
        named = {*event.customer_ids, event.from_id, event.former_root_id}
    else:
        assert isinstance(event, CustomersMerged), "it reacts to nothing else"
        named = {*event.customer_ids, event.into_id}
    return sorted(named.union(*[await members(conn, each) for each in named]))


async def _carry_over(conn: Conn, actor: Actor, event: Event, customer_ids: list[UUID]) -> None:
    assert isinstance(event, CustomersUnmerged | CustomersMerged | HandlesMoved), "it reacts to nothing else"
    in_force = event.in_force_id or event.decision_id
    cause = moved(in_force) if isinstance(event, HandlesMoved) else parted(in_force)
    if event.lifted_id:
        await restore(conn, actor, event.lifted_id, cause)
    if isinstance(event, HandlesMoved):
        moves = list(zip(event.handle_ids, event.from_ids, event.to_ids, strict=True))
        await follow(conn, actor, moves, cause, since=event.lifted_id)
    if not isinstance(event, CustomersMerged):
        await separate(conn, actor, customer_ids, cause)


@reacts_to(CustomersMerged, CustomersUnmerged, name="interactions.recount")
async def recount_records(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Screens that show a case or a contact see as whose it counts now."""
    actor = system(org_id, "continuity")
    for each in batch:
        event = each.event
        assert isinstance(event, CustomersMerged | CustomersUnmerged), "it reacts to nothing else"
        stayed = event.root_id if isinstance(event, CustomersMerged) else event.former_root_id
        moved_ids = [customer_id for customer_id in event.customer_ids if customer_id != stayed]
        await recount(conn, actor, moved_ids)


REACTIONS = [separate_unmerged, recount_records, carry_context, index_cases]


@job(RELEASE, attempts=20, first_wait=timedelta(seconds=1))
async def release_reply(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """Send a reply that was held and not taken back. Twenty attempts take hours: a reply is not to be lost."""
    async with db.transaction(org_id) as conn:
        await release(conn, org_id, UUID(payload["message_id"]))


JOBS: list[Job] = [release_reply]


@every(seconds=3600, name="continuity.learn")
async def learn_from_corrections(db: Database, org_id: UUID) -> None:
    """Train a model of continuity where people have corrected enough since the last one."""
    await learn_when_due(db, system(org_id, "continuity"))


PERIODIC: list[Periodic] = [learn_from_corrections, review_continuity]
