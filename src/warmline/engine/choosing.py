"""Whom a task goes to: the candidates at one moment, in order, and all that explains the choice."""

from uuid import UUID

import msgspec
import numpy as np

from warmline.engine.batching import STEP, Deal
from warmline.engine.lanes import Lane, Lanes, Rows
from warmline.engine.model import Decision, Model, Option, Queue, Score, Task
from warmline.engine.people import READY, Bytes, People
from warmline.engine.ranking import LOAD_POINTS, order
from warmline.engine.reach import Reach
from warmline.engine.urgency import score

# Candidates that a decision names, and left-out agents of whom it does.
SHOWN = 8
# Candidates whom the model is asked about: of the innermost ring those whose turn it is.
WEIGHED = 64
OTHERS = 3
HANDED_OVER, LEARNED, LONGEST_IDLE, SIMULTANEOUS = "handed_over", "learned", "longest_idle", "several_asked"
AUCTION = "auction"
NO_MODEL = "longest-idle/2"
# More than any time since 1970: a whole unit of load outweighs all idleness.
FAR = 1e11

Outcomes = tuple[tuple[UUID, str, str], ...]
Examples = tuple[tuple[UUID, str], ...]


class Choice(msgspec.Struct, frozen=True):
    """A decision, and the rows of the agents who got the task."""

    decision: Decision
    rows: tuple[int, ...]


