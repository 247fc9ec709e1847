"""The queries of the review of continuity, and its proposals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.interactions.carrying.review import (
    AnswersReviewed,
    ContactsReviewed,
    ContextProposal,
    HandOffsReviewed,
    LostField,
    Proposed,
    contact_fields,
    contacts,
    hand_off_fields,
    hand_offs,
    sentence,
)
from warmline.interactions.carrying.store import SQL
from warmline.kit.db import Conn

# Who may read the review; it holds figures, no words.
REVIEW = ("case.read", "vocabulary.manage")


async def reviewed(
    conn: Conn, org_id: UUID, since: datetime, until: datetime
) -> tuple[list[ContactsReviewed], list[HandOffsReviewed], list[LostField], AnswersReviewed]:
    """The figures of a period; ``until`` is not in it."""
    period: dict[str, Any] = {"org_id": org_id, "since": since, "until": until}
    by_channel = contacts(await SQL.review_contacts(conn, **period))
    lost = await SQL.review_hand_off_fields(conn, **period)
    by_switch = hand_offs(await SQL.review_hand_offs(conn, **period), lost)
    of_contacts = contact_fields(by_channel, await SQL.review_contact_fields(conn, **period))
    answers = await SQL.review_answers(conn, **period)
    return by_channel, by_switch, [*hand_off_fields(by_switch, lost), *of_contacts], AnswersReviewed(**dict(answers))


async def put_proposals(
    conn: Conn, org_id: UUID, proposed: Sequence[Proposed], since: datetime, until: datetime
) -> list[UUID]:
    """Write proposals down; the ids of those that are new, or have other figures than before."""
    rows = await SQL.put_proposals(
        conn,
        org_id=org_id,
        since=since,
        until=until,
        kinds=[each.kind for each in proposed],
        switches=[each.switch for each in proposed],
        from_values=[each.from_value for each in proposed],
        to_values=[each.to_value for each in proposed],
        fields=[each.field for each in proposed],
        team_ids=[each.team_id for each in proposed],
        numerators=[each.numerator for each in proposed],
        denominators=[each.denominator for each in proposed],
        loss_ids=[msgspec.json.encode(each.loss_ids).decode() for each in proposed],
    )
    return [row["id"] for row in rows]


def _proposal(row: Any) -> ContextProposal:
    made = {name: row[name] for name in ContextProposal.__struct_fields__ if name not in ("rate", "text")}
    return ContextProposal(**made, rate=round(row["numerator"] / row["denominator"], 4), text=sentence(row))


async def proposals_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[ContextProposal]:
    """These proposals."""
    return [_proposal(row) for row in await SQL.proposals_by_id(conn, org_id=org_id, ids=list(ids))]


async def list_proposals(
    conn: Conn, org_id: UUID, *, status: str | None, before: UUID | None, size: int
) -> list[ContextProposal]:
    """A page of proposals, those made last first."""
    rows = await SQL.list_proposals(conn, org_id=org_id, status=status, before=before, size=size)
    return [_proposal(row) for row in rows]


async def lock_proposal(conn: Conn, org_id: UUID, proposal_id: UUID) -> ContextProposal | None:
    """One proposal, locked until commit, or None."""
    row = await SQL.lock_proposal(conn, org_id=org_id, id=proposal_id)
    return _proposal(row) if row else None


async def answer_proposal(conn: Conn, org_id: UUID, proposal_id: UUID, **values: Any) -> None:
    """A proposal was accepted or declined."""
    await SQL.answer_proposal(conn, org_id=org_id, id=proposal_id, **values)
