"""Capture templates over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.governance.actions import templates
from warmline.governance.changes import NewTemplate, TemplateChange
from warmline.governance.model import CaptureTemplate, Moment
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["vocabularies"]
_Request = Request[Any, Any, Any]


@get("/capture-templates", operation_id="list_capture_templates", tags=TAGS)
async def list_templates(
    db: Db,
    actor: NamedDependency[Actor],
    moment: FromQuery[Moment | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[CaptureTemplate]:
    """What must be filled in at wrap-up and hand-off."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await templates.list_templates(
            conn, actor, after=key[0] if key else None, limit=limit + 1, moment=moment
        )
    return page(found, limit, key=lambda each: (each.id,))


@post("/capture-templates", operation_id="create_capture_template", tags=TAGS)
async def create_template(
    db: Db, actor: NamedDependency[Actor], data: JSONBody[NewTemplate]
) -> Response[CaptureTemplate]:
    """Ask for fields at a moment, of a channel and a category or of any."""
    async with db.transaction(actor.org_id) as conn:
        made = await templates.create_template(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/capture-templates/{made.id}")


@get("/capture-templates/{template_id:uuid}", operation_id="get_capture_template", tags=TAGS)
async def get_template(db: Db, actor: NamedDependency[Actor], template_id: FromPath[UUID]) -> Response[CaptureTemplate]:
    """One template."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await templates.get_template(conn, actor, template_id))


@patch("/capture-templates/{template_id:uuid}", operation_id="update_capture_template", tags=TAGS)
async def update_template(
    request: _Request,
    db: Db,
    actor: NamedDependency[Actor],
    template_id: FromPath[UUID],
    data: JSONBody[TemplateChange],
) -> Response[CaptureTemplate]:
    """Ask for other fields from now on."""
    async with db.transaction(actor.org_id) as conn:
        changed = await templates.update_template(conn, actor, template_id, data, expected=expected_version(request))
    return tagged(changed)


@delete("/capture-templates/{template_id:uuid}", operation_id="delete_capture_template", tags=TAGS, status_code=204)
async def delete_template(
    request: _Request, db: Db, actor: NamedDependency[Actor], template_id: FromPath[UUID]
) -> None:
    """Ask for these fields no more."""
    async with db.transaction(actor.org_id) as conn:
        await templates.delete_template(conn, actor, template_id, expected=expected_version(request))


ROUTES = [list_templates, create_template, get_template, update_template, delete_template]
