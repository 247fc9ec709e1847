"""What goes over the wire, by HTTP and by socket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.connectors.webchat.deliveries import client_id_of
from warmline.connectors.webchat.identity import Identity
from warmline.connectors.webchat.settings import PreChatField, Way

LONGEST_TEXT = 10_000
MOST_FILES = 10

ClientId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
Refs = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=4000)], ...], msgspec.Meta(max_length=MOST_FILES)]
Answers = Annotated[dict[str, str], msgspec.Meta(max_length=20)]


class ChatView(msgspec.Struct, frozen=True, kw_only=True):
    """What a page needs to know before anybody chats. ``max_attachment_bytes`` 0: no files. ``open``: somebody is there
    at this time, else from ``opens_at`` on. ``transcript``, ``continue_by`` and ``rating`` are what works here now."""

    name: str
    greeting: str
    pre_chat: Sequence[PreChatField]
    max_length: int
    max_attachment_bytes: int
    attachment_types: Sequence[str]
    open: bool
    opens_at: datetime | None
    transcript: bool
    continue_by: Sequence[Way]
    rating: bool


class NewSession(msgspec.Struct, frozen=True, kw_only=True):
    """``token`` is an earlier one of this visitor, ``code`` one that they brought from another device; ``fields`` are
    answers to ``pre_chat``."""

    token: Annotated[str, msgspec.Meta(max_length=16_100)] | None = None
    code: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    fields: Answers = {}
    identity: Identity | None = None


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """Keep ``token``, and show it to nobody: whoever has it is the visitor."""

    token: str
    visitor_id: UUID
    session: UUID
    expires_at: datetime
    resumed: bool
    name: str | None
    email: str | None
    phone: str | None
    verified: bool


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """``client_id`` is the client's own name of the message, the same at each attempt. ``attachments`` are ``ref``s of
    uploaded files."""

    client_id: ClientId
    text: Text = ""
    attachments: Refs = ()


class MessageAccepted(msgspec.Struct, frozen=True, kw_only=True):
    """The message is durable. ``new`` is false where it was there already."""

    client_id: str
    new: bool


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a message. Without ``sha256`` it was not kept."""

    name: str
    content_type: str
    size: int | None
    sha256: str | None


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """A stored file: send ``ref`` in a message within a day."""

    ref: str
    name: str
    content_type: str
    size: int
    sha256: str


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """A message. ``client_id`` is set where the visitor wrote it. ``delivery`` is queued, sent, delivered or read; of
    the visitor's own it is delivered, or read once somebody of ours has read it."""

    message_id: UUID
    client_id: str | None
    author: str
    author_name: str | None
    at: datetime
    text: str
    attachments: Sequence[FileView]
    delivery: str


class LinesView(msgspec.Struct, frozen=True, kw_only=True):
    """Messages in the order of their last change: one whose delivery changed comes again. Go on with ``cursor``."""

    items: Sequence[LineView]
    cursor: str | None
    more: bool


State = Literal["idle", "waiting", "talking", "ended"]


class PositionView(msgspec.Struct, frozen=True, kw_only=True):
    """``place`` is 1 for the next, ``estimate`` is in seconds, to ten; both are null where nothing is known."""

    state: State
    place: int | None = None
    estimate: int | None = None
    agent: str | None = None
    callback: bool = False


class ReadMark(msgspec.Struct, frozen=True, kw_only=True):
    """The newest message that the visitor has read; those before it count as read too."""

    message_id: UUID


class ReadAccepted(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages were marked."""

    messages: int


class CodeView(msgspec.Struct, frozen=True, kw_only=True):
    """Takes one other device to this conversation, until ``expires_at``. ``page`` is a page of ours, without the code:
    put it behind a ``#``, where no server sees it."""

    code: str
    page: str
    expires_at: datetime


Language = Annotated[str, msgspec.Meta(max_length=20)]


class TranscriptAsked(msgspec.Struct, frozen=True, kw_only=True):
    """``address`` where the visitor has not said one before."""

    address: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    language: Language = "en"


class GoingOn(msgspec.Struct, frozen=True, kw_only=True):
    """How the visitor goes on: ``to`` is an e-mail address or a telephone number, where they have not said one."""

    by: Way
    to: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    language: Language = "en"


class NewRating(msgspec.Struct, frozen=True, kw_only=True):
    """How content the visitor was: 5 is the best."""

    score: Annotated[int, msgspec.Meta(ge=1, le=5)]
    comment: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class RatingView(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor said of the latest conversation that somebody answered. ``open``: it can be said now."""

    open: bool
    score: int | None
    comment: str


class TypingState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the visitor is typing."""

    typing: bool


def line_view(line: sdk.Line, visitor_id: UUID) -> LineView:
    """A line as its visitor sees it: text only."""
    return LineView(
        message_id=line.message_id,
        client_id=client_id_of(visitor_id, line.external_id),
        author=line.author,
        author_name=line.author_name if line.author != "customer" else None,
        at=line.at,
        text=line.text,
        attachments=[
            FileView(name=each.name, content_type=each.content_type, size=each.size, sha256=each.sha256)
            for each in line.attachments
        ],
        delivery=line.delivery,
    )


# Seconds: nobody can estimate better, and each change is a frame.
STEP = 10
STATES: dict[str, State] = {
    "active": "talking",
    "on_hold": "talking",
    "waiting_customer": "talking",
    "wrap_up": "ended",
}


def position_view(position: sdk.Position | None) -> PositionView:
    """Where the visitor stands, without the words of our own desk."""
    if position is None:
        return PositionView(state="idle")
    estimate = None if position.estimate is None else round(position.estimate / STEP) * STEP
    return PositionView(
        state=STATES.get(position.status, "waiting"),
        place=position.place,
        estimate=estimate,
        agent=position.agent,
        callback=position.callback,
    )
