"""Rows out of bytes: CSV, JSON Lines and JSON, whatever is in them. Pure; what cannot be read is a row with a problem.

A CSV file is read line by line, so that a quote that is never closed spoils its own line and not the rest of the file.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from warmline.customers.hub.errors import FeedUnreadable
from warmline.customers.hub.record import Raw

# A row may be so long, and a quoted field of it may hold so many line breaks.
LARGEST_ROW, MOST_LINES = 1024 * 1024, 1_000
MOST_COLUMNS = 1_000
LARGEST_LIST = 64 * 1024 * 1024
DELIMITERS = (",", ";", "\t", "|")
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UNFINISHED = "unexpected end of data"
TOO_LARGE = f"the row is longer than {LARGEST_ROW} bytes; shorten it"
NO_OBJECT = "expected a JSON object"


def rows(lines: Iterable[bytes], kind: str, encoding: str) -> Iterator[Raw]:
    """The rows of a file. ``kind`` is ``csv``, ``jsonl`` or ``json`` (one list, or one object for each row). Raises
    ``FeedUnreadable`` where it is no such file."""
    if kind == "csv":
        return _Table(encoding).rows(_without_mark(lines))
    if kind == "jsonl":
        return _json_lines(_without_mark(lines))
    return _json_list(b"".join(_bounded(lines)))


def kind_of(name: str, start: bytes) -> str:
    """What a file is, by its name or media type, else by how it begins."""
    word = name.lower().split(";")[0].strip()
    for ending, kind in (("csv", "csv"), ("jsonl", "jsonl"), ("ndjson", "jsonl"), ("tsv", "csv"), ("json", "json")):
        if word.endswith(ending):
            return kind
    first = start.removeprefix(BOM).lstrip()[:1]
    return {b"[": "json", b"{": "jsonl"}.get(first, "csv")


def digest(content: bytes) -> bytes:
    """By what an unchanged row is known."""
    return hashlib.blake2b(content, digest_size=16).digest()


def _without_mark(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        if number == 0:
            if line.startswith(UTF_16) or line[1:2] == b"\0" or line[:1] == b"\0":
                raise FeedUnreadable(problem="the file is UTF-16; save it as UTF-8.")
            yield line.removeprefix(BOM)
        else:
            yield line


def _bounded(lines: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for line in _without_mark(lines):
        size += len(line)
        if size > LARGEST_LIST:
            raise FeedUnreadable(
                problem=f"a JSON list may have {LARGEST_LIST} bytes; write larger ones as JSON Lines, an object a line."
            )
        yield line


def _json_lines(lines: Iterable[bytes]) -> Iterator[Raw]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_row(number, line.strip())


def _json_row(number: int, line: bytes) -> Raw:
    if len(line) > LARGEST_ROW:
        return Raw(number, {}, b"", TOO_LARGE)
    try:
        value: Any = msgspec.json.decode(line)
    except RecursionError:
        return Raw(number, {}, b"", "the row is nested too deeply")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Raw(number, {}, b"", f"the row is no JSON: {error}")
    return of_object(number, value, line)


def of_object(number: int, value: Any, content: bytes) -> Raw:
    """A row out of a JSON value."""
    if not isinstance(value, dict):
        return Raw(number, {}, b"", NO_OBJECT)
    return Raw(number, value, digest(content))


def _json_list(content: bytes) -> Iterator[Raw]:
    try:
        found = msgspec.json.decode(content, type=list[msgspec.Raw] | dict[str, msgspec.Raw])
    except RecursionError:
        raise FeedUnreadable(problem="the JSON is nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FeedUnreadable(problem=f"expected a list of rows in JSON: {error}.") from error
    if isinstance(found, dict):
        if "rows" not in found:
            return iter([_json_row(1, content)])
        return _json_list(bytes(found["rows"]))
    return (_json_row(number, bytes(each)) for number, each in enumerate(found, start=1))


class _Table:
    """A CSV file. The first line names the columns."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._delimiter = ","
        self._header: list[str] = []
        self._place = b""

    def rows(self, lines: Iterable[bytes]) -> Iterator[Raw]:
        # Lines that were read ahead for a quoted field that did not end come again.
        source, again = enumerate(lines, start=1), list[tuple[int, bytes]]()
        self._begin(source)
        while True:
            at = again.pop() if again else next(source, None)
            if at is None:
                return
            number, line = at
            if not line.strip(b"\r\n \t"):
                continue
            yield self._row(number, line, source, again)

    def _begin(self, source: Iterator[tuple[int, bytes]]) -> None:
        _, line = next(source, (0, b""))
        if len(line) > LARGEST_ROW:
            raise FeedUnreadable(problem=f"the line with the columns' names is longer than {LARGEST_ROW} bytes.")
        try:
            text = line.decode(self._encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            problem = f"the columns' names are not {self._encoding}; {_advice(self._encoding)}."
            raise FeedUnreadable(problem=problem) from None
        if "\r" in text:
            raise FeedUnreadable(problem="the lines end in CR alone; save the file with LF or CRLF.")
        self._delimiter = max(DELIMITERS, key=text.count)
        try:
            self._header = [each.strip() for each in self._cells(text)]
        except csv.Error as error:
            raise FeedUnreadable(problem=f"the line with the columns' names is no CSV: {error}.") from error
        self._check_header()
        self._place = digest("\0".join(self._header).encode("utf-8", "surrogatepass"))

    def _check_header(self) -> None:
        names = [each for each in self._header if each]
        if len(self._header) > MOST_COLUMNS:
            raise FeedUnreadable(problem=f"the file has {len(self._header)} columns; at most {MOST_COLUMNS} are taken.")
        if not names:
            raise FeedUnreadable(problem="the file is empty; its first line must name the columns.")
        twice = sorted({each[:80] for each in names if names.count(each) > 1})
        if twice:
            raise FeedUnreadable(problem=f"two columns are called {', '.join(twice[:5])}; give each a name of its own.")

    def _row(
        self, number: int, line: bytes, source: Iterator[tuple[int, bytes]], again: list[tuple[int, bytes]]
    ) -> Raw:
        taken: list[tuple[int, bytes]] = []
        while True:
            content = line + b"".join(each for _, each in taken)
            if len(content) > LARGEST_ROW or len(taken) > MOST_LINES:
                break
            # A field that goes on in the next line has an odd number of quotes until it ends.
            if not taken or content.count(b'"') % 2 == 0:
                made = self._read(number, content)
                if made is not None and not (made.problem and taken):
                    return made
                if made is not None:
                    # These lines are no row together, so each is looked at again by itself.
                    break
            following = again.pop() if again else next(source, None)
            if following is None:
                break
            taken.append(following)
        again.extend(reversed(taken))
        if len(line) > LARGEST_ROW:
            return Raw(number, {}, b"", TOO_LARGE)
        return Raw(number, {}, b"", "a quote is opened and never closed; close it, or write quotes in a field twice")

    def _read(self, number: int, content: bytes) -> Raw | None:
        """The row; None where a quoted field goes on."""
        try:
            text = content.decode(self._encoding).rstrip("\r\n")
            cells = self._cells(text)
        except UnicodeDecodeError as error:
            place = f"byte {error.start + 1} of the line is not {self._encoding}"
            return Raw(number, {}, b"", f"{place}; {_advice(self._encoding)}")
        except csv.Error as error:
            if str(error) == UNFINISHED:
                return None
            return Raw(number, {}, b"", f"the row is no CSV: {error}; write quotes in a field twice")
        if len(cells) != len(self._header):
            problem = f"the row has {len(cells)} fields, and the first line names {len(self._header)}"
            return Raw(number, {}, b"", f"{problem}; put fields that hold {self._delimiter!r} in quotes")
        columns = {name: cell for name, cell in zip(self._header, cells, strict=True) if name}
        return Raw(number, columns, digest(self._place + content))

    def _cells(self, text: str) -> list[str]:
        if '"' not in text:
            return text.split(self._delimiter)
        csv.field_size_limit(LARGEST_ROW)
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True))
        if len(found) > 1:
            raise csv.Error("a line breaks outside of quotes")
        return found[0]


def _advice(encoding: str) -> str:
    if encoding == "utf-8":
        return "save the file as UTF-8, or set the feed's encoding to windows-1252"
    return "set the feed's encoding to what it is"
