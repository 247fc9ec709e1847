"""How a channel account fares, out of what was noted of it. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

import msgspec

from warmline import sdk


class HealthState(StrEnum):
    """``untested``: nothing came in by it, and nobody has tried it."""

    OK = "ok"
    TROUBLE = "trouble"
    OFF = "off"
    UNTESTED = "untested"


class ChannelHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How an account fares. ``problems`` say what is wrong and what to do, of receiving, of sending, and of the last
    test. ``since`` is when it came to be so: for one that fetches and works, since when it is connected. ``waiting``
    deliveries are not read yet; ``failed``, ``unknown`` and ``unsent`` are of the last 24 hours. ``steps`` are those of
    the last test."""

    account_id: UUID
    state: HealthState
    problems: list[str]
    since: datetime | None
    last_received_at: datetime | None
    last_sent_at: datetime | None
    waiting: int
    failed: int
    unknown: int
    unsent: int
    tested_at: datetime | None
    steps: list[sdk.CheckStep]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was noted of an account. ``problem`` is what its connector says, since ``checked_at``."""

    account_id: UUID
    active: bool
    problem: str | None
    checked_at: datetime | None
    tested_at: datetime | None
    test_problem: str | None
    steps: list[sdk.CheckStep]
    sending_problem: str | None
    sending_since: datetime | None
    last_received_at: datetime | None
    last_sent_at: datetime | None
    waiting: int
    failed: int
    unknown: int
    unsent: int

    @classmethod
    def of(cls, row: Any) -> Self:
        return msgspec.convert(dict(row), cls)

    def health(self) -> ChannelHealth:
        """As it is shown."""
        problems = [each for each in (self.problem, self.sending_problem, self.test_problem) if each]
        shared = {name: getattr(self, name) for name in ChannelHealth.__struct_fields__ if hasattr(self, name)}
        # A test and a fetcher often say the same.
        return ChannelHealth(
            **shared, state=self._state(problems), problems=list(dict.fromkeys(problems)), since=self._since()
        )

    def _state(self, problems: list[str]) -> HealthState:
        if not self.active:
            return HealthState.OFF
        if problems:
            return HealthState.TROUBLE
        known = (self.checked_at, self.tested_at, self.last_received_at, self.last_sent_at)
        return HealthState.OK if any(known) else HealthState.UNTESTED

    def _since(self) -> datetime | None:
        told = (
            (self.problem, self.checked_at),
            (self.sending_problem, self.sending_since),
            (self.test_problem, self.tested_at),
        )
        times = [at for problem, at in told if problem and at]
        return min(times) if times else self.checked_at or self.tested_at
