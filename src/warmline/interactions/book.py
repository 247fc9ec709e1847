"""What a batch of contacts is placed into: the interactions and cases that matter to it, as it goes on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions.continuity import Candidate
from warmline.interactions.terms import numbers_in, topics_in, words_in


@dataclass
class OpenInteraction:
    """An interaction that has not ended, or one that this batch starts."""

    id: UUID
    account_id: UUID
    customer_id: UUID | None
    root_id: UUID | None
    handle_id: UUID | None
    case_id: UUID | None
    participant_id: UUID
    status: str
    queue_id: UUID | None
    session: str | None
    last_message_at: datetime
    channel: str = ""
    initiation: str = "inbound"
    new: bool = False
    resolved_at: datetime | None = None


@dataclass
class CaseState:
    """A case that a contact may belong to, and what this batch adds to it."""

    id: UUID
    customer_id: UUID
    root_id: UUID
    status: str
    category: str | None
    terms: Mapping[str, int]
    last_contact_at: datetime
    resolved_at: datetime | None
    references: tuple[str, ...] = ()
    handle_ids: tuple[UUID, ...] = ()
    last_interaction_id: UUID | None = None
    new: bool = False
    touched: bool = False
    # Its latest contacts, channel and beginning.
    contacts: tuple[tuple[str, datetime], ...] = ()
    # What its contacts were about, as vectors: the first one's, and the mean of all.
    meanings: tuple[Any, ...] = ()
    # How often this batch resolved it.
    resolutions: int = 0

    def candidate(self) -> Candidate:
        """The case as the decision sees it."""
        return Candidate(
            case_id=self.id,
            root_id=self.root_id,
            status=self.status,
            category=self.category,
            terms=words_in(self.terms),
            numbers=numbers_in(self.terms),
            topics=topics_in(self.terms),
            contacts=self.contacts,
            meanings=self.meanings,
            last_contact_at=self.last_contact_at,
            resolved_at=self.resolved_at,
            references=self.references,
            handle_ids=self.handle_ids,
            last_interaction_id=self.last_interaction_id,
        )


@dataclass
class Book:
    """The state of one batch. ``threads`` leads from an account's external message id to its interaction and case."""

    interactions: dict[UUID, OpenInteraction] = field(default_factory=dict)
    by_session: dict[tuple[UUID, str], OpenInteraction] = field(default_factory=dict)
    by_handle: dict[tuple[UUID, UUID], list[OpenInteraction]] = field(default_factory=lambda: defaultdict(list))
    cases: dict[UUID, CaseState] = field(default_factory=dict)
    by_root: dict[UUID, list[CaseState]] = field(default_factory=lambda: defaultdict(list))
    threads: dict[tuple[UUID, str], tuple[UUID, UUID | None]] = field(default_factory=dict)
    known: set[tuple[UUID, str]] = field(default_factory=set)

    def add_interaction(self, each: OpenInteraction) -> None:
        """Make it findable by session and by handle; the newest comes first."""
        self.interactions[each.id] = each
        if each.session:
            self.by_session[each.account_id, each.session] = each
        if each.handle_id:
            self.by_handle[each.account_id, each.handle_id].insert(0, each)

    def end_interaction(self, each: OpenInteraction) -> None:
        """Nothing goes on in it any more: it is found by neither session nor handle."""
        if each.session and self.by_session.get((each.account_id, each.session)) is each:
            del self.by_session[each.account_id, each.session]
        if each.handle_id:
            there = self.by_handle[each.account_id, each.handle_id]
            there[:] = [other for other in there if other is not each]

    def add_case(self, case: CaseState) -> None:
        """Make it findable; the newest comes first."""
        if case.id not in self.cases:
            self.cases[case.id] = case
            self.by_root[case.root_id].insert(0, case)

    def cases_of(self, root_id: UUID) -> list[CaseState]:
        """The customer's cases, those with the latest contact first."""
        return sorted(self.by_root.get(root_id, ()), key=lambda case: case.last_contact_at, reverse=True)
