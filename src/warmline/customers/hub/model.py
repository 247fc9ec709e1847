"""What the hub knows: feeds and their runs, what sources say of customers, and the rules between them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

# The source of what people enter here.
PERSON = "person"
# The rule of decisions that a feed's row made.
FEED_RULE = "feed"
# The scheme of a household's handle: the id that a feed gives it.
HOUSEHOLD_SCHEME = "household_id"

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$", examples=["crm", "policies"])]
Scheme = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$", examples=["crm_id", "policy_number"])]
AttributeName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Priority = Annotated[int, Meta(ge=-1000, le=1000)]
Encoding = Literal["utf-8", "windows-1252", "iso-8859-1"]
Origin = Literal["rows", "file", "command"]


class Criterion(StrEnum):
    """By what one source is believed before another: that the value is verified; the source's priority; that it was
    observed later."""

    VERIFIED = "verified"
    SOURCE = "source"
    RECENCY = "recency"


USUAL = (Criterion.VERIFIED, Criterion.SOURCE, Criterion.RECENCY)
Criteria = Annotated[list[Criterion], Meta(min_length=1, max_length=3)]


class AttributeRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one attribute survives. ``sources``, where given, is the order of belief for this attribute alone; a source
    that it does not name comes after those that it names."""

    criteria: Criteria | None = None
    sources: Annotated[list[Code], Meta(max_length=50)] = []


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which value survives where sources differ: ``criteria`` in their order, unless ``attributes`` has another order
    for one. ``person_priority`` is how far people's own entries are believed, against the feeds' priorities."""

    criteria: Criteria = msgspec.field(default_factory=lambda: list(USUAL))
    person_priority: Priority = 100
    attributes: Annotated[dict[AttributeName, AttributeRule], Meta(max_length=200)] = {}


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A value that a source gave for an attribute. ``observed_at`` is when it last said so, ``first_observed_at`` when
    it first did. A ``value`` of None: it said that there is none."""

    customer_id: UUID
    name: str
    value: Any
    source: str
    external_key: str
    verified: bool
    observed_at: datetime
    first_observed_at: datetime


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a column of the source goes. ``format`` is how it writes dates (``%d.%m.%Y``), ``separator`` what stands
    between several values, ``values`` what its codes mean; ``verified``: the source vouches for it."""

    to: Annotated[str, Meta(min_length=1, max_length=200)]
    verified: bool = False
    format: Annotated[str, Meta(max_length=64)] | None = None
    separator: Annotated[str, Meta(min_length=1, max_length=8)] | None = None
    values: Annotated[dict[str, str], Meta(max_length=1000)] = {}


Mapping = Annotated[dict[Annotated[str, Meta(max_length=200)], str | Column | None], Meta(max_length=1000)]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A system that tells us of customers, as it is stored. ``secret`` is sealed."""

    id: UUID
    code: str
    name: str
    key_scheme: str
    mapping: dict[str, str | Column | None]
    encoding: Encoding
    priority: int
    adopts: bool
    active: bool
    secret: bytes | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def place(self) -> str:
        """Where its secret is kept, for the vault."""
        return f"feed {self.id}"


class FeedView(msgspec.Struct, frozen=True, kw_only=True):
    """A system that tells us of customers. ``signed``: it has a signing secret. ``adopts``: a new key goes to the one
    customer who has the row's addresses already, where that is not somebody with a key of their own."""

    id: UUID
    code: str
    name: str
    key_scheme: str
    mapping: dict[str, str | Column | None]
    encoding: Encoding
    priority: int
    adopts: bool
    active: bool
    signed: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, feed: Feed) -> "FeedView":
        shown = {name: getattr(feed, name) for name in cls.__struct_fields__ if name != "signed"}
        return cls(**shown, signed=feed.secret is not None)


class Counts(msgspec.Struct, kw_only=True):
    """What became of rows. ``partly`` ones were taken, and something in them was not; they count as created, changed
    or unchanged too."""

    read_rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    partly: int = 0
    refused: int = 0


class FeedRun(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery of a feed's rows, by whom, and what became of them. ``finished_at`` is null while it goes on, and
    where it was broken off: then it is run again."""

    id: UUID
    feed_id: UUID
    origin: Origin
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    read_rows: int
    created: int
    changed: int
    unchanged: int
    partly: int
    refused: int
    version: int


class ListedFeed(FeedView, frozen=True, kw_only=True):
    """A feed with what it delivered last; null where it never has."""

    last_run: FeedRun | None


class RowProblem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row, and what to do. ``row`` is the line in a file or the place in a list, from 1.
    ``refused``: nothing of it was taken; else all but this."""

    row: int
    key: str | None
    refused: bool
    problem: str


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a customer holds, in another system: a policy, a claim, an account. ``address`` opens it there."""

    id: UUID
    customer_id: UUID
    kind: str
    external_id: str
    label: str
    address: str | None
    status: str | None
    source: str
    external_key: str
    observed_at: datetime
    ended_at: datetime | None
    version: int
