"""Enter a customer, and change its fields."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.handles import identify, link
from warmline.customers.actions.knowing import forget, know
from warmline.customers.events import CustomerCreated, CustomerUpdated
from warmline.customers.fields import CustomerChange, changed, named_changes, plain
from warmline.customers.guard import visible_customer
from warmline.customers.hub.actions.claims import person_says
from warmline.customers.model import Customer, CustomerKind
from warmline.customers.normalise import label_of
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.sdk import Handle

ENTERED = "Entered together with the customer."


async def create(
    conn: Conn, actor: Actor, *, fields: CustomerChange, handles: Sequence[Handle] = (), reason: str = ENTERED
) -> Customer:
    """A new customer with these fields and handles; it needs a name or a handle. ``HandleTaken`` where one is
    another's: then nothing is created."""
    actor.need("customer.write")
    nobody = blank(await _label(conn, actor, handles))
    values = changed(nobody, fields)
    customer = msgspec.structs.replace(nobody, **values)
    if not (customer.named or handles):
        raise Invalid.field("display_name", "a customer needs a name or a handle")
    await store.insert_customer(conn, actor.org_id, customer)
    await know(conn, actor.org_id, [customer])
    await person_says(conn, actor, nobody, values)
    _, after = plain(nobody, values)
    await publish(
        conn,
        actor.org_id,
        actor.ref,
        [CustomerCreated(customer_id=customer.id, after=after)],
        request_id=actor.request_id,
    )
    for handle in handles:
        await link(conn, actor, customer.id, handle=handle, reason=reason)
    return await visible_customer(conn, actor, customer.id)


async def _label(conn: Conn, actor: Actor, handles: Sequence[Handle]) -> str:
    return label_of(await identify(conn, actor, handles[0])) if handles else ""


def blank(label: str) -> Customer:
    key, now = new_id(), clock.now()
    nothing: dict[str, Any] = dict.fromkeys(
        ("tier", "preferred_channel", "language", "time_zone", "lifecycle_stage", "merged_into", "decision_id")
    )
    return Customer(
        id=key,
        root_id=key,
        kind=CustomerKind.PERSON,
        display_name=label,
        named=False,
        segments=[],
        attributes={},
        do_not_contact=False,
        version=1,
        created_at=now,
        updated_at=now,
        **nothing,
    )


async def update(
    conn: Conn, actor: Actor, customer_id: UUID, *, change: CustomerChange, expected: int | None = None
) -> Customer:
    """Change the customer's own values. ``Stale`` where its version is not the expected one."""
    actor.need("customer.write")
    await store.lock_shown(conn, actor.org_id, [customer_id])
    customer = await visible_customer(conn, actor, customer_id)
    if expected is not None and customer.version != expected:
        raise Stale(kind="customer")
    values = await person_says(conn, actor, customer, changed(customer, change))
    values = {name: value for name, value in values.items() if value != getattr(customer, name)}
    if not values:
        return customer
    after_change = msgspec.structs.replace(customer, **values)
    await store.update_customer(conn, actor.org_id, after_change)
    await forget(conn, actor.org_id, [(customer, after_change)])
    await know(conn, actor.org_id, [after_change])
    if customer.merged_into:
        await store.touch(conn, actor.org_id, [customer.root_id])
    before, after = plain(customer, values)
    event = CustomerUpdated(
        customer_id=customer_id,
        customer_ids=tuple(dict.fromkeys((customer_id, customer.root_id))),
        fields=named_changes(customer, values),
        before=before,
        after=after,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_customer(conn, actor, customer_id)
