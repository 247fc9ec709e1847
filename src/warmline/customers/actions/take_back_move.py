"""Take back that handles went to another customer, or that this was taken back."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.deciding import in_force, mark_undone, take_back
from warmline.customers.actions.merge import By, count_alone, count_as
from warmline.customers.actions.move import give, kept, locked_handles
from warmline.customers.guard import visible_customer, visible_decision
from warmline.customers.model import Customer, Decision, DecisionKind, HandleRecord
from warmline.customers.undoing import check_all_in_force, id_in, state_before
from warmline.kit.db import Conn
from warmline.sdk import Verification


async def undo_move(conn: Conn, actor: Actor, decision: Decision, *, reason: str) -> Decision:
    """Give the handles back to those who had them. Who was new by a split, and has no handle any more, counts as the
    customer that it was split from, so that no empty record is left."""
    handles = await locked_handles(conn, actor, [UUID(each) for each in decision.before["handles"]])
    await store.lock_merges(conn, actor.org_id)
    # Read again: it may have been taken back while we waited.
    decision = await visible_decision(conn, actor, decision.id)
    undone = await visible_decision(conn, actor, decision.undoes) if decision.undoes else None
    check_all_in_force(decision, undone, {each.id: each.decision_id for each in handles})
    back = take_back(actor, decision, reason=reason, before=kept(handles))
    restored = [_as_before(each, decision) for each in handles]
    await _lock(conn, actor, decision, [*handles, *restored])
    by = By(await in_force(conn, actor, back), await in_force(conn, actor, decision))
    if decision.kind == DecisionKind.UNSPLIT:
        await _stand_again(conn, actor, decision, back, by)
    await give(conn, actor, back, handles, restored, lifted_id=by.lifted_id, in_force_id=by.in_force_id)
    if decision.kind == DecisionKind.SPLIT:
        await _fold(conn, actor, decision, back, by)
    await mark_undone(conn, actor, decision, back)
    return await visible_decision(conn, actor, back.id)


async def _lock(conn: Conn, actor: Actor, decision: Decision, handles: Sequence[HandleRecord]) -> None:
    """All customers that may change, in one order. Merges are locked, so that who counts as whom is fixed."""
    named = {decision.customer_id, decision.other_customer_id, *(each.customer_id for each in handles)}
    below = await store.subtree(conn, actor.org_id, decision.other_customer_id) if decision.other_customer_id else ()
    await store.lock_shown(conn, actor.org_id, [each for each in {*named, *below} if each])


def _as_before(handle: HandleRecord, decision: Decision) -> HandleRecord:
    old = state_before(decision, handle.id)
    return msgspec.structs.replace(
        handle,
        customer_id=id_in(old, "customer_id"),
        verification=Verification(old["verification"]),
        confidence=old["confidence"],
        decision_id=id_in(old, "decision_id"),
    )


async def _fold(conn: Conn, actor: Actor, split: Decision, back: Decision, by: By) -> None:
    assert split.other_customer_id is not None, "a split has a new customer"
    new = await visible_customer(conn, actor, split.other_customer_id)
    if new.merged_into is None and await _is_nobody(conn, actor, new):
        into = await visible_customer(conn, actor, split.customer_id)
        await count_as(conn, actor, back, new, into, remembered=back.id, by=by)


async def _is_nobody(conn: Conn, actor: Actor, new: Customer) -> bool:
    """Whether nothing is left of the customer: no handle, and nobody counts as it who did not come by a split too."""
    everyone = await store.customers_by_root(conn, actor.org_id, [new.id])
    if await store.handles_of_customers(conn, actor.org_id, [each.id for each in everyone]):
        return False
    others = [each.decision_id for each in everyone if each.id != new.id]
    made = await store.decisions_by_id(conn, actor.org_id, [each for each in others if each])
    return {each.kind for each in made} <= {DecisionKind.UNSPLIT}


async def _stand_again(conn: Conn, actor: Actor, unsplit: Decision, back: Decision, by: By) -> None:
    assert unsplit.other_customer_id is not None, "a split has a new customer"
    new = await visible_customer(conn, actor, unsplit.other_customer_id)
    if new.decision_id == unsplit.id:
        await count_alone(conn, actor, back, new, by=by)
