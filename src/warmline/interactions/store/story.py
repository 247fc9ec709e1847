"""The query with which a case is told: one for a page, whatever it holds."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from warmline.interactions.store.reading import views
from warmline.interactions.store.sql import SQL
from warmline.interactions.story import STEPS
from warmline.interactions.views import MessageView, StoryItem, StoryStep
from warmline.kit.db import Conn

# A place in the story: the moment, and the id of what was then.
Place = tuple[datetime, str]
END: Place = (datetime(9999, 1, 1, tzinfo=UTC), "")


async def story(
    conn: Conn, org_id: UUID, case_id: UUID, *, before: Place | None, after: Place | None, size: int
) -> list[StoryItem]:
    """Messages and steps of a case, oldest first: the first ones after a place, else the last ones before a place, or
    of all."""
    family = [row["id"] for row in await SQL.case_family(conn, org_id=org_id, case_id=case_id)]
    at, key = after or before or END
    given = {"org_id": org_id, "case_id": case_id, "case_ids": family, "types": sorted(STEPS), "at": at, "key": key}
    if after:
        return [_item(row) for row in await SQL.story_after(conn, **given, size=size)]
    return [_item(row) for row in reversed(await SQL.story_before(conn, **given, size=size))]


def _item(row: Any) -> StoryItem:
    if row["id"] is not None:
        return StoryItem(at=row["told_at"], key=row["key"], message=views([row], MessageView)[0])
    step = StoryStep(
        type=row["type"],
        actor=row["actor"],
        actor_name=row["actor_name"],
        case_id=row["step_case_id"],
        interaction_id=row["step_interaction_id"],
        data=row["data"],
    )
    return StoryItem(at=row["told_at"], key=row["key"], step=step)
