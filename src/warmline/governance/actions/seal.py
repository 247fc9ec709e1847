"""Sealing: new events become the next link of the hash chain."""

from uuid import UUID

from warmline.governance import chain
from warmline.governance.store import seals as store
from warmline.kit import clock
from warmline.kit.db import Conn, Database

# A seal's digests are then 64 kB, which PostgreSQL keeps outside the row.
BATCH = 2_000


async def seal(conn: Conn, org_id: UUID, *, batch: int = BATCH) -> int:
    """Seal the next events, at most ``batch``; how many there were. 0 also where another process is at it.

    The chain goes on from what the sealer remembers, not from the newest seal that is there: where somebody took that
    away, the gap stays to be seen.
    """
    if not await store.lock_seals(conn, org_id):
        return 0
    head, _ = await store.seal_head(conn, org_id)
    events, names = await store.events_to_seal(conn, org_id, head.last if head else store.BEGINNING, batch)
    if not events:
        return 0
    made = chain.seal(
        head.hash if head else chain.genesis(org_id),
        head.position + 1 if head else 1,
        [each.place for each in events],
        [each.digest for each in events],
        clock.now(),
    )
    await store.insert_seal(conn, org_id, made, names)
    return len(events)


async def seal_all(db: Database, org_id: UUID, *, batch: int = BATCH) -> int:
    """Seal everything that is committed, a transaction for each seal; how many events."""
    total = 0
    while True:
        async with db.transaction(org_id) as conn:
            sealed = await seal(conn, org_id, batch=batch)
        total += sealed
        if sealed < batch:
            return total
