"""A desk for each test."""

from uuid import UUID

import pytest

from tests.customers.desk import Desk
from warmline.kit.db import Database


@pytest.fixture
def desk(db: Database, org: UUID) -> Desk:
    """An organisation at work, by somebody who may do everything."""
    return Desk(db, org)
