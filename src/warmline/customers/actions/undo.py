"""Take back an identity decision, whoever made it."""

from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.deciding import given, mark_undone, state_of, take_back
from warmline.customers.actions.handles import locked_handle, write
from warmline.customers.actions.merge import undo_merge
from warmline.customers.actions.take_back_move import undo_move
from warmline.customers.errors import AlreadyUndone
from warmline.customers.events import DecisionUndone
from warmline.customers.guard import visible_decision
from warmline.customers.model import Decision, DecisionKind
from warmline.customers.undoing import check_in_force, id_in
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.sdk import Verification

MERGES = (DecisionKind.MERGE, DecisionKind.UNMERGE)
MOVES = (DecisionKind.MOVE, DecisionKind.SPLIT, DecisionKind.UNSPLIT)


async def undo(conn: Conn, actor: Actor, decision_id: UUID, *, reason: str) -> Decision:
    """Put back what was before the decision, and return the decision that did so (a suggestion is only dismissed).

    ``DecisionSuperseded`` where a later decision stands on top of it, ``AlreadyUndone`` where it does not stand.
    """
    actor.need("customer.write", "customer.merge")
    decision = await visible_decision(conn, actor, decision_id)
    if decision.kind == DecisionKind.SUGGEST:
        return await _dismiss(conn, actor, decision, reason=reason)
    if decision.kind in MERGES:
        actor.need("customer.merge")
        await store.lock_merges(conn, actor.org_id)
        return await undo_merge(conn, actor, await visible_decision(conn, actor, decision_id), reason=reason)
    if decision.kind in MOVES:
        actor.need("customer.merge")
        return await undo_move(conn, actor, decision, reason=reason)
    actor.need("customer.write")
    return await _undo_link(conn, actor, decision, reason=reason)


async def _undo_link(conn: Conn, actor: Actor, decision: Decision, *, reason: str) -> Decision:
    assert decision.handle_id is not None
    handle = await locked_handle(conn, actor, decision.handle_id)
    # Read again: it may have been taken back while we waited for the handle.
    decision = await visible_decision(conn, actor, decision.id)
    undone = await visible_decision(conn, actor, decision.undoes) if decision.undoes else None
    check_in_force(decision, undone, handle.decision_id)
    back = take_back(actor, decision, reason=reason, before=state_of(handle))
    old = decision.before
    restored = msgspec.structs.replace(
        handle,
        customer_id=id_in(old, "customer_id"),
        verification=Verification(old.get("verification", handle.verification)),
        confidence=old.get("confidence", handle.confidence),
        decision_id=id_in(old, "decision_id"),
    )
    await write(conn, actor, back, restored)
    await mark_undone(conn, actor, decision, back)
    return await visible_decision(conn, actor, back.id)


async def _dismiss(conn: Conn, actor: Actor, decision: Decision, *, reason: str) -> Decision:
    if decision.undone_at is not None:
        raise AlreadyUndone(decision_id=decision.id)
    await store.dismiss(conn, actor.org_id, decision.id, [{**each, "by": actor.ref} for each in given(reason)])
    event = DecisionUndone(customer_id=decision.customer_id, decision_id=decision.id, decision_ids=(decision.id,))
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_decision(conn, actor, decision.id)
