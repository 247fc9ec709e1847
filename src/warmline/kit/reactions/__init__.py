"""Reactions: work that follows from committed events, each event exactly once and one case's events in order."""

from warmline.kit.reactions.dead_letters import DeadLetter, ReactionUnknown, dead_letters, retry_dead_letter
from warmline.kit.reactions.model import Reaction, ShardsChanged, reacts_to
from warmline.kit.reactions.reactor import Reactor

__all__ = [
    "DeadLetter",
    "Reaction",
    "ReactionUnknown",
    "Reactor",
    "ShardsChanged",
    "dead_letters",
    "reacts_to",
    "retry_dead_letter",
]
