"""When the model is used and when not: blocks of time, half of each day, so that what it brings can be measured. Pure.

Before and after are never alike: seasons, campaigns and staff change meanwhile. Blocks that are on and off by lot are.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

import msgspec

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """The lots of an organisation. A block is ``minutes`` long and must fit an even number of times into a day (UTC).

    Of the blocks of a day exactly half are on, by lot; the next day has it the other way round, so that in two days
    each hour is on once and off once. Where ``measured`` is false, it is always on.
    """

    org_id: UUID
    minutes: int = 60
    measured: bool = True

    def __post_init__(self) -> None:
        if DAY // 60 % (2 * self.minutes):
            raise ValueError(f"Blocks of {self.minutes} minutes do not fit an even number of times into a day.")

    def on(self, now: float) -> bool:
        """Whether a decision at this time (seconds since 1970) uses the model."""
        if not self.measured:
            return True
        day, second = divmod(int(now), DAY)
        return (second // (60 * self.minutes) in half(self.org_id, day // 2, self.minutes)) != bool(day % 2)

    def block(self, now: float) -> datetime:
        """When the block began that this time is in."""
        length = 60 * self.minutes
        return EPOCH + timedelta(seconds=int(now) // length * length)


@lru_cache(maxsize=256)
def half(org_id: UUID, two_days: int, minutes: int) -> frozenset[int]:
    """The blocks that are on in the first of these two days: half of them."""
    blocks = range(DAY // (60 * minutes))
    drawn = sorted(blocks, key=lambda block: lot(org_id.bytes, b"%d/%d" % (two_days, block)))
    return frozenset(drawn[: len(blocks) // 2])


def lot(*words: bytes) -> int:
    """A number of 64 bits that looks drawn and is always the same for the same words."""
    return int.from_bytes(hashlib.blake2b(b"\0".join(words), digest_size=8).digest(), "big")
