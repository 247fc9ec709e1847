"""Handles go to another customer with all that came by them: to one who is there, or, split off, to a new one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.deciding import decide, state_of
from warmline.customers.actions.edit import blank
from warmline.customers.actions.identities import lock
from warmline.customers.errors import HandleFree, HandleHasOwner, HandleNotLinked
from warmline.customers.events import CustomerCreated, HandlesMoved
from warmline.customers.guard import visible_customer, visible_decision, visible_handle
from warmline.customers.model import Customer, Decision, DecisionKind, HandleRecord
from warmline.customers.normalise import clean_name, label_of
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish


async def move(conn: Conn, actor: Actor, handle_id: UUID, *, to_id: UUID, reason: str, score: float = 1.0) -> Decision:
    """Let the handle, and what came by it while it was its customer's, be another's. ``score`` from 0 to 1 is how sure
    that is. Raises ``HandleFree`` where it is nobody's (link it), ``HandleHasOwner`` where it is theirs already."""
    actor.need("customer.merge")
    to = await visible_customer(conn, actor, to_id)
    [handle] = await locked_handles(conn, actor, [handle_id])
    if handle.customer_id is None:
        raise HandleFree(handle_id=handle_id)
    if handle.customer_id == to.id:
        raise HandleHasOwner(handle_id=handle_id, customer_id=to.id)
    decision = decide(
        actor,
        DecisionKind.MOVE,
        handle.customer_id,
        reason=reason,
        score=score,
        other_customer_id=to.id,
        handle_id=handle.id,
        before=kept([handle]),
    )
    theirs = msgspec.structs.replace(handle, customer_id=to.id, confidence=score, decision_id=decision.id)
    await give(conn, actor, decision, [handle], [theirs])
    return await visible_decision(conn, actor, decision.id)


async def split(
    conn: Conn,
    actor: Actor,
    customer_id: UUID,
    *,
    handle_ids: Sequence[UUID],
    reason: str,
    display_name: str | None = None,
) -> Decision:
    """Let some handles of the customer, or of the records that count as it, be those of a new customer, who is the
    decision's other one. Raises ``HandleNotLinked`` where one is not theirs; then nothing is done."""
    actor.need("customer.merge")
    customer = await visible_customer(conn, actor, customer_id)
    if not handle_ids:
        raise Invalid.field("handle_ids", "say which handles are the new customer's")
    handles = await locked_handles(conn, actor, handle_ids)
    await _check_theirs(conn, actor, customer, handles)
    new = _named(display_name, handles)
    decision = decide(
        actor, DecisionKind.SPLIT, customer.id, reason=reason, other_customer_id=new.id, before=kept(handles)
    )
    await store.insert_customer(conn, actor.org_id, new)
    await publish(conn, actor.org_id, actor.ref, [CustomerCreated(customer_id=new.id)], request_id=actor.request_id)
    given = [msgspec.structs.replace(each, customer_id=new.id, decision_id=decision.id) for each in handles]
    await give(conn, actor, decision, handles, given)
    return await visible_decision(conn, actor, decision.id)


async def locked_handles(conn: Conn, actor: Actor, ids: Collection[UUID]) -> list[HandleRecord]:
    """The handles, each once, in the order of their ids, while nothing else decides about them."""
    wanted = sorted(set(ids))
    found = [await visible_handle(conn, actor, each) for each in wanted]
    await lock(conn, actor.org_id, [(each.scheme, each.value) for each in found])
    return [await visible_handle(conn, actor, each) for each in wanted]


def kept(handles: Collection[HandleRecord]) -> dict[str, Any]:
    """What a decision about several handles keeps, so that each can be put back."""
    return {"handles": {str(each.id): state_of(each) for each in handles}}


async def give(
    conn: Conn,
    actor: Actor,
    decision: Decision,
    were: Sequence[HandleRecord],
    are: Sequence[HandleRecord],
    *,
    lifted_id: UUID | None = None,
    in_force_id: UUID | None = None,
) -> None:
    """Write a decision about handles, and what they are by it. ``lifted_id`` is the decision that holds no longer,
    ``in_force_id`` the one that holds, where that is an earlier one."""
    org_id = actor.org_id
    from_ids = [_owner(each) for each in were]
    to_ids = [_owner(each) for each in are]
    await store.insert_decision(conn, org_id, decision)
    for each in are:
        await store.give_handle(conn, org_id, each)
    shown = await store.touch(conn, org_id, {*from_ids, *to_ids})
    moved = [(one.id, left, to) for one, left, to in zip(are, from_ids, to_ids, strict=True) if left != to]
    await store.said_follows(conn, org_id, moved)
    event = HandlesMoved(
        customer_id=decision.customer_id,
        customer_ids=_all_shown(shown),
        handle_ids=tuple(each.id for each in are),
        from_ids=tuple(from_ids),
        to_ids=tuple(to_ids),
        decision_id=decision.id,
        kind=decision.kind,
        rule=decision.rule,
        score=decision.score,
        lifted_id=lifted_id,
        in_force_id=in_force_id or decision.id,
    )
    await publish(conn, org_id, actor.ref, [event], request_id=actor.request_id)


def _owner(handle: HandleRecord) -> UUID:
    assert handle.customer_id is not None, "only handles that somebody has are moved"
    return handle.customer_id


def _all_shown(shown: Mapping[UUID, tuple[UUID, ...]]) -> tuple[UUID, ...]:
    return tuple(sorted({each for pair in shown.values() for each in pair}))


async def _check_theirs(conn: Conn, actor: Actor, customer: Customer, handles: Sequence[HandleRecord]) -> None:
    owners = {each.customer_id for each in handles if each.customer_id}
    counted = await store.lock_shown(conn, actor.org_id, owners | {customer.id})
    for each in handles:
        if each.customer_id is None or counted[each.customer_id] != counted[customer.id]:
            raise HandleNotLinked(handle_id=each.id, customer_id=customer.id)


def _named(display_name: str | None, handles: Sequence[HandleRecord]) -> Customer:
    """The new customer: under the name given, or the one that a handle came with, or an address."""
    name = clean_name(display_name) or next((each.name for each in handles if each.name), None)
    return msgspec.structs.replace(blank(name or label_of((handles[0].scheme, handles[0].value))), named=bool(name))
