"""Outcomes count when their time is over: each once, in one order, so that a model follows from its position."""

from uuid import UUID

from warmline.kit import clock
from warmline.kit.db import Conn, Database
from warmline.routing.learning import store
from warmline.routing.learning.outcomes import Counts, value_of
from warmline.routing.learning.store import Due

# So many are counted in one transaction.
MOST = 1_000


async def count_due(db: Database, org_id: UUID) -> int:
    """Let all outcomes count whose time is over; returns how many. What is interrupted goes on the next time."""
    done = 0
    while True:
        async with db.transaction(org_id) as conn:
            found = await count_some(conn, org_id)
        done += found
        if found < MOST:
            return done


async def count_some(conn: Conn, org_id: UUID) -> int:
    """The first of them. Positions have no gaps, since one at a time gives them out."""
    await store.lock(conn, org_id)
    now = clock.now()
    rows = await store.due(conn, org_id, now, MOST)
    if not rows:
        return 0
    weight = (await store.settings(conn, org_id)).satisfaction_weight
    position = await store.last_position(conn, org_id)
    those = [
        Due(
            id=row["id"],
            recontacted_at=row["recontacted_at"],
            satisfaction=row["satisfaction"],
            value=value_of(held=row["recontacted_at"] is None, satisfaction=row["satisfaction"], weight=weight),
            position=place,
        )
        for place, row in enumerate(rows, start=position + 1)
    ]
    await store.count_outcomes(conn, org_id, those, now)
    return len(those)


async def counts_up_to(
    conn: Conn, org_id: UUID, position: int, *, counts: Counts | None = None, after: int = 0
) -> Counts:
    """The counts of all outcomes up to a position: from the table, or from counts of an earlier position ``after``."""
    found = counts or Counts()
    for outcome in await store.counted(conn, org_id, after=after, upto=position):
        found.add(outcome)
    return found
