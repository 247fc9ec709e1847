"""A case told from beginning to end, over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from warmline.accounts import Actor
from warmline.interactions.actions.viewing import case_viewed
from warmline.interactions.guard import visible_case
from warmline.interactions.store.story import Place, story
from warmline.interactions.views import StoryItem, StoryPage
from warmline.kit.errors import Invalid
from warmline.kit.http import Db, Limit, encode_cursor, read_cursor

TAGS = ["cases"]
Older = Annotated[str | None, QueryParameter(max_length=1000, description="Read back from here: `older` of a page.")]
Newer = Annotated[str | None, QueryParameter(max_length=1000, description="Read on from here: `newer` of a page.")]


@get("/cases/{case_id:uuid}/story", operation_id="get_case_story", tags=TAGS)
async def get_case_story(
    db: Db,
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    limit: Limit = 100,
    before: Older = None,
    after: Newer = None,
) -> StoryPage:
    """One story across channels: messages, notes and what happened between them, by time. Without a place, the latest
    page; each page is oldest first. Reading it is audited."""
    if before and after:
        raise Invalid.field("before", "give either before or after")
    back, on = read_cursor(before, tuple[datetime, str]), read_cursor(after, tuple[datetime, str])
    async with db.transaction(actor.org_id) as conn:
        case = await visible_case(conn, actor, case_id)
        await case_viewed(conn, actor, case)
        found = await story(conn, actor.org_id, case_id, before=back, after=on, size=limit + 1)
    if after:
        return _page(found[:limit], older=True, given=after)
    return _page(found[-limit:], older=len(found) > limit, given=before)


def _page(items: list[StoryItem], *, older: bool, given: str | None) -> StoryPage:
    """``given`` is where the caller is already: where nothing is new, that is still the place to read on from."""
    if not items:
        return StoryPage(items=[], older=None, newer=given)
    return StoryPage(
        items=items, older=encode_cursor(_place(items[0])) if older else None, newer=encode_cursor(_place(items[-1]))
    )


def _place(item: StoryItem) -> Place:
    return item.at, item.key


ROUTES = [get_case_story]
