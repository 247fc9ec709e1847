"""What rules made of contacts: what the work needs, how it was left, and steps that wait for their time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.rules.store.sql import SQL, text


async def set_needs(
    conn: Conn, org_id: UUID, version: int, rows: Sequence[tuple[Any, ...]], at: datetime
) -> None:  # fmt: skip
    """What rules say that work needs; rows of contact, skills, seconds of service, intent, rules. Before
    ``keep_standings``, as what they said before is read there."""
    ids, skills, service, intents, matched = zip(*rows, strict=True)
    await SQL.set_needs(
        conn, org_id=org_id, version=version, at=at, ids=ids, skills=skills, service=service, intents=intents,
        matched=[text(each) for each in matched],
    )  # fmt: skip


async def add_needs(
    conn: Conn, org_id: UUID, interaction_id: UUID, *, skills: dict[str, int], service_seconds: int | None,
    intent: str | None, at: datetime,
) -> None:  # fmt: skip
    """What a step adds."""
    await SQL.add_needs(
        conn, org_id=org_id, id=interaction_id, skills=skills, service_seconds=service_seconds, intent=intent, at=at
    )


async def keep_standings(
    conn: Conn, org_id: UUID, version: int, rows: Sequence[tuple[Any, ...]], at: datetime
) -> None:  # fmt: skip
    """How contacts were left; rows of contact, its version, its case's, its customer's, latest signal, what was
    decided, queue before the rules, queue, priority, and what rules gave of that."""
    ids, own, cases, customers, signals, decided, origins, queues, priorities, given = zip(*rows, strict=True)
    await SQL.keep_standings(
        conn, org_id=org_id, version=version, at=at, ids=ids, interaction_versions=own, case_versions=cases,
        customer_versions=customers, signal_ids=signals, decided=decided, own_queue_ids=origins, queue_ids=queues,
        priorities=priorities, given=given,
    )  # fmt: skip


async def leave_standing(
    conn: Conn, org_id: UUID, interaction_id: UUID, *, queue_id: UUID | None, priority: int
) -> None:  # fmt: skip
    """A step left a contact so."""
    await SQL.leave_standing(conn, org_id=org_id, id=interaction_id, queue_id=queue_id, priority=priority)


async def plan_steps(
    conn: Conn, org_id: UUID, interaction_ids: Sequence[UUID], rows: Sequence[tuple[Any, ...]], at: datetime
) -> None:
    """The steps that these contacts wait for; rows of contact, rule, number, since when, due. Others are over."""
    ids, rules, steps, since, due = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    await SQL.plan_steps(
        conn, org_id=org_id, interaction_ids=list(interaction_ids), at=at, ids=ids, rule_ids=rules, steps=steps,
        since=since, due=due,
    )  # fmt: skip


async def due_steps(conn: Conn, org_id: UUID, at: datetime, size: int) -> list[Any]:
    """Steps whose time has come, locked."""
    found: list[Any] = await SQL.due_steps(conn, org_id=org_id, at=at, size=size)
    return found


async def end_steps(conn: Conn, org_id: UUID, rows: Sequence[tuple[UUID, UUID, int, str]], at: datetime) -> None:
    """What became of steps: rows of contact, rule, number, outcome."""
    ids, rules, steps, outcomes = zip(*rows, strict=True)
    await SQL.end_steps(conn, org_id=org_id, at=at, ids=ids, rule_ids=rules, steps=steps, outcomes=outcomes)
