"""A like case as it goes over the wire."""

from datetime import datetime
from uuid import UUID

import msgspec


class SharedObject(msgspec.Struct, frozen=True, kw_only=True):
    """A business object that both cases are about."""

    kind: str
    external_id: str


class SimilarCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case like the one that was asked about: why, and how it ended. ``score`` is 0 to 1; ``words`` are what both
    say, shortened to their stems; ``meaning`` is how near their vectors are, null where no encoder is installed;
    ``seconds_to_resolve`` is from the opening to the last resolution."""

    case_id: UUID
    reference: str
    title: str
    customer_id: UUID
    customer_name: str
    same_customer: bool
    status: str
    category: str | None
    subcategory: str | None
    outcome: str | None
    disposition: str | None
    summary: str
    opened_at: datetime
    resolved_at: datetime | None
    seconds_to_resolve: float | None
    score: float
    words: list[str]
    objects: list[SharedObject]
    same_category: bool
    same_subcategory: bool
    meaning: float | None
