"""The shapes of proposals that two customers are one, and of the searches that made them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class DeduplicationLine(Line, frozen=True, kw_only=True, tag="deduplication"):
    """A search for duplicates through the whole customer base, and what it found."""

    table: ClassVar[str] = "deduplication"

    id: UUID
    state: str
    dry_run: bool
    phase: str | None
    started_by: str
    policy: Json
    counts: Json
    learned: bool | None
    notes: list[str]
    problem: str | None
    started_at: datetime | None
    finished_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class IdentityProposalLine(Line, frozen=True, kw_only=True, tag="identity_proposal"):
    """That two customers may be one person, why, and what was decided."""

    table: ClassVar[str] = "identity_proposal"

    id: UUID
    customer_id: UUID
    other_customer_id: UUID
    state: str
    origin: str
    score: float
    evidence: list[Json]
    conflicts: list[str]
    suggestion_id: UUID | None
    deduplication_id: UUID | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    merge_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


PROPOSALS: tuple[type[Line], ...] = (DeduplicationLine, IdentityProposalLine)
