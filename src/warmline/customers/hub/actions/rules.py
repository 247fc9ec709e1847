"""The organisation's rules of survivorship, and showing customers by them."""

from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store as customers
from warmline.customers.events import CustomerUpdated
from warmline.customers.hub import store
from warmline.customers.hub.book import Holder
from warmline.customers.hub.events import SurvivorshipChanged
from warmline.customers.hub.guard import READ
from warmline.customers.hub.model import Rules
from warmline.kit.db import Conn, Database
from warmline.kit.events import publish

BATCH = 500


async def rules_of(conn: Conn, actor: Actor) -> Rules:
    """The rules in force."""
    actor.need(*READ, "customer.read")
    return await store.rules(conn, actor.org_id)


async def change_rules(conn: Conn, actor: Actor, *, new: Rules) -> Rules:
    """Decide anew which source is believed. Who is contested is then shown by ``reproject``."""
    actor.need("feed.manage")
    old = await store.rules(conn, actor.org_id)
    if new == old:
        return old
    await store.save_rules(conn, actor.org_id, new)
    event = SurvivorshipChanged(before=msgspec.to_builtins(old), after=msgspec.to_builtins(new))
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return new


async def reproject(db: Database, actor: Actor) -> int:
    """Show every contested customer by the rules in force; how many show something else. A transaction for each 500;
    where it is broken off, the next sweep goes on."""
    changed = 0
    while True:
        async with db.transaction(actor.org_id) as conn:
            after = await store.lock_survivorship(conn, actor.org_id)
            if after is None:
                return changed
            found = await store.contested_customers(conn, actor.org_id, after=after, size=BATCH)
            changed += await _show(conn, actor, found)
            await store.save_progress(conn, actor.org_id, found[-1] if len(found) == BATCH else None)


async def _show(conn: Conn, actor: Actor, ids: list[UUID]) -> int:
    belief = await store.belief(conn, actor.org_id)
    holders = {each.id: Holder(each, False) for each in await store.lock_customers(conn, actor.org_id, ids)}
    for claim in await store.claims_of_customers(conn, actor.org_id, ids):
        holders[claim.customer_id].claims.append(claim)
    fields = {each.id: each.project(belief) for each in holders.values()}
    # What a merged record says competes in the one that it counts as.
    changed = {each: of for each, of in fields.items() if of or holders[each].customer.merged_into}
    await store.project_customers(conn, actor.org_id, [holders[each].customer for each in changed])
    shown = await customers.touch(conn, actor.org_id, changed.keys())
    events = [CustomerUpdated(customer_id=each, customer_ids=shown[each], fields=of) for each, of in changed.items()]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    return sum(1 for of in changed.values() if of)
