"""The fixtures of the record's tests."""

from uuid import UUID

import pytest

from tests.application import Person
from tests.interactions.desk import Desk, furnish, make_desk
from warmline.kit.db import Database

__all__ = ["make_desk"]


@pytest.fixture
async def other_desk(db: Database, other_org: UUID, owner_dsn: str) -> Desk:
    """A desk in another organisation."""
    return await furnish(db, other_org, owner_dsn)


@pytest.fixture
async def front(db: Database, admin: Person, owner_dsn: str) -> Desk:
    """A desk in the administrator's organisation, for contacts that are then worked on over HTTP."""
    return await furnish(db, admin.org_id, owner_dsn)
