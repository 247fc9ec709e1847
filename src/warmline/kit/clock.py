"""The time, in one place, always in UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_then: ContextVar[datetime | None] = ContextVar("then", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _then.get() or datetime.now(UTC)


@contextmanager
def as_if(then: datetime) -> Iterator[None]:
    """What this task does in here, it did at that moment: for history that is played back, such as the demo's."""
    token = _then.set(then.astimezone(UTC))
    try:
        yield
    finally:
        _then.reset(token)
