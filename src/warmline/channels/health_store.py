"""How accounts fare and what failed, in the database: one typed function per query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.channels.store import SQL
from warmline.kit.db import Conn


async def keep_test(
    conn: Conn, org_id: UUID, account_id: UUID, *, problem: str | None, steps: list[Any], at: datetime
) -> None:
    await SQL.keep_check(conn, org_id=org_id, account_id=account_id, part="test", problem=problem, steps=steps, at=at)


async def note_sending_trouble(conn: Conn, org_id: UUID, account_id: UUID, problem: str) -> bool:
    """Whether that was news."""
    found = await SQL.note_sending_trouble(conn, org_id=org_id, account_id=account_id, problem=problem)
    return found is not None


async def forget_checks(conn: Conn, org_id: UUID, account_id: UUID, parts: Sequence[str]) -> bool:
    """Whether there was anything to forget."""
    return bool(await SQL.forget_checks(conn, org_id=org_id, account_id=account_id, parts=list(parts)))


async def account_healths(conn: Conn, org_id: UUID, ids: Sequence[UUID] | None) -> list[Any]:
    """Rows with the fields of ``health.Found``."""
    found: list[Any] = await SQL.account_healths(conn, org_id=org_id, ids=None if ids is None else list(ids))
    return found


async def envelope_counts(conn: Conn, org_id: UUID) -> list[Any]:
    """Rows of account_id, status and count."""
    found: list[Any] = await SQL.envelope_counts(conn, org_id=org_id)
    return found


async def envelope_reasons(conn: Conn, org_id: UUID, size: int) -> list[Any]:
    """Rows of account_id, status, error, count, first and last."""
    found: list[Any] = await SQL.envelope_reasons(conn, org_id=org_id, size=size)
    return found


async def list_unsent(conn: Conn, org_id: UUID, **filters: Any) -> list[Any]:
    """Rows with the fields of ``troubles.UnsentMessage``."""
    found: list[Any] = await SQL.list_unsent(conn, org_id=org_id, **filters)
    return found


async def count_unsent(conn: Conn, org_id: UUID) -> int:
    return int(await SQL.count_unsent(conn, org_id=org_id))
