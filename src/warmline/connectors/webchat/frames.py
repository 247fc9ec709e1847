"""The frames of the socket: JSON texts, told apart by ``type``. The README says when each is sent."""

from enum import IntEnum
from typing import Annotated
from uuid import UUID

import msgspec

from warmline.connectors.webchat.wire import ClientId, LineView, PositionView, Refs, Text

# Characters of a frame that we take: a message of the greatest length in any script, with its attachments.
LONGEST = 131_072


class CloseCode(IntEnum):
    """Why a socket was closed. After ``RESTART`` a client connects again with its cursor; after ``BAD_CURSOR`` without
    one; after ``TOKEN_REFUSED`` it begins a new session first; after ``TOO_MANY`` it waits."""

    TOO_LARGE = 1009
    RESTART = 1012
    BAD_FRAME = 4400
    TOKEN_REFUSED = 4401
    SWITCHED_OFF = 4404
    SILENT = 4408
    BAD_CURSOR = 4409
    TOO_MANY = 4429


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=str.lower):
    """Any frame."""


class Hello(Frame, frozen=True, kw_only=True):
    """The first frame: who the visitor is, and up to where this client has read."""

    token: Annotated[str, msgspec.Meta(max_length=16_100)]
    after: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class Message(Frame, frozen=True, kw_only=True):
    """Something to say; the answer is ``ack`` or ``error`` with the same ``client_id``."""

    client_id: ClientId
    text: Text = ""
    attachments: Refs = ()


class Typing(Frame, frozen=True, kw_only=True):
    """Somebody is typing, or has stopped: the visitor in one direction, the agent in the other."""

    typing: bool
    name: str | None = None


class Received(Frame, frozen=True, kw_only=True):
    """These messages were shown to the visitor's eyes or at least to the page."""

    message_ids: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=500)]


class Read(Frame, frozen=True, kw_only=True):
    """The visitor has read up to this message."""

    message_id: UUID


class End(Frame, frozen=True, kw_only=True):
    """The visitor ends the conversation; the answer is ``ended``."""


class Ping(Frame, frozen=True, kw_only=True):
    """The client lives; the answer is ``pong``. Without any frame for ``SILENCE`` seconds the socket is closed."""


class Ready(Frame, frozen=True, kw_only=True):
    """The answer to ``hello``. ``heartbeat`` is the number of seconds after which a quiet client sends ``ping``."""

    visitor_id: UUID
    session: UUID
    heartbeat: int


class Line(Frame, frozen=True, kw_only=True):
    """A message that this connection has not told yet. ``cursor`` is where to go on after it."""

    cursor: str
    message: LineView


class Delivery(Frame, frozen=True, kw_only=True):
    """What became of a message that this connection has told already."""

    cursor: str
    message_id: UUID
    delivery: str


class Synced(Frame, frozen=True, kw_only=True):
    """Everything up to ``cursor`` has been told; from here on the news comes by itself."""

    cursor: str | None


class Position(Frame, frozen=True, kw_only=True):
    """Where the visitor stands; sent where that changes."""

    position: PositionView


class Joined(Frame, frozen=True, kw_only=True):
    """An agent is there now."""

    agent: str


class Ack(Frame, frozen=True, kw_only=True):
    """The message is durable. ``new`` is false where it was there already."""

    client_id: str
    new: bool


class Ended(Frame, frozen=True, kw_only=True):
    """The conversation has ended. What is said from now on begins another; ``token`` replaces the old one."""

    token: str
    session: UUID


class Pong(Frame, frozen=True, kw_only=True):
    """The server lives."""


class Error(Frame, frozen=True, kw_only=True):
    """A frame was refused. ``retry_after`` is in seconds: send it again then; without it, do not."""

    code: str
    detail: str
    client_id: str | None = None
    retry_after: int | None = None


Asked = Message | Typing | Received | Read | End | Ping
