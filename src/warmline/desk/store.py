"""The slice's only door to the database: one typed function per query."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.desk.model import (
    AT_RISK,
    MOST_MENTIONS,
    FollowView,
    InboxRow,
    LastMessage,
    ReadMark,
    SavedView,
    SnoozeView,
    ViewOrder,
    risk_of,
)
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.desk")
Forget = Callable[[Conn, UUID, datetime, int], Awaitable[int]]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader may see, looked up beforehand."""

    all: bool
    agent_id: UUID | None
    team_ids: list[UUID]
    served: list[UUID] = []
    offered: list[UUID] = []


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Filters as the query asks for them; None takes any."""

    sort: str = "newest"
    now: datetime
    ids: list[UUID] | None = None
    case_ids: list[UUID] | None = None
    live: bool = False
    automatic: bool = False
    statuses: list[str] | None = None
    channels: list[str] | None = None
    queue_ids: list[UUID] | None = None
    queues_too: list[UUID] | None = None
    unassigned: bool = False
    owner_ids: list[UUID] | None = None
    owners_too: list[UUID] | None = None
    categories: list[str] | None = None
    customer_ids: list[UUID] | None = None
    priority: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    awaiting: bool | None = None
    waits_from: datetime | None = None
    waits_to: datetime | None = None
    dated: bool | None = None
    awake_for: UUID | None = None
    risk: str | None = None
    unread_for: UUID | None = None

    def narrowed(self, *, waits_from: datetime | None = None, waits_to: datetime | None = None) -> "Asked":
        """The same, only of what began to wait from the one time up to the other."""
        first = max((each for each in (self.waits_from, waits_from) if each), default=None)
        last = min((each for each in (self.waits_to, waits_to) if each), default=None)
        return msgspec.structs.replace(self, waits_from=first, waits_to=last)


class Hit(msgspec.Struct, frozen=True):
    """A contact that is wanted, and its place in the order."""

    id: UUID
    case_id: UUID | None
    place: datetime | None


async def inbox_ids(
    conn: Conn, org_id: UUID, asked: Asked, reach: Reach, *, after: tuple[datetime, UUID] | None = None, size: int
) -> list[Hit]:
    """Which contacts come next."""
    after_at, after_id = after or (None, None)
    rows = await SQL.inbox_ids(
        conn,
        org_id=org_id,
        at_risk=AT_RISK,
        after_at=after_at,
        after_id=after_id,
        size=size,
        **msgspec.structs.asdict(asked),
        **msgspec.structs.asdict(reach),
    )
    return [Hit(*row) for row in rows]


async def targets(conn: Conn, org_id: UUID) -> tuple[timedelta, timedelta] | None:
    """The shortest and the longest time within which to answer; None where nothing has any."""
    row = await SQL.targets(conn, org_id=org_id)
    if row["shortest"] is None:
        return None
    return timedelta(seconds=row["shortest"]), timedelta(seconds=row["longest"])


async def inbox_rows(
    conn: Conn, org_id: UUID, agent_id: UUID | None, ids: Sequence[UUID], now: datetime
) -> dict[UUID, InboxRow]:
    """What is drawn of these contacts, for one reader."""
    rows = await SQL.inbox_rows(conn, org_id=org_id, agent_id=agent_id, ids=list(ids), now=now)
    return {row["interaction_id"]: _row(row, now) for row in rows}


_PLAIN = tuple(name for name in InboxRow.__struct_fields__ if name not in ("last_message", "risk", "contacts"))


def _row(row: Any, now: datetime) -> InboxRow:
    said = None
    if row["last_id"]:
        said = LastMessage(
            id=row["last_id"],
            text=row["last_text"],
            who="agent" if row["last_role"] == "supervisor" else row["last_role"],
            name=row["last_name"],
            at=row["last_at"],
            private=row["last_private"],
            delivery=row["last_delivery"],
            attachments=row["last_attachments"],
        )
    risk = risk_of(row["waiting_since"], row["due_at"], now)
    return InboxRow(**{name: row[name] for name in _PLAIN}, last_message=said, risk=risk, contacts=1)


async def served_queues(conn: Conn, org_id: UUID, team_ids: Sequence[UUID]) -> list[UUID]:
    """The queues that agents of these teams serve."""
    return [row["id"] for row in await SQL.served_queues(conn, org_id=org_id, team_ids=list(team_ids))]


async def offered_to(conn: Conn, org_id: UUID, agent_id: UUID) -> list[UUID]:
    """What is offered to an agent just now."""
    return [row["interaction_id"] for row in await SQL.offered_to(conn, org_id=org_id, agent_id=agent_id)]


async def members_of(conn: Conn, org_id: UUID, team_ids: Sequence[UUID]) -> list[UUID]:
    """Who is in these teams."""
    return [row["agent_id"] for row in await SQL.members_of(conn, org_id=org_id, team_ids=list(team_ids))]


async def snoozed_by(conn: Conn, org_id: UUID, agent_id: UUID, now: datetime) -> list[UUID]:
    """What an agent has snoozed, and is not due yet."""
    return [row["interaction_id"] for row in await SQL.snoozed_by(conn, org_id=org_id, agent_id=agent_id, now=now)]


async def followed_by(conn: Conn, org_id: UUID, agent_id: UUID) -> list[UUID]:
    """The cases that an agent follows."""
    return [row["id"] for row in await SQL.followed_by(conn, org_id=org_id, agent_id=agent_id)]


async def mentioned_in(conn: Conn, org_id: UUID, agent_id: UUID) -> list[UUID]:
    """The contacts in which notes called upon an agent, of their latest mentions."""
    rows = await SQL.mentioned_in(conn, org_id=org_id, agent_id=agent_id, size=MOST_MENTIONS)
    return [row["interaction_id"] for row in rows]


async def unknown_in_filters(conn: Conn, org_id: UUID, **named: Any) -> list[tuple[str, str]]:
    """What filters name and does not exist: kind and name."""
    return [(row["kind"], row["name"]) for row in await SQL.unknown_in_filters(conn, org_id=org_id, **named)]


def _view(row: Any, agent_id: UUID | None) -> SavedView:
    plain = {name: row[name] for name in SavedView.__struct_fields__ if name != "mine"}
    return msgspec.convert({**plain, "mine": row["owner_id"] == agent_id}, SavedView)


async def saved_views(
    conn: Conn, org_id: UUID, agent_id: UUID | None, team_ids: Sequence[UUID], ids: Sequence[UUID]
) -> dict[UUID, SavedView]:
    """Those of the views that somebody sees."""
    rows = await SQL.saved_views_by_id(conn, org_id=org_id, agent_id=agent_id, team_ids=list(team_ids), ids=list(ids))
    return {row["id"]: _view(row, agent_id) for row in rows}


async def list_saved_views(
    conn: Conn, org_id: UUID, agent_id: UUID | None, team_ids: Sequence[UUID]
) -> list[SavedView]:
    """The views that somebody sees, in their own order."""
    rows = await SQL.list_saved_views(conn, org_id=org_id, agent_id=agent_id, team_ids=list(team_ids))
    return [_view(row, agent_id) for row in rows]


async def count_saved_views(conn: Conn, org_id: UUID, agent_id: UUID) -> int:
    """How many views somebody keeps."""
    found: int = await SQL.count_saved_views(conn, org_id=org_id, agent_id=agent_id)
    return found


async def insert_saved_view(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A view to keep."""
    await SQL.insert_saved_view(conn, org_id=org_id, **values)


