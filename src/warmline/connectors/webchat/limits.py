"""How often somebody may do something, counted in this process. With several processes, each counts by itself."""

import math
import time
from collections.abc import Callable
from typing import Any

from warmline.kit.errors import TooMany

MOST = 50_000
MINUTE, HOUR = 60.0, 3600.0
ROUNDING = 1e-6


class Limits:
    """The generic cell rate algorithm (ITU-T I.371): so many at once, then as they come back, one number a key.

    At most ``most`` keys are kept; when there are more, those that have been still for longest are forgotten.
    """

    def __init__(self, *, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        # By key, the moment at which its whole allowance is there again.
        self._full_at: dict[tuple[Any, ...], float] = {}

    def take(self, *key: Any, per_minute: int) -> None:
        """Use the allowance of a key once; raises ``TooMany`` with the seconds after which there is some again."""
        self._take(key, per_minute, MINUTE)

    def take_hourly(self, *key: Any, per_hour: int) -> None:
        """As ``take``, of what is rarer."""
        self._take(key, per_hour, HOUR)

    def _take(self, key: tuple[Any, ...], most: int, seconds: float) -> None:
        now, each = self._clock(), seconds / most
        full_at = max(self._full_at.pop(key, now), now)
        wait = full_at + each - now - seconds
        # Asking too often neither helps nor harms: the allowance comes back all the same.
        refused = wait > ROUNDING
        self._full_at[key] = full_at if refused else full_at + each
        self._forget(now)
        if refused:
            raise TooMany(seconds=math.ceil(wait))

    def _forget(self, now: float) -> None:
        if len(self._full_at) <= self._most:
            return
        kept = [(key, at) for key, at in self._full_at.items() if at > now]
        # A little room, so that the next call need not look through all of them again.
        self._full_at = dict(kept[-(self._most * 9 // 10) :])
