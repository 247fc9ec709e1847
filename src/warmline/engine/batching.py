"""Many tasks and many agents at once: whom each task goes to, so that all together are served best."""

from collections.abc import Sequence

import msgspec
import numpy as np

from warmline.engine.auction import auction
from warmline.engine.lanes import Lane
from warmline.engine.model import Model, Task
from warmline.engine.people import People
from warmline.engine.ranking import LOAD_POINTS
from warmline.engine.reach import Reach

# Fewer tasks or agents than this go one by one; more than the limit come in the next turn.
FEWEST, MOST = 8, 256
# Points by which bids rise: the total is within this times the smaller number of the best.
STEP = 0.02
# Being served is worth this, whatever by whom; knowing the matter outweighs all that can be learned.
SERVED, KNOWN = 200.0, 1000.0


class Deal(msgspec.Struct, frozen=True):
    """A task for an agent. ``nets``: of each row that could have had it what that was worth less its price."""

    task: Task
    lane: Lane
    row: int
    nets: dict[int, float]
    known: str | None


def bargain(
    work: Sequence[tuple[Task, Lane, float]], people: People, reach: Reach, model: Model, now: float
) -> list[Deal]:
    """Assign tasks to agents, each to at most one, for the highest sum of urgency and worth. ``work`` is tasks with
    their lanes and how urgent they are; each agent gets one at most."""
    fitting = [_fitting(task, lane, people, reach, now) for task, lane, _ in work]
    columns = _columns(fitting, people)
    if len(columns) < FEWEST:
        return []
    values = np.full((len(work), len(columns)), -np.inf)
    least = min(total for _, _, total in work)
    for n, (task, lane, total) in enumerate(work):
        rows = [row for row in fitting[n] if row in columns]
        if rows:
            worth = np.asarray(model.worth(task, [people.ids[row] for row in rows], now), dtype=float)
            known = np.array([KNOWN if fitting[n][row] else 0.0 for row in rows])
            load = LOAD_POINTS * people.used[lane.kind.medium][rows]
            values[n, [columns[row] for row in rows]] = SERVED + total - least + worth + known - load
    got, prices = auction(values, STEP)
    nets = values - prices
    row_of = list(columns)
    made = []
    for n, column in enumerate(got.tolist()):
        if column >= 0:
            some = {row_of[each]: float(nets[n, each]) for each in np.flatnonzero(np.isfinite(nets[n]))}
            row = row_of[column]
            made.append(Deal(work[n][0], work[n][1], row, some, fitting[n][row]))
    return made


def _fitting(task: Task, lane: Lane, people: People, reach: Reach, now: float) -> dict[int, str | None]:
    """The ready agents in the innermost ring, and those who know the matter, with why."""
    rows = reach.ready(lane.kind, lane.ring)
    refused = {people.row[each] for each in task.refused if each in people.row}
    rings = reach.rings(lane.kind)[rows].tolist()
    able = {row: ring for row, ring in zip(rows.tolist(), rings, strict=True) if row not in refused}
    inner = min(able.values(), default=0)
    found: dict[int, str | None] = {row: None for row, ring in able.items() if ring == inner}
    for agent_id, reason in task.preferred if now < task.prefers_until else ():
        row = people.row.get(agent_id, -1)
        if row in able:
            found[row] = found.get(row) or reason
    return found


def _columns(fitting: Sequence[dict[int, str | None]], people: People) -> dict[int, int]:
    rows = sorted({row for each in fitting for row in each}, key=lambda row: float(people.idle[row]))[:MOST]
    return {row: n for n, row in enumerate(rows)}
