"""Locks on identities: all that decides whose a handle is waits here."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from warmline.customers import store
from warmline.customers.normalise import TELEPHONE, Identity
from warmline.kit.db import Conn


async def lock(conn: Conn, org_id: UUID, identities: Iterable[Identity]) -> None:
    """Serialise all work on these handles until commit. One number is one lock on all the channels that carry it."""
    await store.lock_identities(conn, (_key(org_id, each) for each in identities))


def _key(org_id: UUID, identity: Identity) -> int:
    scheme, value = identity
    text = f"handle {'number' if scheme in TELEPHONE else scheme} {value}"
    digest = hashlib.blake2b(text.encode(), key=org_id.bytes, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
