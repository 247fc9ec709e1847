"""What the hub does by itself: go on where showing customers by new rules was broken off."""

from uuid import UUID

from warmline.accounts import system
from warmline.customers.hub.actions.rules import reproject
from warmline.kit.db import Database
from warmline.kit.jobs import Periodic, every


@every(seconds=300, name="customers.project")
async def project(db: Database, org_id: UUID) -> None:
    """Customers whom a change of rules has not reached."""
    await reproject(db, system(org_id, "hub"))


PERIODIC: list[Periodic] = [project]
