"""The time is now, unless history is played back."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

from warmline.kit import clock

THEN = datetime(2011, 7, 8, 12, 0, tzinfo=timezone(timedelta(hours=2)))


def test_the_time_is_aware_and_now() -> None:
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


async def test_history_is_played_back_in_one_task_alone() -> None:
    async def elsewhere() -> datetime:
        await asyncio.sleep(0)
        return clock.now()

    other = asyncio.create_task(elsewhere())
    with clock.as_if(THEN):
        assert clock.now() == THEN
        assert clock.now().tzinfo is UTC
        assert await other > THEN
    assert clock.now() > THEN
