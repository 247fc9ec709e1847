"""Every fetch goes through here: what is missing and what is forbidden look alike."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.errors import CustomerNotFound, DecisionNotFound, HandleNotFound, RelationshipNotFound
from warmline.customers.model import Customer, Decision, HandleRecord, Relationship
from warmline.kit.db import Conn

# Who may change a customer sees what the change is based on.
READ = ("customer.read", "customer.write", "customer.merge")


async def visible_customer(conn: Conn, actor: Actor, customer_id: UUID) -> Customer:
    """The customer's own record, or ``CustomerNotFound``."""
    actor.need(*READ)
    found = await store.customers_by_id(conn, actor.org_id, [customer_id])
    if not found:
        raise CustomerNotFound(id=customer_id)
    return found[0]


async def visible_handle(conn: Conn, actor: Actor, handle_id: UUID) -> HandleRecord:
    """The handle, or ``HandleNotFound``."""
    actor.need(*READ, "interaction.create")
    found = await store.handles_by_id(conn, actor.org_id, [handle_id])
    if not found:
        raise HandleNotFound(id=handle_id)
    return found[0]


async def visible_decision(conn: Conn, actor: Actor, decision_id: UUID) -> Decision:
    """The identity decision, or ``DecisionNotFound``."""
    actor.need(*READ)
    found = await store.decisions_by_id(conn, actor.org_id, [decision_id])
    if not found:
        raise DecisionNotFound(id=decision_id)
    return found[0]


async def visible_relationship(conn: Conn, actor: Actor, relationship_id: UUID) -> Relationship:
    """The relationship, or ``RelationshipNotFound``."""
    actor.need(*READ)
    found = await store.relationships_by_id(conn, actor.org_id, [relationship_id])
    if not found:
        raise RelationshipNotFound(id=relationship_id)
    return found[0]
