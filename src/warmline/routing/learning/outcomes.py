"""What the model is told of a resolution, and how much of that it keeps: counts, which add up in any order. Pure."""

import math
import zlib
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

# What the model may know of the contact and its customer. Nothing else has a way in: the query that reads outcomes
# selects these columns, and this shape refuses others. Age, gender, origin, health, language and whatever else an
# organisation keeps about a person stay outside; the bias report looks at some of them from the other side.
FEATURES = ("channel", "tier")
# A share of 1 in the whole numbers that are counted; sums of them do not depend on their order.
WHOLE = 1000
# Handle time counts between these: the ends are a slip of the hand and a call that nobody hung up.
SHORTEST, LONGEST = 5, 4 * 3600
FORMAT = 1


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One resolution that is settled. ``value`` is 1000 where it held and the customer was content, 0 where it did not;
    ``handle_seconds`` is None where nothing was measured. ``channel`` and ``tier`` describe how hard the work was."""

    agent_id: UUID
    intent: str
    value: Annotated[int, Meta(ge=0, le=WHOLE)]
    handle_seconds: Annotated[float, Meta(ge=0)] | None = None
    channel: str = ""
    tier: str = ""


class Key(msgspec.Struct, frozen=True, order=True, array_like=True):
    """What outcomes are counted by."""

    intent: str
    agent_id: UUID
    channel: str
    tier: str


class Cell(msgspec.Struct, array_like=True):
    """Outcomes with one key: how many, the sum of their values; and of those whose handle time is known, how many, the
    sum of its natural logarithm in thousandths, and the sum of the squares of those."""

    number: int = 0
    value: int = 0
    timed: int = 0
    log: int = 0
    squares: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.number += 1
        self.value += outcome.value
        if outcome.handle_seconds is not None:
            log = round(1000 * math.log(min(max(outcome.handle_seconds, SHORTEST), LONGEST)))
            self.timed, self.log, self.squares = self.timed + 1, self.log + log, self.squares + log * log


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """How counts are stored."""

    format: int
    cells: list[tuple[Key, Cell]]


class Counts:
    """All outcomes so far. The same outcomes in another order are the same counts, to the bit."""

    def __init__(self) -> None:
        self._cells: dict[Key, Cell] = {}
        self.outcomes = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more, in the same time however many there are."""
        key = Key(outcome.intent, outcome.agent_id, outcome.channel, outcome.tier)
        self._cells.setdefault(key, Cell()).add(outcome)
        self.outcomes += 1

    def cells(self) -> Iterator[tuple[Key, Cell]]:
        """In the order of the keys."""
        return iter(sorted(self._cells.items()))

    def dump(self) -> bytes:
        """The same bytes for the same counts."""
        return zlib.compress(msgspec.json.encode(Kept(FORMAT, list(self.cells()))), 6)

    @classmethod
    def read(cls, kept: bytes) -> "Counts":
        """Of what ``dump`` gave. Raises ``msgspec.ValidationError`` or ``zlib.error`` for anything else."""
        read = msgspec.json.decode(zlib.decompress(kept), type=Kept)
        if read.format != FORMAT:
            raise msgspec.ValidationError(f"Counts of format {read.format} are not read by this version.")
        counts = cls()
        counts._cells = dict(read.cells)
        counts.outcomes = sum(cell.number for _, cell in read.cells)
        return counts


def value_of(*, held: bool, satisfaction: float | None, weight: float) -> int:
    """What an outcome counts, 0 to 1000: whether the resolution held, and with this ``weight`` how content the customer
    said to be (0 to 1) where that is known."""
    share = float(held) if satisfaction is None else (1 - weight) * held + weight * min(max(satisfaction, 0.0), 1.0)
    return round(WHOLE * share)
