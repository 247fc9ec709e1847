"""The live socket, and the log as a list for who cannot hold one."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, websocket
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from warmline.accounts import Actor
from warmline.kit.events import parse_cursor
from warmline.kit.http import Db, Limit, Page
from warmline.realtime import store
from warmline.realtime.model import CursorUnusable
from warmline.realtime.socket import serve
from warmline.realtime.wire import Socket

EventTypes = Annotated[list[str] | None, QueryParameter(name="type", description="Only events of these types.")]
Cursor = Annotated[str | None, QueryParameter(max_length=50, description="The `cursor` of the last event you have.")]


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the log. ``data`` holds the fields of its type, and what changed in ``before`` and ``after``."""

    cursor: str
    type: str
    at: datetime
    actor: str
    request_id: str | None
    case_id: UUID | None
    interaction_id: UUID | None
    customer_id: UUID | None
    data: dict[str, Any]


@get("/events", operation_id="list_events", tags=["events"])
async def list_events(
    db: Db, actor: NamedDependency[Actor], types: EventTypes = None, limit: Limit = 50, after: Cursor = None
) -> Page[EventView]:
    """What happened, in order. Ask again with the cursor of the last event that you have; `next` is null when there was
    no more. Events about accounts, of people and of channels, need `audit.read`; the others that or `case.read`."""
    actor.need("audit.read", "case.read")
    try:
        place = parse_cursor(after or "0-0")
    except ValueError as error:
        raise CursorUnusable(problem="it is no cursor of the event log") from error
    async with db.transaction(actor.org_id) as conn:
        rows = await store.list_events(
            conn, actor.org_id, place, types=types, with_people=actor.may("audit.read"), limit=limit + 1
        )
    items = [_view(row) for row in rows[:limit]]
    return Page(items, items[-1].cursor if len(rows) > limit else None)


def _view(row: Any) -> EventView:
    shown = {name: row[name] for name in EventView.__struct_fields__ if name != "cursor"}
    return EventView(cursor=f"{row['xact']}-{row['seq']}", **shown)


@websocket("/live")
async def live(socket: Socket) -> None:
    """What happens, as it happens. `topics` is a comma-separated list, `after` the cursor to resume from."""
    await serve(socket, socket.app.state.hub)


ROUTES = [list_events, live]
