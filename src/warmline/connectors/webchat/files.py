"""Files on their way in and out."""

from typing import Any
from urllib.parse import quote, unquote

from litestar import Request, Response

from warmline import sdk
from warmline.connectors.webchat.chat import TYPE
from warmline.kit.errors import TooLarge

NAME = "x-file-name"
LONGEST_HEADER = 2000
# Whatever a file says it is, a browser keeps it and does not open it, and it could run nothing if it did.
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def announced(request: Request[Any, Any, Any]) -> int | None:
    """How many bytes the client says are coming, where it says so."""
    given = request.headers.get("content-length", "")
    return int(given) if given.isdecimal() and len(given) < 20 else None


def name_of(request: Request[Any, Any, Any]) -> str:
    """The file's name: percent-encoded UTF-8 in a header, which takes ASCII only."""
    return unquote(request.headers.get(NAME, "")[:LONGEST_HEADER], errors="replace")


async def read_body(request: Request[Any, Any, Any], limit: int) -> bytes:
    """The body, read no further than it may be long; raises ``TooLarge``."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise TooLarge(what="The file", size=f"more than {limit}", limit=limit)
    return bytes(body)


def download(file: sdk.Attachment, content: bytes) -> Response[bytes]:
    """A file to keep, under its name (RFC 6266)."""
    kind = file.content_type if TYPE.fullmatch(file.content_type) else "application/octet-stream"
    headers = {
        **GUARDED,
        # Litestar would add a charset to a text type given in the usual place.
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
    }
    return Response(content, headers=headers)
