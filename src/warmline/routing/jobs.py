"""What makes routing look again: events that bring work or free an agent, and time that runs out."""

from uuid import UUID

from warmline.interactions import InteractionQueued, InteractionStatusChanged, Status
from warmline.kit.db import Conn, Database
from warmline.kit.events import Recorded
from warmline.kit.jobs import Periodic, every
from warmline.kit.reactions import Reaction, reacts_to
from warmline.routing import store
from warmline.routing.actions.offers import expire_offers, reconcile
from warmline.routing.actions.place import place_locked
from warmline.routing.actions.presence import note_finished
from warmline.routing.events import (
    OfferCancelled,
    OfferDeclined,
    OfferRescinded,
    OfferTimedOut,
    PresenceChanged,
    QueueUpdated,
)

IN_HAND = frozenset({Status.ACTIVE, Status.ON_HOLD, Status.WRAP_UP})


@reacts_to(
    InteractionQueued,
    InteractionStatusChanged,
    PresenceChanged,
    QueueUpdated,
    OfferDeclined,
    OfferTimedOut,
    OfferRescinded,
    OfferCancelled,
    name="routing.place",
)
async def place_work(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Work came, or somebody is free: take back what is void, then offer what waits."""
    await store.lock_routing(conn, org_id)
    await reconcile(conn, org_id)
    await note_finished(conn, org_id, [(who, one.at) for one in batch if (who := finished_by(one))])
    await place_locked(conn, org_id)


def finished_by(recorded: Recorded) -> UUID | None:
    """The agent out of whose hands the event took a piece of work."""
    event = recorded.event
    if not isinstance(event, InteractionStatusChanged) or event.from_status not in IN_HAND:
        return None
    if event.to_status in IN_HAND:
        return None
    had_it = event.before.get("owner_id")
    return UUID(str(had_it)) if had_it else event.agent_id


@every(seconds=1, name="routing.sweep")
async def sweep(db: Database, org_id: UUID) -> None:
    """What only time brings about: offers that nobody answered, and work that somebody declined a while ago."""
    async with db.transaction(org_id) as conn:
        if await store.try_lock_routing(conn, org_id):
            await reconcile(conn, org_id)
            await expire_offers(conn, org_id)
            await place_locked(conn, org_id)


REACTIONS: list[Reaction] = [place_work]
PERIODIC: list[Periodic] = [sweep]
