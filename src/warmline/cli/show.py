"""How a command shows what it found: a table for people, JSON for programs; and how far it is."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

# A pipe has no width; what reads it breaks its own lines.
WIDE = 240


def out(json: Any) -> None:
    """Print a value as JSON."""
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(json), indent=2).decode() + "\n")


def line(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Tell a person something that is no result: on standard error."""
    sys.stderr.write(text + "\n")


def note_json(value: Any) -> None:
    """The same, for a program: one line of JSON."""
    import msgspec

    note(msgspec.json.encode(value).decode())


def items(values: Sequence[Any], columns: Mapping[str, str], *, json: bool, nothing: str) -> None:
    """Print records: all of each as JSON, or these columns (field: heading) as a table; ``nothing`` where there are
    none."""
    if json:
        out(values)
    elif not values:
        line(nothing)
    else:
        table(list(columns.values()), [[shown(getattr(each, name)) for name in columns] for each in values])


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    made = Table(box=None, pad_edge=False, header_style="bold")
    for each in headings:
        made.add_column(each, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    console.print(made)


def shown(value: Any) -> str:
    """A value for people."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(shown(each) for each in value)
    return str(value)


class Bar(Protocol):
    """How far something is."""

    def __call__(self, done: int) -> None:
        """So much more is done."""

    def reach(self, total: int) -> None:
        """So much is to do in all."""


class _NoBar:
    def __call__(self, done: int) -> None:
        return

    def reach(self, total: int) -> None:
        return


@contextmanager
def progress(what: str, total: int | None = None, *, size: bool = False) -> Iterator[Bar]:
    """A progress bar on standard error, where that is a terminal. ``size``: it counts bytes."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _NoBar()
        return
    from rich import progress as bars
    from rich.console import Console

    class Shown:
        def __call__(self, done: int) -> None:
            made.advance(task, done)

        def reach(self, total: int) -> None:
            made.update(task, total=total)

    counted: bars.ProgressColumn = bars.DownloadColumn() if size else bars.MofNCompleteColumn()
    columns = [bars.TextColumn("{task.description}"), bars.BarColumn(), counted, bars.TimeElapsedColumn()]
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as made:
        task = made.add_task(what, total=total)
        yield Shown()
