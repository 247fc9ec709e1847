"""What goes between the server and the process that links, a JSON line each."""

import msgspec

from warmline.customers.duplicates.pairs import Pair


class Task(msgspec.Struct, frozen=True):
    """What to do. ``least`` is the smallest score that is told; ``most`` is how many pairs are, at most; ``folder`` is
    for what does not fit into memory."""

    least: float
    most: int
    memory_mb: int
    threads: int
    folder: str


class Outcome(msgspec.Struct, frozen=True):
    """How it went. ``households`` are pairs that were left out because they are two people of one household; ``more``
    are pairs beyond ``most``; ``learned``: the weights are the base's own, at least in part; ``memory_mb`` is the most
    that the process held."""

    people: int
    compared: int
    found: int
    households: int
    more: int
    learned: bool
    notes: list[str]
    memory_mb: int


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the answer: a phase that begins, a pair, or the end."""

    phase: str | None = None
    pair: Pair | None = None
    end: Outcome | None = None
