"""Say how customers stand to each other."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.errors import AlreadyRelated, RelatedToItself, RelationshipOver
from warmline.customers.events import RelationshipEnded, RelationshipMade
from warmline.customers.guard import visible_customer, visible_relationship
from warmline.customers.model import Relationship, RelationshipKind
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def relate(
    conn: Conn, actor: Actor, customer_id: UUID, *, other_id: UUID, kind: RelationshipKind
) -> Relationship:
    """The customer is the other's broker, employer and so on. A household has no sides."""
    actor.need("customer.write")
    customer = await visible_customer(conn, actor, customer_id)
    other = await visible_customer(conn, actor, other_id)
    if customer.root_id == other.root_id:
        raise RelatedToItself()
    one, two = sorted((customer.id, other.id)) if kind == RelationshipKind.HOUSEHOLD else (customer.id, other.id)
    now = clock.now()
    relationship = Relationship(
        id=new_id(),
        customer_id=one,
        other_customer_id=two,
        kind=kind,
        ended_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    if not await store.insert_relationship(conn, actor.org_id, relationship):
        raise AlreadyRelated()
    event = RelationshipMade(
        customer_id=one, other_customer_id=two, relationship_id=relationship.id, kind=relationship.kind
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_relationship(conn, actor, relationship.id)


async def end_relationship(conn: Conn, actor: Actor, relationship_id: UUID) -> Relationship:
    """The relationship is over. It stays in the record."""
    actor.need("customer.write")
    relationship = await visible_relationship(conn, actor, relationship_id)
    if not await store.end_relationship(conn, actor.org_id, relationship_id):
        raise RelationshipOver(relationship_id=relationship_id)
    event = RelationshipEnded(
        customer_id=relationship.customer_id,
        other_customer_id=relationship.other_customer_id,
        relationship_id=relationship_id,
        kind=relationship.kind,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_relationship(conn, actor, relationship_id)
