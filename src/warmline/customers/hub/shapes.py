"""Lists in a row of JSON: handles, relationships and references, each an object. Pure."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from warmline.customers.hub.attributes import CONTROL, WrongValue
from warmline.customers.hub.model import AttributeName, Scheme
from warmline.customers.hub.record import GivenHandle, GivenReference, GivenRelation, Record
from warmline.customers.model import RelationshipKind
from warmline.customers.normalise import normalise

MOST = 100
Text = Annotated[str, Meta(min_length=1, max_length=512)]
Short = Annotated[str, Meta(max_length=200)]


class HandleShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address."""

    scheme: Scheme
    value: Text
    verified: bool = False


class RelationShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That the row's customer is ``kind`` of whoever has the key. ``scheme`` where it is no key of this feed."""

    kind: RelationshipKind
    key: Text
    scheme: Scheme | None = None


class ReferenceShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy, a claim, an account."""

    kind: AttributeName
    id: Annotated[str, Meta(min_length=1, max_length=200)]
    label: Short = ""
    status: Short | None = None
    address: Annotated[str, Meta(max_length=2_000)] | None = None


SHAPES: dict[str, Any] = {
    "handles": list[HandleShape],
    "relationships": list[RelationShape],
    "references": list[ReferenceShape],
}


def listed(name: str, value: Any, record: Record, key_scheme: str) -> None:
    """Put a list into the record; raises ``WrongValue``."""
    if value is None:
        return
    try:
        found: list[Any] = msgspec.convert(value, SHAPES[name])
    except msgspec.ValidationError as error:
        raise WrongValue(str(error)) from error
    if len(found) > MOST:
        raise WrongValue(f"has {len(found)} entries; at most {MOST} are taken")
    if name == "handles":
        record.handles += [GivenHandle(each.scheme, each.value, each.verified) for each in found]
    elif name == "relationships":
        record.relations = [*(record.relations or ()), *(_relation(each, key_scheme) for each in found)]
    else:
        record.references = [*(record.references or ()), *(held(each.kind, _parts(each)) for each in found)]


def _relation(shape: RelationShape, key_scheme: str) -> GivenRelation:
    return related(shape.kind, shape.key, shape.scheme or key_scheme)


def related(kind: RelationshipKind, key: str, scheme: str) -> GivenRelation:
    """That the customer stands so to whoever has the key; raises ``WrongValue``."""
    identity = normalise(scheme, key) if len(key) <= 512 else None
    if identity is None:
        raise WrongValue("expected the other's key, of 1 to 512 characters")
    return GivenRelation(kind, identity)


def _parts(shape: ReferenceShape) -> dict[str, str]:
    values = {"label": shape.label, "status": shape.status, "address": shape.address}
    return {"": shape.id, **{name: value for name, value in values.items() if value}}


def held(kind: str, parts: dict[str, str]) -> GivenReference:
    """A reference of its parts, the id under the empty name; raises ``WrongValue``."""
    for name, value in parts.items():
        longest = 2_000 if name == "address" else 200
        if len(value) > longest:
            raise WrongValue(f"{name or 'id'} is {len(value)} characters long; at most {longest} are taken")
        if CONTROL.search(value):
            raise WrongValue(f"{name or 'id'} has a control character such as NUL; remove it")
    address = parts.get("address") or None
    if address and not address.startswith(("https://", "http://")):
        raise WrongValue("address: expected a web address that begins with https://")
    return GivenReference(kind, parts[""], parts.get("label", ""), address, parts.get("status") or None)
