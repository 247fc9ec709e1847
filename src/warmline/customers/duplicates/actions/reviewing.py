"""Look at proposals: the queue, and one with both customers side by side. Who saw which customers is audited."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.actions.read import members
from warmline.customers.duplicates import store
from warmline.customers.duplicates.guard import policy, visible_proposal
from warmline.customers.duplicates.model import Proposal, State
from warmline.customers.duplicates.sides import CaseCount, Listed, SideBySide, differences
from warmline.customers.events import CustomerSearched, CustomerViewed
from warmline.customers.guard import READ
from warmline.customers.snapshots import customers
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def queue(
    conn: Conn,
    actor: Actor,
    *,
    state: State,
    least: float,
    about: UUID | None,
    after: tuple[float, UUID] | None,
    limit: int,
) -> list[Proposal]:
    """Proposals in this state with at least this score, the likeliest first; with ``about``, those of this customer and
    of the records that count as it."""
    actor.need(*READ)
    ids = await members(conn, about) if about else None
    return await store.queue(conn, actor.org_id, state=state, least=least, about=ids, after=after, size=limit)


async def listed(conn: Conn, actor: Actor, proposals: Sequence[Proposal]) -> list[Listed]:
    """The proposals with the names of whom they are about, who were so seen."""
    wanted = {each for proposal in proposals for each in (proposal.customer_id, proposal.other_customer_id)}
    shown = await customers(conn, actor, sorted(wanted))
    likely = (await policy(conn, actor.org_id)).link
    if shown:
        event = CustomerSearched(by=("proposals",), customer_ids=tuple(shown))
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return [
        Listed(
            proposal=each,
            names=(shown[each.customer_id].display_name, shown[each.other_customer_id].display_name),
            likely=each.score >= likely,
        )
        for each in proposals
    ]


async def side_by_side(conn: Conn, actor: Actor, proposal_id: UUID) -> SideBySide:
    """A proposal with both customers as they are now, and where they differ."""
    proposal = await visible_proposal(conn, actor, proposal_id)
    ids = (proposal.customer_id, proposal.other_customer_id)
    roots = await store.roots(conn, actor.org_id, ids)
    # Who counts as one already is shown as the two records that were proposed.
    apart = roots[ids[0]] != roots[ids[1]]
    left_id, right_id = (roots[each] if apart else each for each in ids)
    shown = await customers(conn, actor, [left_id, right_id])
    events = [CustomerViewed(customer_id=each, view="proposal") for each in (left_id, right_id)]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    left, right = shown[left_id], shown[right_id]
    return SideBySide(
        proposal=proposal,
        customers=(left, right),
        differences=differences(left, right, proposal.evidence),
        cases=await _cases(conn, actor, (left_id, right_id)),
    )


async def _cases(conn: Conn, actor: Actor, ids: tuple[UUID, UUID]) -> tuple[CaseCount, CaseCount] | None:
    if not actor.may("case.read"):
        return None
    counted = await store.count_cases(conn, actor.org_id, ids)
    left, right = (counted.get(each, (0, 0)) for each in ids)
    return CaseCount(*left), CaseCount(*right)
