"""What happens to proposals and searches. Ids and states only; the evidence is in the proposal."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("identity_proposal.made", identity_proposal="proposal_id")
class ProposalMade(Event, frozen=True, kw_only=True):
    """Two customers may be one person: a contact showed it, or a search through the base found it."""

    proposal_id: UUID
    other_customer_id: UUID
    origin: str
    score: float


@announces("identity_proposal.updated", identity_proposal="proposal_id")
class ProposalUpdated(Event, frozen=True, kw_only=True):
    """An open proposal has other evidence now."""

    proposal_id: UUID
    score: float


@announces("identity_proposal.accepted", identity_proposal="proposal_id")
class ProposalAccepted(Event, frozen=True, kw_only=True):
    """The two customers were merged because of the proposal; without a person only where the organisation wants it."""

    proposal_id: UUID
    other_customer_id: UUID
    kept_id: UUID
    decision_id: UUID


@announces("identity_proposal.declined", identity_proposal="proposal_id")
class ProposalDeclined(Event, frozen=True, kw_only=True):
    """Somebody said that the two are different people; it comes back only with evidence that was not there."""

    proposal_id: UUID
    other_customer_id: UUID


@announces("identity_proposal.settled", identity_proposal="proposal_id")
class ProposalSettledElsewhere(Event, frozen=True, kw_only=True):
    """The two customers count as one by another way, so there is nothing to decide."""

    proposal_id: UUID
    other_customer_id: UUID


@announces("identity_proposal.reopened", identity_proposal="proposal_id")
class ProposalReopened(Event, frozen=True, kw_only=True):
    """There is something to decide again: a merge or a decline was taken back, or evidence has
    come that was not there."""

    proposal_id: UUID
    other_customer_id: UUID
    why: str


@announces("deduplication.started", deduplication="deduplication_id")
class DeduplicationStarted(Event, frozen=True, kw_only=True):
    """A search for duplicates through the whole customer base was asked for."""

    deduplication_id: UUID
    dry_run: bool = False


@announces("deduplication.progressed", deduplication="deduplication_id")
class DeduplicationProgressed(Event, frozen=True, kw_only=True):
    """A search for duplicates has come to its next phase."""

    deduplication_id: UUID
    phase: str


@announces("deduplication.finished", deduplication="deduplication_id")
class DeduplicationFinished(Event, frozen=True, kw_only=True):
    """A search for duplicates has ended, well or not."""

    deduplication_id: UUID
    state: str
