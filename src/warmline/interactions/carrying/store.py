"""The queries of what is carried with a case: one function per query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.carrying.model import FOUND_BY, Loss, Mention, Question
from warmline.interactions.carrying.views import ContextLossView
from warmline.interactions.store.reading import views
from warmline.kit.db import Conn
from warmline.kit.ids import new_id
from warmline.kit.sql import load

SQL = load("warmline.interactions.carrying")
# Of one case, so much is looked at.
MOST = 500


async def messages_to_read(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """Messages with where they belong, and what we had said before them."""
    rows: list[Any] = await SQL.messages_to_read(conn, org_id=org_id, ids=list(ids))
    return rows


class FoundRef(msgspec.Struct, frozen=True, kw_only=True):
    """An entity in a message, as it is kept."""

    id: UUID
    kind: str
    external_id: str
    label: str
    interaction_id: UUID
    message_id: UUID
    start: int
    end: int
    confidence: float


async def insert_found(conn: Conn, org_id: UUID, found: Sequence[FoundRef]) -> list[Any]:
    """What was found; returns the rows that are new: id, interaction_id, kind."""
    rows: list[Any] = await SQL.insert_found(
        conn,
        org_id=org_id,
        source=FOUND_BY,
        ids=[each.id for each in found],
        kinds=[each.kind for each in found],
        external_ids=[each.external_id for each in found],
        labels=[each.label for each in found],
        interaction_ids=[each.interaction_id for each in found],
        message_ids=[each.message_id for each in found],
        starts=[each.start for each in found],
        ends=[each.end for each in found],
        confidences=[each.confidence for each in found],
    )
    return rows


async def mentions(conn: Conn, org_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, list[Mention]]:
    """What customers said in these cases, in order of time."""
    rows = await SQL.mentions_in_cases(conn, org_id=org_id, case_ids=list(case_ids), source=FOUND_BY, most=MOST)
    found: dict[UUID, list[Mention]] = {case_id: [] for case_id in case_ids}
    for row in rows:
        values = {name: row[name] for name in Mention.__struct_fields__ if name != "value"}
        # Of a card, its fingerprint follows the last four.
        value = row["external_id"].split(":", 1)[0] if row["kind"] == "card" else row["external_id"]
        found[row["case_id"]].append(Mention(value=value, **values))
    return found


async def insert_questions(conn: Conn, org_id: UUID, asked: Sequence[tuple[UUID, UUID, int, int, datetime]]) -> None:
    """What customers asked: interaction, message, start, end, time."""
    await SQL.insert_questions(
        conn,
        org_id=org_id,
        ids=[new_id() for _ in asked],
        interaction_ids=[each[0] for each in asked],
        message_ids=[each[1] for each in asked],
        starts=[each[2] for each in asked],
        ends=[each[3] for each in asked],
        ats=[each[4] for each in asked],
    )


async def questions(conn: Conn, org_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, list[tuple[Question, bool]]]:
    """What customers asked in these cases, in order of time, and whether it is open still."""
    rows = await SQL.questions_in_cases(conn, org_id=org_id, case_ids=list(case_ids), most=MOST)
    found: dict[UUID, list[tuple[Question, bool]]] = {case_id: [] for case_id in case_ids}
    for row in rows:
        made = Question(**{name: row[name] for name in Question.__struct_fields__})
        found[row["case_id"]].append((made, row["open"]))
    return found


async def answer_questions(conn: Conn, org_id: UUID, answered: Sequence[tuple[UUID, UUID, datetime]]) -> None:
    """Questions with the message of ours that answers them, and when."""
    await SQL.answer_questions(
        conn,
        org_id=org_id,
        ids=[each[0] for each in answered],
        answered_by=[each[1] for each in answered],
        ats=[each[2] for each in answered],
    )


async def lock_question(conn: Conn, org_id: UUID, question_id: UUID) -> Any:
    """One question with its case, locked, or None."""
    return await SQL.lock_question(conn, org_id=org_id, id=question_id)


async def close_question(conn: Conn, org_id: UUID, question_id: UUID, *, by: str, at: datetime) -> None:
    """Somebody said that it is settled."""
    await SQL.close_question(conn, org_id=org_id, id=question_id, closed_by=by, at=at)


async def lock_carried(conn: Conn, org_id: UUID, case_ids: Sequence[UUID]) -> list[Any]:
    """What cases carry, locked until commit."""
    rows: list[Any] = await SQL.lock_carried(conn, org_id=org_id, ids=sorted(case_ids))
    return rows


async def set_carried(conn: Conn, org_id: UUID, carried: Sequence[tuple[UUID, list[Any], list[Any]]]) -> None:
    """Cases with their facts and open questions."""
    await SQL.set_carried(
        conn,
        org_id=org_id,
        ids=[each[0] for each in carried],
        facts=[msgspec.json.encode(each[1]).decode() for each in carried],
        open_questions=[msgspec.json.encode(each[2]).decode() for each in carried],
    )


async def previous_cases(conn: Conn, org_id: UUID, decision_ids: Sequence[UUID]) -> list[UUID]:
    """The cases that contacts were in before these decisions."""
    return [row["id"] for row in await SQL.previous_cases(conn, org_id=org_id, ids=list(decision_ids))]


async def hands_before(conn: Conn, org_id: UUID, message_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """For messages of ours, in whose hands the case was before."""
    rows = await SQL.hands_before(conn, org_id=org_id, ids=list(message_ids))
    return {row["id"]: row for row in rows}


async def insert_losses(conn: Conn, org_id: UUID, losses: Sequence[Loss]) -> list[tuple[UUID, Loss]]:
    """Context that was lost; those that are new, with their ids."""
    ids = [new_id() for _ in losses]
    rows = await SQL.insert_losses(
        conn,
        org_id=org_id,
        ids=ids,
        kinds=[each.kind for each in losses],
        interaction_ids=[each.interaction_id for each in losses],
        message_ids=[each.message_id for each in losses],
        hand_off_ids=[each.hand_off_id for each in losses],
        fields=[each.field for each in losses],
        agent_ids=[each.agent_id for each in losses],
        evidence=[msgspec.json.encode(each.evidence).decode() for each in losses],
        ats=[each.at for each in losses],
    )
    new = {row["id"] for row in rows}
    return [(id_, loss) for id_, loss in zip(ids, losses, strict=True) if id_ in new]


async def losses_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[ContextLossView]:
    """These losses, whoever may see them."""
    return views(await SQL.losses_by_id(conn, org_id=org_id, ids=list(ids)), ContextLossView)


class LossFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which losses to list; None takes any."""

    kind: str | None = None
    field: str | None = None
    case_id: UUID | None = None
    interaction_id: UUID | None = None
    hand_off_id: UUID | None = None
    agent_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    dismissed: bool = False


