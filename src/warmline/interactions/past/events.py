"""What recording the past announces."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("interaction.past_recorded", interaction="interaction_id", message="message_ids")
class PastRecorded(Event, frozen=True, kw_only=True):
    """Of a contact that took place elsewhere it is known who else took part, what they said, and how it ended."""

    message_ids: tuple[UUID, ...] = ()
    participants: int = 0
