"""Whether an agent has room for one more. Pure, and the same for the engine and for work that is taken by hand."""

from collections.abc import Iterable, Mapping

from warmline.engine.model import AVAILABLE, EXCLUSIVE_MEDIA, Agent

# Each reason for which there is no room, for people.
NO_ROOM = {
    "medium_not_served": "there is no capacity for this kind of work",
    "in_conversation": "a conversation by voice takes all of it",
    "has_other_work": "other work is in hand",
    "at_capacity": "the capacity is used up",
}


def full(
    capacity: Mapping[str, int], load: Mapping[str, int], medium: str, interruptible: Iterable[str] = ()
) -> str | None:
    """Why there is no room for one more of this medium, one of ``NO_ROOM``; None where there is.

    A conversation by voice takes all of an agent: it needs one with nothing in hand but what it may interrupt, and
    leaves no room beside it. Text is counted in units, and what is on hold or silent counts on.
    """
    limit = capacity.get(medium, 0)
    if limit <= 0:
        return "medium_not_served"
    in_hand = 0
    for each, units in load.items():
        if each in EXCLUSIVE_MEDIA and units:
            return "in_conversation"
        if each == medium or (medium in EXCLUSIVE_MEDIA and each not in interruptible):
            in_hand += units
    if medium in EXCLUSIVE_MEDIA:
        return "has_other_work" if in_hand else None
    return "at_capacity" if in_hand >= limit else None


def unready(agent: Agent, medium: str) -> str | None:
    """Why the agent cannot be offered work of this medium, whatever queue it is in; None where nothing stands against
    it."""
    if agent.status != AVAILABLE:
        return agent.status
    return full(agent.capacity, agent.load, medium, agent.interruptible)


def used(agent: Agent, medium: str) -> float:
    """The part of the agent's capacity that is in use, 0 to 1."""
    limit = agent.capacity.get(medium, 0)
    return agent.load.get(medium, 0) / limit if limit else 1.0
