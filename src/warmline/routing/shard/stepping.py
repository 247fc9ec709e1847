"""The engine step by step, for commands that are to be done when they return, and for tests."""

from uuid import UUID

from warmline.kit import leases
from warmline.kit.db import Conn, Database
from warmline.kit.ids import new_id
from warmline.kit.leases import Leases
from warmline.routing.shard import store
from warmline.routing.shard.dispatcher import LEASE, NAME
from warmline.routing.shard.shard import Shard


async def place(conn: Conn, org_id: UUID) -> int:
    """Offer what waits, within this transaction: everything is loaded for it, which is right for steps and not for
    service. Returns how many offers were made; 0 where somebody else is at it or leads the organisation."""
    if not await store.try_lock(conn, org_id):
        return 0
    lease = await leases.take(conn, org_id, NAME, new_id(), seconds=0.0)
    if lease is None:
        return 0
    shard = Shard(lease)
    await shard.open(conn)
    made, more = 0, True
    while more:
        more = await shard.step(conn)
        made += len(shard.made)
    return made


async def settle(db: Database, org_id: UUID) -> bool:
    """Take in what happened and offer what waits, until nothing is left to do but to wait. Returns whether it was done:
    False where another process leads the organisation, which does it anyway."""
    own = Leases(db, NAME, seconds=LEASE)
    lease = await own.take(org_id)
    if lease is None:
        return False
    try:
        shard = Shard(lease)
        await shard.begin(db)
        while await shard.turn(db):
            pass
    finally:
        await own.release([lease])
    return True