class Chooser:
    """Chooses among agents; with ``explain`` off, decisions leave out who was not chosen."""

    def __init__(self, people: People, reach: Reach, lanes: Lanes, *, explain: bool = True) -> None:
        self._people, self._reach, self._lanes, self._explain = people, reach, lanes, explain

    @staticmethod
    def score(task: Task, queue: Queue, now: float) -> Score:
        """How urgent the task is."""
        return score(task, queue, now)

    def choose(
        self, task: Task, queue: Queue, lane: Lane, rows: Rows, model: Model | None, now: float
    ) -> Choice | None:
        """The best of the ready agents in these rows; None where all of them refused."""
        if task.refused:
            refused = [self._people.row[each] for each in task.refused if each in self._people.row]
            rows = rows[~np.isin(rows, refused)]
        if not len(rows):
            return None
        inner = self._reach.rings(lane.kind)
        known, outcomes = self._known(task, lane, rows, now)
        learned = model is not None and model.on(task, now)
        short = self._shortlist(rows, inner[rows], task.medium, WEIGHED if learned else max(SHOWN, queue.offer_to))
        asked = list(dict.fromkeys([*known, *short]))
        ids = [self._people.ids[row] for row in asked]
        worth = model.worth(task, ids, now) if learned and model is not None else [0.0] * len(ids)
        options = [
            self._option(row, int(inner[row]), known.get(row), float(worth[n]), task.medium)
            for n, row in enumerate(asked)
        ]
        reasons = [reason for _, reason in task.preferred]
        options.sort(key=lambda each: order(each, reasons, learned=learned))
        count = min(queue.offer_to, len(options))
        chosen = tuple(each.agent_id for each in options[:count])
        rule = options[0].preferred or (SIMULTANEOUS if count > 1 else LEARNED if learned else LONGEST_IDLE)
        excluded, some = self._left_out(task, lane)
        decision = Decision(
            task=task if task.service_seconds else msgspec.structs.replace(task, service_seconds=queue.service_seconds),
            agent_ids=chosen,
            rule=rule,
            ring=lane.ring,
            score=score(task, queue, now),
            options=tuple(options[: max(SHOWN, count)]),
            candidates=len(rows),
            excluded=excluded,
            examples=some,
            outcomes=tuple((who, why, "chosen" if who in chosen else what) for who, why, what in outcomes),
            others=self._others(task, lane, self._people.row[chosen[0]], now) if self._explain else (),
            model=model.version if learned and model is not None else NO_MODEL,
            learned=learned,
            at=now,
        )
        return Choice(decision, tuple(self._people.row[each] for each in chosen))

    def bargained(self, deal: Deal, queue: Queue, model: Model, now: float) -> Choice:
        """What came of a batch: the worth of each option is less its price, what others would have lost by it."""
        task, medium = deal.task, deal.lane.kind.medium
        rings = self._reach.rings(deal.lane.kind)
        options = []
        for row, net in deal.nets.items():
            mine = row == deal.row
            # Prices rise in steps, so that the one who has it is the best for it but for one.
            worth = net + LOAD_POINTS * float(self._people.used[medium][row]) + (2 * STEP if mine else 0.0)
            options.append(self._option(row, int(rings[row]), deal.known if mine else None, worth, medium))
        options.sort(key=lambda each: order(each, [deal.known] if deal.known else [], learned=True))
        agent_id = self._people.ids[deal.row]
        excluded, some = self._left_out(task, deal.lane)
        decision = Decision(
            task=task if task.service_seconds else msgspec.structs.replace(task, service_seconds=queue.service_seconds),
            agent_ids=(agent_id,),
            rule=deal.known or AUCTION,
            ring=deal.lane.ring,
            score=score(task, queue, now),
            options=tuple(options[:SHOWN]),
            candidates=len(options),
            excluded=excluded,
            examples=some,
            outcomes=tuple((who, why, "chosen" if who == agent_id else "in_batch") for who, why in task.preferred),
            others=(),
            model=model.version,
            learned=True,
            at=now,
        )
        return Choice(decision, (deal.row,))

    def handed_over(self, task: Task, queue: Queue, row: int, now: float) -> Choice:
        """The agent to whom somebody handed the task over."""
        agent_id = self._people.ids[row]
        decision = Decision(
            task=task if task.service_seconds else msgspec.structs.replace(task, service_seconds=queue.service_seconds),
            agent_ids=(agent_id,),
            rule=HANDED_OVER,
            ring=0,
            score=score(task, queue, now),
            options=(self._option(row, 0, HANDED_OVER, 0.0, task.medium),),
            candidates=1,
            excluded={},
            examples=(),
            outcomes=((agent_id, HANDED_OVER, "chosen"),),
            others=(),
            model=NO_MODEL,
            learned=False,
            at=now,
        )
        return Choice(decision, (row,))

    def _known(self, task: Task, lane: Lane, rows: Rows, now: float) -> tuple[dict[int, str], Outcomes]:
        """Those of the ready agents who know the matter, and what stands against each who knows it."""
        ready: dict[int, str] = {}
        outcomes = []
        for agent_id, reason in task.preferred:
            what = self._against(task, lane, agent_id, rows, now)
            outcomes.append((agent_id, reason, what or "next_in_line"))
            if what is None:
                ready.setdefault(self._people.row[agent_id], reason)
        return ready, tuple(outcomes)

    def _against(self, task: Task, lane: Lane, agent_id: UUID, rows: Rows, now: float) -> str | None:
        if agent_id not in self._people.agents:
            return "not_available"
        if agent_id in task.refused:
            return "declined"
        if now >= task.prefers_until:
            return "waited_too_long"
        row = self._people.row[agent_id]
        at = int(np.searchsorted(rows, row))
        if at < len(rows) and rows[at] == row:
            return None
        state = int(self._people.state[task.medium][row])
        if state != READY:
            return self._people.name(state)
        ring = int(self._reach.rings(lane.kind)[row])
        return "needs_wider_ring" if ring <= len(self._reach.kinds[lane.kind.row][1].rings) else "not_qualified"

    def _shortlist(self, rows: Rows, rings: Bytes, medium: str, size: int) -> list[int]:
        """At most so many of the rows: by ring, then by load, then by idleness."""
        if len(rows) <= size:
            return list(rows.tolist())
        inner = rows[rings == rings.min()]
        if len(inner) < size:
            rest = rows[rings != rings.min()]
            return [*inner.tolist(), *self._shortlist(rest, rings[rings != rings.min()], medium, size - len(inner))]
        turn = self._people.used[medium][inner] * FAR + self._people.idle[inner]
        return list(inner[np.argpartition(turn, size - 1)[:size]].tolist()) if len(inner) > size else inner.tolist()

    def _option(self, row: int, ring: int, preferred: str | None, worth: float, medium: str) -> Option:
        people = self._people
        return Option(
            agent_id=people.ids[row],
            ring=ring,
            preferred=preferred,
            worth=worth,
            used=float(people.used[medium][row]),
            idle_since=float(people.idle[row]),
        )

    def _left_out(self, task: Task, lane: Lane) -> tuple[dict[str, int], Examples]:
        """How many agents are not asked, by reason, and some of those who could be if they were free."""
        if not self._explain:
            return {}, ()
        excluded = self._reach.left_out(lane.kind, lane.ring)
        some = examples(self._people, lane.kind.medium, self._reach.qualified(lane.kind, lane.ring))
        declined = sum(1 for each in task.refused if each in self._people.agents)
        return (excluded | {"declined": declined} if declined else excluded), some

    def _others(self, task: Task, lane: Lane, row: int, now: float) -> tuple[tuple[UUID, float], ...]:
        """The most urgent heads of other lanes that the agent could have had."""
        lanes = self._lanes
        live = np.flatnonzero(lanes.live)
        live = live[(self._reach.of(lanes.kind[live], row) <= lanes.ring[live]) & (live != lane.row)]
        if not len(live):
            return ()
        totals = lanes.totals(live, now)
        first = np.argsort(-totals, kind="stable")[:OTHERS]
        return tuple((lanes.lanes[live[n]].heap[0][1], round(float(totals[n]), 3)) for n in first)


def examples(people: People, medium: str, qualified: Rows) -> Examples:
    """Some of those who could serve the work if they were free, and why they cannot now."""
    state = people.state[medium]
    busy = qualified[state[qualified] != READY][:SHOWN]
    return tuple((people.ids[row], people.name(int(state[row]))) for row in busy.tolist())
