"""The timer wheel: every deadline comes once, in time and in order, whatever the clock does."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from warmline.engine import Wheel

TICK = 1 / 128
EDGES = st.integers(0, 2000).map(lambda n: n * TICK)
TIMES = st.one_of(st.floats(0, 5), st.floats(0, 1e4), st.floats(1.6e9, 1.9e9), EDGES)


def test_nothing_is_due_before_its_time_nor_twice() -> None:
    wheel: Wheel[str] = Wheel()
    wheel.schedule("offer", 1_700_000_000.5)
    assert wheel.due(1_700_000_000.49) == []
    assert wheel.next() == 1_700_000_000.5
    assert wheel.due(1_700_000_000.5) == ["offer"]
    assert (wheel.due(1_800_000_000.0), wheel.next(), len(wheel)) == ([], None, 0)


def test_what_is_late_is_due_at_once() -> None:
    wheel: Wheel[str] = Wheel()
    wheel.due(100.0)
    wheel.schedule("late", 3.0)
    assert wheel.next() is not None
    assert wheel.due(100.0) == ["late"]


def test_moved_and_struck_out() -> None:
    wheel: Wheel[str] = Wheel()
    wheel.schedule("a", 10.0)
    wheel.schedule("a", 20.0)
    wheel.schedule("b", 15.0)
    wheel.cancel("b")
    wheel.cancel("never there")
    assert wheel.due(19.0) == []
    assert wheel.due(20.0) == ["a"]


def test_never_is_no_deadline() -> None:
    wheel: Wheel[str] = Wheel()
    wheel.schedule("a", 5.0)
    wheel.schedule("a", math.inf)
    assert (len(wheel), "a" in wheel, wheel.next()) == (0, False, None)


@given(st.lists(TIMES, max_size=60), st.lists(TIMES, max_size=10))
def test_all_come_in_order(times: list[float], looks: list[float]) -> None:
    wheel: Wheel[int] = Wheel()
    for n, at in enumerate(times):
        wheel.schedule(n, at)
    came = []
    for now in [*sorted(looks), 2e9]:
        for n in wheel.due(now):
            assert times[n] <= now
            came.append(n)
        left = [at for n, at in enumerate(times) if n not in came]
        assert all(at > now - TICK for at in left)
        following = wheel.next()
        assert (following is None) == (not left)
        assert following is None or following == pytest.approx(min(left), abs=TICK)
    assert sorted(came) == list(range(len(times)))


class WheelAsList(RuleBasedStateMachine):
    """The wheel beside a plain dictionary of deadlines, while the clock runs, leaps and stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.wheel: Wheel[int] = Wheel()
        self.plain: dict[int, float] = {}
        self.now = 0.0

    @rule(key=st.integers(0, 9), after=st.floats(-10, 1e6))
    def schedule(self, key: int, after: float) -> None:
        self.wheel.schedule(key, self.now + after)
        self.plain[key] = self.now + after

    @rule(key=st.integers(0, 9))
    def cancel(self, key: int) -> None:
        self.wheel.cancel(key)
        self.plain.pop(key, None)

    @rule(step=st.one_of(st.floats(0, 1), st.floats(0, 1e5), st.just(-3.0)))
    def look(self, step: float) -> None:
        self.now = max(0.0, self.now + step)
        for key in self.wheel.due(self.now):
            assert self.plain.pop(key) <= self.now
        assert all(at > self.now - TICK for at in self.plain.values())

    @invariant()
    def knows_the_same(self) -> None:
        assert len(self.wheel) == len(self.plain)
        assert all(key in self.wheel for key in self.plain)


TestWheelAsList = WheelAsList.TestCase
