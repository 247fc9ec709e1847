"""The queries with which the record follows a decision about who is who, and goes back with it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


class Recounted(NamedTuple):
    """A contact, whose it was, and whose it is."""

    id: UUID
    from_id: UUID
    to_id: UUID


class CaseEdges(NamedTuple):
    """Whose a case is, merges not followed, and where it was joined."""

    id: UUID
    customer_id: UUID
    joined_into: UUID | None


async def contacts_by_handles(
    conn: Conn, org_id: UUID, moves: Sequence[tuple[UUID, UUID, UUID]], *, since: UUID | None
) -> list[Any]:
    """Contacts by (handle, its former customer, its customer); ``since`` a decision, where it is given."""
    handles, former, present = (list(column) for column in zip(*moves, strict=True))
    rows: list[Any] = await SQL.contacts_by_handles(
        conn, org_id=org_id, handle_ids=handles, from_ids=former, to_ids=present, since=since
    )
    return rows


async def recount(conn: Conn, org_id: UUID, changes: Collection[Recounted]) -> set[UUID]:
    """Contacts and who wrote in them are another customer's; returns those that still were the former one's."""
    if not changes:
        return set()
    ids, former, present = (list(column) for column in zip(*changes, strict=True))
    rows = await SQL.recount_interactions(conn, org_id=org_id, ids=ids, from_ids=former, to_ids=present)
    await SQL.recount_participants(conn, org_id=org_id, ids=ids, from_ids=former, to_ids=present)
    return {row["id"] for row in rows}


async def touch_messages(conn: Conn, org_id: UUID, interaction_ids: Collection[UUID]) -> list[UUID]:
    """What customers wrote in contacts, the versions raised."""
    rows = await SQL.touch_customers_messages(conn, org_id=org_id, interaction_ids=list(interaction_ids))
    return [row["id"] for row in rows]


async def cases_to_follow(
    conn: Conn, org_id: UUID, case_ids: Collection[UUID], customer_ids: Collection[UUID]
) -> list[Any]:
    """Cases in which nobody is left who counts as one of these customers, whose they were."""
    rows: list[Any] = await SQL.cases_to_follow(
        conn, org_id=org_id, case_ids=list(case_ids), customer_ids=list(customer_ids)
    )
    return rows


async def lock_case_edges(conn: Conn, org_id: UUID, case_id: UUID) -> CaseEdges:
    """A case's row, locked."""
    return CaseEdges(**await SQL.lock_case_edges(conn, org_id=org_id, id=case_id))


async def set_case_edges(conn: Conn, org_id: UUID, case: CaseEdges) -> None:
    """Write whose the case is and where it was joined."""
    await SQL.set_case_edges(conn, org_id=org_id, **case._asdict())


async def insert_followed(
    conn: Conn,
    org_id: UUID,
    because: UUID,
    *,
    contacts: Collection[Recounted] = (),
    cases: Collection[tuple[CaseEdges, CaseEdges]] = (),
) -> None:
    """Note what followed a decision: contacts, and cases as they were and as they are."""
    nothing = [None] * len(contacts)
    await SQL.insert_followed(
        conn,
        org_id=org_id,
        because=because,
        interaction_ids=[each.id for each in contacts] + [None] * len(cases),
        case_ids=nothing + [before.id for before, _ in cases],
        customers_before=[each.from_id for each in contacts] + [before.customer_id for before, _ in cases],
        customers_after=[each.to_id for each in contacts] + [after.customer_id for _, after in cases],
        joined_before=nothing + [before.joined_into for before, _ in cases],
        joined_after=nothing + [after.joined_into for _, after in cases],
    )


async def standing_followed(conn: Conn, org_id: UUID, because: UUID) -> list[Any]:
    """What followed a decision and was not taken back, latest first."""
    rows: list[Any] = await SQL.standing_followed(conn, org_id=org_id, because=because)
    return rows


async def mark_followed_undone(conn: Conn, org_id: UUID, ids: Sequence[UUID], at: datetime) -> None:
    """What followed from a decision that holds no longer."""
    await SQL.mark_followed_undone(conn, org_id=org_id, ids=ids, at=at)


async def decisions_because(conn: Conn, org_id: UUID, because: UUID) -> list[Any]:
    """The decisions about cases that follow from an identity decision and stand, latest first."""
    rows: list[Any] = await SQL.decisions_because(conn, org_id=org_id, because=because)
    return rows


async def opened_to_separate(conn: Conn, org_id: UUID, interaction_id: UUID, case_id: UUID) -> bool:
    """Whether a case was opened to keep a contact apart from another customer's."""
    found: bool = await SQL.opened_to_separate(conn, org_id=org_id, interaction_id=interaction_id, case_id=case_id)
    return found
