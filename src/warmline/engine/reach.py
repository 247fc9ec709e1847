"""Who can serve which kind of work, and in which ring: a table of one byte for each kind and agent."""

import numpy as np
from numpy.typing import NDArray

from warmline.engine.lanes import Kind, Rows
from warmline.engine.model import Agent, Queue, Skills
from warmline.engine.people import GONE, LACKS_SKILL, NOT_IN_TEAM, READY, People

FIRST_KINDS = 16
OUTSIDE = {NOT_IN_TEAM: "not_in_team", LACKS_SKILL: "lacks_skill"}


def merged(one: Skills, other: Skills) -> Skills:
    """What both ask for: of each skill the higher level."""
    if not (one and other):
        return one or other
    levels = dict(one)
    for skill, level in other:
        levels[skill] = max(level, levels.get(skill, 0))
    return tuple(sorted(levels.items()))


def inner_ring(agent: Agent, queue: Queue, skills: Skills) -> int:
    """The innermost ring in which the agent can serve work of the queue that needs these skills, from 0; or
    ``NOT_IN_TEAM``, ``LACKS_SKILL``."""
    teams, lower, any_skill, member = set(queue.teams), 0, False, False
    for ring in range(len(queue.rings) + 1):
        if ring:
            step = queue.rings[ring - 1]
            lower, any_skill = max(lower, step.lower), any_skill or step.any_skill
            teams |= step.teams
        member = not queue.teams or not teams.isdisjoint(agent.teams)
        able = any_skill or all(agent.skills.get(skill, 0) >= max(1, level - lower) for skill, level in skills)
        if member and able:
            return ring
    return LACKS_SKILL if member else NOT_IN_TEAM


class Reach:
    """The table, kept as kinds of work and agents come."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._table = np.full((FIRST_KINDS, people.size), NOT_IN_TEAM, dtype=np.int8)
        self.kinds: dict[int, tuple[Kind, Queue]] = {}
        self._unused: list[int] = []
        # The medium of each kind, as its place in the list of media.
        self.medium = np.zeros(FIRST_KINDS, dtype=np.int8)
        self._media: list[str] = []
        # What was found in the table, and as of which state of it.
        self._version = 0
        self._members: dict[tuple[int, int], tuple[int, Rows]] = {}
        self._rings: dict[int, tuple[tuple[int, int], NDArray[np.intp]]] = {}

    def add(self, queue: Queue, medium: str, skills: Skills) -> Kind:
        """A new kind of work."""
        row = self._unused.pop() if self._unused else len(self.kinds)
        kind = Kind(row, queue.id, medium, skills)
        self.kinds[row] = kind, queue
        if row == len(self._table):
            self._table = np.vstack([self._table, np.full_like(self._table, NOT_IN_TEAM)])
            self.medium = np.concatenate([self.medium, np.zeros_like(self.medium)])
        self._fit()
        self._table[kind.row] = self._people.rings(queue, skills)
        self._version += 1
        self._people.serve(medium)
        if medium not in self._media:
            self._media.append(medium)
        self.medium[kind.row] = self._media.index(medium)
        return kind

    def retire(self, row: int) -> None:
        """Work of this kind does not come any more; its row is free for another."""
        del self.kinds[row]
        self._unused.append(row)

    def learn(self, agent: Agent, row: int) -> None:
        """An agent is new, or can serve other work than before."""
        self._fit()
        self._version += 1
        for kind, queue in self.kinds.values():
            self._table[kind.row, row] = inner_ring(agent, queue, kind.skills)

    def rings(self, kind: Kind) -> NDArray[np.int8]:
        """The ring of each agent for this kind of work."""
        found: NDArray[np.int8] = self._table[kind.row]
        return found

    def of(self, kinds: Rows, row: int) -> NDArray[np.int8]:
        """The ring of one agent for each of these kinds."""
        found: NDArray[np.int8] = self._table[kinds, row]
        return found

    def media_ready(self, row: int) -> NDArray[np.bool_]:
        """For each medium, by its place in the list, whether the agent could begin such work now."""
        return np.array([self._people.state[each][row] == READY for each in self._media], dtype=bool)

    def members(self, kind: Kind, ring: int) -> Rows:
        """The rows of those who can serve this kind of work in this ring, in their order, whatever they do now."""
        known = self._members.get((kind.row, ring))
        if known is None or known[0] != self._version:
            known = self._version, np.flatnonzero(self._table[kind.row] <= ring)
            self._members[kind.row, ring] = known
        return known[1]

    def ready(self, kind: Kind, ring: int) -> Rows:
        """Those of the members who could begin now."""
        rows = self.members(kind, ring)
        found: Rows = rows[self._people.state[kind.medium][rows] == READY]
        return found

    def qualified(self, kind: Kind, ring: int) -> Rows:
        """Those of the members who are at work."""
        rows = self.members(kind, ring)
        found: Rows = rows[self._people.there[rows]]
        return found

    def left_out(self, kind: Kind, ring: int) -> dict[str, int]:
        """How many agents at work are not asked, by reason."""
        state = self._people.state[kind.medium][self.members(kind, ring)]
        counts = np.bincount(state, minlength=GONE)
        found = {self._people.name(int(code)): int(counts[code]) for code in np.flatnonzero(counts[1:GONE]) + 1}
        reach = self._by_ring(kind)
        outside = {name: int(reach[code]) for code, name in OUTSIDE.items()}
        outside["needs_wider_ring"] = int(reach[ring + 1 : NOT_IN_TEAM].sum())
        return found | {name: count for name, count in outside.items() if count}

    def _by_ring(self, kind: Kind) -> NDArray[np.intp]:
        """How many of those at work are in each ring of this kind of work, and in none."""
        as_of = self._version, self._people.changes
        known = self._rings.get(kind.row)
        if known is None or known[0] != as_of:
            known = as_of, np.bincount(self._table[kind.row][self._people.there], minlength=GONE)
            self._rings[kind.row] = known
        return known[1]

    def _fit(self) -> None:
        missing = self._people.size - self._table.shape[1]
        if missing > 0:
            more = np.full((len(self._table), missing), NOT_IN_TEAM, dtype=np.int8)
            self._table = np.hstack([self._table, more])
