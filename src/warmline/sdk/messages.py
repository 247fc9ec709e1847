"""What passes between a channel and the platform, in shapes that no channel owns."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class Verification(StrEnum):
    """How sure we are that a handle is this person's: nobody said so, somebody said so, the channel proves it."""

    NONE = "none"
    ASSERTED = "asserted"
    VERIFIED = "verified"


class Handle(msgspec.Struct, frozen=True):
    """One address of a person. ``scheme`` is ``email``, ``phone``, ``whatsapp``, ``web_visitor``, ``crm_id`` and so on;
    ``value`` is as the channel gave it (the platform normalises it)."""

    scheme: str
    value: str
    name: str | None = None
    verification: Verification = Verification.NONE


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a message: ``content`` inline, or ``sha256`` of one that the host has stored already, or neither where
    the channel only names it. ``size`` is in bytes."""

    name: str
    content_type: str
    content: bytes | None = None
    sha256: str | None = None
    size: int | None = None
    inline_id: str | None = None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """One utterance. ``text`` is what the customer newly said; ``elided`` is quoted history and signature that were
    trimmed from it; ``html`` is already safe to show."""

    at: datetime
    text: str
    html: str | None = None
    elided: str | None = None
    external_id: str | None = None
    attachments: tuple[Attachment, ...] = ()


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """What proves which conversation this belongs to. ``session`` is a live session's token; ``replies_to`` are
    external ids of messages that it answers, nearest first; ``forwarded`` says that it forwards them instead."""

    session: str | None = None
    replies_to: tuple[str, ...] = ()
    forwarded: bool = False


class Partaker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody besides the sender who took part in a contact elsewhere. ``role`` is agent, bot, supervisor,
    third_party, or customer for a further one; nobody has to be known here by the name."""

    role: str
    name: str = ""
    joined_at: datetime | None = None
    left_at: datetime | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a partaker said (``by`` is the place in ``Past.partakers``). ``private``: a note that no customer saw."""

    by: int
    content: Content
    private: bool = False


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a contact that took place elsewhere, besides what its sender said.

    ``direction`` is inbound or outbound. With ``ended_at`` the contact is over; without ``answered_at`` nobody answered
    it. Handle time is in seconds. ``outcome`` and ``disposition`` are codes or labels of the vocabularies; what these
    do not know is kept among the fields of the contact.
    """

    partakers: tuple[Partaker, ...] = ()
    said: tuple[Said, ...] = ()
    direction: str = "inbound"
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    talk_seconds: float = 0.0
    hold_seconds: float = 0.0
    wrap_up_seconds: float = 0.0
    outcome: str | None = None
    disposition: str | None = None
    notes: str = ""
    summary: str = ""


class Inbound(msgspec.Struct, frozen=True, kw_only=True, tag="inbound"):
    """A contact, or the next part of one. Unique by ``external_id`` in its account.

    ``also`` are handles that are the sender's too: proven by the channel (``verified``) or given by the person
    (``asserted``). ``automatic`` marks answering machines, bounces and lists: kept, never answered, belonging to no
    case. ``fields`` are answers to a form (pre-chat); ``headers`` are channel metadata worth keeping. ``channel`` is
    the code of the channel type, where the connector has several.
    """

    external_id: str
    at: datetime
    sender: Handle
    messages: tuple[Content, ...]
    also: tuple[Handle, ...] = ()
    to: tuple[Handle, ...] = ()
    subject: str | None = None
    thread: Thread = Thread()
    automatic: bool = False
    fields: dict[str, str] = {}
    headers: dict[str, str] = {}
    channel: str | None = None
    # The person has left: nothing more comes in this session.
    ends: bool = False
    # Of history, what the sender's own messages do not say.
    past: Past | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True, tag="receipt"):
    """What became of a message that we sent: ``status`` is delivered, read or failed. ``gone``: it failed because there
    is nobody at the address, so nothing more is sent there until somebody says otherwise."""

    external_id: str
    status: str
    at: datetime
    reason: str | None = None
    gone: bool = False


class Settled(msgspec.Struct, frozen=True, kw_only=True, tag="settled"):
    """Elsewhere, the matter of an earlier contact (``external_id``, of the same account) was settled at this time: its
    case is resolved as of then."""

    external_id: str
    at: datetime


class Told(msgspec.Struct, frozen=True, kw_only=True, tag="told"):
    """Elsewhere, the customer was told a reference for the matter of an earlier contact (``external_id``, of the same
    account): who quotes it later means that case."""

    external_id: str
    at: datetime
    reference: str


class Unknown(msgspec.Struct, frozen=True, kw_only=True, tag="unknown"):
    """A kind of delivery that this version does not understand. Its envelope is kept as ``unknown`` and can be run
    again by a version that does."""

    kind: str


Parsed = Inbound | Receipt | Settled | Told | Unknown


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery before anybody has read it. ``external_id`` makes it unique in its account; ``received_at`` is ours.

    Deliveries of one account with the same ``key`` (the sender's address, or the session) are read in the order in
    which they were accepted; without a key there is no such promise.
    """

    external_id: str
    body: bytes
    content_type: str = "application/json"
    meta: dict[str, str] = {}
    received_at: datetime | None = None
    key: str = ""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A stored delivery, as ``parse`` gets it: the same bytes each time, so that parsing can be repeated."""

    id: UUID
    external_id: str
    body: bytes
    content_type: str
    meta: dict[str, str]
    received_at: datetime


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A configured inbox: a mailbox, a number, a chat widget. ``settings`` has the shape that the manifest names, with
    its secrets decrypted; do not log it. ``address`` is what customers write to."""

    org_id: UUID
    id: UUID
    connector: str
    channel: str
    name: str
    address: str
    settings: Any


class Outbound(msgspec.Struct, frozen=True, kw_only=True):
    """A message to send. ``external_id`` was given out before sending, so a repeated attempt is recognised by it.
    ``replies_to`` are external ids in the thread, oldest first, for channels that thread. ``meta`` has ``auto`` where
    no person wrote it, with RFC 3834's word for it: a channel that can say so must, or machines will answer it."""

    message_id: UUID
    external_id: str
    to: Handle
    sender_name: str
    at: datetime
    text: str
    html: str | None = None
    subject: str | None = None
    attachments: tuple[Attachment, ...] = ()
    replies_to: tuple[str, ...] = ()
    meta: Mapping[str, str] = {}


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The channel took the message. ``status`` is ``sent``, or ``delivered`` where it knows at once."""

    external_id: str
    status: str = "sent"
