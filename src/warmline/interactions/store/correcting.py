"""The queries with which people correct where contacts belong."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def put_in_case(conn: Conn, org_id: UUID, interaction_id: UUID, case_id: UUID | None) -> None:
    """An interaction's case."""
    await SQL.put_in_case(conn, org_id=org_id, id=interaction_id, case_id=case_id)


async def insert_decision(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A decision on which case an interaction belongs to."""
    await SQL.insert_decision(conn, org_id=org_id, **values)


async def lock_decision(conn: Conn, org_id: UUID, decision_id: UUID) -> Any:
    """One decision, locked, or None."""
    return await SQL.lock_decision(conn, org_id=org_id, id=decision_id)


async def mark_undone(conn: Conn, org_id: UUID, decision_id: UUID, at: datetime | None) -> list[Any]:
    """A decision that was taken back; with None, one that stands again. Returns its evidence."""
    evidence: list[Any] = await SQL.mark_decision_undone(conn, org_id=org_id, id=decision_id, at=at)
    return evidence


async def suggested_cases(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[Any]:
    """The open suggestions for a contact, latest first, with the cases that stand for those suggested."""
    rows: list[Any] = await SQL.suggested_cases(conn, org_id=org_id, interaction_id=interaction_id)
    return rows


async def answer_suggestion(conn: Conn, org_id: UUID, decision_id: UUID, answer: str | None) -> None:
    """What became of a suggestion: accepted or declined; None where it is open again."""
    await SQL.answer_suggestion(conn, org_id=org_id, id=decision_id, answer=answer)


async def later_decisions(conn: Conn, org_id: UUID, interaction_id: UUID, decision_id: UUID) -> int:
    """How many decisions on the interaction stand after this one."""
    count: int = await SQL.later_decisions(conn, org_id=org_id, interaction_id=interaction_id, id=decision_id)
    return count


async def insert_case(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A case that a person opened."""
    await SQL.insert_plain_case(conn, org_id=org_id, **values)


async def mark_joined(conn: Conn, org_id: UUID, case_id: UUID, into: UUID | None) -> None:
    """A case joined into another, or on its own again."""
    await SQL.mark_joined(conn, org_id=org_id, id=case_id, into=into)


async def interactions_in_case(conn: Conn, org_id: UUID, case_id: UUID) -> list[Any]:
    """The interactions of a case, locked."""
    rows: list[Any] = await SQL.interactions_in_case(conn, org_id=org_id, case_id=case_id)
    return rows


async def joined_interactions(conn: Conn, org_id: UUID, case_id: UUID, into_id: UUID) -> list[Any]:
    """The interactions that left the case by a join that stands, and nobody placed anew since, with its decisions."""
    rows: list[Any] = await SQL.joined_interactions(conn, org_id=org_id, case_id=case_id, into_id=into_id)
    return rows


async def cases_of(conn: Conn, org_id: UUID, customer_ids: Sequence[UUID]) -> list[UUID]:
    """The cases of customers, and those that their contacts are in."""
    return [row["id"] for row in await SQL.cases_of_members(conn, org_id=org_id, customer_ids=list(customer_ids))]


async def roots_of_cases(conn: Conn, org_id: UUID, case_ids: Sequence[UUID]) -> set[UUID]:
    """The customers of cases, merges followed."""
    return {row["root_id"] for row in await SQL.roots_of_cases(conn, org_id=org_id, case_ids=list(case_ids))}


async def lock_cases(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> None:
    """Cases, locked until commit."""
    await SQL.lock_cases(conn, org_id=org_id, ids=list(ids))


async def case_root(conn: Conn, org_id: UUID, case_id: UUID) -> UUID:
    """The case that stands for this one."""
    found: UUID = await SQL.case_root(conn, org_id=org_id, id=case_id)
    return found


async def count_in_case(conn: Conn, org_id: UUID, case_id: UUID) -> int:
    """How many interactions a case has."""
    count: int = await SQL.count_in_case(conn, org_id=org_id, case_id=case_id)
    return count


async def confirmed_in_case(conn: Conn, org_id: UUID, interaction_id: UUID, case_id: UUID) -> bool:
    """Whether a person said that an interaction of another customer belongs to a case."""
    found: bool = await SQL.confirmed_in_case(conn, org_id=org_id, interaction_id=interaction_id, case_id=case_id)
    return found


async def cases_joined_to_strangers(conn: Conn, org_id: UUID, customer_ids: Sequence[UUID]) -> list[Any]:
    """Cases that are joined into another whose customer is not theirs any more, and that nobody said is right so."""
    rows: list[Any] = await SQL.cases_joined_to_strangers(conn, org_id=org_id, customer_ids=list(customer_ids))
    return rows


async def touch_cases_of(conn: Conn, org_id: UUID, customer_ids: Sequence[UUID]) -> list[UUID]:
    """The cases of customers, their versions raised."""
    return [row["id"] for row in await SQL.touch_cases_of(conn, org_id=org_id, customer_ids=list(customer_ids))]


async def touch_interactions_of(conn: Conn, org_id: UUID, customer_ids: Sequence[UUID]) -> list[UUID]:
    """The interactions of customers, their versions raised."""
    rows = await SQL.touch_interactions_of(conn, org_id=org_id, customer_ids=list(customer_ids))
    return [row["id"] for row in rows]


async def update_case(conn: Conn, org_id: UUID, case_id: UUID, **values: Any) -> None:
    """The fields of a case."""
    await SQL.update_case(conn, org_id=org_id, id=case_id, **values)


async def lock_link(conn: Conn, org_id: UUID, link_id: UUID) -> Any:
    """A link that stands, locked, or None."""
    return await SQL.lock_link(conn, org_id=org_id, id=link_id)


async def undo_link(conn: Conn, org_id: UUID, link_id: UUID, at: datetime) -> None:
    """A link that was taken back."""
    await SQL.undo_link(conn, org_id=org_id, id=link_id, at=at)


async def lock(conn: Conn, org_id: UUID, case_id: UUID) -> Any:
    """The case's row, locked until commit."""
    return await SQL.lock_case(conn, org_id=org_id, id=case_id)


async def strangers_in_cases(conn: Conn, org_id: UUID, customer_ids: Sequence[UUID]) -> list[Any]:
    """Interactions in another customer's case of which nobody said that they belong there."""
    rows: list[Any] = await SQL.strangers_in_cases(conn, org_id=org_id, customer_ids=list(customer_ids))
    return rows
