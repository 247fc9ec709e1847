"""Live events: topics, sockets, resuming from a cursor. It knows topics and snapshots, and no slice by name."""

from warmline.realtime.floor import Listening
from warmline.realtime.hub import Hub
from warmline.realtime.model import (
    Change,
    CloseCode,
    CursorUnusable,
    Frame,
    Heard,
    Loader,
    TopicNotFound,
    Topics,
    same_for,
    topics_of,
)
from warmline.realtime.subscriber import Subscriber

__all__ = [
    "Change",
    "CloseCode",
    "CursorUnusable",
    "Frame",
    "Heard",
    "Hub",
    "Listening",
    "Loader",
    "Subscriber",
    "TopicNotFound",
    "Topics",
    "same_for",
    "topics_of",
]
