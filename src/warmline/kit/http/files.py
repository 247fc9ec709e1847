"""Files over HTTP: their bytes in, read no further than they may be long, and out, so that no browser opens them."""

import re
from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from warmline.kit.errors import TooLarge

# A client that is still sending would see its connection break instead of the refusal, so a little more is read.
LINGER = 256 * 1024

TYPE = re.compile(r"[a-z0-9.+-]{1,63}/[a-z0-9.+-]{1,63}")
# Whatever a file says it is, a browser keeps it and does not open it, and it could run nothing if it did.
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


async def read_within(request: Request[Any, Any, Any], limit: int, *, what: str) -> bytes:
    """The body, of at most ``limit`` bytes; raises ``TooLarge``. What is announced as too large is not read at all."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise TooLarge(what=what, size=announced[:20], limit=limit)
    body, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            body += part
        elif size > limit + LINGER:
            break
    if size > limit:
        raise TooLarge(what=what, size=f"more than {limit}", limit=limit)
    return bytes(body)


def download(content: bytes, *, name: str, content_type: str) -> Response[bytes]:
    """A file to keep, under its name (RFC 6266)."""
    kind = content_type if TYPE.fullmatch(content_type) else "application/octet-stream"
    headers = {
        **GUARDED,
        # Litestar would add a charset to a text type given in the usual place.
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
    }
    return Response(content, headers=headers)
