"""Handles: whose they are, how sure that is, whether they can be written to."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET

from warmline.accounts import Actor
from warmline.customers.actions import handles, read
from warmline.customers.guard import visible_handle
from warmline.customers.model import HandleRecord
from warmline.customers.schemas import HandleChange, NewLink
from warmline.kit.http import Db, Page, expected_version, tagged

TAGS = ["customers"]
Acting = NamedDependency[Actor]
Reason = Annotated[str, QueryParameter(min_length=1, max_length=2_000, description="Why: it is kept as evidence.")]


@get("/customers/{customer_id:uuid}/handles", operation_id="list_handles", tags=TAGS)
async def list_handles(db: Db, actor: Acting, customer_id: FromPath[UUID]) -> Page[HandleRecord]:
    """All handles of the customer and of the records merged into it, the surest first, on one page. It is audited."""
    async with db.transaction(actor.org_id) as conn:
        return Page(await read.handles_of(conn, actor, customer_id))


@post("/customers/{customer_id:uuid}/handles", operation_id="link_handle", tags=TAGS)
async def link_handle(
    db: Db, actor: Acting, customer_id: FromPath[UUID], data: JSONBody[NewLink]
) -> Response[HandleRecord]:
    """Give the customer a handle that is nobody's."""
    async with db.transaction(actor.org_id) as conn:
        linked = await handles.link(
            conn, actor, customer_id, handle=data.handle(), reason=data.reason, score=data.score
        )
    return tagged(linked, status_code=201, location=f"/api/v1/handles/{linked.id}")


@delete(
    "/customers/{customer_id:uuid}/handles/{handle_id:uuid}",
    operation_id="unlink_handle",
    tags=TAGS,
    status_code=200,
)
async def unlink_handle(
    db: Db, actor: Acting, customer_id: FromPath[UUID], handle_id: FromPath[UUID], reason: Reason
) -> Response[HandleRecord]:
    """Take a handle from the customer; the next contact on it starts a new one. It can be undone."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await handles.unlink(conn, actor, customer_id, handle_id, reason=reason))


@get("/handles/{handle_id:uuid}", operation_id="get_handle", tags=TAGS)
async def get_handle(db: Db, actor: Acting, handle_id: FromPath[UUID]) -> Response[HandleRecord]:
    """One handle, whoever has it. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await read.get_handle(conn, actor, handle_id))


@patch("/handles/{handle_id:uuid}", operation_id="update_handle", tags=TAGS)
async def update_handle(
    request: Request[Any, Any, Any], db: Db, actor: Acting, handle_id: FromPath[UUID], data: JSONBody[HandleChange]
) -> Response[HandleRecord]:
    """Say how sure it is that the handle is its customer's, or whether messages to it arrive."""
    expected = expected_version(request)
    async with db.transaction(actor.org_id) as conn:
        actor.need("customer.write")
        record = await visible_handle(conn, actor, handle_id)
        if data.verification is not UNSET:
            record = await handles.verify(conn, actor, handle_id, verification=data.verification, expected=expected)
            expected = None
        if data.unreachable is None:
            record = await handles.mark_reachable(conn, actor, handle_id, expected=expected)
        elif data.unreachable is not UNSET:
            record = await handles.mark_unreachable(conn, actor, handle_id, reason=data.unreachable, expected=expected)
    return tagged(record)


HANDLE_ROUTES = [list_handles, link_handle, unlink_handle, get_handle, update_handle]
