"""Two records that may be one person, and why: what the linkage finds, and what stands against a merge. Pure."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from warmline.customers.duplicates.comparisons import DIFFERENT, MISSING, NAMED

NEAR = frozenset({"same", "nearly the same"})
# What a household shares.
SHARED = ("street", "postcode", "email", "phone")


class Evidence(msgspec.Struct, frozen=True):
    """How one field compares. ``weight`` in bits: 3 makes it eight times as likely that the two are one person, -3
    eight times less likely."""

    field: str
    level: str
    weight: float
    text: str


class Pair(msgspec.Struct, frozen=True):
    """Two records, how likely they are one person (0 to 1), the same in bits, and the reasons, the strongest first."""

    one: str
    other: str
    score: float
    weight: float
    evidence: tuple[Evidence, ...]


def evidence(field: str, level: str, weight: float) -> Evidence:
    """The outcome of one comparison, in words."""
    text = f"The {NAMED[field].words} is {level}: {strength(weight)}."
    return Evidence(field, level, round(weight, 1), text)


def strength(weight: float) -> str:
    """What a weight means to people."""
    side = "for one person" if weight > 0 else "against it"
    for least, word in ((8, "very strongly"), (4, "strongly"), (1, "somewhat")):
        if abs(weight) >= least:
            return f"speaks {word} {side}"
    return "says little"


def in_order(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The strongest first; what is missing on a side is left out, for it says nothing."""
    return tuple(sorted((e for e in found if e.level != MISSING), key=lambda e: -abs(e.weight)))


def levels(found: Sequence[Evidence]) -> Mapping[str, str]:
    """The level of each field that was compared."""
    return {each.field: each.level for each in found}


def is_household(found: Sequence[Evidence]) -> bool:
    """Two people of one household: one family name, an address or a line shared, and other given names, with neither a
    date of birth nor a personal number in common. Given names that are only similar need dates that differ."""
    level = levels(found)
    given, born = level.get("given_name"), level.get("date_of_birth")
    apart = born in (DIFFERENT, "two digits different")
    return (
        level.get("family_name") in NEAR
        and any(level.get(each) in NEAR for each in SHARED)
        and level.get("national_id", DIFFERENT) == DIFFERENT
        and ((given == DIFFERENT and (apart or born is None)) or (given == "similar" and apart))
    )


def conflicts(found: Sequence[Evidence]) -> tuple[str, ...]:
    """What forbids a merge that no person looked at: the fields of which one person has only one value, and which are
    not the same; and given names that are not one name."""
    level = levels(found)
    against = [each for each in ("national_id", "date_of_birth") if level.get(each, "same") != "same"]
    if level.get("given_name") in (DIFFERENT, "similar", "shortened"):
        against.append("given_name")
    return tuple(against)


def agreeing(found: Iterable[Evidence]) -> frozenset[str]:
    """The fields that speak for one person."""
    return frozenset(each.field for each in found if each.weight > 1)
