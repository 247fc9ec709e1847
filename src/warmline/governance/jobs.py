"""What governance does by itself."""

from uuid import UUID

from warmline.governance.actions.seal import seal_all
from warmline.kit.db import Database
from warmline.kit.jobs import Periodic, every


@every(seconds=1, name="governance.seal")
async def seal_events(db: Database, org_id: UUID) -> None:
    """Seal what was committed since the last second."""
    await seal_all(db, org_id)


PERIODIC: list[Periodic] = [seal_events]
