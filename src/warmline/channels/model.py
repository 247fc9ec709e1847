"""A configured inbox and a stored delivery, as this slice has them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec


class EnvelopeStatus(StrEnum):
    """``unknown`` is a kind of delivery that no connector here understands yet; ``failed`` could not be recorded."""

    ACCEPTED = "accepted"
    INGESTED = "ingested"
    UNKNOWN = "unknown"
    FAILED = "failed"


# In an envelope's meta: it is history from elsewhere, for which nobody waits.
IMPORTED = "imported"
# What a person may run again.
TROUBLED = (EnvelopeStatus.FAILED, EnvelopeStatus.UNKNOWN)


class ChannelAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A row of channel_account. ``settings`` are the open ones; ``secrets`` are sealed, by name."""

    org_id: UUID
    id: UUID
    connector: str
    channel: str
    name: str
    address: str
    settings: dict[str, Any]
    secrets: dict[str, str]
    queue_id: UUID | None
    active: bool
    problem: str | None
    checked_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    def place(self, secret: str) -> str:
        """What a sealed secret is bound to."""
        return f"channel_account/{self.org_id}/{self.id}/{secret}"


class NewAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An inbox to set up. ``settings`` are those that the connector names, the secret ones among them; what is left out
    has the connector's default. ``address`` is what customers write to: an address, a number, a page."""

    connector: str
    channel: str
    name: str
    address: str = ""
    settings: dict[str, Any] = {}
    queue_id: UUID | None = None


class ChannelTest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to try: a new account (``connector``, ``channel``, ``address``, ``settings``), or a stored one by
    ``account_id`` with the settings that would change; its secrets that are not sent anew are the stored ones."""

    account_id: UUID | None = None
    connector: str | None = None
    channel: str | None = None
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    address: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    settings: dict[str, Any] = {}
    # Part of what sets an account up, and of no interest to its channel.
    queue_id: UUID | None = None


class StoredEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """A row of envelope, without its body; ``size`` is the body's, in bytes."""

    id: UUID
    account_id: UUID
    external_id: str
    lane: int
    content_type: str
    size: int
    meta: dict[str, str]
    status: str
    error: str | None
    attempts: int
    received_at: datetime
    finished_at: datetime | None
    version: int
