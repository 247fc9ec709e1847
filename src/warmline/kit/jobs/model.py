"""What a job is: something to do later, again, or outside; and work that comes round."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from warmline.kit.db import Database

Handler = Callable[[Database, UUID, dict[str, Any]], Awaitable[None]]
Sweep = Callable[[Database, UUID], Awaitable[None]]
LONGEST_WAIT = timedelta(hours=1)

registry: dict[str, "Job"] = {}


class RetryLater(Exception):
    """Raised by a handler that knows when to try again, as a rate limit may say. It counts as an attempt."""

    def __init__(self, after: timedelta, reason: str = "") -> None:
        super().__init__(reason or f"again in {after}")
        self.after = after


@dataclass(frozen=True, slots=True)
class Job:
    """A handler with its name, and how often and how soon it is tried."""

    name: str
    handle: Handler
    attempts: int
    first_wait: timedelta

    async def __call__(self, db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
        """Do it."""
        await self.handle(db, org_id, payload)

    def wait(self, failures: int) -> timedelta:
        """How long to wait after that many failures: doubled each time, and spread so that many do not come at once."""
        wait: timedelta = self.first_wait * 2 ** min(failures - 1, 20)
        return min(wait, LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing


def job(name: str, *, attempts: int = 5, first_wait: timedelta = timedelta(seconds=1)) -> Callable[[Handler], Job]:
    """Make a job of ``async def handle(db, org_id, payload)``.

    It may run more than once (a process can die after the work and before the note of it), so it must bear repeating.
    An exception means another attempt; after the last one the job is kept among the failed ones. The handler opens its
    own transactions.
    """
    if attempts < 1:
        raise ValueError(f"{name}: attempts must be at least 1.")

    def make(handle: Handler) -> Job:
        if name in registry:
            raise ValueError(f"Two jobs are called {name}.")
        registry[name] = Job(name, handle, attempts, first_wait)
        return registry[name]

    return make


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that comes round for each organisation."""

    name: str
    seconds: float
    run: Sweep

    async def __call__(self, db: Database, org_id: UUID) -> None:
        """One round for one organisation."""
        await self.run(db, org_id)


def every(*, seconds: float, name: str) -> Callable[[Sweep], Periodic]:
    """Make periodic work of ``async def sweep(db, org_id)``, which one process does, ``seconds`` after its last round.

    What goes wrong is logged, and tried in the next round.
    """
    return lambda run: Periodic(name, seconds, run)
