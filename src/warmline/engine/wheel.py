"""A timer wheel: deadlines are set, moved and struck out in constant time, however many there are.

Hierarchical: a deadline lies on the level of the highest byte in which its tick differs from the present one, so that
each is moved down at most once a level before it is due. Time may stand still or leap, as a virtual clock does.
"""

import math
from typing import Generic, TypeVar

K = TypeVar("K")

# A power of two, so that times become ticks without rounding errors. A deadline is due at most one tick late.
TICKS = 128
BITS = 8
SLOTS = 1 << BITS


class Wheel(Generic[K]):
    """Deadlines by key, in seconds; each key has one."""

    def __init__(self) -> None:
        self._now = 0
        self._levels: list[list[dict[K, int]]] = []
        self._occupied: list[int] = []
        self._ticks: dict[K, int] = {}
        self._late: dict[K, int] = {}

    def __len__(self) -> int:
        return len(self._ticks)

    def __contains__(self, key: object) -> bool:
        return key in self._ticks

    def schedule(self, key: K, at: float) -> None:
        """Set the key's deadline, or move it. One that never comes (infinity) is none."""
        self.cancel(key)
        if not math.isinf(at):
            self._put(key, max(0, math.ceil(at * TICKS)))

    def cancel(self, key: K) -> None:
        """Strike the key's deadline out, if it has one."""
        tick = self._ticks.pop(key, None)
        if tick is None or self._late.pop(key, None) is not None:
            return
        level, slot = self._place(tick)
        entries = self._levels[level][slot]
        del entries[key]
        if not entries:
            self._occupied[level] &= ~(1 << slot)

    def due(self, now: float) -> list[K]:
        """The keys whose time has come, the earliest first; they have no deadline any more."""
        target = math.floor(now * TICKS)
        # A clock that was set back leaves deadlines behind the wheel that have not come yet.
        found = sorted((key for key, at in self._late.items() if at <= target), key=self._late.__getitem__)
        for key in found:
            del self._late[key]
        while (step := self._step()) is not None and step[0] <= target:
            tick, level = step
            slot = (tick >> BITS * level) & (SLOTS - 1)
            entries, self._levels[level][slot] = self._levels[level][slot], {}
            self._occupied[level] &= ~(1 << slot)
            self._now = tick
            if level == 0:
                found += entries
            else:
                # What lies at the very beginning of this stretch is due now; the rest goes to finer levels.
                found += [key for key, at in entries.items() if at == tick]
                for key, at in entries.items():
                    if at != tick:
                        self._put(key, at)
        for key in found:
            del self._ticks[key]
        if target > self._now:
            self._now = target
        return found

    def next(self) -> float | None:
        """When the earliest deadline is; None where there is none."""
        if self._late:  # All others come after these.
            return min(self._late.values()) / TICKS
        step = self._step()
        if step is None:
            return None
        tick, level = step
        if level:
            tick = min(self._levels[level][(tick >> BITS * level) & (SLOTS - 1)].values())
        return tick / TICKS

    def _put(self, key: K, tick: int) -> None:
        self._ticks[key] = tick
        if tick <= self._now:
            self._late[key] = tick
            return
        level, slot = self._place(tick)
        while level >= len(self._levels):
            self._levels.append([{} for _ in range(SLOTS)])
            self._occupied.append(0)
        self._levels[level][slot][key] = tick
        self._occupied[level] |= 1 << slot

    def _place(self, tick: int) -> tuple[int, int]:
        level = ((tick ^ self._now).bit_length() - 1) // BITS
        return level, (tick >> BITS * level) & (SLOTS - 1)

    def _step(self) -> tuple[int, int] | None:
        """The first tick at which a slot begins that is not empty, and its level; finer levels always come first."""
        for level, occupied in enumerate(self._occupied):
            here = (self._now >> BITS * level) & (SLOTS - 1)
            later = occupied >> (here + 1)
            if later:
                slot = here + (later & -later).bit_length()
                above = self._now >> BITS * (level + 1)
                return ((above << BITS) | slot) << BITS * level, level
        return None
