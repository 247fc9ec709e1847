"""The shape of a line. It is our published import format, so a wrong field is named and nothing is guessed."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec

from warmline.sdk import Unparsable, Verification

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Scheme = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
T = TypeVar("T")
CHANNELS = ("webchat", "email", "voice", "sms", "whatsapp", "telegram", "in_person")


class Person(msgspec.Struct, frozen=True):
    """A handle; ``verification`` is what the channel proves of it."""

    scheme: Scheme
    value: Text
    name: str | None = None
    verification: Verification = Verification.NONE


class File(msgspec.Struct, frozen=True):
    """An attachment that is only named: its MIME type and its file name."""

    type: Text
    name: Text


class Utterance(msgspec.Struct, frozen=True):
    """One message, at the channel's time."""

    at: Moment
    text: str
    attachments: tuple[File, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """The chat session, or the external id of the message that is answered."""

    session: str | None = None
    reply_to: str | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True, rename={"sender": "from"}):
    """A line. ``at`` is its arrival."""

    at: Moment
    channel: str
    account: str
    external_id: Text
    direction: Literal["inbound"]
    sender: Person
    also: tuple[Person, ...] = ()
    to: str | None = None
    subject: str | None = None
    headers: dict[str, str] = {}
    thread: Place = msgspec.field(default_factory=Place)
    messages: Annotated[tuple[Utterance, ...], msgspec.Meta(min_length=1)]


class Resolve(msgspec.Struct, frozen=True, kw_only=True):
    """An operation: the case of an earlier contact was resolved, at that time."""

    op: Literal["resolve"]
    external_id: Text
    at: Moment


class CaseReference(msgspec.Struct, frozen=True, kw_only=True):
    """An operation: the customer of an earlier contact was told this reference for their case."""

    op: Literal["case_reference"]
    external_id: Text
    at: Moment
    reference: Text


OPERATIONS: dict[str, type[Resolve] | type[CaseReference]] = {"resolve": Resolve, "case_reference": CaseReference}


class Kind(msgspec.Struct, frozen=True):
    """What decides whether a line is a contact of a kind that we know."""

    op: str | None = None
    channel: str | None = None
    direction: str | None = None


class Key(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """What is read of a line before it is kept: its id, and whose it is."""

    external_id: Text
    sender: Person


class Stranger(msgspec.Struct, frozen=True):
    """A line of a kind that this version does not know."""

    kind: str


def read(body: bytes, where: str = "") -> Contact | Resolve | CaseReference | Stranger:
    """What a line says. Raises ``Unparsable``, which names the field; ``where`` goes before it."""
    kind = decode(body, Kind, where)
    if kind.op is not None:
        shape = OPERATIONS.get(kind.op)
        return decode(body, shape, where) if shape else Stranger(f"operation {kind.op}")
    if kind.direction not in (None, "inbound"):
        return Stranger(f"direction {kind.direction}")
    if kind.channel not in (None, *CHANNELS):
        return Stranger(f"channel {kind.channel}")
    return decode(body, Contact, where)


def decode(body: bytes, shape: type[T], where: str) -> T:
    """The line; raises ``Unparsable``, which names the field and where the line is."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$")
        field = place.rstrip("`").removeprefix(".") or "the line"
        raise Unparsable(f"{where}{field}: {problem}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unparsable(f"{where}the line is no JSON: {error}") from error
