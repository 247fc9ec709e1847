"""Relationships between customers."""

from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.customers.actions import read, relate
from warmline.customers.guard import visible_relationship
from warmline.customers.model import Relationship
from warmline.customers.schemas import NewRelationship
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor, tagged

TAGS = ["customers"]
Acting = NamedDependency[Actor]


@get("/customers/{customer_id:uuid}/relationships", operation_id="list_relationships", tags=TAGS)
async def list_relationships(
    db: Db, actor: Acting, customer_id: FromPath[UUID], limit: Limit = 50, after: After = None
) -> Page[Relationship]:
    """How the customer stands to others, on either side, newest first; ended ones too."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await read.relationships_of(
            conn, actor, customer_id, before=place[0] if place else None, limit=limit + 1
        )
    return page(found, limit, key=lambda each: (each.id,))


@post("/customers/{customer_id:uuid}/relationships", operation_id="create_relationship", tags=TAGS)
async def create_relationship(
    db: Db, actor: Acting, customer_id: FromPath[UUID], data: JSONBody[NewRelationship]
) -> Response[Relationship]:
    """Say that the customer is another's broker, employer, representative, or of one household with them."""
    async with db.transaction(actor.org_id) as conn:
        made = await relate.relate(conn, actor, customer_id, other_id=data.other_customer_id, kind=data.kind)
    return tagged(made, status_code=201, location=f"/api/v1/relationships/{made.id}")


@get("/relationships/{relationship_id:uuid}", operation_id="get_relationship", tags=TAGS)
async def get_relationship(db: Db, actor: Acting, relationship_id: FromPath[UUID]) -> Response[Relationship]:
    """One relationship."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_relationship(conn, actor, relationship_id))


@delete("/relationships/{relationship_id:uuid}", operation_id="end_relationship", tags=TAGS, status_code=200)
async def end_relationship(db: Db, actor: Acting, relationship_id: FromPath[UUID]) -> Response[Relationship]:
    """End a relationship. It stays in the record."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await relate.end_relationship(conn, actor, relationship_id))


RELATIONSHIP_ROUTES = [list_relationships, create_relationship, get_relationship, end_relationship]
