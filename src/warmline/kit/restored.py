"""A restored database keeps its events' transaction ids, and its new server starts to count anew: it is helped on.

Readers follow the log by transaction id, below the oldest one under way. After ``pg_restore`` into a new server the ids
in the log would be of the future: nothing of it could be read, and what happens next would sort before it.
"""

from typing import Any

import asyncpg

from warmline.kit.db import APPLICATION_ROLE
from warmline.kit.events import SQL
from warmline.kit.log import logger

log = logger(__name__)

# Ids that one statement uses up: about half a second's worth.
STRIDE = 100_000


async def count_on(dsn: str) -> int:
    """Use up transaction ids until the next one is beyond the log; how many were missing, 0 as a rule.

    About 200,000 a second. Any role that may become the application's will do.
    """
    conn = await asyncpg.connect(dsn, server_settings={"role": APPLICATION_ROLE})
    try:
        missing = await _missing(conn)
        if missing:
            log.warning("transaction_ids_behind_the_log", missing=missing)
        # What is lost of it in a crash is made up for by the next start.
        await conn.execute("set synchronous_commit = off")
        left = missing
        while left > 0:
            await conn.execute(f"do $$ begin for i in 1..{min(left, STRIDE)} loop "
                               "perform pg_current_xact_id(); commit; end loop; end $$")  # fmt: skip
            left = await _missing(conn)
        return missing
    finally:
        await conn.close()


async def _missing(conn: Any) -> int:
    newest = 0
    for row in await SQL.organization_ids(conn):
        async with conn.transaction():
            await conn.execute("select set_config('warmline.org_id', $1, true)", str(row["org_id"]))
            found: int | None = await SQL.newest_transaction(conn, org_id=row["org_id"])
            newest = max(newest, found or 0)
    following: int = await SQL.next_transaction(conn)
    return max(0, newest + 1 - following)
