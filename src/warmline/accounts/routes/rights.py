"""Roles and API keys over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts.actions import keys, roles
from warmline.accounts.actor import Actor
from warmline.accounts.model import ApiKey, NewKey, NewRole, Role, RoleChange
from warmline.accounts.schemas import IssuedKeyView
from warmline.kit.http import SECRET_ANSWER, After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["accounts"]
_Request = Request[Any, Any, Any]


@get("/roles", operation_id="list_roles", tags=TAGS)
async def list_roles(db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None) -> Page[Role]:
    """Roles, the earliest first."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await roles.list_roles(conn, actor, after=key[0] if key else None, limit=limit + 1)
    return page(found, limit, key=lambda role: (role.id,))


@post("/roles", operation_id="create_role", tags=TAGS)
async def create_role(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewRole]) -> Response[Role]:
    """Create a role of permissions that I have myself."""
    async with db.transaction(actor.org_id) as conn:
        role = await roles.create_role(conn, actor, new=data)
    return tagged(role, status_code=201, location=f"/api/v1/roles/{role.id}")


@get("/roles/{role_id:uuid}", operation_id="get_role", tags=TAGS)
async def get_role(db: Db, actor: NamedDependency[Actor], role_id: FromPath[UUID]) -> Response[Role]:
    """One role."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await roles.visible_role(conn, actor, role_id))


@patch("/roles/{role_id:uuid}", operation_id="update_role", tags=TAGS)
async def update_role(
    request: _Request, db: Db, actor: NamedDependency[Actor], role_id: FromPath[UUID], data: JSONBody[RoleChange]
) -> Response[Role]:
    """Change a role, within the permissions that I have myself."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await roles.update_role(conn, actor, role_id, change=data, expected=expected_version(request)))


@delete("/roles/{role_id:uuid}", operation_id="delete_role", tags=TAGS, status_code=204)
async def delete_role(db: Db, actor: NamedDependency[Actor], role_id: FromPath[UUID]) -> None:
    """Delete a role; it is taken from its agents."""
    async with db.transaction(actor.org_id) as conn:
        await roles.delete_role(conn, actor, role_id)


@get("/keys", operation_id="list_keys", tags=TAGS)
async def list_keys(db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None) -> Page[ApiKey]:
    """API keys, the earliest first, those that have ended too."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await keys.list_keys(conn, actor, after=key[0] if key else None, limit=limit + 1)
    return page(found, limit, key=lambda each: (each.id,))


@post("/keys", operation_id="create_key", tags=TAGS, opt=SECRET_ANSWER)
async def create_key(db: Db, actor: NamedDependency[Actor], data: JSONBody[NewKey]) -> Response[IssuedKeyView]:
    """Make an API key with permissions that I have myself. Its secret is shown this once."""
    async with db.transaction(actor.org_id) as conn:
        issued = await keys.create_key(conn, actor, new=data)
    headers = {"Location": f"/api/v1/keys/{issued.key.id}"}
    return Response(IssuedKeyView(key=issued.key, secret=issued.secret), status_code=201, headers=headers)


@get("/keys/{key_id:uuid}", operation_id="get_key", tags=TAGS)
async def get_key(db: Db, actor: NamedDependency[Actor], key_id: FromPath[UUID]) -> Response[ApiKey]:
    """One API key, without its secret."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await keys.visible_key(conn, actor, key_id))


@delete("/keys/{key_id:uuid}", operation_id="revoke_key", tags=TAGS, status_code=200)
async def revoke_key(db: Db, actor: NamedDependency[Actor], key_id: FromPath[UUID]) -> ApiKey:
    """End an API key now."""
    async with db.transaction(actor.org_id) as conn:
        return await keys.revoke_key(conn, actor, key_id)


ROUTES = [
    list_roles,
    create_role,
    get_role,
    update_role,
    delete_role,
    list_keys,
    create_key,
    get_key,
    revoke_key,
]
