"""Call logs on disk: CSV as telephone systems and spreadsheets write it. One row is read at a time."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from warmline.cli.errors import WrongUsage
from warmline.connectors.calls import Row, Unmapped, mapped

DELIMITERS = (",", ";", "\t", "|")
# Characters of a cell; a transcript is long, and a quote that nobody closed is longer.
LARGEST = 4 * 1024 * 1024
HEAD = 64 * 1024


class Numbered(NamedTuple):
    """A row, its number as a spreadsheet counts (the headings are row 1), and how far the file is read, in bytes."""

    number: int
    row: Row
    reached: int


class Format(NamedTuple):
    """How a call log is written. Empty: it is found out, and times are ISO 8601."""

    columns: Mapping[str, str]
    time_zone: str
    time_format: str = ""
    delimiter: str = ""
    encoding: str = ""


def rows(path: Path, given: Format) -> Iterator[Numbered]:
    """The rows of a call log. Raises ``OSError``, and ``WrongUsage`` where the headings do not say what is what."""
    with path.open("rb") as file:
        yield from read(file, given)


def read(file: BinaryIO, given: Format) -> Iterator[Numbered]:
    """The same of an open file."""
    csv.field_size_limit(LARGEST)
    head = file.read(HEAD)
    file.seek(0)
    encoding = given.encoding or ("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    text = _opened(file, encoding)
    reader = csv.reader(text, delimiter=given.delimiter or _delimiter(head, encoding))
    try:
        headings = next(reader, [])
        columns = mapped(headings, given.columns)
    except (Unmapped, csv.Error) as error:
        raise WrongUsage(problem=str(error)) from error
    places = {n: each for n, each in enumerate(headings) if each.strip()}
    number = 1
    while True:
        number += 1
        problem = ""
        try:
            values = next(reader, None)
        except csv.Error as error:
            values, problem = [], f"the row cannot be taken apart ({error}); look for a quote that is not closed"
        if values is None:
            return
        if not any(each.strip() for each in values) and not problem:
            continue
        cells = {places[n]: value for n, value in enumerate(values) if n in places and value}
        yield Numbered(number, _row(cells, columns, given, problem, number), file.tell())


def _row(cells: dict[str, str], columns: dict[str, str], given: Format, problem: str, number: int) -> Row:
    if any(not each.isascii() and _spoilt(each) for each in cells.values()):
        cells = {name: each.encode("utf-8", "replace").decode() for name, each in cells.items()}
        problem = problem or "the row is in another encoding than the file seems to be; say which with --encoding"
    # What cannot be taken apart has nothing to be told apart by but its place.
    problem = f"row {number}: {problem}" if problem else ""
    return Row(cells, columns, given.time_zone, given.time_format, problem)


def _spoilt(text: str) -> bool:
    """Bytes that were no text came as lone surrogates."""
    return any("\udc80" <= each <= "\udcff" for each in text)


def _opened(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    try:
        return io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
    except LookupError as error:
        raise WrongUsage(problem=f"There is no encoding {encoding}; usual ones are utf-8, cp1252, utf-16.") from error


def _delimiter(head: bytes, encoding: str) -> str:
    """What stands most often in the first line."""
    first = head.decode(encoding, "replace").splitlines()[:1] or [""]
    return max(DELIMITERS, key=first[0].count)