async def lock_saved_view(conn: Conn, org_id: UUID, id_: UUID) -> SavedView | None:
    """A view, locked until commit, as its owner sees it."""
    row = await SQL.lock_saved_view(conn, org_id=org_id, id=id_)
    return _view(row, row["owner_id"]) if row else None


async def change_saved_view(conn: Conn, org_id: UUID, id_: UUID, **values: Any) -> None:
    """A view's new state."""
    await SQL.change_saved_view(conn, org_id=org_id, id=id_, **values)


async def delete_saved_view(conn: Conn, org_id: UUID, id_: UUID) -> None:
    """A view that is not kept any more."""
    await SQL.delete_saved_view(conn, org_id=org_id, id=id_)


async def saved_view_orders(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID]) -> dict[UUID, ViewOrder]:
    """In which order these agents have their views."""
    rows = await SQL.saved_view_orders(conn, org_id=org_id, ids=list(agent_ids))
    return {row["agent_id"]: ViewOrder(**row) for row in rows}


async def set_saved_view_order(conn: Conn, org_id: UUID, agent_id: UUID, view_ids: Sequence[UUID]) -> bool:
    """Somebody's order of views; False where it was so."""
    tag: str = await SQL.set_saved_view_order(conn, org_id=org_id, agent_id=agent_id, view_ids=list(view_ids))
    return tag.endswith("1")


async def last_message_of(conn: Conn, org_id: UUID, interaction_id: UUID, upto: UUID | None) -> UUID | None:
    """The latest message of a contact, or the given one if it is there."""
    found: UUID | None = await SQL.last_message_of(conn, org_id=org_id, interaction_id=interaction_id, upto=upto)
    return found


async def mark_read(conn: Conn, org_id: UUID, **values: Any) -> tuple[UUID | None, bool]:
    """How far an agent has read, which never goes back by itself: the message, and whether they call it unread."""
    row = await SQL.mark_read(conn, org_id=org_id, **values)
    return row["message_id"], row["unread"]


async def mark_unread(conn: Conn, org_id: UUID, pairs: Sequence[tuple[UUID, UUID]], at: datetime) -> None:
    """Contacts are unread, given as (agent, contact)."""
    agents, contacts = [each[0] for each in pairs], [each[1] for each in pairs]
    await SQL.mark_unread(conn, org_id=org_id, agent_ids=agents, interaction_ids=contacts, at=at)


async def desk_settings(conn: Conn, org_id: UUID) -> Any:
    """What the organisation set for the desk, as it is stored."""
    return await SQL.desk_settings(conn, org_id=org_id)


