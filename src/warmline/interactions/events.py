"""What the record announces."""

from datetime import datetime
from uuid import UUID

from warmline.kit.events import Event, announces


@announces("interaction.started", interaction="interaction_id")
class InteractionStarted(Event, frozen=True, kw_only=True):
    """A contact began on a channel."""

    account_id: UUID
    channel: str
    status: str
    queue_id: UUID | None = None
    envelope_id: UUID | None = None


@announces("interaction.queued", interaction="interaction_id")
class InteractionQueued(Event, frozen=True, kw_only=True):
    """An interaction waits for somebody to serve it."""

    queue_id: UUID | None = None


@announces("interaction.status_changed", interaction="interaction_id")
class InteractionStatusChanged(Event, frozen=True, kw_only=True):
    """An interaction went from one status to another, at ``since`` where that is not when it was recorded."""

    from_status: str
    to_status: str
    agent_id: UUID | None = None
    since: datetime | None = None


@announces("message.received", message="message_id", interaction="interaction_id")
class MessageReceived(Event, frozen=True, kw_only=True):
    """A customer's message was recorded."""

    message_id: UUID
    automatic: bool = False


@announces("message.delivery_changed", message="message_id")
class DeliveryChanged(Event, frozen=True, kw_only=True):
    """What became of a message is known: of one that we sent, that it was sent, delivered, read or failed; of a
    customer's, that whoever has the contact in hand has read it."""

    message_id: UUID
    delivery: str


@announces("case.opened", case="case_id")
class CaseOpened(Event, frozen=True, kw_only=True):
    """A customer's issue got a case."""


@announces("case.reopened", case="case_id")
class CaseReopened(Event, frozen=True, kw_only=True):
    """A resolved case is open again."""


@announces("case.decided", decision="decision_ids", case="case_id", interaction="interaction_id")
class CaseDecided(Event, frozen=True, kw_only=True):
    """It was decided which case an interaction belongs to, and why; ``undoes_id`` is what it takes back."""

    decision_id: UUID
    kind: str
    rule: str
    score: float | None = None
    undoes_id: UUID | None = None

    @property
    def decision_ids(self) -> tuple[UUID, ...]:
        """The decisions that look different afterwards."""
        return (self.decision_id, self.undoes_id) if self.undoes_id else (self.decision_id,)


@announces("suggestion.answered", decision="decision_id")
class SuggestionAnswered(Event, frozen=True, kw_only=True):
    """A suggestion that a contact belongs to a case was accepted or declined, or is open again."""

    decision_id: UUID
    answer: str


@announces("interaction.linked", link="link_id")
class InteractionLinked(Event, frozen=True, kw_only=True):
    """Two interactions are related."""

    link_id: UUID
    kind: str
    to_id: UUID


@announces("reply.queued", message="message_id", interaction="interaction_id")
class ReplyQueued(Event, frozen=True, kw_only=True):
    """A message of ours is to be sent; the channel's connector takes it from here."""

    message_id: UUID
    account_id: UUID


@announces("reply.held", message="message_id")
class ReplyHeld(Event, frozen=True, kw_only=True):
    """A message of ours is to be sent at ``send_at``, unless its author takes it back."""

    message_id: UUID
    send_at: datetime


@announces("reply.removed", message="message_id")
class ReplyRemoved(Event, frozen=True, kw_only=True):
    """A message of ours was taken back before it was sent; no customer has seen it."""

    message_id: UUID


@announces("interaction.answered_elsewhere", interaction="interaction_id")
class InteractionAnsweredElsewhere(Event, frozen=True, kw_only=True):
    """A contact was answered, in another interaction on another channel or address."""

    message_id: UUID


@announces("note.added", message="message_id")
class NoteAdded(Event, frozen=True, kw_only=True):
    """A private note was written; ``mentions`` are the agents and teams that it calls upon."""

    message_id: UUID
    mentions: tuple[UUID, ...] = ()


@announces("participant.joined", interaction="interaction_id")
class ParticipantJoined(Event, frozen=True, kw_only=True):
    """Somebody takes part in an interaction."""

    participant_id: UUID
    role: str
    agent_id: UUID | None = None


@announces("participant.left", interaction="interaction_id")
class ParticipantLeft(Event, frozen=True, kw_only=True):
    """Somebody takes part in an interaction no longer."""

    participant_id: UUID
    role: str
    agent_id: UUID | None = None


@announces("interaction.wrapped_up", interaction="interaction_id")
class InteractionWrappedUp(Event, frozen=True, kw_only=True):
    """What came of an interaction was recorded: outcome, disposition, notes, summary."""


@announces("interaction.updated", interaction="interaction_id")
class InteractionUpdated(Event, frozen=True, kw_only=True):
    """Fields of an interaction were changed; ``changed`` names them all, texts included."""

    changed: tuple[str, ...] = ()


@announces("case.updated", case="case_id")
class CaseUpdated(Event, frozen=True, kw_only=True):
    """Fields of a case were changed; ``changed`` names them all, texts included."""

    changed: tuple[str, ...] = ()


@announces("case.resolved", case="case_id")
class CaseResolved(Event, frozen=True, kw_only=True):
    """The customer's issue is settled."""


@announces("case.closed", case="case_id")
class CaseClosedForGood(Event, frozen=True, kw_only=True):
    """A resolved case was closed; only a contact within the reopening window opens it again by itself."""


@announces("case.joined", case="case_id")
class CaseJoined(Event, frozen=True, kw_only=True):
    """A case was found to be the same issue as another, and its contacts went there."""

    into_id: UUID


@announces("case.split", case="case_id")
class CaseSplit(Event, frozen=True, kw_only=True):
    """A joined case stands on its own again."""

    from_id: UUID


@announces("interaction.unlinked", link="link_id")
class InteractionUnlinked(Event, frozen=True, kw_only=True):
    """A link between interactions was taken back."""

    link_id: UUID


@announces("customer.recounted", case="case_ids", interaction="interaction_ids", message="message_ids")
class CustomerRecounted(Event, frozen=True, kw_only=True):
    """These cases, interactions and messages are, or count as, another customer's now: customers were merged or taken
    apart, or a handle went to another customer."""

    case_ids: tuple[UUID, ...] = ()
    interaction_ids: tuple[UUID, ...] = ()
    message_ids: tuple[UUID, ...] = ()


@announces("entity_ref.added", case="case_id", entity_ref="ref_id")
class EntityRefAdded(Event, frozen=True, kw_only=True):
    """A policy, claim, account or other business object was linked."""

    ref_id: UUID
    kind: str


@announces("entity_ref.removed", entity_ref="ref_id")
class EntityRefRemoved(Event, frozen=True, kw_only=True):
    """The link to a business object was taken back."""

    ref_id: UUID
    kind: str


@announces("interaction.viewed")
class InteractionViewed(Event, frozen=True, kw_only=True):
    """Somebody read an interaction's messages."""


@announces("case.viewed")
class CaseViewed(Event, frozen=True, kw_only=True):
    """Somebody read a case."""
