"""Lanes: what has the same key stays in order; what has not may overtake."""

import zlib

LANES = 16


def lane_of(key: str) -> int:
    """0 to 15, the same for the same key on every machine and in every version. Case and outer blanks do not count."""
    return zlib.crc32(key.strip().casefold().encode("utf-8", "surrogatepass")) % LANES


def groups(count: int) -> list[list[int]]:
    """The lanes dealt out to ``count`` workers."""
    return [list(range(first, LANES, count)) for first in range(count)]
