"""Bounds of shares: against published tables, and for any counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.kit.intervals import lower, share, upper, within


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Published tables of exact binomial limits at 95 %.
    [
        (0, 10, 0.0, 0.3085),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (2, 100, 0.0024, 0.0704),
    ],
)
def test_bounds_are_those_of_clopper_and_pearson(part: int, whole: int, low: float, high: float) -> None:
    found = share(part, whole)
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-4)


def test_of_nothing_anything_may_be_true() -> None:
    assert (lower(0, 0, 0.05), upper(0, 0, 0.05)) == (0.0, 1.0)
    assert share(0, 0).value is None


@given(st.integers(1, 5000), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_the_share_is_within_its_bounds(whole: int, part: float) -> None:
    found = share(round(part * whole), whole)
    assert found.low >= 0
    assert found.low <= found.part / found.whole <= found.high <= 1


@given(st.integers(0, 60), st.integers(0, 2000), st.floats(0.001, 0.3))
@settings(max_examples=100, deadline=None)
def test_asked_once_it_is_the_same_answer(part: int, more: int, limit: float) -> None:
    whole = part + more
    bound = upper(part, whole, 0.05)
    assert within(part, whole, limit, 0.05) == (bound <= limit) or abs(bound - limit) < 1e-9
