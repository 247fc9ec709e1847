"""What routing announces."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("queue.created", queue="queue_id")
class QueueCreated(Event, frozen=True, kw_only=True):
    """A queue was set up."""

    queue_id: UUID


@announces("queue.updated", queue="queue_id")
class QueueUpdated(Event, frozen=True, kw_only=True):
    """A queue's rules, name or teams were changed."""

    queue_id: UUID


@announces("presence.changed", presence="agent_id")
class PresenceChanged(Event, frozen=True, kw_only=True):
    """An agent became available or unavailable, or finished a piece of work."""

    agent_id: UUID


@announces("offer.made", offer="offer_id")
class OfferMade(Event, frozen=True, kw_only=True):
    """Waiting work was offered to an agent."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None


@announces("offer.accepted", offer="offer_id")
class OfferAccepted(Event, frozen=True, kw_only=True):
    """An agent took the work that was offered."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None


@announces("offer.declined", offer="offer_id")
class OfferDeclined(Event, frozen=True, kw_only=True):
    """An agent declined an offer, and the work waits again at its own age."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None


@announces("offer.timed_out", offer="offer_id")
class OfferTimedOut(Event, frozen=True, kw_only=True):
    """An agent did not answer an offer in time, and the work waits again at its own age."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None


@announces("offer.rescinded", offer="offer_id")
class OfferRescinded(Event, frozen=True, kw_only=True):
    """An offer was taken back because the work is not there any more: the customer left, or is served otherwise."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None


@announces("offer.cancelled", offer="offer_id")
class OfferCancelled(Event, frozen=True, kw_only=True):
    """An offer was taken back because the agent went away, and the work waits again at its own age."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None
