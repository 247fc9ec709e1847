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


async def mark_undone(conn: Conn, org_id: UUID, decision_id: UUID, at: datetime) -> None:
    """A decision that was taken back."""
    await SQL.mark_decision_undone(conn, org_id=org_id, id=decision_id, at=at)


async def answer_suggestion(conn: Conn, org_id: UUID, decision_id: UUID, answer: str) -> None:
    """What became of a suggestion: accepted or declined."""
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


async def joined_interactions(conn: Conn, org_id: UUID, case_id: UUID) -> list[Any]:
    """The interactions that left the case by a join that stands, with its decisions."""
    rows: list[Any] = await SQL.joined_interactions(conn, org_id=org_id, case_id=case_id)
    return rows


async def update_case(conn: Conn, org_id: UUID, case_id: UUID, **values: Any) -> None:
    """Fields of a case; None leaves one as it is."""
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
    """Interactions whose customer no longer counts as the customer of their case, and whom no person put there."""
    rows: list[Any] = await SQL.strangers_in_cases(conn, org_id=org_id, customer_ids=list(customer_ids))
    return rows
