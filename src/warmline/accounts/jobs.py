"""Work that comes round."""

from uuid import UUID

from warmline.accounts.actions.sessions import forget_sessions
from warmline.accounts.actor import system
from warmline.kit.db import Database
from warmline.kit.jobs import every


@every(seconds=3600, name="accounts.sessions")
async def sweep_sessions(db: Database, org_id: UUID) -> None:
    """Forget sessions that ended long ago."""
    async with db.transaction(org_id) as conn:
        await forget_sessions(conn, system(org_id, "accounts"))


PERIODIC = [sweep_sessions]
