"""The office in which learning is tested."""

from uuid import UUID

import pytest

from tests.routing.learning.office import Office
from warmline.kit.db import Database


@pytest.fixture
async def office(db: Database, org: UUID) -> Office:
    """A new organisation that learns."""
    return await Office.open(db, org)
