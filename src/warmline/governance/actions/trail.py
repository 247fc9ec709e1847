"""Reading the audit trail, which is itself written into it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import names
from warmline.governance.events import AuditViewed, RecordExported
from warmline.governance.model import AuditFilter, AuditRecord, Place
from warmline.governance.store import seals
from warmline.governance.store import trail as store
from warmline.kit.db import Conn
from warmline.kit.events import publish

# So many of the newest events are looked at before an index is asked, and so many seals at once.
SPAN, SEALS = 1_000, 50


async def search_audit(
    conn: Conn, actor: Actor, wanted: AuditFilter, *, before: Place | None = None, limit: int = 50
) -> list[AuditRecord]:
    """The trail, newest first, from before a place. That somebody looked is an event too."""
    actor.need("audit.read")
    found = await _find(conn, actor.org_id, wanted, before, limit)
    asked = {name: str(value) for name, value in msgspec.to_builtins(wanted).items()}
    await publish(conn, actor.org_id, actor.ref, [AuditViewed(filter=asked)], request_id=actor.request_id)
    return found


async def _find(conn: Conn, org_id: UUID, wanted: AuditFilter, before: Place | None, limit: int) -> list[AuditRecord]:
    """By the way that looks at few events. What is frequent is found among the newest; what is rare, by an index."""
    found_by = _names(wanted)
    if wanted.case_id or wanted.interaction_id or not found_by:
        return await store.search_events(conn, org_id, wanted, before=before, limit=limit)
    since = await store.place_back(conn, org_id, before=before, span=SPAN)
    found = await store.search_events(conn, org_id, wanted, since=since, before=before, limit=limit)
    if len(found) == limit or since is None:
        return found
    return await _by_seals(conn, org_id, wanted, found_by, before, limit)


def _names(wanted: AuditFilter) -> list[int]:
    """What the seals over the wanted events are found by."""
    actor = names.UUIDS.search(wanted.actor or "")
    ids = [each for each in (wanted.entity, wanted.customer_id, UUID(actor.group()) if actor else None) if each]
    return [names.of_id(each) for each in ids] + ([names.of_type(wanted.type)] if wanted.type else [])


async def _by_seals(
    conn: Conn, org_id: UUID, wanted: AuditFilter, found_by: list[int], before: Place | None, limit: int
) -> list[AuditRecord]:
    """What is not sealed yet, then seal by seal those over events that are found by all of these."""
    head, _ = await seals.seal_head(conn, org_id)
    found = await store.search_events(
        conn, org_id, wanted, since=_after(head.last) if head else None, before=before, limit=limit
    )
    place = before
    while len(found) < limit and head:
        reaches = await store.seals_naming(conn, org_id, found_by, since=wanted.since, before=place, limit=SEALS)
        for first, last in reaches:
            end = min(before, _after(last)) if before else _after(last)
            found += await store.search_events(conn, org_id, wanted, since=first, before=end, limit=limit - len(found))
            if len(found) == limit:
                return found
        if len(reaches) < SEALS:
            break
        place = reaches[-1][0]
    return found


def _after(place: Place) -> Place:
    return Place(place.xact, place.seq + 1)


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
