"""What somebody does with a contact for themselves: read it, put it off, follow its case."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from warmline.accounts import Actor
from warmline.channels import Channels
from warmline.desk.actions import following, snoozing
from warmline.desk.actions.marks import set_read_mark
from warmline.desk.model import FollowView, ReadMark, SnoozeView
from warmline.kit.http import Db, tagged
from warmline.realtime import Hub

TAGS = ["desk"]
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]


class NewMark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far it is read: up to a message, or to the end where none is given. ``unread``: it is not."""

    message_id: UUID | None = None
    unread: bool = False


class NewSnooze(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Until when; null: until the customer writes."""

    until: Annotated[datetime | None, Meta(description="A time to come, with its zone.")] = None


@put("/interactions/{interaction_id:uuid}/read-mark", operation_id="set_read_mark", tags=TAGS)
async def put_read_mark(
    request: Request[Any, Any, Any],
    db: Db,
    actor: Acting,
    channels: Wired,
    interaction_id: FromPath[UUID],
    data: JSONBody[NewMark],
) -> ReadMark:
    """Say how far one has read a contact. It is nobody else's, and no event: one's other screens are told in passing,
    as `{"type": "read", "interaction_id", "unread"}` on the topic `agent:<id>`. Where the channel tells its customers
    what was read, and the contact is in one's own hands, the customer's messages become `read`."""
    async with db.transaction(actor.org_id) as conn:
        mark = await set_read_mark(
            conn, actor, channels.registry, interaction_id, message_id=data.message_id, unread=data.unread
        )
    hub: Hub = request.app.state.hub
    told = {"type": "read", "interaction_id": str(interaction_id), "unread": mark.unread}
    await hub.broadcast(actor.org_id, f"agent:{actor.agent_id}", told)
    return mark


@put("/interactions/{interaction_id:uuid}/snooze", operation_id="snooze_interaction", tags=TAGS)
async def put_snooze(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[NewSnooze]
) -> Response[SnoozeView]:
    """Put a contact off: it is not in `mine` until its time, or until the customer writes, and is unread then."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await snoozing.snooze(conn, actor, interaction_id, until=data.until))


@delete("/interactions/{interaction_id:uuid}/snooze", operation_id="wake_interaction", tags=TAGS, status_code=204)
async def delete_snooze(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> None:
    """Have a contact back at once."""
    async with db.transaction(actor.org_id) as conn:
        await snoozing.take_back(conn, actor, interaction_id)


@get("/cases/{case_id:uuid}/followers", operation_id="list_followers", tags=TAGS)
async def list_followers(db: Db, actor: Acting, case_id: FromPath[UUID]) -> list[FollowView]:
    """Who follows a case."""
    async with db.transaction(actor.org_id) as conn:
        return await following.followers(conn, actor, case_id)


@put("/cases/{case_id:uuid}/followers/me", operation_id="follow_case", tags=TAGS)
async def put_follow(db: Db, actor: Acting, case_id: FromPath[UUID]) -> list[FollowView]:
    """Follow a case: it is in `followed`, and unread when somebody else moves it. Returns who follows it now."""
    async with db.transaction(actor.org_id) as conn:
        return await following.follow(conn, actor, case_id)


@delete("/cases/{case_id:uuid}/followers/me", operation_id="unfollow_case", tags=TAGS, status_code=204)
async def delete_follow(db: Db, actor: Acting, case_id: FromPath[UUID]) -> None:
    """Follow a case no longer."""
    async with db.transaction(actor.org_id) as conn:
        await following.unfollow(conn, actor, case_id)


ROUTES = [put_read_mark, put_snooze, delete_snooze, list_followers, put_follow, delete_follow]
