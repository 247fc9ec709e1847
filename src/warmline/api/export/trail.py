"""The shapes of the log: raw deliveries, events, and the seals over them."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from warmline.api.export.line import Line, base64


class EnvelopeLine(Line, frozen=True, kw_only=True, tag="envelope"):
    """A delivery as it came, `body` in Base64. Only in an export that was asked for deliveries."""

    table: ClassVar[str] = "envelope"
    columns: ClassVar[dict[str, str]] = {"body": base64("t.body")}

    id: UUID
    account_id: UUID
    external_id: str
    lane: int
    body: str
    content_type: str
    meta: dict[str, str]
    status: str
    error: str | None
    attempts: int
    received_at: datetime
    finished_at: datetime | None
    version: int


class EventLine(Line, frozen=True, kw_only=True, tag="event"):
    """What happened: the log and the audit trail, in order. docs/howto/audit.md says how its seals are computed."""

    table: ClassVar[str] = "event"
    order: ClassVar[str] = "t.xact, t.seq"
    columns: ClassVar[dict[str, str]] = {"xact": "t.xact::text::bigint"}

    xact: int
    seq: int
    at: datetime
    actor: str
    request_id: str | None
    type: str
    case_id: UUID | None
    interaction_id: UUID | None
    customer_id: UUID | None
    data: dict[str, Any]


class SealLine(Line, frozen=True, kw_only=True, tag="seal"):
    """A link of the hash chain over the events; hashes in hex, `digests` one after the other in Base64."""

    table: ClassVar[str] = "event_seal"
    order: ClassVar[str] = "t.position"
    columns: ClassVar[dict[str, str]] = {
        "first_xact": "t.first_xact::text::bigint",
        "last_xact": "t.last_xact::text::bigint",
        "digests": base64("t.digests"),
        "previous": "encode(t.previous, 'hex')",
        "hash": "encode(t.hash, 'hex')",
    }

    position: int
    first_xact: int
    first_seq: int
    last_xact: int
    last_seq: int
    events: int
    digests: str
    previous: str
    hash: str
    sealed_at: datetime


DELIVERIES: tuple[type[Line], ...] = (EnvelopeLine,)
TRAIL: tuple[type[Line], ...] = (EventLine, SealLine)
