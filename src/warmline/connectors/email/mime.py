"""The tree of MIME parts. Ours, because the standard library's parser has no bound on depth or number of parts, and a
mail of a few kilobytes can hold thousands of both."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from warmline.connectors.email.charset import decode
from warmline.connectors.email.headers import Headers, base64_bytes, split
from warmline.connectors.email.parameters import media_type, split_value

MAX_DEPTH = 20
MAX_PARTS = 500

_UU_BEGIN = re.compile(rb"(?m)^begin [0-7]{3,4} [^\r\n]*\r?\n")
_QUOTED_PRINTABLE = ("quoted-printable", "quoted printable", "quotedprintable")
_UUENCODED = ("x-uuencode", "uuencode", "x-uue", "uue")


@dataclass(slots=True)
class Part:
    """A leaf has ``raw`` (still encoded); a multipart has ``children``."""

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    disposition: str
    disposition_parameters: dict[str, str]
    raw: bytes = b""
    children: list["Part"] = field(default_factory=list)

    @property
    def main_type(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def filename(self) -> str:
        return self.disposition_parameters.get("filename") or self.parameters.get("name") or ""

    @property
    def content_id(self) -> str | None:
        return self.headers.unfolded("content-id").strip("<> ")[:500] or None

    def content(self) -> bytes:
        """The body with its transfer encoding undone, as far as it can be."""
        encoding = self.headers.unfolded("content-transfer-encoding").partition(";")[0].strip(" \"'").lower()
        if encoding == "base64":
            return base64_bytes(self.raw)
        if encoding in _QUOTED_PRINTABLE:
            return binascii.a2b_qp(self.raw)
        return _uudecoded(self.raw) if encoding in _UUENCODED else self.raw

    def text(self) -> str:
        return decode(self.content(), self.parameters.get("charset"))

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read(raw: bytes) -> Part:
    """The tree of a whole message. Never raises; what is too deep or too much stays undivided in a leaf."""
    budget = [MAX_PARTS]
    return _read(raw, "text/plain", 0, budget)


def _read(raw: bytes, default: str, depth: int, budget: list[int]) -> Part:
    headers, body = split(raw)
    part = _described(headers, default)
    budget[0] -= 1
    boundary = part.parameters.get("boundary", "").rstrip()
    if part.main_type != "multipart":
        part.raw = body
    elif boundary and depth < MAX_DEPTH:
        inner = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for piece in _pieces(body, boundary, budget):
            part.children.append(_read(piece, inner, depth + 1, budget))
    if part.main_type == "multipart" and not part.children:
        # The boundary is missing or never comes: what is there is at least readable as text.
        part.content_type, part.raw = "text/plain" if depth < MAX_DEPTH else "application/octet-stream", body
    return part


def _described(headers: Headers, default: str) -> Part:
    value, parameters = split_value(headers.unfolded("content-type"))
    disposition, disposition_parameters = split_value(headers.unfolded("content-disposition"))
    content_type = media_type(value)
    if content_type is None:
        content_type = "text/html" if value == "html" else default if value in ("", "text") else "text/plain"
    return Part(headers, content_type, parameters, disposition, disposition_parameters)


def _pieces(body: bytes, boundary: str, budget: list[int]) -> Iterator[bytes]:
    """What stands between the delimiters, without the line end before each (RFC 2046 section 5.1.1)."""
    mark = re.escape(boundary.encode("utf-8", "replace")[:200])
    delimiter = re.compile(rb"(?m)(?:^|\r?\n)--" + mark + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start: int | None = None
    position = 0
    while found := delimiter.search(body, position):
        if start is not None:
            yield body[start : max(start, found.start())]
        start = None if found[1] else found.end()
        # The line end after a delimiter may be the one before the next.
        position = max(found.end() - 1, found.start() + 1)
        if found[1]:
            break
        if budget[0] <= 1:
            break
    if start is not None:
        yield body[start:]


def _uudecoded(data: bytes) -> bytes:
    begin = _UU_BEGIN.search(data)
    out = bytearray()
    for line in data[begin.end() if begin else 0 :].splitlines():
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Some encoders pad lines wrongly; the length byte says how much of the line counts.
            counted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[:counted])
            except binascii.Error:
                return bytes(out) or data
    return bytes(out) if begin or out else data
