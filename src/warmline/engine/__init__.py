"""Who gets what: agents and waiting work in memory. Pure: it reads no clock and no database."""

from warmline.engine.capacity import NO_ROOM, full, unready, used
from warmline.engine.choosing import AUCTION, HANDED_OVER, LEARNED, LONGEST_IDLE, NO_MODEL, SIMULTANEOUS
from warmline.engine.floor import KNOWN_POINTS, Floor
from warmline.engine.model import (
    AVAILABLE,
    EXCLUSIVE_MEDIA,
    MINUTE,
    Agent,
    Decision,
    Model,
    Option,
    Queue,
    Ring,
    Score,
    Skills,
    Standing,
    Task,
)
from warmline.engine.ranking import LOAD_POINTS, Replayed, replay
from warmline.engine.urgency import SLA_LIMIT, SLA_POINTS, score
from warmline.engine.wheel import Wheel

__all__ = [
    "AUCTION",
    "AVAILABLE",
    "EXCLUSIVE_MEDIA",
    "HANDED_OVER",
    "KNOWN_POINTS",
    "LEARNED",
    "LOAD_POINTS",
    "LONGEST_IDLE",
    "MINUTE",
    "NO_MODEL",
    "NO_ROOM",
    "SIMULTANEOUS",
    "SLA_LIMIT",
    "SLA_POINTS",
    "Agent",
    "Decision",
    "Floor",
    "Model",
    "Option",
    "Queue",
    "Replayed",
    "Ring",
    "Score",
    "Skills",
    "Standing",
    "Task",
    "Wheel",
    "full",
    "replay",
    "score",
    "unready",
    "used",
]
