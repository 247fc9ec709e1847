"""How an agent sees their notifications, which are nobody else's."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.desk.notices import store
from warmline.desk.notices.model import Notification
from warmline.interactions import CaseView, visible_cases
from warmline.kit.db import Conn
from warmline.realtime import Loader

READ = ("case.read", "case.read_team")


async def shown(conn: Conn, actor: Actor, rows: Sequence[Any]) -> list[Notification]:
    """Rows as their agent sees them: of a case out of reach, no more than that there was something."""
    ids = sorted({row["case_id"] for row in rows if row["case_id"]})
    seen = await visible_cases(conn, actor, ids) if ids and actor.may(*READ) else []
    cases = {each.id: each for each in seen}
    return [_of(row, cases.get(row["case_id"])) for row in rows]


def _of(row: Any, case: CaseView | None) -> Notification:
    told = {"case_reference": case.reference if case else None, "case_title": case.title if case else None}
    return msgspec.convert({**dict(row), **told}, Notification)


async def notifications(conn: Conn, actor: Actor, ids: list[UUID]) -> Mapping[UUID, Notification]:
    """One's own notifications."""
    rows = await store.by_id(conn, actor.org_id, actor.agent_id, ids)
    return {each.id: each for each in await shown(conn, actor, rows)}


SNAPSHOTS: dict[str, Loader] = {"notification": notifications}
