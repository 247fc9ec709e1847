"""A parsed delivery, as it is handed over to be placed."""

from uuid import UUID

import msgspec

from warmline.customers import Resolved
from warmline.sdk import Inbound


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed delivery. Its attachments are stored already: they have ``sha256``, no content."""

    account_id: UUID
    channel: str
    medium: str
    synchrony: str
    queue_id: UUID | None
    envelope_id: UUID | None
    inbound: Inbound
    # What brought it: the name of a connector.
    source: str = ""
    # Whom it is from, where somebody knows already.
    resolved: Resolved | None = None


class From(Contact, frozen=True, kw_only=True):
    """A contact of which it is known whom it is from."""

    resolved: Resolved


def said_in(inbound: Inbound) -> str:
    """Subject and words of a contact, as one text."""
    return "\n".join([inbound.subject or "", *(each.text for each in inbound.messages)])
