"""vCons on disk: one in a file, one a line, or a folder of such files. One is read at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SUFFIXES = frozenset({".json", ".vcon", ".jsonl", ".ndjson"})
LINES = frozenset({".jsonl", ".ndjson"})
# Bytes; what has no end after so many is no line and no vCon.
LARGEST = 256 * 1024 * 1024


class Document(NamedTuple):
    """A vCon: where it is, and its bytes. ``size`` is what it takes of the file."""

    place: str
    body: bytes
    size: int


def total(path: Path) -> int:
    """How many bytes there are to read. Raises ``OSError``."""
    return sum(each.stat().st_size for each in _files(path))


def documents(path: Path) -> Iterator[Document]:
    """All of them, in the order of the files' names and of the lines. Raises ``OSError`` where one cannot be read."""
    for file in _files(path):
        if file.suffix.lower() in LINES or _has_lines(file):
            yield from _lines(file)
        else:
            body = _bounded(file)
            yield Document(str(file), body, len(body))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        path.stat()
        return [path]
    found = (each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES and each.is_file())
    return sorted(each for each in found if not each.name.startswith("."))


def _has_lines(file: Path) -> bool:
    """Whether the first line is a whole JSON object, and something follows it."""
    with file.open("rb") as lines:
        first = lines.readline(LARGEST)
        if not lines.readline(LARGEST).strip():
            return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _lines(file: Path) -> Iterator[Document]:
    with file.open("rb") as lines:
        number = 0
        while line := lines.readline(LARGEST):
            number += 1
            if line.strip():
                yield Document(f"{file}, line {number}", line.strip(), len(line))


def _bounded(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST)
