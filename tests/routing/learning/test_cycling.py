"""On and off by turns: refusals, balance, and the same for everybody who asks."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.routing.learning import Cycle

MINUTES = (10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 720)
DAY = 86_400
ids = st.integers(1, 2**128 - 1).map(lambda number: UUID(int=number))


@pytest.mark.parametrize("minutes", [7, 96, 480, 1440])
def test_blocks_that_do_not_fit_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="even number"):
        Cycle(org_id=UUID(int=1), minutes=minutes)


@given(ids, st.sampled_from(MINUTES), st.integers(0, 40_000))
def test_half_of_each_day_is_on_and_the_next_day_is_the_other_half(org_id: UUID, minutes: int, day: int) -> None:
    cycle = Cycle(org_id=org_id, minutes=minutes)
    blocks = range(0, DAY, 60 * minutes)
    first = day // 2 * 2 * DAY
    today = [cycle.on(first + second) for second in blocks]
    tomorrow = [cycle.on(first + DAY + second) for second in blocks]
    assert sum(today) * 2 == len(today)
    assert tomorrow == [not each for each in today]
    assert [cycle.on(first + second + 60 * minutes - 0.5) for second in blocks] == today


def test_lots_differ_from_day_to_day_and_between_organisations() -> None:
    days = [tuple(Cycle(org_id=UUID(int=1)).on(d * DAY + h * 3600) for h in range(24)) for d in range(0, 60, 2)]
    other = [tuple(Cycle(org_id=UUID(int=2)).on(d * DAY + h * 3600) for h in range(24)) for d in range(0, 60, 2)]
    assert len(set(days)) == len(days)
    assert days != other
    # No hour is always on.
    assert all(5 < sum(day[hour] for day in days) < 25 for hour in range(24))


def test_without_measuring_it_is_always_on() -> None:
    assert all(Cycle(org_id=UUID(int=1), measured=False).on(hour * 3600) for hour in range(48))


def test_a_block_is_named_by_its_beginning() -> None:
    at = datetime(2026, 3, 2, 9, 59, 59, tzinfo=UTC)
    assert Cycle(org_id=UUID(int=1)).block(at.timestamp()) == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert Cycle(org_id=UUID(int=1), minutes=90).block(at.timestamp()) == datetime(2026, 3, 2, 9, tzinfo=UTC)
