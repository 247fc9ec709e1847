"""Whether the event log can have grown in sight since the last look."""

from dataclasses import dataclass
from typing import Self

from warmline.kit.db import Database
from warmline.kit.events import SQL


@dataclass(frozen=True, slots=True)
class Tide:
    """``grown`` rises with each event, committed or not. Transactions before ``oldest`` have ended; ``next`` is the id
    of the next to begin."""

    grown: int
    oldest: int
    next: int

    @classmethod
    async def read(cls, db: Database) -> Self:
        """One cheap query."""
        async with db.pool.acquire() as conn:
            row = await SQL.event_tide(conn)
        return cls(row["grown"], row["oldest"], row["next"])


class Watch:
    """Compares looks at the log.

    Which events a reader may see depends on ``oldest`` alone. Once the log has stopped growing, all that was written
    belongs to transactions before the ``next`` of a later look; when ``oldest`` has reached it, nothing can appear.
    """

    def __init__(self) -> None:
        self._last = Tide(-1, -1, -1)
        self._fence: int | None = None
        self.settled = False

    def news(self, tide: Tide) -> bool:
        """Whether events may have come into sight since the last call."""
        last, self._last = self._last, tide
        if tide.grown != last.grown:
            self._fence, self.settled = None, False
            return True
        if self.settled:
            return False
        if self._fence is None:
            self._fence = tide.next
        self.settled = tide.oldest >= self._fence
        return tide.oldest != last.oldest
