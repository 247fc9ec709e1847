"""Payment cards are kept as their last four and a fingerprint: enough to know the same card again, not to read it."""

import hashlib
from functools import lru_cache
from uuid import UUID

from warmline.entities.finders.sight import digits
from warmline.entities.model import Found, Kind
from warmline.entities.plain import plain

# Some 15 ms and 8 MB for each guess, under a salt of the organisation's (scrypt; RFC 7914).
COST, BLOCKS, LANES = 2**13, 8, 1
LENGTH = 12


def fingerprint(found: Found, org_id: UUID) -> str:
    """What is kept of an entity: its value, and of a whole card number ``1111:<fingerprint>``."""
    if found.kind != Kind.CARD:
        return found.value
    number = digits(plain(found.text).text)
    return found.value if len(number) < 12 else f"{found.value}:{_hashed(number, org_id)}"


@lru_cache(maxsize=1000)
def _hashed(number: str, org_id: UUID) -> str:
    made = hashlib.scrypt(number.encode(), salt=org_id.bytes, n=COST, r=BLOCKS, p=LANES, dklen=LENGTH)
    return made.hex()
