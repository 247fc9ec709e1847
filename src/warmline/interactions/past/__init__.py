"""What is known of contacts that took place elsewhere besides what their sender said, recorded once they are placed."""

from warmline.interactions.past.events import PastRecorded
from warmline.interactions.past.record import record_past

__all__ = ["PastRecorded", "record_past"]
