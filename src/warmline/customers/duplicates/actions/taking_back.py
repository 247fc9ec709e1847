"""Take a decline back. That two are one is taken back by undoing the merge."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.duplicates import store
from warmline.customers.duplicates.actions.weighing import reopened
from warmline.customers.duplicates.errors import ProposalAnswered, ProposalSettled
from warmline.customers.duplicates.guard import locked_proposal, visible_proposal
from warmline.customers.duplicates.model import Proposal, State
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def reopen(conn: Conn, actor: Actor, proposal_id: UUID) -> Proposal:
    """Let a declined proposal wait for an answer again; one that waits stays as it is."""
    actor.need("customer.merge")
    proposal = await locked_proposal(conn, actor, proposal_id)
    if proposal.state == State.OPEN:
        return proposal
    if proposal.state == State.SETTLED:
        raise ProposalSettled(id=proposal.id)
    if proposal.state == State.ACCEPTED:
        raise ProposalAnswered(id=proposal.id, state=proposal.state, decided_by=proposal.decided_by)
    await store.take_back(conn, actor.org_id, proposal.id)
    event = reopened(proposal, "taken_back")
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_proposal(conn, actor, proposal_id)
