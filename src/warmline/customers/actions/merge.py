"""Merge customers, and take merges apart. A merge is an edge: no row moves, and taking the edge away undoes it."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.deciding import decide, in_force, mark_undone, take_back
from warmline.customers.errors import AlreadyMerged, MergeCycle, MergeWithItself, NotMerged, SplitTakenBack
from warmline.customers.events import CustomersMerged, CustomersUnmerged
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
    await _lock(conn, actor, customer, into)
    await store.insert_decision(conn, actor.org_id, decision)
    await count_as(conn, actor, decision, customer, into, remembered=decision.id, by=By(decision.id))
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
    if decision.kind not in (DecisionKind.MERGE, DecisionKind.UNMERGE):
        raise SplitTakenBack(customer_id=customer_id, decision_id=decision.id)
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
        await _lock(conn, actor, customer)
        await store.insert_decision(conn, actor.org_id, back)
        await count_alone(conn, actor, back, customer, by=await taken_back_by(conn, actor, decision, back))
    else:
        into = await visible_customer(conn, actor, target)
        check_merge(customer, into)
        await _lock(conn, actor, customer, into)
        await store.insert_decision(conn, actor.org_id, msgspec.structs.replace(back, other_customer_id=into.id))
        by, remembered = await taken_back_by(conn, actor, decision, back), id_in(decision.before, "decision_id")
        await count_as(conn, actor, back, customer, into, remembered=remembered, by=by)
    await mark_undone(conn, actor, decision, back)
    return await visible_decision(conn, actor, back.id)


class By(NamedTuple):
    """Which decision holds now, and which one no longer."""

    in_force_id: UUID
    lifted_id: UUID | None = None


async def taken_back_by(conn: Conn, actor: Actor, decision: Decision, back: Decision) -> By:
    """What holds after ``back`` took ``decision`` back, and what held before."""
    return By(await in_force(conn, actor, back), await in_force(conn, actor, decision))


async def count_as(
    conn: Conn,
    actor: Actor,
    decision: Decision,
    customer: Customer,
    into: Customer,
    *,
    remembered: UUID | None,
    by: By,
) -> None:
    """Put the edge there, and tell of it. The customers are locked; this one remembers the decision ``remembered``."""
    org_id = actor.org_id
    moved = await store.members(conn, customer.id)
    await store.set_merge(conn, org_id, customer.id, merged_into=into.id, root_id=into.root_id, decision_id=remembered)
    await store.set_root(conn, org_id, [each for each in moved if each != customer.id], into.root_id)
    await store.touch(conn, org_id, [into.root_id])
    event = CustomersMerged(
        customer_id=customer.id,
        customer_ids=(*moved, into.root_id),
        into_id=into.id,
        root_id=into.root_id,
        decision_id=decision.id,
        lifted_id=by.lifted_id,
        in_force_id=by.in_force_id,
    )
    await _tell(conn, actor, event)


async def count_alone(conn: Conn, actor: Actor, decision: Decision, customer: Customer, *, by: By) -> None:
    """Take the edge away, and tell of it. The customers are locked."""
    org_id = actor.org_id
    assert customer.merged_into is not None
    below = await store.subtree(conn, org_id, customer.id)
    await store.set_merge(conn, org_id, customer.id, merged_into=None, root_id=customer.id, decision_id=None)
    await store.set_root(conn, org_id, below, customer.id)
    await store.touch(conn, org_id, [customer.root_id])
    event = CustomersUnmerged(
        customer_id=customer.id,
        customer_ids=(customer.id, *below, customer.root_id),
        from_id=customer.merged_into,
        former_root_id=customer.root_id,
        decision_id=decision.id,
        lifted_id=by.lifted_id,
        in_force_id=by.in_force_id,
    )
    await _tell(conn, actor, event)


async def _lock(conn: Conn, actor: Actor, *customers: Customer) -> None:
    """All who count as these, in one order. Merges are locked, so that nobody else changes who they are."""
    ids = [member for each in customers for member in await store.members(conn, each.id)]
    await store.lock_customers(conn, actor.org_id, ids)


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
