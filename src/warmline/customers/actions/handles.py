"""People decide about handles: whose they are, how sure that is, and whether they can be written to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.deciding import decide, state_of
from warmline.customers.actions.identities import lock
from warmline.customers.actions.knowing import of_key
from warmline.customers.errors import HandleFree, HandleNotLinked, HandleTaken
from warmline.customers.events import HandleLinked, HandleUnlinked, HandleUpdated
from warmline.customers.guard import visible_customer, visible_handle
from warmline.customers.model import Decision, DecisionKind, HandleRecord
from warmline.customers.normalise import TELEPHONE, Identity, clean_name, normalise
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.sdk import Handle, Verification

LONGEST_REASON = 500


async def link(
    conn: Conn, actor: Actor, customer_id: UUID, *, handle: Handle, reason: str, score: float = 1.0
) -> HandleRecord:
    """Give the customer a handle that is nobody's. One that is theirs already stays as it is; ``HandleTaken`` where it
    is another's. ``score`` from 0 to 1 is how sure the decision is."""
    actor.need("customer.write")
    customer = await visible_customer(conn, actor, customer_id)
    identity = await identify(conn, actor, handle)
    await lock(conn, actor.org_id, [identity])
    record = await store.handle_by_identity(conn, actor.org_id, identity) or await _add(conn, actor, identity, handle)
    if record.customer_id == customer.id:
        return record
    if record.customer_id is not None:
        raise HandleTaken(scheme=identity[0])
    before = state_of(record)
    decision = decide(
        actor, DecisionKind.LINK, customer.id, reason=reason, score=score, handle_id=record.id, before=before
    )
    given = msgspec.structs.replace(
        record,
        customer_id=customer.id,
        verification=handle.verification,
        confidence=score,
        decision_id=decision.id,
    )
    await write(conn, actor, decision, given)
    await store.insert_facts(conn, actor.org_id, {(customer.id, fact): record.id for fact in of_key(identity)})
    return await visible_handle(conn, actor, record.id)


async def unlink(conn: Conn, actor: Actor, customer_id: UUID, handle_id: UUID, *, reason: str) -> HandleRecord:
    """Take a handle from the customer. Nothing else changes; the next contact on it starts a new customer."""
    actor.need("customer.write")
    record = await locked_handle(conn, actor, handle_id)
    if record.customer_id != customer_id:
        raise HandleNotLinked(handle_id=handle_id, customer_id=customer_id)
    before = state_of(record)
    decision = decide(actor, DecisionKind.UNLINK, customer_id, reason=reason, handle_id=handle_id, before=before)
    free = msgspec.structs.replace(
        record, customer_id=None, verification=Verification.NONE, confidence=1.0, decision_id=decision.id
    )
    await write(conn, actor, decision, free)
    return await visible_handle(conn, actor, handle_id)


async def locked_handle(conn: Conn, actor: Actor, handle_id: UUID) -> HandleRecord:
    """The handle, while nothing else decides about it."""
    found = await visible_handle(conn, actor, handle_id)
    await lock(conn, actor.org_id, [(found.scheme, found.value)])
    return await visible_handle(conn, actor, handle_id)


