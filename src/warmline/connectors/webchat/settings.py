"""What a web chat can be told. Every field has a default; without origins only our own test page can use it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from warmline import sdk

# A scheme, a host in small letters and a port where it is not the usual one: what a browser sends, to the letter.
Origin = Annotated[str, msgspec.Meta(pattern=r"^https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$", max_length=300)]
MediaType = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.+-]+/([a-z0-9.+-]+|\*)$", max_length=127)]
PerMinute = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
# How a visitor can go on without the page.
Way = Literal["email", "phone"]

SHORTEST_SECRET = 32
MEGABYTE = 1024 * 1024
DAY = 24 * 60 * 60

# To be named in the manifest: stored encrypted and never shown.
SECRETS = frozenset({"identity_secret"})

DOCUMENTS = (
    "application/pdf",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
)
IMAGES = ("image/gif", "image/heic", "image/jpeg", "image/png", "image/webp")


class PreChatField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question before the chat begins. ``name``, ``email`` and ``phone`` become handles and the customer's name; any
    other is kept with the contact."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    type: Literal["text", "email", "tel"] = "text"
    required: bool = False


PRE_CHAT = (
    PreChatField(name="name", label="Your name"),
    PreChatField(name="email", label="Your e-mail address", type="email"),
)


class WebChatSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``origins`` are the sites that may embed the chat; empty: none but our own. ``identity_secret`` is shared with
    the site, which proves by it who is signed in; empty: nobody can be. ``token_days`` is how long a visitor may stay
    away and still be known. ``max_attachment_bytes`` 0 takes no files. What is counted ``per_address`` is counted for
    all visitors at one network address, which a whole office may share. ``continue_by`` is offered where it works.
    ``read_receipts`` tells visitors what whoever has their chat in hand has read.
    ``tokens_since`` calls back every visitor's token that was given out before."""

    origins: Annotated[tuple[Origin, ...], msgspec.Meta(max_length=200)] = ()
    identity_secret: str = ""
    pre_chat: Annotated[tuple[PreChatField, ...], msgspec.Meta(max_length=10)] = PRE_CHAT
    greeting: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    token_days: Annotated[int, msgspec.Meta(ge=1, le=400)] = 30
    max_attachment_bytes: Annotated[int, msgspec.Meta(ge=0)] = 10 * MEGABYTE
    attachment_types: Annotated[tuple[MediaType, ...], msgspec.Meta(max_length=100)] = IMAGES + DOCUMENTS
    messages_per_minute: PerMinute = 30
    messages_per_minute_per_address: PerMinute = 300
    sessions_per_minute_per_address: PerMinute = 30
    files_per_minute: PerMinute = 10
    continue_by: tuple[Way, ...] = ("email", "phone")
    rating: bool = True
    read_receipts: bool = True
    mails_per_hour: Annotated[int, msgspec.Meta(ge=1, le=20)] = 3
    mails_per_hour_per_address: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 20
    tokens_since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None

    def __post_init__(self) -> None:
        if self.identity_secret and len(self.identity_secret) < SHORTEST_SECRET:
            raise ValueError(f"identity_secret needs at least {SHORTEST_SECRET} characters")
        names = [each.name for each in self.pre_chat]
        if len(set(names)) < len(names):
            raise ValueError("two fields of pre_chat have one name")

    def takes(self, content_type: str) -> bool:
        """Whether files of this type may be sent."""
        family = content_type.partition("/")[0] + "/*"
        return content_type in self.attachment_types or family in self.attachment_types


def settings_of(account: sdk.Account) -> WebChatSettings:
    """The account's settings; they come converted, but a host need not know our class."""
    return msgspec.convert(account.settings, WebChatSettings, from_attributes=True)
