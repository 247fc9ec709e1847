"""What a customer is: a set of handles, and the decisions that made it so."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.sdk import Handle, Verification

Threshold = Annotated[float, Meta(ge=0.01, le=1)]
# How sure a link is that rests on an address that somebody typed.
ASSERTED_CONFIDENCE = 0.6


class CustomerKind(StrEnum):
    """Who stands behind a customer record."""

    PERSON = "person"
    ORGANISATION = "organisation"
    HOUSEHOLD = "household"


class RelationshipKind(StrEnum):
    """How one customer stands to another, read from left to right: A is ``broker_of`` B."""

    HOUSEHOLD = "household"
    EMPLOYER = "employer"
    BROKER_OF = "broker_of"
    AUTHORISED_REPRESENTATIVE = "authorised_representative"


class DecisionKind(StrEnum):
    """What an identity decision did. ``suggest`` did nothing: it says that two customers may be one."""

    LINK = "link"
    UNLINK = "unlink"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SUGGEST = "suggest"
    MOVE = "move"
    SPLIT = "split"
    UNSPLIT = "unsplit"


class Rule(StrEnum):
    """Why a decision was made.

    ``first_contact``: nobody had the handle. ``same_number``: one telephone number, two channels. ``verified_together``
    and ``asserted_together``: one contact showed both handles, proven by the channel or only said. ``held_by_another``:
    it showed a handle of another customer. ``other_on_browser``: a signed-in person used somebody else's handle.
    ``named_fact`` and ``named_contact``: they gave their name, and a number, a date of birth or an address, or an
    earlier contact, that fits it.
    ``own_name``: somebody of another name used the handle. ``behalf``: they wrote for this customer.
    ``person``: somebody who works here decided. ``undo``: a decision was taken back.
    """

    FIRST_CONTACT = "first_contact"
    KNOWN_HANDLE = "known_handle"
    SAME_NUMBER = "same_number"
    VERIFIED_TOGETHER = "verified_together"
    ASSERTED_TOGETHER = "asserted_together"
    HELD_BY_ANOTHER = "held_by_another"
    OTHER_ON_BROWSER = "other_on_browser"
    NAMED_FACT = "named_fact"
    NAMED_CONTACT = "named_contact"
    OWN_NAME = "own_name"
    BEHALF = "behalf"
    PERSON = "person"
    UNDO = "undo"


class Thresholds(msgspec.Struct, frozen=True):
    """An organisation's setting ``identity``: how sure it must be that two are one person, 0.01 to 1.

    ``link``: from which score a contact counts as a known customer's by itself, and a proposal is called likely.
    ``suggest``: from which score people are told that two may be one. Whether records are ever merged by themselves is
    another setting, and off.
    """

    link: Threshold = 0.85
    suggest: Threshold = 0.5


class Claim(msgspec.Struct, frozen=True):
    """Who a contact says that it is from. ``source`` names the account it came by, ``at`` is the channel's time."""

    sender: Handle
    also: tuple[Handle, ...]
    at: datetime
    source: str
    # What the contact says, its subject first: people tell who they are.
    texts: tuple[str, ...] = ()


class Resolved(msgspec.Struct, frozen=True):
    """Who a contact is from. ``customer_id`` is whose contact it is: the handle's own customer, or the person whom the
    channel proved on somebody else's handle. ``root_id`` is whom that customer counts as now. ``also_ids`` are the
    contact's other handles that are of the same customer. ``handle_id`` is None for a withheld number."""

    handle_id: UUID | None
    customer_id: UUID
    root_id: UUID
    new: bool
    also_ids: tuple[UUID, ...]
    display_name: str


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """One customer record with its own values. ``merged_into`` is set where it counts as another; ``root_id`` is the
    one that it counts as in the end (itself where it is not merged). ``named`` is False where ``display_name`` is only
    an address."""

    id: UUID
    kind: CustomerKind
    display_name: str
    named: bool
    tier: str | None
    segments: list[str]
    preferred_channel: str | None
    language: str | None
    time_zone: str | None
    attributes: dict[str, Any]
    lifecycle_stage: str | None
    do_not_contact: bool
    merged_into: UUID | None
    root_id: UUID
    decision_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class HandleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A handle. ``customer_id`` is None after an unlink; ``unreachable`` says why it cannot be written to."""

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


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """An identity decision: what, by which rule, on what evidence, by whom, and whether it was taken back."""

    id: UUID
    kind: DecisionKind
    customer_id: UUID
    other_customer_id: UUID | None
    handle_id: UUID | None
    rule: str
    score: float | None
    evidence: list[dict[str, Any]]
    before: dict[str, Any]
    decided_by: str
    at: datetime
    undoes: UUID | None
    undone_at: datetime | None


class Relationship(msgspec.Struct, frozen=True, kw_only=True):
    """One customer's standing to another. It is ended, never deleted."""

    id: UUID
    customer_id: UUID
    other_customer_id: UUID
    kind: RelationshipKind
    ended_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