async def list_losses(
    conn: Conn, actor: Actor, wanted: LossFilter, *, before: UUID | None, size: int
) -> list[ContextLossView]:
    """A page of the losses in contacts that the actor may see, those noted last first."""
    rows = await SQL.list_loss_ids(
        conn, org_id=actor.org_id, before=before, size=size, **msgspec.structs.asdict(wanted), **_reader(actor)
    )
    found = await losses_by_id(conn, actor.org_id, [row["id"] for row in rows])
    return sorted(found, key=lambda each: each.id, reverse=True)


def _reader(actor: Actor) -> dict[str, Any]:
    return {"all": actor.may("case.read"), "reader": actor.agent_id, "team_ids": list(actor.team_ids)}


async def lock_loss(conn: Conn, org_id: UUID, loss_id: UUID) -> Any:
    """One loss, locked, or None."""
    return await SQL.lock_loss(conn, org_id=org_id, id=loss_id)


async def dismiss_loss(conn: Conn, org_id: UUID, loss_id: UUID, *, by: str, at: datetime) -> None:
    """Somebody looked, and it was none."""
    await SQL.dismiss_loss(conn, org_id=org_id, id=loss_id, by=by, at=at)


async def settled_times(conn: Conn, org_id: UUID, case_id: UUID) -> list[dict[str, Any]]:
    """When the case was resolved and reopened, and by whom: oldest first."""
    rows = await SQL.settled_times(conn, org_id=org_id, case_id=case_id)
    return [{"what": row["type"].removeprefix("case."), "at": row["at"], "by": row["actor"]} for row in rows]


async def latest_messages(conn: Conn, actor: Actor, size: int) -> list[Any]:
    """What customers wrote last, the latest first, in contacts that the actor may see."""
    rows: list[Any] = await SQL.latest_messages(conn, org_id=actor.org_id, size=size, **_reader(actor))
    return rows


async def teams_of_hand_off(conn: Conn, org_id: UUID, **values: Any) -> tuple[UUID | None, UUID | None]:
    """The team that work leaves, and the one that it comes to."""
    row = await SQL.teams_of_hand_off(conn, org_id=org_id, **values)
    return row["from_team_id"], row["to_team_id"]


async def channel_before(conn: Conn, org_id: UUID, interaction_id: UUID) -> str | None:
    """On which channel the contact of the case before this one was."""
    found: str | None = await SQL.channel_before(conn, org_id=org_id, id=interaction_id)
    return found


async def place_hand_off(conn: Conn, org_id: UUID, hand_off_id: UUID, **values: Any) -> None:
    """From and to where a hand-off goes."""
    await SQL.place_hand_off(conn, org_id=org_id, id=hand_off_id, **values)
