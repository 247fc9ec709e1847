"""The slice's only door to the database: one typed function per query."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.calendars.model import PublicHolidays, Rules
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.calendars")


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar's row, with its rules."""

    row: Any
    rules: Rules


async def insert_calendar(conn: Conn, org_id: UUID, id_: UUID, *, code: str, name: str, rules: Rules) -> None:
    """A new calendar; raises asyncpg's UniqueViolationError where its code is taken."""
    await SQL.insert_calendar(conn, org_id=org_id, id=id_, code=code, name=name, **columns(rules))


async def calendars(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """These calendars."""
    return {row["id"]: _read(row) for row in await SQL.calendars_by_id(conn, org_id=org_id, ids=list(ids))}


async def list_calendars(conn: Conn, org_id: UUID, *, after: str | None, size: int) -> list[Stored]:
    """A page of calendars by code."""
    return [_read(row) for row in await SQL.list_calendars(conn, org_id=org_id, after=after, size=size)]


async def lock_calendar(conn: Conn, org_id: UUID, id_: UUID) -> Stored | None:
    """The calendar, locked until commit."""
    row = await SQL.lock_calendar(conn, org_id=org_id, id=id_)
    return _read(row) if row else None


async def change_calendar(conn: Conn, org_id: UUID, id_: UUID, *, name: str, rules: Rules) -> None:
    """Set a calendar's fields."""
    await SQL.change_calendar(conn, org_id=org_id, id=id_, name=name, **columns(rules))


async def delete_calendar(conn: Conn, org_id: UUID, id_: UUID) -> None:
    """Delete it; raises asyncpg's ForeignKeyViolationError where a queue keeps it."""
    await SQL.delete_calendar(conn, org_id=org_id, id=id_)


async def queues_of_calendar(conn: Conn, org_id: UUID, id_: UUID) -> Mapping[UUID, str]:
    """The codes of the queues that keep it."""
    return {row["id"]: row["code"] for row in await SQL.queues_of_calendar(conn, org_id=org_id, id=id_)}


def columns(rules: Rules) -> dict[str, Any]:
    """Rules as the columns have them, and as events tell them."""
    found: dict[str, Any] = msgspec.to_builtins(rules)
    return {**found, "holidays": found["holidays"] or {}}


def _read(row: Any) -> Stored:
    kept = msgspec.convert(row["holidays"], PublicHolidays) if row["holidays"] else None
    given = {"timezone": row["timezone"], "weekly": row["weekly"], "exceptions": row["exceptions"]}
    return Stored(row=row, rules=msgspec.structs.replace(msgspec.convert(given, Rules), holidays=kept))
