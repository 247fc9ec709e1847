"""How an actor sees calendars, and calendars made ready for whoever asks whether they are open."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.calendars import store
from warmline.calendars.errors import CalendarNotFound
from warmline.calendars.hours import Hours
from warmline.calendars.model import CalendarView, Rules
from warmline.calendars.store import Stored
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for

READ = ("queue.read", "queue.manage", "interaction.work")
MADE_READY = 1000


@lru_cache(maxsize=MADE_READY)
def _ready(encoded: bytes) -> Hours:
    """Calendars with the same rules are one, whosever they are, with the days that it remembers."""
    return Hours(msgspec.json.decode(encoded, type=Rules))


async def made_ready(rules: Rules) -> Hours:
    """Hours to ask. The first time it takes the library of holidays to load, which is not for the event loop."""
    hours = _ready(msgspec.json.encode(rules, order="deterministic"))
    if not hours.warm:
        await asyncio.to_thread(hours.warm_up, clock.now())
    return hours


async def hours_of(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Hours]:
    """These calendars, ready to be asked."""
    if not ids:
        return {}
    return {id_: await made_ready(each.rules) for id_, each in (await store.calendars(conn, org_id, ids)).items()}


def change_after(hours: Hours, at: datetime) -> tuple[bool, datetime | None, datetime | None]:
    """Whether it is open, when it opens next where it is closed, and when it closes next where it is open."""
    change = hours.next_change(at)
    when = change[0] if change else None
    return (True, None, when) if hours.is_open(at) else (False, when, None)


async def shown(stored: Stored) -> CalendarView:
    """A calendar as it is seen now."""
    opened, opens_at, closes_at = change_after(await made_ready(stored.rules), clock.now())
    row = {name: stored.row[name] for name in ("id", "code", "name", "version", "created_at", "updated_at")}
    rules = {name: getattr(stored.rules, name) for name in Rules.__struct_fields__}
    return CalendarView(**row, **rules, open=opened, opens_at=opens_at, closes_at=closes_at)


@same_for(*READ)
async def calendars(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, CalendarView]:
    """Calendars, for all who work with queues."""
    if not actor.may(*READ):
        return {}
    found = await store.calendars(conn, actor.org_id, ids)
    return {id_: await shown(each) for id_, each in found.items()}


async def visible_calendar(conn: Conn, actor: Actor, calendar_id: UUID) -> CalendarView:
    """The calendar, or ``CalendarNotFound``."""
    found = await calendars(conn, actor, [calendar_id])
    if calendar_id not in found:
        raise CalendarNotFound(id=calendar_id)
    return found[calendar_id]


SNAPSHOTS: dict[str, Loader] = {"calendar": calendars}
