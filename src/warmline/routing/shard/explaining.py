"""Why this work went to this agent: what is stored with an offer, so that people see it and the engine can decide it
again. Pure."""

import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from warmline.engine import Decision, Option, Replayed, Score, Task, replay
from warmline.routing.shard.reading import NO_QUEUE

# Inputs of a task that are only noted where they are not the usual ones.
USUAL = {each.name: each.default for each in msgspec.structs.fields(Task) if each.default is not msgspec.NODEFAULT}


def explain(decision: Decision, agent_id: UUID, in_hand: Mapping[str, int]) -> dict[str, Any]:
    """The decision as it is noted with the offer to this agent. Together with ``again`` it is all of it."""
    own = next((each for each in decision.options if each.agent_id == agent_id), None)
    runner_up = next((each.agent_id for each in decision.options if each.agent_id not in decision.agent_ids), None)
    return {
        "model": decision.model,
        "learned": decision.learned,
        "rule": decision.rule,
        "ring": decision.ring,
        "score": decision.score.shown(),
        "parts": [getattr(decision.score, name) for name in Score.__struct_fields__],
        "idle_seconds": round(max(0.0, decision.at - own.idle_since), 1) if own else None,
        "in_hand": dict(in_hand),
        "candidates": decision.candidates,
        "runner_up": runner_up,
        "asked": list(decision.agent_ids),
        "preferred": [{"agent_id": who, "as": why, "outcome": what} for who, why, what in decision.outcomes],
        "excluded": decision.excluded,
        "examples": [{"agent_id": who, "why": why} for who, why in decision.examples],
        "others": [{"interaction_id": each, "total": total} for each, total in decision.others],
        "options": [
            [each.agent_id, each.ring, each.preferred, each.worth, each.used, each.idle_since]
            for each in decision.options
        ],
        "task": _inputs(decision.task),
        "at": decision.at,
    }


def _inputs(task: Task) -> dict[str, Any]:
    noted = msgspec.structs.asdict(task)
    kept = {name: value for name, value in noted.items() if name not in USUAL or value != USUAL[name]}
    kept["queue_id"] = None if task.queue_id == NO_QUEUE else task.queue_id
    if math.isinf(task.prefers_until):
        kept.pop("prefers_until", None)
    return kept


class Unrepeatable(ValueError):
    """The explanation does not hold the inputs of its decision, as those from before this version."""


def again(explanation: Mapping[str, Any]) -> Decision:
    """The decision that was explained. Raises ``Unrepeatable``."""
    if "task" not in explanation or "options" not in explanation:
        raise Unrepeatable
    inputs = dict(explanation["task"])
    inputs["queue_id"] = inputs.get("queue_id") or NO_QUEUE
    # What is shown is rounded; deciding again needs all digits.
    score = dict(zip(Score.__struct_fields__, explanation["parts"], strict=True))
    options = [dict(zip(Option.__struct_fields__, each, strict=True)) for each in explanation["options"]]
    return msgspec.convert(
        {
            "task": inputs,
            "agent_ids": explanation["asked"],
            "rule": explanation["rule"],
            "ring": explanation["ring"],
            "score": score,
            "options": options,
            "candidates": explanation["candidates"],
            "excluded": explanation["excluded"],
            "examples": [(each["agent_id"], each["why"]) for each in explanation["examples"]],
            "outcomes": [(each["agent_id"], each["as"], each["outcome"]) for each in explanation["preferred"]],
            "others": [(each["interaction_id"], each["total"]) for each in explanation["others"]],
            "model": explanation["model"],
            "learned": explanation["learned"],
            "at": explanation["at"],
        },
        Decision,
    )


def decide_again(explanation: Mapping[str, Any]) -> Replayed:
    """The same inputs give the same decision. Raises ``Unrepeatable``."""
    return replay(again(explanation))
