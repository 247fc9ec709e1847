"""A view of one moment, which neither writes nor holds anybody back."""

from uuid import UUID

import asyncpg
import pytest

from tests.conftest import logged
from tests.kit.notes import NoteWritten, write
from warmline.kit.db import Database

COUNT = "select count(*) from event"


async def test_a_snapshot_writes_nothing(db: Database, org: UUID) -> None:
    async with db.snapshot(org) as conn:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await conn.execute("update organization set name = 'Other'")


async def test_another_organisation_is_not_in_it(db: Database, org: UUID, other_org: UUID) -> None:
    await write(db, other_org, "theirs")
    async with db.snapshot(org) as conn:
        assert await conn.fetchval(COUNT) == 0


async def test_it_stands_still_while_the_log_goes_on(db: Database, org: UUID) -> None:
    await write(db, org, "before")
    async with db.snapshot(org) as conn:
        seen = await conn.fetchval(COUNT)
        await write(db, org, "after")
        assert await conn.fetchval(COUNT) == seen
        events = [each.event for each in await logged(db, org)]
    assert len([each for each in events if isinstance(each, NoteWritten)]) == 2
