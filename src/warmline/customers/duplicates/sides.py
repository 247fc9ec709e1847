"""Two customers side by side, field by field. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warmline.customers.duplicates.model import Proposal
from warmline.customers.duplicates.people import born, code, words
from warmline.customers.normalise import TELEPHONE
from warmline.customers.views import CustomerView

FIELDS = ("kind", "display_name", "tier", "segments", "preferred_channel", "language", "time_zone", "lifecycle_stage")
FIRST = (
    "given_name",
    "family_name",
    "date_of_birth",
    "national_id",
    "street",
    "postcode",
    "city",
    "country",
)
FOLD = {"date_of_birth": born, "national_id": code, "postcode": code, "country": code}
# How the comparison calls what a customer holds as handles.
COMPARED = {"email": "email", "telephone": "phone"}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One field of both. ``same`` is null where a side has nothing. ``level`` and ``weight`` are what the search made
    of it (see a proposal's evidence); null where it did not compare the field."""

    field: str
    left: Any
    right: Any
    same: bool | None
    level: str | None
    weight: float | None


class CaseCount(msgspec.Struct, frozen=True):
    """The cases of a customer, and how many of them are open."""

    cases: int
    open_cases: int


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal in the queue, with the names of the two. ``likely``: its score reaches the threshold ``link``."""

    proposal: Proposal
    names: tuple[str, str]
    likely: bool


class SideBySide(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal with both customers as they are now. ``cases`` is null for who may not see cases."""

    proposal: Proposal
    customers: tuple[CustomerView, CustomerView]
    differences: list[Difference]
    cases: tuple[CaseCount, CaseCount] | None


def differences(left: CustomerView, right: CustomerView, evidence: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Every field that one of the two has: what tells people apart first, then handles by scheme, then the rest."""
    compared = {each["field"]: each for each in evidence if "field" in each}
    found = []
    for name in _names(left, right):
        one, other = (_value(each, name) for each in (left, right))
        told = compared.get(COMPARED.get(name, name), {})
        found.append(
            Difference(
                field=name,
                left=one,
                right=other,
                same=_same(name, one, other),
                level=told.get("level"),
                weight=told.get("weight"),
            )
        )
    return found


def _names(left: CustomerView, right: CustomerView) -> list[str]:
    attributes = left.attributes.keys() | right.attributes.keys()
    schemes = {_group(each.scheme) for view in (left, right) for each in view.handles}
    plain = [each for each in FIELDS if getattr(left, each) or getattr(right, each)]
    first = [each for each in FIRST if each in attributes]
    rest = sorted(attributes - set(FIRST) - set(plain) - schemes)
    return list(dict.fromkeys(["display_name", *first, *sorted(schemes), *plain, *rest]))


def _group(scheme: str) -> str:
    return "telephone" if scheme in TELEPHONE else scheme


def _value(view: CustomerView, name: str) -> Any:
    held = sorted({each.value for each in view.handles if _group(each.scheme) == name})
    if held:
        return held
    return getattr(view, name) if name in FIELDS else view.attributes.get(name)


def _same(name: str, one: Any, other: Any) -> bool | None:
    if one in (None, "", []) or other in (None, "", []):
        return None
    if isinstance(one, list) and isinstance(other, list):
        return bool(set(map(str, one)) & set(map(str, other)))
    fold = FOLD.get(name, words)
    return bool(_folded(fold, one) == _folded(fold, other))


def _folded(fold: Any, value: Any) -> Any:
    return (fold(value) or value) if isinstance(value, str) else value
