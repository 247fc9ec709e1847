"""Waiting work in lanes: one for each kind of work, each ring that it has reached, and each service target of its own.

Work of one kind (queue, medium, skills) in one lane differs only in age and priority, so a lane is a heap whose keys
never change, and all that deciding needs of a lane is its head. The heads are columns: a thousand lanes are compared in
a few vector operations.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from warmline.engine.model import MINUTE, Queue, Skills, Task
from warmline.engine.urgency import SLA_LIMIT, SLA_POINTS

FIRST_SIZE = 16
# A heap is cleared of entries that hold no more when there are so many, and more than those that hold.
STALE = 64
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(eq=False)
class Kind:
    """Work that the same agents can serve: its row in the table of who is in which ring."""

    row: int
    queue_id: UUID
    medium: str
    skills: Skills


@dataclass(eq=False)
class Lane:
    """Tasks of one kind and target in one ring. An entry of the heap holds while it has the stamp of its task."""

    row: int
    kind: Kind
    ring: int
    heap: list[tuple[float, UUID, int]] = field(default_factory=list)
    # Entries of the heap that hold.
    count: int = 0


class Lanes:
    """All lanes, and their heads as columns."""

    def __init__(self, stamps: Mapping[UUID, int], tasks: Mapping[UUID, Task]) -> None:
        self.lanes: list[Lane] = []
        self._stamps, self._tasks = stamps, tasks
        self._size = FIRST_SIZE
        # Whether anything in the lane may be offered now.
        self.live = np.zeros(self._size, dtype=bool)
        self.kind = np.zeros(self._size, dtype=np.intp)
        self.ring = np.zeros(self._size, dtype=np.int8)
        self._queued = np.zeros(self._size)
        self._key = np.zeros(self._size)
        self._boost = np.zeros(self._size)
        self._service = np.ones(self._size)

    def add(self, kind: Kind, ring: int) -> Lane:
        """Open a lane."""
        lane = Lane(len(self.lanes), kind, ring)
        if lane.row == self._size:
            self._grow()
        self.lanes.append(lane)
        self.kind[lane.row], self.ring[lane.row] = kind.row, ring
        return lane

    def push(self, lane: Lane, task: Task, stamp: int, queue: Queue) -> None:
        """Put a task into a lane."""
        entry = (task.key, task.id, stamp)
        heapq.heappush(lane.heap, entry)
        lane.count += 1
        if lane.heap[0] is entry:
            self.note(lane, queue)
        elif len(lane.heap) > STALE + 2 * lane.count:
            lane.heap = [each for each in lane.heap if self._stamps.get(each[1]) == each[2]]
            heapq.heapify(lane.heap)

    def note(self, lane: Lane, queue: Queue) -> Task | None:
        """Write down what the lane's head is now, and give it."""
        heap = lane.heap
        while heap and self._stamps.get(heap[0][1]) != heap[0][2]:
            heapq.heappop(heap)
        if not heap:
            self.live[lane.row] = False
            return None
        task, row = self._tasks[heap[0][1]], lane.row
        self.live[row] = queue.open
        self._queued[row], self._key[row] = task.queued_at, task.key
        self._boost[row] = queue.priority + task.priority
        self._service[row] = task.service_seconds or queue.service_seconds
        return task

    def totals(self, rows: Rows, now: float) -> Floats:
        """How urgent the heads of these lanes are: ``urgency.score(...).total``, for all at once."""
        waiting = np.maximum(0.0, now - self._queued[rows]) / MINUTE
        spent = np.clip((now - self._key[rows]) / self._service[rows], 0.0, SLA_LIMIT)
        total: Floats = waiting + self._boost[rows] + SLA_POINTS * spent
        return total

    def _grow(self) -> None:
        self._size *= 2
        for name in ("live", "kind", "ring", "_queued", "_key", "_boost", "_service"):
            old: NDArray[Any] = getattr(self, name)
            new = np.ones(self._size, dtype=old.dtype) if name == "_service" else np.zeros(self._size, dtype=old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)
