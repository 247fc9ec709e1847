"""What a customer shows: its own values, and those of the records that count as it. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.model import Customer, CustomerKind, HandleRecord
from warmline.sdk import Verification

# What a customer takes from the newest record that counts as it, where it has no value of its own.
BORROWED = ("tier", "segments", "preferred_channel", "language", "time_zone", "lifecycle_stage")
TRUST = {Verification.VERIFIED: 0, Verification.ASSERTED: 1, Verification.NONE: 2}


class HandleView(msgspec.Struct, frozen=True, kw_only=True):
    """An address on which a customer may be reached: not where ``unreachable`` says why, nor where the customer asked
    not to be contacted. ``customer_id`` is the record that has it."""

    id: UUID
    customer_id: UUID
    scheme: str
    value: str
    name: str | None
    verification: Verification
    confidence: float
    unreachable: str | None
    do_not_contact: bool


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """A customer as a screen shows it. ``members`` are the other records that count as it; ``inherited`` says which
    record a value comes from where it is not its own. A merged record shows only what is its own."""

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
    members: list[UUID]
    inherited: dict[str, UUID]
    handles: list[HandleView]
    version: int
    created_at: datetime
    updated_at: datetime


def view(customer: Customer, others: Iterable[Customer], handles: Iterable[HandleRecord]) -> CustomerView:
    """The customer with the records that count as it, and the handles of all of them.

    Where no source is known: its own values, else those of the newest record that has one; attributes one by one. What
    sources say, ``hub.together`` puts over it. That one record asks not to be contacted holds for all.
    """
    newest = sorted(others, key=lambda each: (each.created_at, each.id), reverse=True)
    values, inherited = _surviving(customer, newest)
    quiet = any(each.do_not_contact for each in (customer, *newest))
    return CustomerView(
        id=customer.id,
        kind=customer.kind,
        **values,
        do_not_contact=quiet,
        merged_into=customer.merged_into,
        root_id=customer.root_id,
        members=sorted(each.id for each in newest),
        inherited=inherited,
        handles=[handle_view(each, quiet=quiet) for each in in_order(handles)],
        version=customer.version,
        created_at=customer.created_at,
        updated_at=customer.updated_at,
    )


def _surviving(customer: Customer, others: Sequence[Customer]) -> tuple[dict[str, Any], dict[str, UUID]]:
    inherited: dict[str, UUID] = {}
    donor = customer if customer.named else next((each for each in others if each.named), customer)
    values: dict[str, Any] = {"display_name": donor.display_name, "named": donor.named}
    if donor is not customer:
        inherited["display_name"] = donor.id
    for field in BORROWED:
        donor = next((each for each in (customer, *others) if getattr(each, field)), customer)
        values[field] = getattr(donor, field)
        if donor is not customer:
            inherited[field] = donor.id
    values["attributes"] = dict(customer.attributes)
    for other in others:
        for key in other.attributes.keys() - values["attributes"].keys():
            values["attributes"][key] = other.attributes[key]
            inherited[f"attributes.{key}"] = other.id
    return values, inherited


def in_order(handles: Iterable[HandleRecord]) -> list[HandleRecord]:
    """The surest first; then the oldest."""
    return sorted(handles, key=lambda each: (TRUST[each.verification], -each.confidence, each.id))


def handle_view(handle: HandleRecord, *, quiet: bool) -> HandleView:
    """A customer's handle. ``quiet``: the customer asked not to be contacted."""
    assert handle.customer_id is not None
    return HandleView(
        id=handle.id,
        customer_id=handle.customer_id,
        scheme=handle.scheme,
        value=handle.value,
        name=handle.name,
        verification=handle.verification,
        confidence=handle.confidence,
        unreachable=handle.unreachable,
        do_not_contact=quiet,
    )
