"""Forgetting what is no use to anybody any more: notices that were read long ago, and marks on what ended long ago."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.accounts import setting
from warmline.desk import store
from warmline.kit import clock
from warmline.kit.db import Conn, Database
from warmline.kit.log import logger

# So many rows go in one transaction.
BATCH = 5_000
log = logger(__name__)


class DeskSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation's setting ``desk``: how many days a notice is kept after it was read, and what somebody has read
    of a contact after it ended."""

    keep_read_days: Annotated[int, Meta(ge=1, le=3650)] = 90


setting("desk", DeskSettings)


async def sweep(db: Database, org_id: UUID, *, batch: int = BATCH) -> None:
    """Forget both, a part at a time. A notice that nobody has read stays. So does the mark on what is unread for its
    agent, who called it so or has not read a note in it. A contact that is written to again afterwards is unread as
    a new one is."""
    async with db.transaction(org_id) as conn:
        settings = await _settings(conn, org_id)
    before = clock.now() - timedelta(days=settings.keep_read_days)
    for forget in (store.forget_notices, store.forget_marks):
        await _all(db, org_id, forget, before, batch)


async def _settings(conn: Conn, org_id: UUID) -> DeskSettings:
    stored = await store.desk_settings(conn, org_id)
    try:
        return msgspec.convert(stored or {}, DeskSettings)
    except msgspec.ValidationError as error:
        log.warning("desk.settings_unreadable", org_id=str(org_id), error=str(error))
        return DeskSettings()


async def _all(db: Database, org_id: UUID, forget: store.Forget, before: datetime, batch: int) -> None:
    gone = batch
    while gone == batch:
        async with db.transaction(org_id) as conn:
            gone = await forget(conn, org_id, before, batch)
