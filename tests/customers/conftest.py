"""A second organisation, to compare with and to keep out."""

from uuid import UUID

import asyncpg
import pytest


@pytest.fixture
async def other_org(owner_dsn: str) -> UUID:
    """Another new, empty organisation."""
    conn = await asyncpg.connect(owner_dsn)
    try:
        return UUID(str(await conn.fetchval("insert into organization (name) values ('Southport') returning org_id")))
    finally:
        await conn.close()
