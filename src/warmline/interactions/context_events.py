"""What the record announces of what travels with a case: promises, signals and hand-offs."""

from uuid import UUID

import msgspec

from warmline.kit.events import Event, announces


@announces("action_item.created", action_item="item_id")
class ActionItemCreated(Event, frozen=True, kw_only=True):
    """A promise was made."""

    item_id: UUID


@announces("action_item.updated", action_item="item_id")
class ActionItemUpdated(Event, frozen=True, kw_only=True):
    """A promise was kept, cancelled, moved or given to somebody else."""

    item_id: UUID


@announces("signal.recorded", signal="signal_ids")
class SignalRecorded(Event, frozen=True, kw_only=True):
    """Something was assessed: sentiment, effort, risk and the like; it replaces ``superseded_id``."""

    signal_id: UUID
    kind: str
    confidence: float
    superseded_id: UUID | None = None

    @property
    def signal_ids(self) -> tuple[UUID, ...]:
        """The signals that look different afterwards."""
        return (self.signal_id, self.superseded_id) if self.superseded_id else (self.signal_id,)


@announces("hand_off.offered", hand_off="hand_off_id", interaction="interaction_id")
class HandOffOffered(Event, frozen=True, kw_only=True):
    """Work is to go to somebody else, with its context."""

    hand_off_id: UUID
    completeness: float


@announces("hand_off.accepted", hand_off="hand_off_id", interaction="interaction_id", case="case_id")
class HandOffAccepted(Event, frozen=True, kw_only=True):
    """Somebody took the work over, and owns its context now."""

    hand_off_id: UUID


@announces("hand_off.declined", hand_off="hand_off_id")
class HandOffDeclined(Event, frozen=True, kw_only=True):
    """The work was not taken over; who had it keeps it."""

    hand_off_id: UUID


@announces("hand_off.cancelled", hand_off="hand_off_id")
class HandOffCancelled(Event, frozen=True, kw_only=True):
    """Nobody has to take the work over any more: it ended meanwhile."""

    hand_off_id: UUID


@announces("hand_off.updated", hand_off="hand_off_id")
class HandOffUpdated(Event, frozen=True, kw_only=True):
    """What was asked again after a hand-off was noted."""

    hand_off_id: UUID


@announces("case.context_gathered", case="case_id", entity_ref="ref_ids")
class ContextGathered(Event, frozen=True, kw_only=True):
    """What a case carries was brought up to date from its messages: facts given, questions open; ``kinds`` counts what
    was newly found."""

    ref_ids: tuple[UUID, ...] = ()
    kinds: dict[str, int] = msgspec.field(default_factory=dict)
    facts: int = 0
    open_questions: int = 0


@announces("case.question_closed", case="case_id")
class QuestionClosed(Event, frozen=True, kw_only=True):
    """A person said that a customer's question is settled."""

    question_id: UUID


@announces("context.lost", context_loss="loss_id")
class ContextLost(Event, frozen=True, kw_only=True):
    """Something was asked again, proven again or repeated, or missing when work was taken over: ``field`` says which
    kind of thing, ``message_id`` where we asked."""

    loss_id: UUID
    kind: str
    field: str
    message_id: UUID | None = None
    hand_off_id: UUID | None = None


@announces("context_loss.dismissed", context_loss="loss_id")
class ContextLossDismissed(Event, frozen=True, kw_only=True):
    """Somebody looked at a loss of context, and it was none."""

    loss_id: UUID


@announces("context_proposal.made", context_proposal="proposal_id")
class ContextProposalMade(Event, frozen=True, kw_only=True):
    """The review of continuity proposes a change, or has new figures for one; nothing changes until it is accepted."""

    proposal_id: UUID


@announces("context_proposal.answered", context_proposal="proposal_id")
class ContextProposalAnswered(Event, frozen=True, kw_only=True):
    """A proposed change of continuity was accepted, and took effect by a policy, or was declined."""

    proposal_id: UUID
    answer: str
    policy_id: UUID | None = None
