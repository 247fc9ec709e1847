"""How an actor sees customers and what belongs to them: the one answer for fetches and for live events."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.duplicates.snapshots import SNAPSHOTS as DUPLICATE_SNAPSHOTS
from warmline.customers.guard import READ
from warmline.customers.hub.model import Claimed
from warmline.customers.hub.snapshots import SNAPSHOTS as HUB_SNAPSHOTS
from warmline.customers.hub.store import belief, claims_of_customers
from warmline.customers.hub.together import together
from warmline.customers.model import Customer, Decision, HandleRecord, Relationship
from warmline.customers.views import CustomerView, view
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for


@same_for(*READ)
async def customers(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, CustomerView]:
    """Customers with the records that count as them, and the handles of all of these."""
    if not actor.may(*READ):
        return {}
    own = await store.customers_by_id(conn, actor.org_id, ids)
    others: dict[UUID, list[Customer]] = {each.id: [] for each in own}
    for each in await store.customers_by_root(conn, actor.org_id, ids):
        if each.id != each.root_id:
            others[each.root_id].append(each)
    handles = await _handles(conn, actor, {each.id for group in others.values() for each in group} | others.keys())
    shown = {
        each.id: view(
            each,
            others[each.id],
            [handle for member in (each, *others[each.id]) for handle in handles.get(member.id, ())],
        )
        for each in own
    }
    return shown | await _together(conn, actor, [each for each in shown.values() if each.members])


async def _together(conn: Conn, actor: Actor, merged: Sequence[CustomerView]) -> dict[UUID, CustomerView]:
    """Those that stand for several records, with what survives of all that is said of these."""
    if not merged:
        return {}
    whole = {member: each.id for each in merged for member in (each.id, *each.members)}
    said: dict[UUID, list[Claimed]] = {}
    for claim in await claims_of_customers(conn, actor.org_id, whole):
        said.setdefault(whole[claim.customer_id], []).append(claim)
    rules = await belief(conn, actor.org_id)
    return {each.id: together(each, said.get(each.id, ()), rules) for each in merged}


async def _handles(conn: Conn, actor: Actor, customer_ids: set[UUID]) -> dict[UUID, list[HandleRecord]]:
    found: dict[UUID, list[HandleRecord]] = {}
    for each in await store.handles_of_customers(conn, actor.org_id, customer_ids):
        if each.customer_id:
            found.setdefault(each.customer_id, []).append(each)
    return found


@same_for(*READ)
async def handles_by_id(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, HandleRecord]:
    """Handles, whoever has them."""
    return {each.id: each for each in await store.handles_by_id(conn, actor.org_id, ids)} if actor.may(*READ) else {}


@same_for(*READ)
async def decisions(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Decision]:
    """Identity decisions."""
    return {each.id: each for each in await store.decisions_by_id(conn, actor.org_id, ids)} if actor.may(*READ) else {}


@same_for(*READ)
async def relationships(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Relationship]:
    """Relationships."""
    if not actor.may(*READ):
        return {}
    return {each.id: each for each in await store.relationships_by_id(conn, actor.org_id, ids)}


SNAPSHOTS: dict[str, Loader] = {
    "customer": customers,
    "handle": handles_by_id,
    "identity_decision": decisions,
    "relationship": relationships,
    **DUPLICATE_SNAPSHOTS,
    **HUB_SNAPSHOTS,
}
