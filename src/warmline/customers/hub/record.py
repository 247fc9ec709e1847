"""One row of a feed in our words. Pure."""

from datetime import datetime
from typing import Any

import msgspec

from warmline.customers.hub.model import RowProblem
from warmline.customers.model import RelationshipKind
from warmline.customers.normalise import Identity


class Raw(msgspec.Struct, frozen=True):
    """A row as it was read: its number, its columns, and the digest of its bytes. ``problem`` where it cannot be read;
    then it has no columns."""

    number: int
    columns: dict[str, Any]
    digest: bytes
    problem: str | None = None


class GivenValue(msgspec.Struct, frozen=True):
    """An attribute's value, None where the source says that there is none; and whether the source vouches for it."""

    value: Any
    verified: bool


class GivenHandle(msgspec.Struct, frozen=True):
    """An address as the source writes it."""

    scheme: str
    value: str
    verified: bool


class GivenRelation(msgspec.Struct, frozen=True):
    """That the row's customer stands so to whoever has this handle."""

    kind: RelationshipKind
    identity: Identity


class GivenReference(msgspec.Struct, frozen=True):
    """Something that the customer holds in another system."""

    kind: str
    external_id: str
    label: str = ""
    address: str | None = None
    status: str | None = None


class Record(msgspec.Struct, kw_only=True):
    """A row in our words. ``relations``, ``households`` and ``references`` are None where the row says nothing of them,
    and otherwise all that there are. ``problems`` spoil the row."""

    number: int
    digest: bytes
    key: str = ""
    observed_at: datetime | None = None
    attributes: dict[str, GivenValue] = {}
    handles: list[GivenHandle] = []
    relations: list[GivenRelation] | None = None
    households: list[str] | None = None
    references: list[GivenReference] | None = None
    problems: list[str] = []

    def refusal(self) -> RowProblem | None:
        """Why nothing of the row can be taken; None where it can."""
        if not self.problems:
            return None
        return refused(self.number, self.key, " ".join(f"{each}." for each in self.problems[:5]))


def refused(number: int, key: str | None, problem: str) -> RowProblem:
    """A problem for which nothing of the row is taken."""
    return RowProblem(row=number, key=shown(key), refused=True, problem=problem[:1000])


def partly(number: int, key: str | None, problem: str) -> RowProblem:
    """A problem for which a part of the row is not taken."""
    return RowProblem(row=number, key=shown(key), refused=False, problem=problem[:1000])


def shown(key: str | None) -> str | None:
    """A key that can be stored and printed."""
    text = "".join(each for each in (key or "")[:200] if each.isprintable())
    return text or None
