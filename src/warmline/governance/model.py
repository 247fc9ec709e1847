"""The audit trail and its seals; vocabularies, terms and capture templates."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta


class Place(NamedTuple):
    """Where an event stands in the log."""

    xact: int
    seq: int

    def __str__(self) -> str:
        return f"{self.xact}-{self.seq}"


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """One link of the chain: the digests of a batch of events, and the hash of the link before."""

    position: int
    first: Place
    last: Place
    events: int
    digests: bytes
    previous: bytes
    hash: bytes
    sealed_at: datetime


class Head(msgspec.Struct, frozen=True):
    """The newest seal, as the sealer remembers it."""

    position: int
    last: Place
    hash: bytes


class Tampering(StrEnum):
    """What can be wrong with an audit trail."""

    EVENT_ALTERED = "event_altered"
    EVENT_MISSING = "event_missing"
    EVENT_INSERTED = "event_inserted"
    SEAL_ALTERED = "seal_altered"
    SEAL_MISSING = "seal_missing"
    HEAD_ALTERED = "head_altered"
    ANCHOR_UNKNOWN = "anchor_unknown"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: the seal by ``position``, the event by ``cursor``, and a sentence for people."""

    kind: Tampering
    text: str
    position: int | None = None
    cursor: str | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification found. ``head`` is the newest seal's hash in hex: keep it outside, and pass it later as an
    anchor. ``events`` were compared with their seals; ``unvouched`` ones stand under seals that cannot be trusted.
    ``unsealed`` ones are newer than the newest seal, the oldest of them since ``unsealed_since``. At most 1,000
    findings are listed; ``findings_total`` counts all."""

    org_id: UUID
    intact: bool
    seals: int
    events: int
    unvouched: int
    unsealed: int
    unsealed_since: datetime | None
    position: int
    head: str | None
    anchor_position: int | None
    findings_total: int
    findings: list[Finding]


class AuditRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what, and when. ``data`` has the state before and after, and further ids."""

    cursor: str
    at: datetime
    actor: str
    request_id: str | None
    type: str
    case_id: UUID | None
    interaction_id: UUID | None
    customer_id: UUID | None
    data: dict[str, Any]


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which part of the trail; ``since`` is included, ``until`` is not. ``role.*`` as ``type`` is all of roles;
    ``entity`` is anything that an event names by its id, or the agent who did it."""

    actor: str | None = None
    type: str | None = None
    entity: UUID | None = None
    case_id: UUID | None = None
    customer_id: UUID | None = None
    interaction_id: UUID | None = None
    request_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class TermStatus(StrEnum):
    """A proposed term waits for approval; a deprecated one stays on old records and is refused on new ones."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DEPRECATED = "deprecated"


Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.]{0,126}$", description="Small letters, digits, `_` and `.`")]
VocabularyCode = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_]{0,62}$", description="Small letters, digits and `_`")]
Label = Annotated[str, Meta(min_length=1, max_length=200)]
Definition = Annotated[str, Meta(max_length=2000)]
Synonyms = Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=200)]


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """A list of codes with one purpose. ``pack`` is the industry pack that brought it."""

    id: UUID
    code: str
    label: str
    pack: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One code and what it means. ``synonyms`` are words and short phrases that customers use for it."""

    id: UUID
    vocabulary: str
    code: str
    label: str
    definition: str
    parent_vocabulary: str | None
    parent: str | None
    synonyms: list[str]
    status: TermStatus
    version: int
    created_at: datetime
    updated_at: datetime


Moment = Literal["wrap_up", "hand_off"]


class CaptureField(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field to fill in. ``vocabulary`` names the list that the value must be in; ``default`` is what the form
    begins with where nothing is known."""

    field: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
    label: Label
    required: bool = True
    vocabulary: str | None = None
    help: Annotated[str, Meta(max_length=500)] = ""
    default: Annotated[str, Meta(min_length=1, max_length=500)] | None = None


class CaptureTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that must be filled in at a moment; null for ``channel`` or ``category`` means any."""

    id: UUID
    moment: Moment
    channel: str | None
    category: str | None
    name: str
    fields: list[dict[str, Any]]
    version: int
    created_at: datetime
    updated_at: datetime


def most_specific(found: Sequence[CaptureTemplate]) -> CaptureTemplate | None:
    """The template that says most about its case: a category counts more than a channel."""
    return max(found, key=lambda each: (each.category is not None, each.channel is not None), default=None)
