"""Accept a proposal, or decline it. Two who answer at once: one wins, the other is told."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.actions.deciding import given
from warmline.customers.actions.merge import merge
from warmline.customers.actions.undo import undo
from warmline.customers.duplicates import store
from warmline.customers.duplicates.errors import ProposalAnswered, ProposalSettled
from warmline.customers.duplicates.events import ProposalAccepted, ProposalDeclined
from warmline.customers.duplicates.guard import locked_proposal, visible_proposal
from warmline.customers.duplicates.model import Proposal, State
from warmline.customers.guard import visible_decision
from warmline.customers.store import lock_merges
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import Event, publish


async def accept(conn: Conn, actor: Actor, proposal_id: UUID, *, reason: str, keep: UUID | None = None) -> Proposal:
    """Merge the two; ``keep`` says whom the other counts as then (the older record, where it is None). Saying it again
    changes nothing; ``ProposalAnswered`` where somebody else was faster."""
    actor.need("customer.merge")
    given(reason)
    # In the order of a search that merges: first merges, then a proposal.
    await lock_merges(conn, actor.org_id)
    proposal = await locked_proposal(conn, actor, proposal_id)
    if not _is_open(proposal, actor, State.ACCEPTED):
        return proposal
    roots = await store.roots(conn, actor.org_id, [proposal.customer_id, proposal.other_customer_id])
    one, other = roots[proposal.customer_id], roots[proposal.other_customer_id]
    if one == other:
        raise ProposalSettled(id=proposal_id)
    kept = _kept(proposal, roots, keep)
    gone = other if kept == one else one
    decision = await merge(conn, actor, gone, into_id=kept, reason=reason, score=proposal.score)
    await store.answer(
        conn, actor.org_id, proposal.id, State.ACCEPTED, by=actor.ref, reason=reason.strip(), merge_id=decision.id
    )
    event = ProposalAccepted(
        customer_id=gone, other_customer_id=kept, kept_id=kept, proposal_id=proposal.id, decision_id=decision.id
    )
    await _tell(conn, actor, event)
    return await visible_proposal(conn, actor, proposal_id)


async def decline(conn: Conn, actor: Actor, proposal_id: UUID, *, reason: str) -> Proposal:
    """The two are different people. It is remembered: only evidence that was not there opens it again."""
    actor.need("customer.merge")
    given(reason)
    proposal = await locked_proposal(conn, actor, proposal_id)
    if not _is_open(proposal, actor, State.DECLINED):
        return proposal
    await mark_declined(conn, actor, proposal, reason=reason.strip())
    if proposal.suggestion_id:
        suggestion = await visible_decision(conn, actor, proposal.suggestion_id)
        if suggestion.undone_at is None:
            await undo(conn, actor, suggestion.id, reason=reason)
    return await visible_proposal(conn, actor, proposal_id)


async def mark_declined(conn: Conn, actor: Actor, proposal: Proposal, *, reason: str) -> None:
    """Write down that the two are different people."""
    await store.answer(conn, actor.org_id, proposal.id, State.DECLINED, by=actor.ref, reason=reason)
    event = ProposalDeclined(
        customer_id=proposal.customer_id, other_customer_id=proposal.other_customer_id, proposal_id=proposal.id
    )
    await _tell(conn, actor, event)


def _is_open(proposal: Proposal, actor: Actor, wanted: State) -> bool:
    """False where the actor has given this answer already."""
    if proposal.state == State.OPEN:
        return True
    if proposal.state == State.SETTLED:
        raise ProposalSettled(id=proposal.id)
    if proposal.state == wanted and proposal.decided_by == actor.ref:
        return False
    raise ProposalAnswered(id=proposal.id, state=proposal.state, decided_by=proposal.decided_by)


def _kept(proposal: Proposal, roots: dict[UUID, UUID], keep: UUID | None) -> UUID:
    if keep is None:
        return min(roots.values())
    for customer_id in (proposal.customer_id, proposal.other_customer_id):
        if keep in (customer_id, roots[customer_id]):
            return roots[customer_id]
    raise Invalid.field("keep", "expected one of the two customers of the proposal")


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
