"""What a column of a source can mean. Pure."""

from collections.abc import Mapping

import msgspec

from warmline.customers.hub.attributes import NAME, STANDARD
from warmline.customers.hub.model import Column
from warmline.customers.model import RelationshipKind
from warmline.kit.errors import Invalid

SHORT = {"email": "handle.email", "phone": "handle.phone", "whatsapp": "handle.whatsapp", "sms": "handle.sms"}
SINGLE = frozenset({"key", "updated_at", "verified", "household"})
KINDS = {each.value: each for each in RelationshipKind}
PLURAL = {"attributes": "attribute", "handles": "handle", "relationships": "relationship", "references": "reference"}
PARTS = frozenset({"label", "status", "address"})
KNOWN = (
    "key, updated_at, verified, household, handle.SCHEME, attribute.NAME, relationship.KIND, reference.KIND, "
    "reference.KIND.label, .status or .address, or the name of a standard attribute"
)


class Target(msgspec.Struct, frozen=True):
    """Where a column goes: a word, what it is about (``handle``, ``email``), and of references which part."""

    word: str
    about: str
    part: str
    column: Column


def target(column: Column) -> Target | None:
    """What the column's ``to`` means; None where it means nothing."""
    to = SHORT.get(column.to, column.to)
    if to in SINGLE:
        return Target(to, "", "", column)
    word, dot, about = to.partition(".")
    if not dot:
        return Target("attribute", to, "", column) if to in STANDARD else None
    word = PLURAL.get(word, word)
    if word == "reference":
        kind, dot, part = about.partition(".")
        fits = bool(NAME.fullmatch(kind)) and (not dot or part in PARTS)
        return Target(word, kind, part, column) if fits else None
    fits = {
        "handle": len(about) <= 32 and NAME.fullmatch(about) is not None,
        "attribute": NAME.fullmatch(about) is not None,
        "relationship": about in KINDS,
    }.get(word, False)
    return Target(word, about, "", column) if fits else None


def by_name(name: str) -> Target | None:
    """What a column means that the mapping does not name: what its own name says, in any case and with blanks."""
    return target(Column(to="_".join(name[:200].strip().lower().split())))


def check(mapping: Mapping[str, str | Column | None]) -> None:
    """``Invalid`` names the column whose target means nothing."""
    for name, to in mapping.items():
        if to is None:
            continue
        column = to if isinstance(to, Column) else Column(to=to)
        if target(column) is None:
            raise Invalid.field(f"mapping.{name[:80]}", f"{column.to[:80]} is no target; expected {KNOWN}")
