"""What sources say of a customer: people's own entries among them, shown with who wins and why."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.events import CustomerViewed
from warmline.customers.hub import store
from warmline.customers.hub.attributes import COLUMNS
from warmline.customers.hub.model import PERSON, Claimed, Reference
from warmline.customers.hub.survivorship import merged, named, profile, projected, standings
from warmline.customers.hub.views import AttributeView, attribute_view
from warmline.customers.model import Customer, Relationship
from warmline.customers.store import members
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def person_says(conn: Conn, actor: Actor, before: Customer, values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what somebody who works here entered, and return the fields as they then survive. ``values`` are the fields
    that they change; of attributes, all that there are then."""
    claims = [_claim(before.id, name, value, clock.now()) for name, value in _said(before, values)]
    if not claims:
        return dict(values)
    await store.save_claims(conn, actor.org_id, claims)
    known = merged([*await store.claims_of_customers(conn, actor.org_id, [before.id]), *claims])
    belief = await store.belief(conn, actor.org_id)
    names = {each.name for each in claims}
    survives = {name: value for name, value in profile(known, belief).items() if name in names}
    return {**values, **projected(survives, before.attributes)}


def _said(before: Customer, values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    said = [(name, values[name]) for name in (*COLUMNS, "display_name") if name in values]
    after = values.get("attributes", before.attributes)
    different = sorted(name for name in {*before.attributes, *after} if before.attributes.get(name) != after.get(name))
    return said + [(name, after.get(name)) for name in different]


def _claim(customer_id: UUID, name: str, value: Any, at: datetime) -> Claimed:
    return Claimed(
        customer_id=customer_id,
        name=name,
        value=None if value == [] else value,
        source=PERSON,
        external_key="",
        verified=False,
        observed_at=at,
        first_observed_at=at,
    )


async def attributes_of(conn: Conn, actor: Actor, customer: Customer) -> list[AttributeView]:
    """Each attribute of the customer and of all that count as it, with the winner, the losers, and why. The caller has
    asked whether the actor may see the customer; that it was read is noted."""
    ids = await member_ids(conn, customer)
    await _note(conn, actor, customer, "attributes")
    return await attribute_views(conn, actor, ids)


async def held_by(conn: Conn, actor: Actor, customer: Customer) -> list[Reference]:
    """What the customer holds in other systems; noted as read."""
    await _note(conn, actor, customer, "references")
    return await references_of(conn, actor, await member_ids(conn, customer))


async def _note(conn: Conn, actor: Actor, customer: Customer, view: str) -> None:
    event = CustomerViewed(customer_id=customer.id, view=view)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def attribute_views(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[AttributeView]:
    """The attributes of these records together."""
    claims = await store.claims_of_customers(conn, actor.org_id, ids)
    found = standings(named(claims), await store.belief(conn, actor.org_id))
    return [attribute_view(each) for each in found.values()]


async def member_ids(conn: Conn, customer: Customer) -> list[UUID]:
    """The records that the customer stands for: a merged one only for itself."""
    return [customer.id] if customer.merged_into else await members(conn, customer.id)


async def references_of(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[Reference]:
    """What these customers hold in other systems now."""
    return await store.references_of_customers(conn, actor.org_id, ids)


async def standing_relationships(conn: Conn, actor: Actor, ids: Sequence[UUID], *, limit: int) -> list[Relationship]:
    """How these customers stand to others now, on either side, the newest first."""
    return await store.standing_relationships(conn, actor.org_id, ids, size=limit)


async def names_of(conn: Conn, actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """What these customers, or those whom they count as, are called, and what kind they are."""
    return await store.names_of_customers(conn, actor.org_id, ids)
