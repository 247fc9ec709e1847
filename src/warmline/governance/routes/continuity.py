"""The rules of continuity over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.governance.actions import continuity
from warmline.governance.continuity import ContinuityPolicy, ContinuityPolicyChange, NewContinuityPolicy, SwitchKind
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["continuity"]
Acting = NamedDependency[Actor]
_Request = Request[Any, Any, Any]


@get("/continuity-policies", operation_id="list_continuity_policies", tags=TAGS)
async def list_policies(
    db: Db, actor: Acting, switch: FromQuery[SwitchKind | None] = None, limit: Limit = 50, after: After = None
) -> Page[ContinuityPolicy]:
    """Which team owns a case's context at which switch, and what must travel along."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await continuity.list_policies(
            conn, actor, after=key[0] if key else None, limit=limit + 1, switch=switch
        )
    return page(found, limit, key=lambda each: (each.id,))


@post("/continuity-policies", operation_id="create_continuity_policy", tags=TAGS)
async def create_policy(db: Db, actor: Acting, data: JSONBody[NewContinuityPolicy]) -> Response[ContinuityPolicy]:
    """Say who owns the context at a kind of switch, or what a hand-off must bring, or both."""
    async with db.transaction(actor.org_id) as conn:
        made = await continuity.create_policy(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/continuity-policies/{made.id}")


@get("/continuity-policies/{policy_id:uuid}", operation_id="get_continuity_policy", tags=TAGS)
async def get_policy(db: Db, actor: Acting, policy_id: FromPath[UUID]) -> Response[ContinuityPolicy]:
    """One rule."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await continuity.get_policy(conn, actor, policy_id))


@patch("/continuity-policies/{policy_id:uuid}", operation_id="update_continuity_policy", tags=TAGS)
async def update_policy(
    request: _Request, db: Db, actor: Acting, policy_id: FromPath[UUID], data: JSONBody[ContinuityPolicyChange]
) -> Response[ContinuityPolicy]:
    """Let a rule say something else from now on."""
    async with db.transaction(actor.org_id) as conn:
        changed = await continuity.update_policy(conn, actor, policy_id, data, expected=expected_version(request))
    return tagged(changed)


@delete("/continuity-policies/{policy_id:uuid}", operation_id="delete_continuity_policy", tags=TAGS, status_code=204)
async def delete_policy(request: _Request, db: Db, actor: Acting, policy_id: FromPath[UUID]) -> None:
    """Let a rule hold no more."""
    async with db.transaction(actor.org_id) as conn:
        await continuity.delete_policy(conn, actor, policy_id, expected=expected_version(request))


ROUTES = [list_policies, create_policy, get_policy, update_policy, delete_policy]
