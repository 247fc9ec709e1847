"""The auction comes within its bound of the best there is, and gives nobody what they cannot have."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from warmline.engine.auction import auction

STEP = 0.01
NEVER = -np.inf


def best_total(values: NDArray[np.float64]) -> float:
    """The best total, by trying all; rows may go without."""
    rows, columns = values.shape
    wide = np.hstack([values, np.zeros((rows, rows))])
    best = 0.0
    for way in permutations(range(columns + rows), rows):
        best = max(best, float(wide[range(rows), way].sum()))
    return best


numbers = st.floats(0.1, 50) | st.just(NEVER)


def tables(rows: int, columns: int) -> st.SearchStrategy[NDArray[np.float64]]:
    row = st.lists(numbers, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows).map(np.array)


@settings(max_examples=150, deadline=None)
@given(st.builds(tables, st.integers(1, 4), st.integers(1, 4)).flatmap(lambda each: each))
def test_within_its_bound_of_the_best(values: NDArray[np.float64]) -> None:
    got, prices = auction(values, STEP)
    given_out = [column for column in got.tolist() if column >= 0]
    assert len(set(given_out)) == len(given_out)
    total = sum(values[row, column] for row, column in enumerate(got.tolist()) if column >= 0)
    assert total >= best_total(values) - min(values.shape) * STEP - 1e-9
    # At the final prices each has what is best for it, but for one step, and what nobody has is free.
    for row, column in enumerate(got.tolist()):
        gain = values[row, column] - prices[column] if column >= 0 else 0.0
        assert gain >= max(0.0, (values[row] - prices).max()) - STEP - 1e-9
    assert all(prices[column] == 0 for column in range(values.shape[1]) if column not in given_out)


def test_nobody_and_nothing() -> None:
    assert auction(np.zeros((0, 3)), STEP)[0].tolist() == []
    assert auction(np.zeros((2, 0)), STEP)[0].tolist() == [-1, -1]
    assert auction(np.full((2, 2), NEVER), STEP)[0].tolist() == [-1, -1]


def test_who_can_do_only_one_thing_gets_it() -> None:
    # The first task is worth more with the first agent, who is the only one for the second task.
    values = np.array([[10.0, 9.0], [8.0, NEVER]])
    assert auction(values, STEP)[0].tolist() == [1, 0]
