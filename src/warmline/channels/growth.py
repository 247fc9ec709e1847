"""Keeps plans fit for a record that grows: a plan made for empty tables reads them from end to end for ever after.

PostgreSQL counts by itself, but once a minute; an import has written a hundred thousand rows by then, each batch slower
than the one before.
"""

import asyncio

from warmline.channels import store
from warmline.kit.db import Database

# After so many deliveries the tables are counted, and then each time they have grown by the factor.
FIRST, FACTOR = 200, 4


class Growth:
    """What this process has recorded, and when that is worth counting again."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._recorded, self._next = 0, FIRST
        self._counting = asyncio.Lock()

    async def add(self, recorded: int) -> None:
        """So many deliveries more; counts where that is due. Call it outside of transactions."""
        self._recorded += recorded
        if self._recorded < self._next or self._counting.locked():
            return
        async with self._counting:
            async with self._db.transaction(None) as conn:
                await store.count_the_record(conn)
            self._next = self._recorded * FACTOR