async def forget_notices(conn: Conn, org_id: UUID, before: datetime, size: int) -> int:
    """Take away at most ``size`` notices that were read before a time; how many those were."""
    return int(await SQL.forget_notices(conn, org_id=org_id, before=before, size=size))


async def forget_marks(conn: Conn, org_id: UUID, before: datetime, size: int) -> int:
    """Take away at most ``size`` marks that were set before a time on what had ended by then and is read; how many."""
    return int(await SQL.forget_marks(conn, org_id=org_id, before=before, size=size))


async def see_case(conn: Conn, org_id: UUID, agent_id: UUID, case_id: UUID, at: datetime) -> None:
    """A follower has looked at a case."""
    await SQL.see_case(conn, org_id=org_id, agent_id=agent_id, case_id=case_id, at=at)


async def read_mark(
    conn: Conn, org_id: UUID, agent_id: UUID, interaction_id: UUID, message_id: UUID | None
) -> ReadMark:
    """How a mark comes out."""
    unread = await SQL.is_unread(conn, org_id=org_id, agent_id=agent_id, id=interaction_id)
    return ReadMark(interaction_id=interaction_id, message_id=message_id, unread=bool(unread))


async def snoozes(conn: Conn, org_id: UUID, agent_id: UUID | None, ids: Sequence[UUID]) -> dict[UUID, SnoozeView]:
    """Those of the snoozes that are the agent's."""
    rows = await SQL.snoozes_by_id(conn, org_id=org_id, agent_id=agent_id, ids=list(ids))
    return {row["id"]: SnoozeView(**row) for row in rows}


async def snooze_of(conn: Conn, org_id: UUID, agent_id: UUID, interaction_id: UUID) -> SnoozeView | None:
    """An agent's snooze of a contact."""
    row = await SQL.snooze_of(conn, org_id=org_id, agent_id=agent_id, interaction_id=interaction_id)
    return SnoozeView(**row) if row else None


async def count_snoozes(conn: Conn, org_id: UUID, agent_id: UUID) -> int:
    """How many contacts an agent has snoozed."""
    found: int = await SQL.count_snoozes(conn, org_id=org_id, agent_id=agent_id)
    return found


async def set_snooze(conn: Conn, org_id: UUID, **values: Any) -> UUID:
    """An agent puts a contact off; the snooze's id."""
    row = await SQL.set_snooze(conn, org_id=org_id, **values)
    found: UUID = row["id"]
    return found


async def remove_snooze(conn: Conn, org_id: UUID, agent_id: UUID, interaction_id: UUID) -> list[Any]:
    """An agent's snooze of a contact ends; what it was."""
    whose = {"agent_id": agent_id, "interaction_id": interaction_id}
    rows: list[Any] = await SQL.remove_snoozes(conn, org_id=org_id, due_id=None, now=None, **whose)
    return rows


async def remove_due_snooze(conn: Conn, org_id: UUID, due_id: UUID, now: datetime) -> list[Any]:
    """A snooze ends if its time has come; what it was."""
    nobody = {"agent_id": None, "interaction_id": None}
    rows: list[Any] = await SQL.remove_snoozes(conn, org_id=org_id, due_id=due_id, now=now, **nobody)
    return rows


async def remove_answered_snoozes(conn: Conn, org_id: UUID, heard: Mapping[UUID, datetime]) -> list[Any]:
    """Snoozes of contacts end that were set before the customer wrote; what they were."""
    rows: list[Any] = await SQL.remove_answered_snoozes(
        conn, org_id=org_id, interaction_ids=list(heard), at=list(heard.values())
    )
    return rows


async def follows(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[FollowView]:
    """These followers, whoever may see them."""
    return [FollowView(**row) for row in await SQL.follows_by_id(conn, org_id=org_id, ids=list(ids))]


async def followers(conn: Conn, org_id: UUID, case_id: UUID) -> list[FollowView]:
    """Who follows a case."""
    return [FollowView(**row) for row in await SQL.followers(conn, org_id=org_id, case_id=case_id)]


async def count_follows(conn: Conn, org_id: UUID, agent_id: UUID) -> int:
    """How many cases an agent follows."""
    found: int = await SQL.count_follows(conn, org_id=org_id, agent_id=agent_id)
    return found


async def follow(conn: Conn, org_id: UUID, **values: Any) -> UUID | None:
    """An agent follows a case; None where they do already."""
    found: UUID | None = await SQL.follow(conn, org_id=org_id, **values)
    return found


async def unfollow(conn: Conn, org_id: UUID, agent_id: UUID, case_id: UUID) -> list[UUID]:
    """An agent follows a case no longer; the ids of what ended."""
    return [row["id"] for row in await SQL.unfollow(conn, org_id=org_id, agent_id=agent_id, case_id=case_id)]


async def move_follows(conn: Conn, org_id: UUID, moves: Sequence[tuple[UUID, str, datetime]]) -> None:
    """Cases were moved, given as (case, actor, at); their other followers have something to look at."""
    cases, actors, at = (list(each) for each in zip(*moves, strict=True))
    await SQL.move_follows(conn, org_id=org_id, case_ids=cases, actors=actors, at=at)
