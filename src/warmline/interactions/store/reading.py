"""The queries with which the record is shown. Those that take an actor return only what the actor may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.store.sql import SQL
from warmline.interactions.views import (
    CaseView,
    DecisionView,
    HistoryEntry,
    InteractionView,
    LinkView,
    MessageView,
    ParticipantView,
    View,
)
from warmline.kit.db import Conn

V = TypeVar("V", bound=View)


def views(rows: Sequence[Any], shape: type[V]) -> list[V]:
    """Rows as what is shown: the columns that the shape names."""
    names = shape.__struct_fields__
    return [msgspec.convert({name: row[name] for name in names}, shape) for row in rows]


def reach(actor: Actor) -> dict[str, Any]:
    """What queries ask to know what the actor may see."""
    return {"all": actor.may("case.read"), "agent_id": actor.agent_id, "team_ids": list(actor.team_ids)}


async def interactions(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[InteractionView]:
    """Those of the interactions that the actor may see."""
    rows = await SQL.interactions_by_id(conn, org_id=actor.org_id, ids=list(ids), **reach(actor))
    return views(rows, InteractionView)


async def all_interactions(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[InteractionView]:
    """These interactions in order, whoever may see them."""
    rows = await SQL.interactions_by_id(conn, org_id=org_id, ids=list(ids), all=True, agent_id=None, team_ids=[])
    return sorted(views(rows, InteractionView), key=lambda each: each.id)


class InteractionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which interactions to list; None takes any."""

    statuses: list[str] | None = None
    queue_id: UUID | None = None
    owner_id: UUID | None = None
    channel: str | None = None
    category: str | None = None
    case_id: UUID | None = None
    customer_ids: list[UUID] | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_interactions(
    conn: Conn, actor: Actor, wanted: InteractionFilter, *, before: tuple[datetime, UUID] | None, size: int
) -> list[InteractionView]:
    """A page of interactions, those begun last first; ``before`` is the beginning and the id of one."""
    before_at, before_id = before or (None, None)
    rows = await SQL.list_interactions(
        conn,
        org_id=actor.org_id,
        before_at=before_at,
        before_id=before_id,
        size=size,
        **msgspec.structs.asdict(wanted),
        **reach(actor),
    )
    return views(rows, InteractionView)


async def cases(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[CaseView]:
    """Those of the cases that the actor may see."""
    rows = await SQL.cases_shown_by_id(conn, org_id=actor.org_id, ids=list(ids), **reach(actor))
    return views(rows, CaseView)


async def all_cases(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[CaseView]:
    """These cases, whoever may see them."""
    rows = await SQL.cases_shown_by_id(conn, org_id=org_id, ids=list(ids), all=True, agent_id=None, team_ids=[])
    return views(rows, CaseView)


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases to list; None takes any. Those that were joined into another are left out without ``joined``."""

    statuses: list[str] | None = None
    owner_id: UUID | None = None
    category: str | None = None
    customer_ids: list[UUID] | None = None
    reference: str | None = None
    joined: bool = False


async def list_cases(conn: Conn, actor: Actor, wanted: CaseFilter, *, before: UUID | None, size: int) -> list[CaseView]:
    """A page of cases, newest first."""
    rows = await SQL.list_cases(
        conn, org_id=actor.org_id, before=before, size=size, **msgspec.structs.asdict(wanted), **reach(actor)
    )
    return views(rows, CaseView)


async def messages(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[MessageView]:
    """These messages; the caller has asked whether their interactions may be seen."""
    return views(await SQL.messages_by_id(conn, org_id=org_id, ids=list(ids)), MessageView)


async def list_messages(
    conn: Conn, org_id: UUID, interaction_ids: Sequence[UUID], *, after: UUID | None, size: int
) -> list[MessageView]:
    """A page of the messages of these interactions, in the order in which they were recorded."""
    rows = await SQL.list_messages(conn, org_id=org_id, interaction_ids=list(interaction_ids), after=after, size=size)
    return views(rows, MessageView)


async def interaction_ids_of_case(conn: Conn, org_id: UUID, case_id: UUID) -> list[UUID]:
    """The interactions of a case, oldest first."""
    return [row["id"] for row in await SQL.interaction_ids_of_case(conn, org_id=org_id, case_id=case_id)]


async def participants(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[ParticipantView]:
    """Who took part in an interaction."""
    rows = await SQL.list_participants(conn, org_id=org_id, interaction_id=interaction_id)
    return views(rows, ParticipantView)


async def decisions_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[DecisionView]:
    """These decisions."""
    return views(await SQL.decisions_by_id(conn, org_id=org_id, ids=list(ids)), DecisionView)


async def decisions(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[DecisionView]:
    """Why an interaction is in its case, oldest first."""
    return views(await SQL.list_decisions(conn, org_id=org_id, interaction_id=interaction_id), DecisionView)


class SuggestionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which open suggestions to list; None takes any. ``case_id`` is the contact's case, or the suggested one."""

    interaction_id: UUID | None = None
    case_id: UUID | None = None
    customer_ids: list[UUID] | None = None


async def suggestions(
    conn: Conn, actor: Actor, wanted: SuggestionFilter, *, before: UUID | None, size: int
) -> list[DecisionView]:
    """A page of suggestions that nobody has answered, newest first, of which the actor may see both sides."""
    rows = await SQL.open_suggestions(
        conn, org_id=actor.org_id, before=before, size=size, **msgspec.structs.asdict(wanted), **reach(actor)
    )
    return views(rows, DecisionView)


async def links_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[LinkView]:
    """These links."""
    return views(await SQL.links_by_id(conn, org_id=org_id, ids=list(ids)), LinkView)


async def links(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[LinkView]:
    """The links from and to an interaction."""
    return views(await SQL.list_links(conn, org_id=org_id, interaction_id=interaction_id), LinkView)


async def history(conn: Conn, org_id: UUID, case_id: UUID, *, after: tuple[int, int], size: int) -> list[HistoryEntry]:
    """What happened to a case, to those joined into it, and in its interactions, in order, out of the event log."""
    family = [row["id"] for row in await SQL.case_family(conn, org_id=org_id, case_id=case_id)]
    rows = await SQL.case_history(
        conn, org_id=org_id, case_id=case_id, case_ids=family, xact=str(after[0]), seq=after[1], size=size
    )
    return [
        HistoryEntry(
            cursor=f"{row['xact']}-{row['seq']}",
            at=row["at"],
            type=row["type"],
            actor=row["actor"],
            case_id=row["case_id"],
            interaction_id=row["interaction_id"],
            data=row["data"],
        )
        for row in rows
    ]
