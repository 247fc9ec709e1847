"""Differences and ratios: what is too little, figures of textbooks, and that the interval holds the truth."""

import random

import pytest

from warmline.routing.learning.measuring import Block, Side, difference, enough, gini, outside, ratio, side, student
from warmline.routing.learning.model import Interval


def test_too_little_says_nothing() -> None:
    assert side([]) is None
    assert side([Block(0, 0.0)]) is None
    ten = side([Block(10, 5.0)] * 10)
    assert enough(None, ten).startswith("0 blocks with the model")
    assert "9 blocks without" in enough(ten, side([Block(100, 5.0)] * 9))
    assert "90 outcomes without" in enough(ten, side([Block(9, 5.0)] * 10))
    assert enough(ten, ten) == ""
    assert not outside(Interval(), 1000, 1000)
    assert not outside(Interval(value=0.5, low=0.4, high=0.6), 49, 1000)
    assert not outside(Interval(value=0.5, low=0.2, high=1.1), 1000, 1000)
    assert not outside(Interval(value=0.85, low=0.84, high=0.86), 1000, 1000)
    assert outside(Interval(value=0.79, low=0.7, high=0.9), 50, 50)


@pytest.mark.parametrize(("freedom", "quantile"), [(8, 2.306004), (18, 2.100922), (60, 2.000298), (1e9, 1.959964)])
def test_quantiles_are_those_of_the_tables(freedom: float, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=1e-3)


def test_what_goes_together_in_a_block_counts_as_less() -> None:
    """Blocks of ten that are all alike know as much as their number, not as their outcomes."""
    alike = side([Block(10, 10.0 * (n % 2)) for n in range(20)])
    mixed = side([Block(10, 5.0) for _ in range(20)])
    assert alike
    assert mixed
    assert alike.variance == pytest.approx(0.25 / 20 * 20 / 19)
    assert mixed.variance == 0.0


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    chance, held = random.Random(5), 0

    def blocks(share: float) -> Side:
        found = []
        for _ in range(40):
            here = min(max(chance.gauss(share, 0.08), 0.0), 1.0)
            number = chance.randint(5, 30)
            found.append(Block(number, float(sum(chance.random() < here for _ in range(number)))))
        made = side(found)
        assert made
        return made

    rounds = 400
    for _ in range(rounds):
        found = difference(blocks(0.70), blocks(0.65))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.05 <= found.high
    assert held / rounds == pytest.approx(0.95, abs=0.035)


def test_a_ratio_needs_two_that_are_not_zero() -> None:
    assert ratio(0.0, 0.1, 0.5, 0.1) == Interval()
    found = ratio(0.4, 0.0, 0.5, 0.0)
    assert (found.low, found.value, found.high) == (0.8, 0.8, 0.8)


@pytest.mark.parametrize("amounts", [[], [0.0, 0.0]])
def test_nothing_is_neither_even_nor_uneven(amounts: list[float]) -> None:
    assert gini(amounts) is None


@pytest.mark.parametrize(("amounts", "expected"), [([3.0, 3.0, 3.0], 0.0), ([0.0, 0.0, 0.0, 8.0], 0.75)])
def test_how_uneven(amounts: list[float], expected: float) -> None:
    assert gini(amounts) == pytest.approx(expected, rel=1e-9, abs=1e-12)
