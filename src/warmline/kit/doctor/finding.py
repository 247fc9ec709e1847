"""What a check is asked, and how it answers."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from warmline.kit.postgres import Addresses
from warmline.kit.settings import Settings


class Finding(msgspec.Struct, frozen=True):
    """What a check saw: ``problem`` and ``mend`` where it is not well, else ``seen``."""

    check: str
    ok: bool
    seen: str = ""
    problem: str = ""
    mend: str = ""


class Subject(msgspec.Struct, frozen=True):
    """What is examined. ``conn`` is a connection as the application, for the checks that need the database."""

    settings: Settings
    addresses: Addresses | None = None
    conn: Any = None


class Check(msgspec.Struct, frozen=True):
    """``run`` returns what it saw, or raises ``Ailment``."""

    name: str
    run: Callable[[Subject], Awaitable[str]]
    needs_database: bool = False


class Ailment(Exception):
    """What is wrong, and how to mend it."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend
