"""What a client says of a file that it sends."""

from typing import Any
from urllib.parse import unquote

from litestar import Request

NAME = "x-file-name"
LONGEST_HEADER = 2000


def announced(request: Request[Any, Any, Any]) -> int | None:
    """How many bytes the client says are coming, where it says so."""
    given = request.headers.get("content-length", "")
    return int(given) if given.isdecimal() and len(given) < 20 else None


def name_of(request: Request[Any, Any, Any]) -> str:
    """The file's name: percent-encoded UTF-8 in a header, which takes ASCII only."""
    return unquote(request.headers.get(NAME, "")[:LONGEST_HEADER], errors="replace")
