"""The hash chain over the event log, byte for byte, so that anybody can compute it again in any language. Pure.

**An event** becomes bytes as eleven fields, in this order, each as a netstring: the length of its UTF-8 bytes in
decimal, a colon, the bytes, a comma. A field that is null is a hyphen and a comma.

====================  ==================================================================================
org_id                UUID, lower case with hyphens
xact, seq             decimal: the event's place; events are ordered by xact, then seq, as numbers
at                    decimal microseconds since 1970-01-01T00:00:00Z
actor                 text
request_id            text or null
type                  text
case_id               UUID or null
interaction_id        UUID or null
customer_id           UUID or null
data                  the jsonb value as PostgreSQL writes it (``data::text``)
====================  ==================================================================================

Its **digest** is the SHA-256 of these bytes.

**A seal** covers the next events in order. Its hash is the SHA-256 of, one after the other: the hash of the seal before
it (32 bytes), its position, first xact, first seq, last xact, last seq, and ``sealed_at`` in microseconds since 1970
(each a signed big-endian integer of 8 bytes), and the digests of its events. Positions start at 1; before the first
seal stands the SHA-256 of the text ``warmline events `` followed by the org_id as above.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from warmline.governance.model import Place, Seal

DIGEST = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HEADER = struct.Struct(">6q")


def canonical(fields: Iterable[str | None]) -> bytes:
    """The bytes of an event, from its eleven fields as text."""
    parts = []
    for field in fields:
        if field is None:
            parts.append(b"-,")
        else:
            raw = field.encode()
            parts.append(b"%d:%b," % (len(raw), raw))
    return b"".join(parts)


def digest(fields: Iterable[str | None]) -> bytes:
    """The SHA-256 of an event."""
    return hashlib.sha256(canonical(fields)).digest()


def genesis(org_id: UUID) -> bytes:
    """What the first seal of an organisation follows."""
    return hashlib.sha256(f"warmline events {org_id}".encode()).digest()


def link(previous: bytes, position: int, first: Place, last: Place, sealed_at: datetime, digests: bytes) -> bytes:
    """The hash of a seal."""
    header = HEADER.pack(position, *first, *last, (sealed_at - EPOCH) // MICROSECOND)
    return hashlib.sha256(previous + header + digests).digest()


def seal(
    previous: bytes, position: int, places: Sequence[Place], digests: Sequence[bytes], sealed_at: datetime
) -> Seal:
    """The seal over these events, which are in order."""
    joined = b"".join(digests)
    return Seal(
        position=position,
        first=places[0],
        last=places[-1],
        events=len(places),
        digests=joined,
        previous=previous,
        hash=link(previous, position, places[0], places[-1], sealed_at, joined),
        sealed_at=sealed_at,
    )


def holds(found: Seal) -> bool:
    """Whether a seal's hash is that of its own content."""
    again = link(found.previous, found.position, found.first, found.last, found.sealed_at, found.digests)
    return again == found.hash and len(found.digests) == found.events * DIGEST


def split(digests: bytes) -> list[bytes]:
    """The digests of a seal, one by one."""
    return [digests[start : start + DIGEST] for start in range(0, len(digests), DIGEST)]
