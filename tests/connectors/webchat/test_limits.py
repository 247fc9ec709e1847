"""Allowances run out and come back, and counting them takes bounded memory."""

import pytest

from warmline.connectors.webchat.limits import Limits
from warmline.kit.errors import TooMany


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("per_minute", [1, 3, 7, 30, 300])
def test_a_minutes_worth_at_once_and_not_one_more(per_minute: int) -> None:
    limits = Limits(clock=Clock())
    for _ in range(per_minute):
        limits.take("a", per_minute=per_minute)
    with pytest.raises(TooMany) as refused:
        limits.take("a", per_minute=per_minute)
    seconds = refused.value.details["seconds"]
    assert seconds >= 1
    assert seconds <= 60 / per_minute + 1


def test_asking_in_vain_does_not_make_the_wait_longer() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for _ in range(100):
        try:
            limits.take("a", per_minute=2)
        except TooMany:
            continue
    clock.now += 30
    limits.take("a", per_minute=2)


def test_whoever_waits_as_told_is_let_in() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for _ in range(50):
        try:
            limits.take("a", per_minute=7)
        except TooMany as error:
            clock.now += error.details["seconds"]
            limits.take("a", per_minute=7)


def test_one_does_not_use_up_what_is_anothers() -> None:
    limits = Limits(clock=Clock())
    limits.take("a", 1, per_minute=1)
    limits.take("a", 2, per_minute=1)
    limits.take("b", 1, per_minute=1)


def test_what_is_kept_is_bounded_and_the_latest_stay() -> None:
    limits = Limits(most=100, clock=Clock())
    for number in range(1000):
        limits.take(number, per_minute=1)
    assert len(limits._full_at) <= 100
    with pytest.raises(TooMany):
        limits.take(999, per_minute=1)


def test_what_has_come_back_is_forgotten_first() -> None:
    clock = Clock()
    limits = Limits(most=100, clock=clock)
    for number in range(100):
        limits.take("old", number, per_minute=1)
    clock.now += 61
    for number in range(50):
        limits.take("new", number, per_minute=1)
    with pytest.raises(TooMany):
        limits.take("new", 0, per_minute=1)
