"""What searching announces: a read, as the audit trail has it."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("conversations.searched")
class ConversationsSearched(Event, frozen=True, kw_only=True):
    """Somebody searched conversations and saw pieces of these; what they looked for is not kept. ``by`` names the
    filters."""

    by: tuple[str, ...] = ()
    interaction_ids: tuple[UUID, ...] = ()
