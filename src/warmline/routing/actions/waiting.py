"""What waits: where a customer stands, for how long still, and the list that a supervisor sees."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions import ENDED, Status
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing import store
from warmline.routing.model import WaitingItem
from warmline.routing.scoring import QueueRules, Task, score
from warmline.routing.snapshots import visible_queue
from warmline.sdk import Position

# The seconds over which answers are counted, and how few of them tell nothing.
WINDOW = 1800.0
FEWEST = 3


def estimate(place: int, answers: int, handle_seconds: float | None, agents: int) -> float | None:
    """Seconds until the customer at this place is answered; None where nothing is known.

    At the pace of the last half hour where there was one (Little's law: the wait is the number in line over the rate of
    service), else from the mean handle time shared among the agents who are there.
    """
    if answers >= FEWEST:
        return place * WINDOW / answers
    if handle_seconds and agents:
        return place * handle_seconds / agents
    return None


async def position(conn: Conn, interaction_id: UUID) -> Position | None:
    """Where a customer's interaction stands, in the order in which its queue is served; None where it has ended or
    there is none. Whoever asks for the customer has proved that it is theirs."""
    row = await store.standing(conn, interaction_id)
    if row is None or Status(row["status"]) in ENDED:
        return None
    if row["status"] not in (Status.QUEUED, Status.OFFERED) or row["queue_id"] is None:
        return Position(status=row["status"], agent=row["agent"])
    place = 1 + (row["ahead"] or 0)
    pace = await store.pace_of_queue(conn, row["queue_id"], clock.now())
    return Position(
        status=row["status"],
        place=place,
        estimate=estimate(place, pace["answers"], pace["handle_seconds"], pace["agents"]),
    )


Key = tuple[float, UUID]


async def waiting(
    conn: Conn, actor: Actor, queue_id: UUID, *, after: Key | None = None, size: int = 51
) -> list[tuple[Key, WaitingItem]]:
    """A page of what waits in a queue, in the order in which it is served, each with its key in that order."""
    queue = await visible_queue(conn, actor, queue_id)
    rules = QueueRules(id=queue.id, priority=queue.priority, service_seconds=queue.service_seconds)
    now = clock.now().timestamp()
    found = []
    for row in await store.waiting_in_queue(conn, actor.org_id, queue_id, after=after, size=size):
        task = Task(
            interaction_id=row["interaction_id"],
            queue_id=queue_id,
            medium=row["medium"],
            queued_at=row["queued_at"].timestamp(),
            priority=row["priority"],
        )
        shown = score(task, rules, now).shown()
        found.append(((row["key"], row["interaction_id"]), store.waiting_item(row, shown)))
    return found
