"""What learning reads and writes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.interactions.learning.judged import Judged, Recorded, judge, roots
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.learning.views import ModelView
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.interactions.learning")
# Old ways of writing and old products teach little, and learning from more would take minutes.
MOST = 10_000


async def active_id(conn: Conn, org_id: UUID) -> UUID | None:
    """The model that decides, or None where it is the shipped one."""
    found: UUID | None = await SQL.active_model_id(conn, org_id=org_id)
    return found


async def definition(conn: Conn, org_id: UUID, model_id: UUID) -> ContinuityModel:
    """A model that there is."""
    return ContinuityModel.read((await SQL.model_by_id(conn, org_id=org_id, id=model_id))["definition"])


async def models(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[ModelView]:
    """Models by their ids."""
    return [_view(row) for row in await SQL.models_by_id(conn, org_id=org_id, ids=list(ids))]


async def newest(conn: Conn, org_id: UUID, *, before: int, size: int) -> list[ModelView]:
    """Models, newest first, with numbers below ``before``."""
    return [_view(row) for row in await SQL.list_models(conn, org_id=org_id, before=before, size=size)]


async def lock(conn: Conn, org_id: UUID) -> None:
    """Add and activate models alone until commit."""
    await SQL.lock_models(conn, org_id=org_id)


async def last(conn: Conn, org_id: UUID) -> ModelView | None:
    """The newest model."""
    row = await SQL.last_model(conn, org_id=org_id)
    return _view(row) if row else None


async def insert(
    conn: Conn, org_id: UUID, model_id: UUID, model: ContinuityModel, *, corrections: int, by: str, at: datetime
) -> None:
    """A model that was trained; it waits."""
    await SQL.insert_model(
        conn,
        org_id=org_id,
        id=model_id,
        number=model.version,
        definition=model.dump(),
        corrections=corrections,
        trained_by=by,
        trained_at=at,
    )


async def set_status(conn: Conn, org_id: UUID, model_id: UUID, status: str) -> None:
    """What became of a model."""
    await SQL.set_model_status(conn, org_id=org_id, id=model_id, status=status)


async def activate(conn: Conn, org_id: UUID, model_id: UUID, *, by: str, at: datetime) -> None:
    """The model that decides from now on; the one before must have made room."""
    await SQL.activate_model(conn, org_id=org_id, id=model_id, activated_by=by, activated_at=at)


async def decisions(
    conn: Conn, org_id: UUID, *, since: datetime, now: datetime, settle: timedelta, most: int = MOST
) -> list[Judged]:
    """What the machine decided since then by weighing candidates, and what is known about it by now; newest first."""
    joined = {row["id"]: row["joined_into"] for row in await SQL.joined_cases(conn, org_id=org_id)}
    rows = await SQL.weighed_decisions(conn, org_id=org_id, since=since, most=most)
    root = roots(joined)
    return [judge(_recorded(row), root, now=now, settle=settle) for row in rows]


async def count_corrections(conn: Conn, org_id: UUID) -> int:
    """How often people corrected the machine, or answered it."""
    found: int = await SQL.count_corrections(conn, org_id=org_id)
    return found


def _recorded(row: Any) -> Recorded:
    return Recorded(**{name: row[name] for name in Recorded.__struct_fields__})


def _view(row: Any) -> ModelView:
    kept = msgspec.convert(row["definition"], ContinuityModel)
    return ModelView(
        id=row["id"],
        number=row["number"],
        status=row["status"],
        model=kept,
        corrections=row["corrections"],
        trained_by=row["trained_by"],
        trained_at=row["trained_at"],
        activated_by=row["activated_by"],
        activated_at=row["activated_at"],
        version=row["version"],
    )
