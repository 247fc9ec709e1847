"""Why work still waits, and what will change that."""

import msgspec

from warmline.engine.choosing import examples
from warmline.engine.lanes import Lane
from warmline.engine.model import Queue, Standing, Task
from warmline.engine.people import READY, People
from warmline.engine.reach import Reach
from warmline.engine.urgency import score


class Placed(msgspec.Struct, frozen=True):
    """A waiting task, its queue and its lane, if it is in one, and whether it is first there."""

    task: Task
    queue: Queue
    lane: Lane | None
    first: bool


def standing(placed: Placed, people: People, reach: Reach, now: float) -> Standing:
    """Why the task waits, who could serve it, and what time will change."""
    task, queue, lane = placed.task, placed.queue, placed.lane
    urgency = score(task, queue, now)
    if lane is None:
        held, until = ("not_yet", task.not_before) if now < task.not_before else ("reserved", task.prefers_until)
        return Standing(
            reason=held,
            ring=0,
            rings=1 + len(queue.rings),
            score=urgency,
            qualified=0,
            ready=0,
            excluded={},
            examples=((task.reserved_for, _state(people, task)),) if held == "reserved" and task.reserved_for else (),
            next_change=(until, "offered_to_all" if held == "reserved" else "offered_from_then"),
        )
    qualified = reach.qualified(lane.kind, lane.ring)
    ready = len(reach.ready(lane.kind, lane.ring))
    wider = queue.rings[lane.ring].after + task.queued_at if lane.ring < len(queue.rings) else None
    return Standing(
        reason=_reason(placed, len(qualified), ready),
        ring=lane.ring,
        rings=1 + len(queue.rings),
        score=urgency,
        qualified=len(qualified),
        ready=ready,
        excluded=reach.left_out(lane.kind, lane.ring),
        examples=examples(people, lane.kind.medium, qualified),
        next_change=(wider, "wider_ring") if wider is not None else None,
    )


def _reason(placed: Placed, qualified: int, ready: int) -> str:
    if not placed.queue.open:
        return "closed"
    if not qualified:
        return "no_agent_qualified"
    if not ready:
        return "all_busy"
    return "declined_by_all" if placed.task.refused and placed.first else "ahead"


def _state(people: People, task: Task) -> str:
    agent_id = task.reserved_for
    if agent_id not in people.agents:
        return "not_available"
    code = int(people.state[task.medium][people.row[agent_id]])
    return "ready" if code == READY else people.name(code)
