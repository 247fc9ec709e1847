"""Which agent a task goes to: the order of candidates, in one place, for deciding, explaining and replaying."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.engine.model import Decision, Option, Queue, Score
from warmline.engine.urgency import score

# Points that a full load costs an agent beside what the model expects of them.
LOAD_POINTS = 5.0

Order = tuple[int, int, float, float, float, UUID]


def order(option: Option, known: Sequence[str], *, learned: bool) -> Order:
    """Whose turn it is, the smallest first: who knows the matter, in the order of ``known``; then the inner ring; then,
    with a model, whom it expects most of less what their load costs; then who uses the smallest part of their capacity;
    then who is idle longest."""
    knows = known.index(option.preferred) if option.preferred in known else len(known)
    value = round(LOAD_POINTS * option.used - option.worth, 9) if learned else 0.0
    return (knows, 0 if option.preferred else option.ring, value, option.used, option.idle_since, option.agent_id)


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """A decision made again from what was noted of it; ``differences`` name what came out otherwise."""

    agent_ids: tuple[UUID, ...]
    score: Score
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.differences


def replay(decision: Decision) -> Replayed:
    """Make the decision again: the same inputs give the same agents and the same score."""
    known = [reason for _, reason in decision.task.preferred]
    options = sorted(decision.options, key=lambda each: order(each, known, learned=decision.learned))
    agents = tuple(each.agent_id for each in options[: len(decision.agent_ids)])
    queue = Queue(id=decision.task.queue_id, priority=decision.score.queue)
    again = score(decision.task, queue, decision.at)
    differences = []
    if agents != decision.agent_ids:
        differences.append("agents")
    if again.shown() != decision.score.shown():
        differences.append("score")
    return Replayed(agent_ids=agents, score=again, differences=tuple(differences))
