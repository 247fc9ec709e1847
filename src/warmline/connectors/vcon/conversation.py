"""A conversation as our record has it, made ready to be written: the shape between the record and the format. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

from warmline.sdk import Handle

Fields = dict[str, str]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who took part. ``id`` is the customer's or the agent's."""

    role: str
    name: str = ""
    id: UUID | None = None
    handles: tuple[Handle, ...] = ()
    joined_at: datetime | None = None
    left_at: datetime | None = None


class File(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment; ``content`` is None where it was only named, or is left out."""

    name: str
    content_type: str
    content: bytes | None = None
    inline_id: str | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said; ``by`` is the place among the people. ``private``: a note that no customer saw."""

    by: int
    at: datetime
    text: str
    html: str | None = None
    elided: str | None = None
    external_id: str | None = None
    private: bool = False
    files: tuple[File, ...] = ()

    @property
    def empty(self) -> bool:
        """It stands only for the contact."""
        return not (self.text or self.html or self.elided or self.files)


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """A signal: what a person or a program found about the conversation."""

    kind: str
    value: float | None
    label: str | None
    confidence: float
    producer: str
    producer_version: str
    at: datetime


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """Work that went from one of the people to another."""

    at: datetime
    sender: int
    target: int


class CaseOf(msgspec.Struct, frozen=True, kw_only=True):
    """The case of a conversation. ``earlier`` are the uuids of conversations of the case before this one; ``last`` says
    that none came after it."""

    reference: str
    title: str = ""
    status: str = "open"
    resolved_at: datetime | None = None
    earlier: tuple[UUID, ...] = ()
    last: bool = False


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the format has no place for: it travels as an analysis of ours. Handle time is in seconds."""

    channel: str
    direction: str = "inbound"
    status: str = ""
    automatic: bool = False
    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    talk_seconds: float = 0.0
    hold_seconds: float = 0.0
    wrap_up_seconds: float = 0.0
    category: str | None = None
    subcategory: str | None = None
    language: str | None = None
    priority: int = 0
    outcome: str | None = None
    disposition: str | None = None
    notes: str = ""
    fields: Fields = {}
    case: CaseOf | None = None


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One interaction. ``uuid`` is the vCon's; ``session`` is the uuid of the vCon that it came as, if it did.
    ``medium`` is as in the manifest."""

    uuid: UUID
    interaction_id: UUID
    created_at: datetime
    updated_at: datetime
    subject: str | None
    medium: str
    summary: str
    session: str | None
    people: tuple[Person, ...]
    messages: tuple[Message, ...]
    transfers: tuple[Transfer, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    report: Report
