"""What waits: where a customer stands, for how long still, how true that was, and the list that a supervisor sees."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.engine import Queue, Task, score
from warmline.interactions import ENDED, Status
from warmline.kit import clock
from warmline.kit.db import Conn, Database
from warmline.kit.telemetry import ESTIMATE_ERROR
from warmline.routing import store
from warmline.routing.estimating import ACCEPTING, METHOD, Pace, estimate
from warmline.routing.model import QueueView, WaitingItem
from warmline.routing.snapshots import visible_queue
from warmline.routing.store import estimates
from warmline.routing.together import EstimateErrors
from warmline.sdk import Medium, Position

# Over which time the errors of estimates are counted where nobody says otherwise.
ERRORS_OVER = timedelta(days=7)
FORGOTTEN_AT_ONCE = 5_000
# The initiation of work whose customer is called back.
CALLBACK = "callback"


async def position(conn: Conn, interaction_id: UUID) -> Position | None:
    """Where a customer's interaction stands, in the order in which its queue is served; None where it has ended or
    there is none. Whoever asks for the customer has proved that it is theirs. What is told is noted once a minute."""
    at = clock.now()
    row = await estimates.place_in_line(conn, interaction_id, at)
    if row is None or Status(row["status"]) in ENDED:
        return None
    if row["status"] not in (Status.QUEUED, Status.OFFERED) or row["queue_id"] is None:
        return Position(status=row["status"], agent=row["agent"], callback=row["initiation"] == CALLBACK)
    ahead = max(0, (row["ahead"] or 0) - (row["later"] or 0))
    # Only those who ask for the same skills take the same people's time; the others pass by.
    alike = row["alike"] if row["alike"] is not None else ahead
    seconds = await _estimate(conn, row, 1 + min(alike, ahead), at)
    if row["status"] == Status.OFFERED:
        # Somebody is asked just now.
        seconds = None if seconds is None else min(seconds, float(row["offer_seconds"]))
    elif seconds is not None:
        if row["not_before"]:
            # A customer who asked to be called back then is not called before.
            seconds = max(seconds, (row["not_before"] - at).total_seconds())
        await estimates.note_estimate(
            conn, interaction_id, row["queue_id"], at, place=1 + ahead, seconds=seconds, method=METHOD
        )
    return Position(status=row["status"], place=1 + ahead, estimate=seconds, callback=row["initiation"] == CALLBACK)


async def _estimate(conn: Conn, row: Any, place: int, at: datetime) -> float | None:
    asked = row["asked"]
    pace = await estimates.pace_of_line(
        conn,
        row["queue_id"],
        at,
        beyond=ACCEPTING,
        medium=row["medium"],
        skills=asked,
        needed=_stricter(row["queue_skills"], asked),
    )
    return estimate(place, Pace(**{name: pace[name] for name in Pace.__struct_fields__}))


async def next_estimate(conn: Conn, queue: QueueView, waiting: int, medium: str | None = None) -> float | None:
    """How many seconds somebody would wait who came to the queue now, behind so many; None where nothing is known."""
    medium = medium or (queue.media[0] if queue.media else Medium.TEXT)
    pace = await estimates.pace_of_line(
        conn, queue.id, clock.now(), beyond=ACCEPTING, medium=medium, skills={}, needed=queue.skills
    )
    return estimate(waiting + 1, Pace(**{name: pace[name] for name in Pace.__struct_fields__}))


def _stricter(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """What both ask for together: of each skill the higher level."""
    return {code: max(one.get(code, 0), other.get(code, 0)) for code in {*one, *other}}


async def measure(conn: Conn, org_id: UUID, answered: Sequence[tuple[UUID, datetime]]) -> None:
    """These interactions were answered at these times: see how far off it was what their customers were told."""
    for row in await estimates.measure_estimates(conn, org_id, answered):
        ESTIMATE_ERROR.observe(abs(row["seconds"] - row["waited_seconds"]))


async def forget_estimates(db: Database, org_id: UUID, *, size: int = FORGOTTEN_AT_ONCE) -> int:
    """Delete what was told longer ago than the organisation keeps it, measured or not, a transaction for each ``size``;
    how many they were."""
    forgotten = 0
    while True:
        async with db.transaction(org_id) as conn:
            kept_for = timedelta(days=(await store.settings(conn, org_id)).keep_estimates_days)
            gone = await estimates.forget_estimates(conn, org_id, clock.now() - kept_for, size)
        forgotten += gone
        if gone < size:
            return forgotten


async def estimate_errors(
    conn: Conn, actor: Actor, queue_id: UUID, *, since: datetime | None = None, until: datetime | None = None
) -> EstimateErrors:
    """How far what customers of a queue were told was from what came; of the last seven days, unless said otherwise."""
    actor.need("queue.read", "queue.manage")
    await visible_queue(conn, actor, queue_id)
    until = until or clock.now()
    row = await estimates.estimate_errors(conn, actor.org_id, queue_id, since or until - ERRORS_OVER, until)
    values = {name: row[name] for name in EstimateErrors.__struct_fields__ if name != "queue_id"}
    return EstimateErrors(queue_id=queue_id, **values)


Key = tuple[float, UUID]


async def waiting(
    conn: Conn, actor: Actor, queue_id: UUID, *, after: Key | None = None, size: int = 51
) -> list[tuple[Key, WaitingItem]]:
    """A page of what waits in a queue, in the order in which it is served, each with its key in that order."""
    queue = await visible_queue(conn, actor, queue_id)
    rules = Queue(id=queue.id, priority=queue.priority, service_seconds=queue.service_seconds)
    now = clock.now().timestamp()
    found = []
    for row in await store.waiting_in_queue(conn, actor.org_id, queue_id, after=after, size=size):
        task = Task(
            id=row["interaction_id"],
            queue_id=queue_id,
            medium=row["medium"],
            queued_at=row["queued_at"].timestamp(),
            priority=row["priority"],
            service_seconds=row["service_seconds"],
        )
        shown = score(task, rules, now).shown()
        found.append(((row["key"], row["interaction_id"]), store.waiting_item(row, shown)))
    return found
