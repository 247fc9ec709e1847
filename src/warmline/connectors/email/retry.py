"""How long to wait before trying again."""

import random


class Backoff:
    """Waits that double, in seconds, each shortened at random so that many accounts do not come back at once."""

    def __init__(self, first: float = 1.0, most: float = 300.0) -> None:
        self._first, self._most = first, most
        self._next = first

    def __next__(self) -> float:
        wait = self._next
        self._next = min(wait * 2, self._most)
        return wait * random.uniform(0.5, 1.0)  # noqa: S311 (spreads load, guards nothing)

    def reset(self) -> None:
        """It works again: the next wait is a short one."""
        self._next = self._first
