"""What a search asks and what it shows. Pure."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from warmline.search.excerpts import ExcerptPart


class Place(StrEnum):
    """Where in a conversation the words stand."""

    ABOUT = "about"
    CUSTOMER = "customer"
    OURS = "ours"
    NOTE = "note"


# The weights under which the parts of a conversation are kept.
WEIGHTS = {Place.ABOUT: "A", Place.CUSTOMER: "B", Place.OURS: "C", Place.NOTE: "D"}
# The term of conversations with files; no word has such a mark.
HAS_FILES = "@file"


class Order(StrEnum):
    """In which order what was found is shown."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which conversations; None takes any. Times are those at which they began."""

    channels: list[str] | None = None
    queues: list[UUID] | None = None
    owners: list[UUID] | None = None
    teams: list[UUID] | None = None
    statuses: list[str] | None = None
    categories: list[str] | None = None
    customers: list[UUID] | None = None
    directions: list[str] | None = None
    since: datetime | None = None
    until: datetime | None = None

    def named(self) -> tuple[str, ...]:
        """By what it filters."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Where the words were found: ``message_id`` is null where it was in what the conversation is about."""

    place: Place
    message_id: UUID | None
    author: str
    at: datetime | None
    parts: list[ExcerptPart]


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that was found. ``customer_id`` is the customer that it counts as now."""

    interaction_id: UUID
    case_id: UUID | None
    case_reference: str | None
    case_title: str | None
    customer_id: UUID | None
    customer_name: str | None
    channel: str
    direction: str
    status: str
    category: str | None
    queue_id: UUID | None
    owner_id: UUID | None
    team_id: UUID | None
    subject: str | None
    started_at: datetime
    excerpt: Excerpt | None


class FacetValue(msgspec.Struct, frozen=True):
    """How many of what was counted have this value; null stands for none."""

    value: str | None
    count: int


class SearchFacets(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over the newest ``counted`` that were found; over all, where ``complete``."""

    counted: int
    complete: bool
    channel: list[FacetValue]
    status: list[FacetValue]
    queue: list[FacetValue]
    owner: list[FacetValue]
    team: list[FacetValue]
    category: list[FacetValue]
    direction: list[FacetValue]


class SearchResults(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found. A page may be short and still have a ``next``: it was looked through so far. ``facets``
    come with the first page."""

    items: list[SearchHit]
    next: str | None
    facets: SearchFacets | None
