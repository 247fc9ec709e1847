"""What a proposal is, what a search is, and by which thresholds an organisation has them made."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.customers.model import Threshold, Thresholds

Share = Annotated[float, Meta(ge=0, le=1)]


class Policy(Thresholds, frozen=True):
    """An organisation's setting ``identity``.

    ``link``: from which score a contact counts as a known customer's, and a proposal is called likely. ``suggest``:
    from which score two customers are proposed. ``merge_automatically_from``: from which score two are merged without a
    person, where nothing stands against it; null is never. ``deduplicate_nightly``: whether a search is made each
    night, in the hour ``deduplicate_hour`` of the organisation's time zone.
    """

    merge_automatically_from: Threshold | None = None
    deduplicate_nightly: bool = False
    deduplicate_hour: Annotated[int, Meta(ge=0, le=23)] = 2


class State(StrEnum):
    """``open``: somebody is to decide. ``settled``: the two count as one by another way."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SETTLED = "settled"


class Origin(StrEnum):
    """What found the two: a contact, or a search through the base."""

    CONTACT = "contact"
    SEARCH = "search"


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """That two customers may be one person. ``customer_id`` is the older record. ``score`` is how likely it is, 0 to 1.
    ``conflicts`` name what forbids a merge without a person. ``decided_by``, ``reason`` and ``merge_id`` are of the
    last answer, also where the proposal is open again for more evidence; a reason is gone once its answer is taken
    back."""

    id: UUID
    customer_id: UUID
    other_customer_id: UUID
    state: State
    origin: Origin
    score: float
    evidence: list[dict[str, Any]]
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


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found, or would do where it is a dry run. ``pairs`` are those at or above the threshold: ``new``,
    ``updated`` and ``unchanged`` ones are open, ``reopened`` had been declined with less evidence, ``declined`` stay
    so, ``settled`` count as one meanwhile, ``merged`` were merged without a person. ``likely`` and ``conflicting`` are
    of all pairs. ``households`` were left out. ``memory_mb`` is what the process that searched held at most."""

    people: int = 0
    compared: int = 0
    pairs: int = 0
    likely: int = 0
    conflicting: int = 0
    households: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    reopened: int = 0
    declined: int = 0
    settled: int = 0
    merged: int = 0
    memory_mb: int = 0
    seconds: float = 0


class RunState(StrEnum):
    """How far a search is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Phase(StrEnum):
    """What a search is doing."""

    READING = "reading"
    LEARNING = "learning"
    COMPARING = "comparing"
    PROPOSING = "proposing"


class Deduplication(msgspec.Struct, frozen=True, kw_only=True):
    """A search for duplicates through the whole customer base. ``learned``: the weights are the base's own; false: it
    is too small for that, and they are the general ones. ``notes`` say what was left out."""

    id: UUID
    state: RunState
    dry_run: bool
    phase: Phase | None
    started_by: str
    policy: Policy
    counts: Counts
    learned: bool | None
    notes: list[str]
    problem: str | None
    started_at: datetime | None
    finished_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
