"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.channels.model import ChannelAccount, EnvelopeStatus, StoredEnvelope
from warmline.channels.settings import schema


class ChannelAccountView(msgspec.Struct, frozen=True, kw_only=True):
    """A channel account. ``secrets`` names the secret settings that are set; their values are never shown. ``problem``
    says what is wrong with it and what to do; null where it works, or nobody has looked yet."""

    id: UUID
    connector: str
    channel: str
    name: str
    address: str
    settings: dict[str, Any]
    secrets: list[str]
    queue_id: UUID | None
    active: bool
    problem: str | None
    checked_at: datetime | None
    webhook: str
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, account: ChannelAccount) -> Self:
        shown = {name: getattr(account, name) for name in cls.__struct_fields__ if hasattr(account, name)}
        shown |= {"secrets": sorted(account.secrets), "webhook": f"/api/v1/channels/{account.id}/webhook"}
        return cls(**shown)


Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Address = Annotated[str, msgspec.Meta(max_length=500)]


class ChannelAccountChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; what is left out stays. In ``settings``, null sets one back to its default."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    address: Address | msgspec.UnsetType = msgspec.UNSET
    queue_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    active: bool | msgspec.UnsetType = msgspec.UNSET
    settings: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET

    def given(self) -> dict[str, Any]:
        """Those that were sent."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in values.items() if value is not msgspec.UNSET}


class ChannelTestResult(msgspec.Struct, frozen=True, kw_only=True):
    """Whether no step failed, and the steps in their order. ``seconds`` is how long all of it took."""

    passed: bool
    steps: list[sdk.CheckStep]
    seconds: float


class TestMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a test message goes: an address of your own, as the channel writes it."""

    to: Annotated[str, msgspec.Meta(min_length=1, max_length=320)]


class ConnectorView(msgspec.Struct, frozen=True, kw_only=True):
    """An installed connector. ``settings`` is the JSON Schema of its accounts' settings."""

    code: str
    name: str
    version: str
    channels: tuple[sdk.ChannelType, ...]
    settings: dict[str, Any]

    @classmethod
    def of(cls, manifest: sdk.Manifest) -> Self:
        return cls(
            code=manifest.code,
            name=manifest.name,
            version=manifest.version,
            channels=manifest.channels,
            settings=schema(manifest),
        )


class Connectors(msgspec.Struct, frozen=True):
    """What is installed. ``problems`` tells, by entry point, why a connector cannot be used."""

    items: list[ConnectorView]
    problems: dict[str, str]


class EnvelopeView(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery, without what it contains. ``size`` is in bytes; ``error`` is why it failed, or the unknown kind."""

    id: UUID
    account_id: UUID
    external_id: str
    content_type: str
    size: int
    status: EnvelopeStatus
    error: str | None
    attempts: int
    received_at: datetime
    finished_at: datetime | None
    version: int

    @classmethod
    def of(cls, envelope: StoredEnvelope) -> Self:
        shown = {name: getattr(envelope, name) for name in cls.__struct_fields__}
        return cls(**shown | {"status": EnvelopeStatus(envelope.status)})


class RawEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery contains, as it came. ``body`` is Base64; ``meta`` is what the channel told beside it."""

    id: UUID
    external_id: str
    content_type: str
    meta: dict[str, str]
    received_at: datetime
    body: bytes


class RetryRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which envelopes to run again: these, or all that failed or are unknown."""

    status: EnvelopeStatus | None = None
    account_id: UUID | None = None
    ids: Annotated[list[UUID], msgspec.Meta(max_length=1000)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1000


class Retried(msgspec.Struct, frozen=True):
    """How many wait again."""

    retried: int


class DeliveriesAccepted(msgspec.Struct, frozen=True):
    """The deliveries are kept. ``new`` are those that were not there before."""

    accepted: int
    new: int
