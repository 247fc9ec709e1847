"""Statuses, transitions and handle time."""

from datetime import UTC, datetime, timedelta
from itertools import product

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.interactions.model import TRANSITIONS, Change, Status, handle_time, may

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def test_database_and_code_allow_the_same_changes(owner_dsn: str) -> None:
    conn = await asyncpg.connect(owner_dsn)
    for before, after in product(Status, Status):
        allowed = await conn.fetchval("select interaction_may($1, $2)", before.value, after.value)
        assert allowed == may(before, after), (before, after)
    await conn.close()


def test_every_status_can_be_left() -> None:
    assert set(TRANSITIONS) == set(Status)
    assert all(TRANSITIONS.values())


@pytest.mark.parametrize(("before", "after"), [(Status.CLOSED, Status.ACTIVE), (Status.QUEUED, Status.WRAP_UP)])
def test_what_is_not_allowed(before: Status, after: Status) -> None:
    assert not may(before, after)


@given(st.lists(st.tuples(st.sampled_from(list(Status)), st.integers(0, 3600)), max_size=30))
def test_handle_time_is_what_passed_in_its_statuses(steps: list[tuple[Status, int]]) -> None:
    at, changes, expected = START, [], {"talk": 0.0, "hold": 0.0, "wrap": 0.0}
    for status, seconds in steps:
        changes.append(Change(status, at))
        kind = {Status.ACTIVE: "talk", Status.ON_HOLD: "hold", Status.WRAP_UP: "wrap"}.get(status)
        if kind and len(changes) < len(steps):
            expected[kind] += seconds
        at += timedelta(seconds=seconds)
    spent = handle_time(changes)
    assert (spent.talk_seconds, spent.hold_seconds, spent.wrap_up_seconds) == tuple(expected.values())
