"""The floor on which routing is tested."""

from uuid import UUID

import pytest

from tests.routing.floor import Floor
from warmline.kit.db import Database


@pytest.fixture
def floor(db: Database, org: UUID) -> Floor:
    """A new organisation at work."""
    return Floor(db, org)
