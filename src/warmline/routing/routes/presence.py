"""Who can be offered work."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged
from warmline.routing.actions import presence
from warmline.routing.errors import NotAnAgent
from warmline.routing.model import PresenceStatus, PresenceView
from warmline.routing.schemas import PresenceChange

TAGS = ["routing"]


def own(actor: Actor) -> UUID:
    """The agent who asks; ``NotAnAgent`` for a key."""
    if actor.agent_id is None:
        raise NotAnAgent()
    return actor.agent_id


@get("/presence", operation_id="list_presence", tags=TAGS)
async def list_presence(
    db: Db,
    actor: NamedDependency[Actor],
    status: FromQuery[PresenceStatus | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[PresenceView]:
    """Who is there, of all who work here."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await presence.list_presences(
            conn, actor, after=key[0] if key else None, status=status.value if status else None, size=limit + 1
        )
    return page(found, limit, key=lambda each: (each.agent_id,))


@get("/presence/{agent_id:uuid}", operation_id="get_presence", tags=TAGS)
async def get_presence(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Response[PresenceView]:
    """An agent's presence."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await presence.presence_of(conn, actor, agent_id))


@put("/presence/{agent_id:uuid}", operation_id="set_presence", tags=TAGS)
async def set_presence(
    request: Request[Any, Any, Any],
    db: Db,
    actor: NamedDependency[Actor],
    agent_id: FromPath[UUID],
    data: JSONBody[PresenceChange],
) -> Response[PresenceView]:
    """Say for another agent whether they can be offered work."""
    return await _set(request, db, actor, agent_id, data)


@get("/me/presence", operation_id="get_my_presence", tags=TAGS)
async def get_my_presence(db: Db, actor: NamedDependency[Actor]) -> Response[PresenceView]:
    """My presence."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await presence.presence_of(conn, actor, own(actor)))


@put("/me/presence", operation_id="set_my_presence", tags=TAGS)
async def set_my_presence(
    request: Request[Any, Any, Any], db: Db, actor: NamedDependency[Actor], data: JSONBody[PresenceChange]
) -> Response[PresenceView]:
    """Say whether I can be offered work."""
    return await _set(request, db, actor, own(actor), data)


async def _set(
    request: Request[Any, Any, Any], db: Db, actor: Actor, agent_id: UUID, data: PresenceChange
) -> Response[PresenceView]:
    async with db.transaction(actor.org_id) as conn:
        return tagged(
            await presence.set_presence(
                conn, actor, agent_id, status=data.status, reason=data.reason, version=expected_version(request)
            )
        )


ROUTES = [list_presence, get_presence, set_presence, get_my_presence, set_my_presence]