async def write(conn: Conn, actor: Actor, decision: Decision, handle: HandleRecord) -> None:
    """Write a decision about a handle and what the handle is by it."""
    await store.insert_decision(conn, actor.org_id, decision)
    await store.give_handle(conn, actor.org_id, handle)
    shown = await store.touch(conn, actor.org_id, [decision.customer_id])
    fact = HandleLinked if handle.customer_id else HandleUnlinked
    event = fact(
        customer_id=decision.customer_id,
        customer_ids=shown[decision.customer_id],
        handle_id=handle.id,
        decision_id=decision.id,
        rule=decision.rule,
        score=decision.score,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def identify(conn: Conn, actor: Actor, handle: Handle) -> Identity:
    """The handle normalised; ``Invalid`` where nothing is left of it."""
    region = await store.phone_region(conn, actor.org_id) if handle.scheme in TELEPHONE else None
    identity = normalise(handle.scheme, handle.value, region)
    if identity is None:
        raise Invalid.field("value", "this is no address of anybody")
    return identity


async def _add(conn: Conn, actor: Actor, identity: Identity, handle: Handle) -> HandleRecord:
    now = clock.now()
    record = HandleRecord(
        id=new_id(),
        customer_id=None,
        scheme=identity[0],
        value=identity[1],
        name=clean_name(handle.name),
        verification=Verification.NONE,
        confidence=1.0,
        source=actor.kind,
        unreachable=None,
        decision_id=None,
        first_seen_at=now,
        last_seen_at=now,
        version=1,
        created_at=now,
        updated_at=now,
    )
    await store.insert_handle(conn, actor.org_id, record)
    return record


async def verify(
    conn: Conn, actor: Actor, handle_id: UUID, *, verification: Verification, expected: int | None = None
) -> HandleRecord:
    """Say how sure we are that the handle is its customer's. A verified one is certain."""
    actor.need("customer.write")
    record = await locked_handle(conn, actor, handle_id)
    _check(record, expected)
    if record.customer_id is None:
        raise HandleFree(handle_id=handle_id)
    if record.verification == verification:
        return record
    confidence = 1.0 if verification == Verification.VERIFIED else record.confidence
    await store.set_verification(conn, actor.org_id, handle_id, verification, confidence)
    before = {"verification": record.verification, "confidence": record.confidence}
    after = {"verification": verification, "confidence": confidence}
    await _updated(conn, actor, record, ("verification",), before, after)
    return await visible_handle(conn, actor, handle_id)


async def mark_unreachable(
    conn: Conn, actor: Actor, handle_id: UUID, *, reason: str, expected: int | None = None
) -> HandleRecord:
    """Note that messages to the handle do not arrive, and why. The handle stays, and still says who writes."""
    return await _set_reachability(conn, actor, handle_id, reason.strip()[:LONGEST_REASON] or "unknown", expected)


async def mark_gone(conn: Conn, actor: Actor, reasons: Mapping[UUID, str]) -> None:
    """Note of several handles that messages to them do not arrive, and why. All are locked before anything is written,
    and in one order, so that two batches cannot wait for each other."""
    found = [await visible_handle(conn, actor, each) for each in sorted(reasons)]
    await lock(conn, actor.org_id, [(each.scheme, each.value) for each in found])
    held = [await visible_handle(conn, actor, each.id) for each in found]
    await store.lock_shown(conn, actor.org_id, sorted({each.customer_id for each in held if each.customer_id}))
    for each in held:
        await mark_unreachable(conn, actor, each.id, reason=reasons[each.id])


async def mark_reachable(conn: Conn, actor: Actor, handle_id: UUID, *, expected: int | None = None) -> HandleRecord:
    """Note that messages to the handle arrive again."""
    return await _set_reachability(conn, actor, handle_id, None, expected)


async def _set_reachability(
    conn: Conn, actor: Actor, handle_id: UUID, reason: str | None, expected: int | None
) -> HandleRecord:
    actor.need("customer.write", "interaction.create")
    record = await locked_handle(conn, actor, handle_id)
    _check(record, expected)
    if record.unreachable == reason:
        return record
    await store.set_reachability(conn, actor.org_id, handle_id, reason)
    # The reason is a mail server's sentence, which can hold the address; the event says only whether.
    before, after = {"reachable": record.unreachable is None}, {"reachable": reason is None}
    await _updated(conn, actor, record, ("unreachable",), before, after)
    return await visible_handle(conn, actor, handle_id)


def _check(record: HandleRecord, expected: int | None) -> None:
    if expected is not None and record.version != expected:
        raise Stale(kind="handle")


async def _updated(
    conn: Conn,
    actor: Actor,
    record: HandleRecord,
    fields: tuple[str, ...],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    shown = await store.touch(conn, actor.org_id, [record.customer_id] if record.customer_id else [])
    event = HandleUpdated(
        customer_id=record.customer_id,
        customer_ids=shown.get(record.customer_id, ()) if record.customer_id else (),
        handle_id=record.id,
        fields=fields,
        before=before,
        after=after,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
