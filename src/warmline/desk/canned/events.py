"""What is announced about canned responses."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("canned_response.created", canned_response="canned_id")
class CannedResponseCreated(Event, frozen=True, kw_only=True):
    """A text is kept for use."""

    canned_id: UUID


@announces("canned_response.updated", canned_response="canned_id")
class CannedResponseUpdated(Event, frozen=True, kw_only=True):
    """A text that is kept says something else, or suits something else."""

    canned_id: UUID


@announces("canned_response.deleted", canned_response="canned_id")
class CannedResponseDeleted(Event, frozen=True, kw_only=True):
    """A text is kept no more."""

    canned_id: UUID
