"""What routing announces."""

from datetime import datetime
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


class OfferEvent(Event, frozen=True, kw_only=True):
    """What happened to an offer."""

    offer_id: UUID
    agent_id: UUID
    queue_id: UUID | None = None


@announces("offer.made", offer="offer_id")
class OfferMade(OfferEvent, frozen=True, kw_only=True):
    """Waiting work was offered to an agent."""


@announces("offer.accepted", offer="offer_id")
class OfferAccepted(OfferEvent, frozen=True, kw_only=True):
    """An agent took the work that was offered."""


@announces("offer.declined", offer="offer_id")
class OfferDeclined(OfferEvent, frozen=True, kw_only=True):
    """An agent declined an offer, and the work waits again at its own age."""


@announces("offer.timed_out", offer="offer_id")
class OfferTimedOut(OfferEvent, frozen=True, kw_only=True):
    """An agent did not answer an offer in time, and the work waits again at its own age."""


@announces("offer.rescinded", offer="offer_id")
class OfferRescinded(OfferEvent, frozen=True, kw_only=True):
    """An offer was taken back because the work is not there any more: the customer left, or is served otherwise."""


@announces("offer.cancelled", offer="offer_id")
class OfferCancelled(OfferEvent, frozen=True, kw_only=True):
    """An offer was taken back because the agent went away, and the work waits again at its own age."""


@announces("work.transferred", interaction="interaction_id")
class WorkTransferred(Event, frozen=True, kw_only=True):
    """Somebody moved work to a queue, a team or an agent, or gave it to who took part in it."""

    to_kind: str
    to_id: UUID
    warm: bool


class InvitationEvent(Event, frozen=True, kw_only=True):
    """What happened to an invitation; ``kind`` is consult or conference."""

    invitation_id: UUID
    kind: str


@announces("invitation.made", invitation="invitation_id", interaction="interaction_id")
class InvitationMade(InvitationEvent, frozen=True, kw_only=True):
    """A colleague, a team or a queue was asked into a conversation."""

    agent_id: UUID | None = None


@announces("invitation.joined", invitation="invitation_id", interaction="interaction_id")
class InvitationJoined(InvitationEvent, frozen=True, kw_only=True):
    """Who was asked into a conversation came."""

    agent_id: UUID


@announces("invitation.declined", invitation="invitation_id", interaction="interaction_id")
class InvitationDeclined(InvitationEvent, frozen=True, kw_only=True):
    """Who was asked into a conversation does not come."""

    agent_id: UUID


@announces("invitation.withdrawn", invitation="invitation_id", interaction="interaction_id")
class InvitationWithdrawn(InvitationEvent, frozen=True, kw_only=True):
    """A colleague is not needed in a conversation any more."""

    agent_id: UUID | None = None


@announces("invitation.left", invitation="invitation_id", interaction="interaction_id")
class InvitationLeft(InvitationEvent, frozen=True, kw_only=True):
    """A colleague left a conversation."""

    agent_id: UUID


@announces("callback.requested", callback="callback_id", interaction="interaction_id")
class CallbackRequested(Event, frozen=True, kw_only=True):
    """A waiting customer asked to be called back, and keeps the place."""

    callback_id: UUID
    not_before: datetime | None = None


@announces("callback.attempted", callback="callback_id", interaction="interaction_id")
class CallbackAttempted(Event, frozen=True, kw_only=True):
    """An agent called a customer back, with this outcome."""

    callback_id: UUID
    agent_id: UUID
    outcome: str
    not_before: datetime | None = None


@announces("callback.completed", callback="callback_id", interaction="interaction_id")
class CallbackCompleted(Event, frozen=True, kw_only=True):
    """A customer who asked to be called back was reached."""

    callback_id: UUID


@announces("callback.failed", callback="callback_id", interaction="interaction_id")
class CallbackFailed(Event, frozen=True, kw_only=True):
    """A customer who asked to be called back could not be reached, and it is not tried again."""

    callback_id: UUID
    reason: str


@announces("callback.cancelled", callback="callback_id", interaction="interaction_id")
class CallbackCancelled(Event, frozen=True, kw_only=True):
    """A customer is not to be called back any more."""

    callback_id: UUID
    reason: str | None = None
