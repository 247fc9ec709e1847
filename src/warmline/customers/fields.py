"""The fields of a customer that people may set, with their types and limits. Pure."""

import re
from collections.abc import Iterator
from typing import Annotated, Any
from zoneinfo import available_timezones

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.customers.model import Customer, CustomerKind
from warmline.customers.normalise import clean_name
from warmline.kit.errors import Invalid

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
# BCP 47, as far as its shape goes.
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64)]
Segments = Annotated[list[Code], Meta(max_length=50)]
ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,62}")
MOST_ATTRIBUTES = 200
LARGEST_ATTRIBUTES = 65_536
# What people wrote about a person is not repeated in the event log, which cannot be erased.
PERSONAL_FIELDS = frozenset({"display_name", "attributes"})


class CustomerChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to set; what is left out stays. ``attributes`` are merged key by key, and a null takes one away."""

    kind: CustomerKind | UnsetType = UNSET
    display_name: Name | UnsetType = UNSET
    tier: Code | UnsetType | None = UNSET
    segments: Segments | UnsetType = UNSET
    preferred_channel: Code | UnsetType | None = UNSET
    language: Language | UnsetType | None = UNSET
    time_zone: TimeZone | UnsetType | None = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET
    lifecycle_stage: Code | UnsetType | None = UNSET
    do_not_contact: bool | UnsetType = UNSET


def changed(customer: Customer, change: CustomerChange) -> dict[str, Any]:
    """The new values of the fields that the change makes different; ``Invalid`` names a field that cannot be so."""
    values = {name: value for name, value in _given(change) if value is not UNSET}
    if "attributes" in values:
        values["attributes"] = _merged(customer.attributes, values["attributes"])
    if "display_name" in values:
        values["display_name"], values["named"] = _name(values["display_name"]), True
    if values.get("time_zone") is not None and values["time_zone"] not in available_timezones():
        raise Invalid.field("time_zone", "expected a name of the IANA time zone database, such as Europe/Paris")
    return {name: value for name, value in values.items() if value != getattr(customer, name)}


def named_changes(customer: Customer, values: dict[str, Any]) -> tuple[str, ...]:
    """The changed fields by name, attributes one by one: ``attributes.policy_since``."""
    names = [name for name in values if name not in ("attributes", "named")]
    after = values.get("attributes", customer.attributes)
    keys = {*customer.attributes, *after}
    differing = [key for key in sorted(keys) if customer.attributes.get(key) != after.get(key)]
    return (*names, *(f"attributes.{key}" for key in differing))


def plain(customer: Customer, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after for the event log: without what is personal."""
    names = [name for name in values if name not in PERSONAL_FIELDS and name != "named"]
    return {name: getattr(customer, name) for name in names}, {name: values[name] for name in names}


def _given(change: CustomerChange) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(change, name)) for name in CustomerChange.__struct_fields__)


def _name(given: str) -> str:
    name = clean_name(given)
    if name is None:
        raise Invalid.field("display_name", "expected at least one visible character")
    return name


def _merged(old: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    for key in patch:
        if not ATTRIBUTE.fullmatch(key):
            raise Invalid.field(f"attributes.{key[:80]}", "expected a name of small letters, digits and underscores")
    merged = {key: value for key, value in (old | patch).items() if value is not None}
    if len(merged) > MOST_ATTRIBUTES or len(msgspec.json.encode(merged)) > LARGEST_ATTRIBUTES:
        raise Invalid.field(
            "attributes", f"at most {MOST_ATTRIBUTES} attributes and {LARGEST_ATTRIBUTES} bytes as JSON"
        )
    return merged
