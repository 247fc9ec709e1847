"""What becomes of proposals when something else happens: contacts suggest, customers merge and part."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers.duplicates import store
from warmline.customers.duplicates.actions.answering import mark_declined
from warmline.customers.duplicates.actions.weighing import made, reopened, updated
from warmline.customers.duplicates.events import ProposalSettledElsewhere
from warmline.customers.duplicates.model import Origin, Proposal, State
from warmline.customers.duplicates.proposing import grown, joined, older
from warmline.customers.model import Decision, DecisionKind
from warmline.customers.store import decisions_by_id
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

# A contact that says nothing of how sure it is.
UNSAID = 0.5


async def take_suggestions(conn: Conn, actor: Actor, decision_ids: Sequence[UUID]) -> None:
    """What contacts suggest stands in the same queue as what searches find."""
    for decision in await decisions_by_id(conn, actor.org_id, decision_ids):
        if decision.kind == DecisionKind.SUGGEST and decision.other_customer_id and decision.undone_at is None:
            await _take(conn, actor, decision, decision.other_customer_id)


async def _take(conn: Conn, actor: Actor, decision: Decision, other_id: UUID) -> None:
    roots = await store.roots(conn, actor.org_id, [decision.customer_id, other_id])
    one, other = roots[decision.customer_id], roots[other_id]
    if one == other:
        return
    between = (await store.proposals_between(conn, actor.org_id, [one, other])).get(older(one, other), [])
    known = await store.proposals_by_id(conn, actor.org_id, between)
    if any(each.suggestion_id == decision.id for each in known):
        return
    proposal = _proposed(decision, known[0] if known else None, older(one, other))
    if not known:
        await store.insert_proposal(conn, actor.org_id, proposal)
        await _tell(conn, actor, made(proposal))
    elif known[0].state == State.OPEN:
        await store.renew(conn, actor.org_id, proposal)
        await _tell(conn, actor, updated(proposal))
    elif known[0].state == State.DECLINED and grown(known[0].evidence, decision.evidence):
        await store.renew(conn, actor.org_id, proposal)
        await _tell(conn, actor, reopened(proposal, "evidence"))


def _proposed(decision: Decision, known: Proposal | None, roots: tuple[UUID, UUID]) -> Proposal:
    score = UNSAID if decision.score is None else decision.score
    shown = [{**each, "rule": decision.rule} for each in decision.evidence]
    if known:
        return msgspec.structs.replace(
            known,
            score=max(score, known.score),
            evidence=joined(known.evidence, shown, Origin.CONTACT),
            suggestion_id=decision.id,
        )
    now = clock.now()
    return Proposal(
        id=new_id(),
        customer_id=roots[0],
        other_customer_id=roots[1],
        state=State.OPEN,
        origin=Origin.CONTACT,
        score=score,
        evidence=shown,
        conflicts=[],
        suggestion_id=decision.id,
        deduplication_id=None,
        decided_by=None,
        decided_at=None,
        reason=None,
        merge_id=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


async def dismiss(conn: Conn, actor: Actor, decision_ids: Sequence[UUID]) -> None:
    """Where somebody took back a contact's suggestion itself, its proposal is declined by them."""
    for decision in await decisions_by_id(conn, actor.org_id, decision_ids):
        if decision.kind != DecisionKind.SUGGEST or decision.undone_at is None or not decision.other_customer_id:
            continue
        found = await store.proposals_about(conn, actor.org_id, [decision.customer_id], [State.OPEN])
        for proposal in await store.proposals_by_id(conn, actor.org_id, [each[0] for each in found]):
            if proposal.suggestion_id == decision.id:
                await mark_declined(conn, actor, proposal, reason=_reason(decision))


def _reason(decision: Decision) -> str:
    said = [str(each["text"]) for each in decision.evidence if each.get("kind") == "reason"]
    return said[-1] if said else "The suggestion was dismissed."


async def settle(conn: Conn, actor: Actor, customer_ids: Sequence[UUID]) -> None:
    """Proposals about customers who were merged or parted: settled where nothing is left to decide, else open again."""
    for id_, one, other in await store.proposals_about(conn, actor.org_id, customer_ids, [State.OPEN]):
        if one == other:
            (proposal,) = await store.proposals_by_id(conn, actor.org_id, [id_])
            await store.set_state(conn, actor.org_id, id_, State.SETTLED)
            event = ProposalSettledElsewhere(
                customer_id=proposal.customer_id, other_customer_id=proposal.other_customer_id, proposal_id=id_
            )
            await _tell(conn, actor, event)
    closed = [State.ACCEPTED, State.SETTLED]
    for id_, one, other in await store.proposals_about(conn, actor.org_id, customer_ids, closed):
        if one != other:
            (proposal,) = await store.proposals_by_id(conn, actor.org_id, [id_])
            await store.take_back(conn, actor.org_id, id_)
            await _tell(conn, actor, reopened(proposal, "parted"))


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
