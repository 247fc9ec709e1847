"""The shapes of who the customers are, and how that is known."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line
from warmline.sdk import Verification


class CustomerLine(Line, frozen=True, kw_only=True, tag="customer"):
    """A customer. `merged_into` names whom they were merged into; `root_id` whom they count as in the end."""

    table: ClassVar[str] = "customer"

    id: UUID
    kind: str
    display_name: str
    named: bool
    tier: str | None
    segments: list[str]
    preferred_channel: str | None
    language: str | None
    time_zone: str | None
    attributes: Json
    lifecycle_stage: str | None
    do_not_contact: bool
    merged_into: UUID | None
    root_id: UUID
    decision_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class HandleLine(Line, frozen=True, kw_only=True, tag="handle"):
    """An address of a customer: scheme and normalised value."""

    table: ClassVar[str] = "handle"

    id: UUID
    customer_id: UUID | None
    scheme: str
    value: str
    name: str | None
    verification: Verification
    confidence: float
    source: str
    unreachable: str | None
    decision_id: UUID | None
    first_seen_at: datetime
    last_seen_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


class IdentityDecisionLine(Line, frozen=True, kw_only=True, tag="identity_decision"):
    """Why a handle or a customer is whose it is; what was undone is here too."""

    table: ClassVar[str] = "identity_decision"

    id: UUID
    kind: str
    customer_id: UUID
    other_customer_id: UUID | None
    handle_id: UUID | None
    rule: str
    score: float | None
    evidence: list[Json]
    before: Json
    decided_by: str
    at: datetime
    undoes: UUID | None
    undone_at: datetime | None


class RelationshipLine(Line, frozen=True, kw_only=True, tag="relationship"):
    """How one customer stands to another."""

    table: ClassVar[str] = "relationship"

    id: UUID
    customer_id: UUID
    other_customer_id: UUID
    kind: str
    ended_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class CustomerNameLine(Line, frozen=True, kw_only=True, tag="customer_name"):
    """A full name, folded, by which a customer is recognised. `handle_id` is by which handle it was said, null where
    the record itself says so; `guessed` where it is only two rare words side by side."""

    table: ClassVar[str] = "customer_name"
    order: ClassVar[str] = "t.customer_id, t.given, t.family"

    customer_id: UUID
    given: str
    family: str
    handle_id: UUID | None
    guessed: bool
    created_at: datetime


class CustomerFactLine(Line, frozen=True, kw_only=True, tag="customer_fact"):
    """Something that with a name says who a customer is: the digits of a number, a date of birth (`yyyymmdd`), an
    address (`12 alder`)."""

    table: ClassVar[str] = "customer_fact"
    order: ClassVar[str] = "t.fact, t.customer_id"

    fact: str
    customer_id: UUID
    handle_id: UUID | None
    created_at: datetime


class HandleUseLine(Line, frozen=True, kw_only=True, tag="handle_use"):
    """Who wrote from a handle that is another's, or for whom its owner wrote (`behalf`). It counts while `decision_id`
    is the handle's own."""

    table: ClassVar[str] = "handle_use"
    order: ClassVar[str] = "t.handle_id, t.customer_id"

    handle_id: UUID
    customer_id: UUID
    behalf: bool
    decision_id: UUID | None
    first_at: datetime
    last_at: datetime


class PreferredAgentLine(Line, frozen=True, kw_only=True, tag="preferred_agent"):
    """The agent whom a customer is to reach where possible."""

    table: ClassVar[str] = "preferred_agent"
    order: ClassVar[str] = "t.customer_id"

    customer_id: UUID
    agent_id: UUID
    until: datetime | None


CUSTOMERS: tuple[type[Line], ...] = (
    CustomerLine, HandleLine, IdentityDecisionLine, RelationshipLine, CustomerNameLine, CustomerFactLine, HandleUseLine,
    PreferredAgentLine,
)  # fmt: skip
