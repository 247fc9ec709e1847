"""Merge customers, and take merges apart. A merge is an edge: no row moves, and taking the edge away undoes it."""

from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.deciding import decide, take_back
from warmline.customers.errors import AlreadyMerged, MergeCycle, MergeWithItself, NotMerged
from warmline.customers.events import CustomersMerged, CustomersUnmerged, DecisionUndone
from warmline.customers.guard import visible_customer, visible_decision
from warmline.customers.model import Customer, Decision, DecisionKind
from warmline.customers.undoing import check_in_force, id_in
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish


async def merge(
    conn: Conn, actor: Actor, customer_id: UUID, *, into_id: UUID, reason: str, score: float | None = None
) -> Decision:
    """Let the customer, with all that count as it, count as another. ``score`` from 0 to 1 is how sure that is."""
    actor.need("customer.merge")
    await store.lock_merges(conn, actor.org_id)
    customer = await visible_customer(conn, actor, customer_id)
    into = await visible_customer(conn, actor, into_id)
    check_merge(customer, into)
    decision = decide(actor, DecisionKind.MERGE, customer.id, reason=reason, score=score, other_customer_id=into.id)
    await _join(conn, actor, decision, into, decision.id)
    return await visible_decision(conn, actor, decision.id)


def check_merge(customer: Customer, into: Customer) -> None:
    """Raise where the merge would make no sense."""
    if customer.id == into.id:
        raise MergeWithItself()
    if customer.merged_into is not None:
        raise AlreadyMerged(customer_id=customer.id, root_id=customer.root_id)
    if into.root_id == customer.id:
        raise MergeCycle(customer_id=customer.id, into_id=into.id)


async def unmerge(conn: Conn, actor: Actor, customer_id: UUID, *, reason: str) -> Decision:
    """Let a merged customer count as itself again, with those that were merged into it."""
    actor.need("customer.merge")
    await store.lock_merges(conn, actor.org_id)
    customer = await visible_customer(conn, actor, customer_id)
    if customer.decision_id is None:
        raise NotMerged(customer_id=customer_id)
    decision = await visible_decision(conn, actor, customer.decision_id)
    return await undo_merge(conn, actor, decision, reason=reason)


async def undo_merge(conn: Conn, actor: Actor, decision: Decision, *, reason: str) -> Decision:
    """Take back a merge, or an unmerge. Merges are locked."""
    undone = await visible_decision(conn, actor, decision.undoes) if decision.undoes else None
    customer = await visible_customer(conn, actor, decision.customer_id)
    check_in_force(decision, undone, customer.decision_id)
    before = {"merged_into": customer.merged_into, "decision_id": customer.decision_id}
    back = take_back(actor, decision, reason=reason, before={k: v for k, v in before.items() if v})
    target = id_in(decision.before, "merged_into")
    if target is None:
        await _part(conn, actor, back, customer)
    else:
        into = await visible_customer(conn, actor, target)
        check_merge(customer, into)
        await _join(conn, actor, back, into, id_in(decision.before, "decision_id"))
    await mark_undone(conn, actor, decision, back)
    return await visible_decision(conn, actor, back.id)


async def mark_undone(conn: Conn, actor: Actor, decision: Decision, back: Decision) -> None:
    """The decision stands no longer; what it had taken back stands again."""
    await store.set_undone(conn, actor.org_id, decision.id, undone=True)
    if decision.undoes:
        await store.set_undone(conn, actor.org_id, decision.undoes, undone=False)
    event = DecisionUndone(
        customer_id=decision.customer_id,
        decision_id=decision.id,
        decision_ids=(decision.id, decision.undoes) if decision.undoes else (decision.id,),
        by_decision_id=back.id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def _join(conn: Conn, actor: Actor, decision: Decision, into: Customer, remembered: UUID | None) -> None:
    org_id, customer_id = actor.org_id, decision.customer_id
    moved = await store.members(conn, customer_id)
    await store.lock_customers(conn, org_id, [*moved, into.root_id])
    await store.insert_decision(conn, org_id, msgspec.structs.replace(decision, other_customer_id=into.id))
    await store.set_merge(conn, org_id, customer_id, merged_into=into.id, root_id=into.root_id, decision_id=remembered)
    await store.set_root(conn, org_id, [each for each in moved if each != customer_id], into.root_id)
    await store.touch(conn, org_id, [into.root_id])
    event = CustomersMerged(
        customer_id=customer_id,
        customer_ids=(*moved, into.root_id),
        into_id=into.id,
        root_id=into.root_id,
        decision_id=decision.id,
    )
    await _tell(conn, actor, event)


async def _part(conn: Conn, actor: Actor, decision: Decision, customer: Customer) -> None:
    org_id = actor.org_id
    assert customer.merged_into is not None
    below = await store.subtree(conn, org_id, customer.id)
    await store.lock_customers(conn, org_id, [customer.id, *below, customer.root_id])
    await store.insert_decision(conn, org_id, decision)
    await store.set_merge(
        conn,
        org_id,
        customer.id,
        merged_into=None,
        root_id=customer.id,
        decision_id=None,
    )
    await store.set_root(conn, org_id, below, customer.id)
    await store.touch(conn, org_id, [customer.root_id])
    event = CustomersUnmerged(
        customer_id=customer.id,
        customer_ids=(customer.id, *below, customer.root_id),
        from_id=customer.merged_into,
        former_root_id=customer.root_id,
        decision_id=decision.id,
    )
    await _tell(conn, actor, event)


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
