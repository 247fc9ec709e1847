"""Customers: list, enter, look at, change."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.customers.actions import edit, read
from warmline.customers.fields import CustomerChange
from warmline.customers.schemas import NewCustomer
from warmline.customers.snapshots import customers
from warmline.customers.views import CustomerView
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["customers"]
Acting = NamedDependency[Actor]
NamePrefix = Annotated[
    str | None,
    QueryParameter(min_length=1, max_length=200, description="How a name begins, also of a record merged into them."),
]
HandleValue = Annotated[
    str | None, QueryParameter(min_length=1, max_length=600, description="An address, in any spelling.")
]
Scheme = Annotated[
    str | None, QueryParameter(max_length=32, description="The scheme of `handle`: email, phone, crm_id.")
]


@get("/customers", operation_id="list_customers", tags=TAGS)
async def list_customers(
    db: Db,
    actor: Acting,
    name: NamePrefix = None,
    handle: HandleValue = None,
    scheme: Scheme = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[CustomerView]:
    """Customers, newest first, or by the beginning of a name or by an address. Merged records show as whom they count
    as. What was seen is audited."""
    place = read_cursor(after, tuple[str | None, UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await read.find(conn, actor, name=name, handle=handle, scheme=scheme, after=place, limit=limit + 1)
        seen = page(found, limit, key=lambda each: (each.name, each.id))
        by = [key for key, given in (("name", name), ("handle", handle)) if given is not None]
        shown = await read.show(conn, actor, [each.root_id for each in seen.items], by=by)
    return Page(shown, seen.next)


@post("/customers", operation_id="create_customer", tags=TAGS)
async def create_customer(db: Db, actor: Acting, data: JSONBody[NewCustomer]) -> Response[CustomerView]:
    """Enter a customer, with a name or a handle."""
    async with db.transaction(actor.org_id) as conn:
        given = [each.handle() for each in data.handles]
        made = await edit.create(conn, actor, fields=data, handles=given)
        shown = (await customers(conn, actor, [made.id]))[made.id]
    return tagged(shown, status_code=201, location=f"/api/v1/customers/{made.id}")


@get("/customers/{customer_id:uuid}", operation_id="get_customer", tags=TAGS)
async def get_customer(db: Db, actor: Acting, customer_id: FromPath[UUID]) -> Response[CustomerView]:
    """One customer with all handles. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await read.get(conn, actor, customer_id))


@patch("/customers/{customer_id:uuid}", operation_id="update_customer", tags=TAGS)
async def update_customer(
    request: Request[Any, Any, Any],
    db: Db,
    actor: Acting,
    customer_id: FromPath[UUID],
    data: JSONBody[CustomerChange],
) -> Response[CustomerView]:
    """Change the customer's own values; attributes are merged, and null takes one away."""
    async with db.transaction(actor.org_id) as conn:
        await edit.update(conn, actor, customer_id, change=data, expected=expected_version(request))
        return tagged((await customers(conn, actor, [customer_id]))[customer_id])


PROFILE_ROUTES = [list_customers, create_customer, get_customer, update_customer]
