"""Canned responses over HTTP."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.desk.canned import actions
from warmline.desk.canned.model import CannedChange, CannedResponse, NewCanned, Rendered, Variable
from warmline.desk.canned.snapshots import READ, visible_canned
from warmline.desk.canned.store import Wanted
from warmline.desk.canned.variables import VARIABLES
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["canned responses"]
Acting = NamedDependency[Actor]
Sought = Annotated[
    str | None, QueryParameter(max_length=100, description="How the code, or a word of the name, begins.")
]


class RenderBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For which contact to fill the text."""

    interaction_id: UUID


@get("/canned-responses", operation_id="list_canned_responses", tags=TAGS)
async def list_canned(
    db: Db,
    actor: Acting,
    q: Sought = None,
    channel: FromQuery[str | None] = None,
    language: FromQuery[str | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[CannedResponse]:
    """The texts that one uses, by code: one's own, one's teams', and everybody's; those that suit a channel or a
    language."""
    wanted = Wanted(sought=q, channel=channel, language=language)
    async with db.transaction(actor.org_id) as conn:
        place = read_cursor(after, tuple[str, UUID])
        found = await actions.list_canned(conn, actor, wanted, after=place, size=limit + 1)
    return page(found, limit, key=lambda each: (each.code, each.id))


@get("/canned-responses/variables", operation_id="list_canned_variables", tags=TAGS)
async def list_variables(actor: Acting) -> list[Variable]:
    """What a text may name in double braces, and what it stands for."""
    actor.need(*READ)
    return [Variable(name=name, meaning=meaning) for name, meaning in VARIABLES.items()]


@post("/canned-responses", operation_id="create_canned_response", tags=TAGS)
async def create_canned(db: Db, actor: Acting, data: JSONBody[NewCanned]) -> Response[CannedResponse]:
    """Keep a text."""
    async with db.transaction(actor.org_id) as conn:
        made = await actions.create_canned(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/canned-responses/{made.id}")


@get("/canned-responses/{canned_id:uuid}", operation_id="get_canned_response", tags=TAGS)
async def get_canned(db: Db, actor: Acting, canned_id: FromPath[UUID]) -> Response[CannedResponse]:
    """One text."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_canned(conn, actor, canned_id))


@patch("/canned-responses/{canned_id:uuid}", operation_id="update_canned_response", tags=TAGS)
async def update_canned(
    request: Request[Any, Any, Any], db: Db, actor: Acting, canned_id: FromPath[UUID], data: JSONBody[CannedChange]
) -> Response[CannedResponse]:
    """Change a text."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await actions.update_canned(conn, actor, canned_id, data, version=expected_version(request)))


@delete("/canned-responses/{canned_id:uuid}", operation_id="delete_canned_response", tags=TAGS, status_code=204)
async def delete_canned(db: Db, actor: Acting, canned_id: FromPath[UUID]) -> None:
    """Keep a text no more."""
    async with db.transaction(actor.org_id) as conn:
        await actions.delete_canned(conn, actor, canned_id)


@post("/canned-responses/{canned_id:uuid}/render", operation_id="render_canned_response", tags=TAGS, status_code=200)
async def render(db: Db, actor: Acting, canned_id: FromPath[UUID], data: JSONBody[RenderBody]) -> Rendered:
    """Fill a text for a contact. Variables without a value are named, and stay in the text to be seen."""
    async with db.transaction(actor.org_id) as conn:
        return await actions.render(conn, actor, canned_id, data.interaction_id)


ROUTES = [list_canned, list_variables, create_canned, get_canned, update_canned, delete_canned, render]
