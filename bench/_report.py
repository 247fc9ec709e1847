"""How every bench tells what it measured: a table for people, and a line of JSON a figure in ``$BENCH_OUT``.

Imported by the scripts beside it; running it measures nothing.
"""

import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

_PROMISE = re.compile(r"(ours|p99|ratio|growth) (<=|>=) ([\d,.]+)")
WIDTH = 150


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing measured. ``floor``, ``ours`` and ``p99`` are in ``unit``; rates are in something a second.

    ``growth`` is how many times the cost of the smaller size, or of the first half. ``budget`` is like
    ``p99 <= 15, growth <= 1.5``, of ours, p99, ratio and growth; empty where nothing is promised.
    """

    what: str
    unit: str
    ours: float
    bench: str = ""
    size: str = ""
    floor: float | None = None
    p99: float | None = None
    growth: float | None = None
    budget: str = ""
    load: float = 0.0

    @property
    def ratio(self) -> float | None:
        """Ours by the floor, whether more is better or less."""
        return self.ours / self.floor if self.floor else None

    @property
    def kept(self) -> bool | None:
        """Whether all that is promised holds; None where nothing is. ValueError where that was not measured."""
        if not self.budget:
            return None
        return all(self._holds(each) for each in self.budget.split(", "))

    def _holds(self, promise: str) -> bool:
        if not (match := _PROMISE.fullmatch(promise)):
            raise ValueError(f"{promise!r} is no promise.")
        of, sign, limit = match[1], match[2], float(match[3].replace(",", ""))
        found = getattr(self, of)
        if found is None:
            raise ValueError(f"{self.what}: {of} is promised and was not measured.")
        return bool(found <= limit if sign == "<=" else found >= limit)


def percentile(times: Sequence[float], share: float) -> float:
    """The value that this share stays under, in the unit given."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._start


class Report:
    """The figures of one bench."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.bench = Path(sys.argv[0]).stem
        self.figures: list[Figure] = []
        self.notes: list[str] = []

    def add(self, figure: Figure) -> None:
        """Keep a figure, with the load of the machine at the moment."""
        made = msgspec.structs.replace(figure, bench=self.bench, load=round(os.getloadavg()[0], 1))
        self.figures.append(made)
        if path := os.environ.get("BENCH_OUT"):
            with Path(path).open("ab") as out:
                out.write(msgspec.json.encode(made) + b"\n")

    def note(self, text: str) -> None:
        """A sentence below the table."""
        self.notes.append(text)

    def show(self) -> None:
        """Print all of it."""
        console = Console(width=WIDTH)
        console.print(table_of(self.title, self.figures))
        for each in self.notes:
            console.print(each, highlight=False)


LEFT = ("bench", "what", "size", "unit")
COLUMNS = (*LEFT, "floor", "ours", "p99", "ratio", "growth", "budget", "kept", "load")
ASKED = {"bench"}


def table_of(title: str, figures: Sequence[Figure], *more: str) -> Table:
    """A line a figure, under the same columns everywhere; columns that no figure fills are left out. ``more`` names
    columns that are shown only where asked for."""
    rows = [cells_of(each) for each in figures]
    used = [name for name in COLUMNS if (name not in ASKED or name in more) and any(row[name] for row in rows)]
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for name in used:
        table.add_column(name, justify="left" if name in (*LEFT, "budget", "kept") else "right")
    for row in rows:
        table.add_row(*(row[name] for name in used))
    return table


def cells_of(figure: Figure) -> dict[str, str]:
    """The texts of a line, by column."""
    kept = {None: "", True: "[green]kept[/]", False: "[bold red]missed[/]"}[figure.kept]
    return {
        "bench": figure.bench,
        "what": figure.what,
        "size": figure.size,
        "unit": figure.unit,
        "floor": number(figure.floor),
        "ours": number(figure.ours),
        "p99": number(figure.p99),
        "ratio": number(figure.ratio),
        "growth": number(figure.growth),
        "budget": figure.budget,
        "kept": kept,
        "load": f"{figure.load:.1f}",
    }


def number(value: float | None) -> str:
    """Three digits that count: 12,345, 123, 12.3, 1.23, 0.012; nothing for None."""
    if value is None:
        return ""
    size = abs(value)
    for least, digits in ((100, 0), (10, 1), (0.1, 2), (0.01, 3)):
        if size >= least:
            return f"{value:,.{digits}f}"
    return f"{value:.2g}"


def read(path: Path) -> list[Figure]:
    """The figures of a ``$BENCH_OUT``."""
    return [msgspec.json.decode(line, type=Figure) for line in path.read_bytes().splitlines()]


def medians(figures: Sequence[Figure]) -> list[Figure]:
    """One of each, in the order of the first: the run whose ours is the median, the lower one where there are two."""
    runs: dict[tuple[str, str, str], list[Figure]] = {}
    for each in figures:
        runs.setdefault((each.bench, each.what, each.size), []).append(each)
    return [sorted(each, key=lambda figure: figure.ours)[(len(each) - 1) // 2] for each in runs.values()]
