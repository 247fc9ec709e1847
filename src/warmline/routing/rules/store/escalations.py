"""Escalations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.routing.rules.model import Escalation
from warmline.routing.rules.store.sql import SQL


def _shown(row: Any) -> Escalation:
    return Escalation(**{name: row[name] for name in Escalation.__struct_fields__})


async def raise_escalations(conn: Conn, org_id: UUID, rows: Sequence[tuple[Any, ...]], at: datetime) -> list[Any]:
    """New escalations of rows (id, interaction, rule, rule's name, reason, team, queue, when the contact last brought
    something new); those that came to be."""
    ids, interactions, rules, titles, reasons, teams, queues, news = zip(*rows, strict=True)
    found: list[Any] = await SQL.raise_escalations(
        conn, org_id=org_id, at=at, ids=ids, interaction_ids=interactions, rule_ids=rules, rules=titles,
        reasons=reasons, team_ids=teams, queue_ids=queues, news=news,
    )  # fmt: skip
    return found


async def escalations(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[Escalation]:
    """These escalations: all, or those of the actor's teams."""
    rows = await SQL.escalations_by_id(
        conn, org_id=actor.org_id, ids=list(ids), all=all_of_them, team_ids=list(actor.team_ids)
    )
    return [_shown(row) for row in rows]


async def list_escalations(
    conn: Conn, actor: Actor, *, all_of_them: bool, open_: bool | None, interaction_id: UUID | None,
    before: UUID | None, size: int,
) -> list[Escalation]:  # fmt: skip
    """Escalations, the latest first."""
    rows = await SQL.list_escalations(
        conn, org_id=actor.org_id, all=all_of_them, team_ids=list(actor.team_ids), open=open_,
        interaction_id=interaction_id, before=before, size=size,
    )  # fmt: skip
    return [_shown(row) for row in rows]


async def lock_escalation(
    conn: Conn, actor: Actor, escalation_id: UUID, *, all_of_them: bool
) -> Escalation | None:  # fmt: skip
    """One escalation, locked until commit, or None."""
    row = await SQL.lock_escalation(
        conn, org_id=actor.org_id, id=escalation_id, all=all_of_them, team_ids=list(actor.team_ids)
    )
    return _shown(row) if row else None


async def acknowledge_escalation(conn: Conn, org_id: UUID, escalation_id: UUID, who: str, at: datetime) -> None:
    """Somebody looks at it."""
    await SQL.acknowledge_escalation(conn, org_id=org_id, id=escalation_id, who=who, at=at)


async def resolve_escalation(
    conn: Conn, org_id: UUID, escalation_id: UUID, who: str, note: str, at: datetime
) -> None:  # fmt: skip
    """It is settled."""
    await SQL.resolve_escalation(conn, org_id=org_id, id=escalation_id, who=who, note=note, at=at)
