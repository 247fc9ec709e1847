"""The agents as columns, so that ten thousand of them are looked at in a few vector operations."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from warmline.engine.capacity import unready, used
from warmline.engine.model import Agent, Queue, Skills

FIRST_SIZE = 64
READY = 0
# Beyond all rings and reasons: no ring reaches the agent, who is in no team of it or lacks a skill; or is not there.
NOT_IN_TEAM, LACKS_SKILL, GONE = 125, 126, 127
Bytes = NDArray[np.int8]
# What decides which work an agent can serve: teams, and skills by code.
Able = tuple[frozenset[UUID], Mapping[str, int]]


class People:
    """Agents by row. Rows are kept for agents who leave, because most come back as they were."""

    def __init__(self) -> None:
        self.agents: dict[UUID, Agent] = {}
        self.row: dict[UUID, int] = {}
        self.ids: list[UUID] = []
        self.size = FIRST_SIZE
        self.idle = np.zeros(self.size)
        self.there = np.zeros(self.size, dtype=bool)
        # How often somebody came or went.
        self.changes = 0
        # Why an agent is not ready for a medium, as a number; 0 is ready.
        self.state: dict[str, Bytes] = {}
        self.used: dict[str, NDArray[np.float64]] = {}
        self.reasons = ["ready"]
        self._codes = {"ready": READY}
        self._levels: dict[str, Bytes] = {}
        self._members: dict[UUID, NDArray[np.bool_]] = {}
        self._kept: dict[UUID, Able] = {}

    def put(self, agent: Agent) -> tuple[int, bool]:
        """Add an agent or take in what changed; gives the row, and whether it can serve other work than before."""
        row = self.row.get(agent.id)
        if row is None:
            row = self.row[agent.id] = len(self.ids)
            self.ids.append(agent.id)
            if row >= self.size:
                self._grow()
        self.agents[agent.id] = agent
        if not self.there[row]:
            self.there[row] = True
            self.changes += 1
        self.refresh(agent, row)
        known = self._kept.get(agent.id)
        able = (agent.teams, dict(agent.skills))
        if known == able:
            return row, False
        self._learn(row, known, able)
        self._kept[agent.id] = able
        return row, True

    def drop(self, agent_id: UUID) -> int | None:
        """Forget an agent who is not at work any more; gives the row."""
        if self.agents.pop(agent_id, None) is None:
            return None
        row = self.row[agent_id]
        self.there[row] = False
        self.changes += 1
        for state in self.state.values():
            state[row] = GONE
        return row

    def refresh(self, agent: Agent, row: int) -> None:
        """Take in an agent's status, load and idleness."""
        self.idle[row] = agent.idle_since
        for medium, state in self.state.items():
            reason = unready(agent, medium)
            state[row] = self._code(reason) if reason else READY
            self.used[medium][row] = used(agent, medium)

    def serve(self, medium: str) -> None:
        """Keep readiness for this medium from now on."""
        if medium not in self.state:
            self.state[medium] = np.full(self.size, GONE, dtype=np.int8)
            self.used[medium] = np.ones(self.size)
            for agent_id, agent in self.agents.items():
                self.refresh(agent, self.row[agent_id])

    def rings(self, queue: Queue, skills: Skills) -> Bytes:
        """For each row the innermost ring of the queue in which the agent can serve work that needs these skills, or
        why there is none."""
        inner = np.full(self.size, NOT_IN_TEAM, dtype=np.int8)
        for ring in range(len(queue.rings), -1, -1):
            steps = queue.rings[:ring]
            lower = max((each.lower for each in steps), default=0)
            able = np.ones(self.size, dtype=bool)
            if not any(each.any_skill for each in steps):
                for skill, level in skills:
                    able &= self._level(skill) >= max(1, level - lower)
            teams = queue.teams.union(*(each.teams for each in steps)) if queue.teams else frozenset()
            member = self._in_any(teams) if teams else np.ones(self.size, dtype=bool)
            inner[member & able] = ring
            if ring == len(queue.rings):
                inner[member & ~able] = LACKS_SKILL
        return inner

    def name(self, code: int) -> str:
        """The reason behind a number."""
        return self.reasons[code]

    def _code(self, reason: str) -> int:
        code = self._codes.get(reason)
        if code is None:
            # Reasons are few; should somebody invent hundreds, the last number stands for all others.
            code = self._codes[reason] = min(len(self.reasons), NOT_IN_TEAM - 1)
            if code == len(self.reasons):
                self.reasons.append(reason)
        return code

    def _level(self, skill: str) -> Bytes:
        found = self._levels.get(skill)
        return np.zeros(self.size, dtype=np.int8) if found is None else found

    def _in_any(self, teams: Iterable[UUID]) -> NDArray[np.bool_]:
        member = np.zeros(self.size, dtype=bool)
        for team in teams:
            if team in self._members:
                member |= self._members[team]
        return member

    def _learn(
        self,
        row: int,
        known: tuple[frozenset[UUID], Mapping[str, int]] | None,
        able: tuple[frozenset[UUID], Mapping[str, int]],
    ) -> None:
        for team in known[0] if known else ():
            self._members[team][row] = False
        for skill in known[1] if known else ():
            self._levels[skill][row] = 0
        for team in able[0]:
            self._members.setdefault(team, np.zeros(self.size, dtype=bool))[row] = True
        for skill, level in able[1].items():
            self._levels.setdefault(skill, np.zeros(self.size, dtype=np.int8))[row] = level

    def _grow(self) -> None:
        self.size *= 2
        self.idle = _longer(self.idle, self.size)
        self.there = _longer(self.there, self.size)
        self.used = {key: _longer(each, self.size) for key, each in self.used.items()}
        self._levels = {key: _longer(each, self.size) for key, each in self._levels.items()}
        self._members = {key: _longer(each, self.size) for key, each in self._members.items()}
        self.state = {key: _longer(each, self.size, GONE) for key, each in self.state.items()}


def _longer(array: Any, size: int, fill: int = 0) -> Any:
    grown = np.full(size, fill, dtype=array.dtype)
    grown[: len(array)] = array
    return grown
