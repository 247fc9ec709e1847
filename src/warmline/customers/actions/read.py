"""Look at customers. Each look is an event: who saw which customer, and what of it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.events import CustomerSearched, CustomerViewed
from warmline.customers.guard import READ, visible_customer, visible_handle
from warmline.customers.model import Decision, HandleRecord, Relationship
from warmline.customers.normalise import TELEPHONE, normalise
from warmline.customers.snapshots import customers
from warmline.customers.store import Found
from warmline.customers.views import CustomerView, HandleView, handle_view, in_order
from warmline.kit.db import Conn
from warmline.kit.events import publish

Place = tuple[str | None, UUID]


async def get(conn: Conn, actor: Actor, customer_id: UUID, *, view: str = "profile") -> CustomerView:
    """The customer as a screen shows it. ``view`` is what the trail says was looked at."""
    await visible_customer(conn, actor, customer_id)
    await _note(conn, actor, customer_id, view)
    return (await customers(conn, actor, [customer_id]))[customer_id]


async def find(
    conn: Conn,
    actor: Actor,
    *,
    name: str | None = None,
    handle: str | None = None,
    scheme: str | None = None,
    after: Place | None = None,
    limit: int,
) -> list[Found]:
    """Customers by the beginning of a name, else by an address, else all, newest first. ``after`` is the place of the
    last one seen: ``(found.name, found.id)``."""
    actor.need(*READ)
    before = after[1] if after else None
    if name is not None:
        place = (after[0] or "", after[1]) if after else None
        return await store.customers_by_name(conn, actor.org_id, name, after=place, size=limit)
    if handle is not None:
        values = await _spellings(conn, actor, handle, scheme)
        return await store.customers_by_handle(conn, actor.org_id, values, scheme=scheme, before=before, size=limit)
    return await store.newest_customers(conn, actor.org_id, before=before, size=limit)


async def _spellings(conn: Conn, actor: Actor, handle: str, scheme: str | None) -> list[str]:
    region = await store.phone_region(conn, actor.org_id)
    schemes = [scheme] if scheme else ["email", min(TELEPHONE), "other"]
    found = (normalise(each, handle, region) for each in schemes)
    return sorted({each[1] for each in found if each})


async def show(
    conn: Conn, actor: Actor, customer_ids: Sequence[UUID], *, by: Collection[str] = ()
) -> list[CustomerView]:
    """These customers, in this order, as found ``by`` name, handle or nothing."""
    actor.need(*READ)
    seen = await customers(conn, actor, list(customer_ids))
    event = CustomerSearched(by=tuple(by), customer_ids=tuple(seen))
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return [seen[each] for each in customer_ids if each in seen]


async def handles_of(conn: Conn, actor: Actor, customer_id: UUID) -> list[HandleRecord]:
    """The handles of the customer and of all that count as it, the surest first."""
    ids = await _set(conn, actor, customer_id)
    await _note(conn, actor, customer_id, "handles")
    return in_order(await store.handles_of_customers(conn, actor.org_id, ids))


async def get_handle(conn: Conn, actor: Actor, handle_id: UUID) -> HandleRecord:
    """The handle, whoever has it."""
    actor.need(*READ)
    handle = await visible_handle(conn, actor, handle_id)
    if handle.customer_id:
        await _note(conn, actor, handle.customer_id, "handle")
    return handle


async def decisions_of(
    conn: Conn, actor: Actor, customer_id: UUID, *, before: UUID | None, limit: int
) -> list[Decision]:
    """What was decided about the customer and all that count as it, latest first."""
    ids = await _set(conn, actor, customer_id)
    await _note(conn, actor, customer_id, "decisions")
    return await store.decisions_of_customers(conn, actor.org_id, ids, before=before, size=limit)


async def relationships_of(
    conn: Conn, actor: Actor, customer_id: UUID, *, before: UUID | None, limit: int
) -> list[Relationship]:
    """How the customer, and all that count as it, stand to others; newest first."""
    ids = await _set(conn, actor, customer_id)
    await _note(conn, actor, customer_id, "relationships")
    return await store.relationships_of_customers(conn, actor.org_id, ids, before=before, size=limit)


async def members(conn: Conn, root_id: UUID) -> list[UUID]:
    """All customers that count as the same one as this, itself included; none where there is no such customer."""
    return await store.members(conn, root_id)


async def reachable(conn: Conn, root_id: UUID) -> list[HandleView]:
    """All handles of the customer and of those that count as it, the surest first, each with what stands against
    writing to it. Ask only for a customer that the actor may see."""
    handles, quiet = await store.reachable(conn, root_id)
    return [handle_view(each, quiet=quiet) for each in in_order(handles)]


async def _set(conn: Conn, actor: Actor, customer_id: UUID) -> list[UUID]:
    customer = await visible_customer(conn, actor, customer_id)
    return [customer_id] if customer.merged_into else await store.members(conn, customer_id)


async def _note(conn: Conn, actor: Actor, customer_id: UUID, view: str) -> None:
    event = CustomerViewed(customer_id=customer_id, view=view)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
