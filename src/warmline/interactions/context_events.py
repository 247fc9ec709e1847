"""What the record announces of what travels with a case: promises, signals and hand-offs."""

from uuid import UUID

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
