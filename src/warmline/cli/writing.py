"""Files that have their name only once they are whole, and that nobody else may read."""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import psutil

from warmline.cli.errors import FileTaken

STANDARD = Path("-")
DRAFT = re.compile(r"\..+\.(?:vcon\.json|eml)\.([0-9]{1,9})\.part")


@contextlib.contextmanager
def written(file: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """A file that has its name only once it is whole, and that nobody else may read; or standard output."""
    if file == STANDARD:
        yield sys.stdout.buffer
        return
    if file.exists() and not overwrite:
        raise FileTaken(path=file, problem="it is there already; --overwrite replaces it")
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.replace(file)
    except OSError as error:
        raise FileTaken(path=file, problem=error.strerror or error) from error
    finally:
        draft.unlink(missing_ok=True)


def _forget(draft: Path) -> None:
    """A draft of ours, whose process is no more."""
    found = DRAFT.fullmatch(draft.name)
    if found and not psutil.pid_exists(int(found[1])):
        draft.unlink(missing_ok=True)


def folder(path: Path) -> Path:
    """A folder for files, made where there is none. What an export that was stopped left half written is taken away.

    Raises ``FileTaken``.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in path.glob(".*.part"):
            _forget(each)
    except OSError as error:
        raise FileTaken(path=path, problem=error.strerror or error) from error
    return path
