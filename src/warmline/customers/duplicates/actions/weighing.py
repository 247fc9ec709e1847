"""What a search does about the pairs that it found, some at a time: propose, keep, reopen, merge."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers.duplicates import store
from warmline.customers.duplicates.actions.answering import accept
from warmline.customers.duplicates.events import ProposalMade, ProposalReopened, ProposalUpdated
from warmline.customers.duplicates.model import Deduplication, Origin, Policy, Proposal, State
from warmline.customers.duplicates.pairs import Pair, conflicts
from warmline.customers.duplicates.proposing import APART, Move, disputed, joined, may_merge, move, older, wire
from warmline.customers.register import PERSONAL
from warmline.customers.store import lock_merges
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

# Of which a person has one.
ONLY_ONE = ("date_of_birth", "national_id")
MERGED = "merged"
Roots = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Known:
    """What stands in the base about some pairs at this moment."""

    roots: Mapping[UUID, UUID]
    proposals: Mapping[Roots, Proposal]
    apart: Collection[Roots]
    values: Mapping[UUID, Mapping[str, set[str]]]

    def against(self, pair: Roots, found: Pair) -> list[str]:
        """What forbids a merge without a person: what the search saw, and what all records of the two hold."""
        one, other = (self.values.get(each, {}) for each in pair)
        apart = [APART] if pair in self.apart else []
        return sorted({*conflicts(found.evidence), *disputed(one, other), *apart})


async def weigh(conn: Conn, actor: Actor, run: Deduplication, pairs: Sequence[Pair]) -> list[str]:
    """What was done about each pair: a ``Move``, or ``merged``; in a dry run, what would be."""
    policy = run.policy
    if policy.merge_automatically_from is not None and not run.dry_run:
        await lock_merges(conn, actor.org_id)
    known = await _known(conn, actor, pairs)
    done = []
    for pair in pairs:
        one, other = (known.roots.get(UUID(each)) for each in (pair.one, pair.other))
        done.append(await _weigh(conn, actor, run, known, pair, one, other))
        if done[-1] == MERGED and not run.dry_run:
            # Who is who has changed for the pairs that follow.
            known = await _known(conn, actor, pairs)
    return done


async def _weigh(
    conn: Conn, actor: Actor, run: Deduplication, known: Known, pair: Pair, one: UUID | None, other: UUID | None
) -> str:
    if one is None or other is None or one == other:
        return Move.SETTLED
    roots = older(one, other)
    proposal = known.proposals.get(roots)
    against = known.against(roots, pair)
    found = move(proposal, wire(pair.evidence))
    alone = may_merge(run.policy, proposal, found, pair.score, against)
    if run.dry_run:
        return MERGED if alone else found
    proposed = _proposed(run, proposal, pair, roots, against)
    await _write(conn, actor, found, proposed)
    if not alone:
        return found
    await accept(conn, actor, proposed.id, reason=_reason(run.policy, pair))
    return MERGED


def _reason(policy: Policy, pair: Pair) -> str:
    return (
        f"Merged without a person: the score {pair.score:.4f} is not below {policy.merge_automatically_from}, "
        "and nothing stands against it."
    )


async def _known(conn: Conn, actor: Actor, pairs: Sequence[Pair]) -> Known:
    org_id = actor.org_id
    ids = {UUID(each) for pair in pairs for each in (pair.one, pair.other)}
    roots = await store.roots(conn, org_id, ids)
    current = set(roots.values())
    between = await store.proposals_between(conn, org_id, current)
    stored = await store.proposals_by_id(conn, org_id, [each for group in between.values() for each in group])
    by_id = {each.id: each for each in stored}
    values = await store.personal_values(conn, org_id, current, schemes=PERSONAL, keys=ONLY_ONE)
    apart = await store.held_apart(conn, org_id, current)
    return Known(roots, {pair: _telling([by_id[i] for i in group]) for pair, group in between.items()}, apart, values)


def _telling(proposals: Sequence[Proposal]) -> Proposal:
    """Of several proposals about records of the two: what somebody declined, else what is open, else the rest."""
    order = {State.DECLINED: 0, State.OPEN: 1, State.ACCEPTED: 2, State.SETTLED: 3}
    return min(proposals, key=lambda each: (order[each.state], each.id))


def _proposed(run: Deduplication, proposal: Proposal | None, pair: Pair, roots: Roots, against: list[str]) -> Proposal:
    evidence = wire(pair.evidence)
    if proposal:
        return msgspec.structs.replace(
            proposal,
            score=pair.score,
            evidence=joined(proposal.evidence, evidence, Origin.SEARCH),
            conflicts=against,
            deduplication_id=run.id,
        )
    now = clock.now()
    return Proposal(
        id=new_id(),
        customer_id=roots[0],
        other_customer_id=roots[1],
        state=State.OPEN,
        origin=Origin.SEARCH,
        score=pair.score,
        evidence=evidence,
        conflicts=against,
        suggestion_id=None,
        deduplication_id=run.id,
        decided_by=None,
        decided_at=None,
        reason=None,
        merge_id=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


async def _write(conn: Conn, actor: Actor, found: Move, proposal: Proposal) -> None:
    event: Event
    if found == Move.NEW:
        await store.insert_proposal(conn, actor.org_id, proposal)
        event = made(proposal)
    elif found in (Move.UPDATED, Move.REOPENED):
        await store.renew(conn, actor.org_id, proposal)
        event = reopened(proposal, "evidence") if found == Move.REOPENED else updated(proposal)
    else:
        return
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


def made(proposal: Proposal) -> ProposalMade:
    """The event of a new proposal."""
    return ProposalMade(
        customer_id=proposal.customer_id,
        other_customer_id=proposal.other_customer_id,
        proposal_id=proposal.id,
        origin=proposal.origin,
        score=proposal.score,
    )


def updated(proposal: Proposal) -> ProposalUpdated:
    """The event of other evidence."""
    return ProposalUpdated(customer_id=proposal.customer_id, proposal_id=proposal.id, score=proposal.score)


def reopened(proposal: Proposal, why: str) -> ProposalReopened:
    """The event of something to decide again."""
    return ProposalReopened(
        customer_id=proposal.customer_id,
        other_customer_id=proposal.other_customer_id,
        proposal_id=proposal.id,
        why=why,
    )
