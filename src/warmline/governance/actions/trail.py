"""Reading the audit trail, which is itself written into it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from warmline.accounts import Actor
from warmline.governance.events import AuditViewed, RecordExported
from warmline.governance.model import AuditFilter, AuditRecord, Place
from warmline.governance.store import seals as store
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def search_audit(
    conn: Conn, actor: Actor, wanted: AuditFilter, *, before: Place | None = None, limit: int = 50
) -> list[AuditRecord]:
    """The trail, newest first, from before a place. That somebody looked is an event too."""
    actor.need("audit.read")
    found = await store.search_events(conn, actor.org_id, wanted, before, limit)
    asked = {name: str(value) for name, value in msgspec.to_builtins(wanted).items()}
    await publish(conn, actor.org_id, actor.ref, [AuditViewed(filter=asked)], request_id=actor.request_id)
    return found


async def note_export(
    conn: Conn,
    actor: Actor,
    what: str,
    *,
    items: Mapping[str, int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Check that the actor may take a copy out of the system, and write down that it happened.

    ``what`` names the export; ``items`` counts by kind what it held, where that is known.
    """
    actor.need("export")
    event = RecordExported(what=what, items=dict(items or {}), since=since, until=until)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
