"""What a connector says of itself: how the channel behaves, and what it needs to be set up."""

from enum import StrEnum

import msgspec


class Medium(StrEnum):
    """What the contact is made of; capacity is counted by medium."""

    VOICE = "voice"
    TEXT = "text"
    VIDEO = "video"
    IN_PERSON = "in_person"
    DEVICE = "device"


class Synchrony(StrEnum):
    """Whether both sides are there at once."""

    LIVE = "live"
    SESSION = "session"
    ASYNCHRONOUS = "asynchronous"


class ChannelType(msgspec.Struct, frozen=True, kw_only=True):
    """How a channel behaves; nothing behind the edge asks for more than this, and never for its name.

    ``scheme`` is the identity scheme of its handles. ``max_length`` is in characters. ``reply_window`` is the number
    of seconds after the customer's last message in which we may write (None: always). ``media`` holds MIME patterns.
    """

    code: str
    medium: Medium
    synchrony: Synchrony
    scheme: str
    max_length: int = 100_000
    media: tuple[str, ...] = ("*/*",)
    reply_window: int | None = None
    receipts: bool = False
    typing: bool = False
    threads: bool = False
    # Whether a customer can be written to without a live session of theirs.
    outbound: bool = True
    # Whether we can answer at all; history that is only taken in cannot be answered where it came from.
    replies: bool = True


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A connector's identity card. ``channels`` are the channel types that its accounts can have.

    ``settings`` is the ``msgspec.Struct`` that an account's settings must convert to; the names in ``secrets`` are
    fields of it that are stored encrypted and never shown.
    """

    code: str
    name: str
    version: str
    channels: tuple[ChannelType, ...]
    settings: type[msgspec.Struct]
    secrets: frozenset[str] = frozenset()
