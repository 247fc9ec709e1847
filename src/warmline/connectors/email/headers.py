"""The header section of a message: raw fields, unfolding, and encoded words (RFC 2047) read as leniently as mail is."""

import binascii
import re
from collections.abc import Iterator

from warmline.connectors.email.charset import clean, codec_of, decode, one_line

MAX_SECTION = 256 * 1024  # bytes
MAX_FIELDS = 1000
MAX_VALUE = 16 * 1024  # bytes of one field that are read

_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"[ \t]*([!-9;-~]{1,200})[ \t]*:")
# A section goes on behind a broken line if one of these still follows.
_WELL_KNOWN = re.compile(rb"(?im)^(?:from|to|subject|date|message-id|mime-version|content-type|received)[ \t]*:")
_WORD = re.compile(r"=\?([^?\s]{0,64})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"[ \t\r\n]*")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_BASE64_REST = re.compile(rb"[^A-Za-z0-9+/]")


class Headers:
    """The fields by lower-case name, in order. Values are raw bytes until asked for as text."""

    __slots__ = ("_values", "charset")

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self._values: dict[str, list[bytes]] = {}
        for name, value in fields:
            self._values.setdefault(name, []).append(value)
        # What raw 8-bit fields are read with where they are not UTF-8: the charset of the body, once that is known.
        self.charset: str | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def unfolded(self, name: str) -> str:
        """The first field of the name as text with its encoded words left alone; empty where there is none."""
        return unfold(self._values[name][0], self.charset) if name in self._values else ""

    def every(self, name: str) -> Iterator[str]:
        return (unfold(value, self.charset) for value in self._values.get(name, ()))

    def text(self, name: str) -> str:
        """The first field of the name, decoded and on one line; empty where there is none."""
        return one_line(decode_words(self.unfolded(name)))


def split(raw: bytes) -> tuple[Headers, bytes]:
    """The header section and the body. A first line that is no field makes everything body."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    if start and not _FIELD.match(raw, start):
        return Headers([]), raw
    end = _END.search(raw, start)
    head_end, body_start = end.span() if end else (len(raw), len(raw))
    fields, read = _fields(raw[start : min(head_end, start + MAX_SECTION)])
    return Headers(fields), raw[body_start if read is None else start + read :]


def _fields(head: bytes) -> tuple[list[tuple[str, bytes]], int | None]:
    """The fields, and where the body begins if a line in between shows that the blank line is missing."""
    fields: list[tuple[str, bytes]] = []
    position = 0
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b"\n" + line if len(value) < MAX_VALUE else value)
        elif found := _FIELD.match(line):
            if len(fields) < MAX_FIELDS:
                fields.append((found[1].decode("ascii").lower(), line[found.end() :]))
        elif line.strip() and not line.startswith((b"From ", b">From ")) and not _WELL_KNOWN.search(head, position):
            return fields, position
        position += len(line) + 1
    return fields, None


def unfold(value: bytes, charset: str | None = None) -> str:
    return " ".join(line.strip() for line in decode(value[:MAX_VALUE], charset).split("\n")).strip()


def decode_words(text: str) -> str:
    """Encoded words to text. Neighbours of one charset are joined as bytes first: senders split characters in two."""
    if "=?" not in text:
        return text
    out: list[str] = []
    pending, charset, position = b"", "", 0
    for word in _WORD.finditer(text):
        gap = text[position : word.start()]
        if not (pending and _BETWEEN.fullmatch(gap)):
            out += [_word_text(pending, charset), gap]
            pending = b""
        named = word[1].partition("*")[0].lower()  # RFC 2231 allows a language after the charset.
        if pending and named != charset:
            out.append(_word_text(pending, charset))
            pending = b""
        pending, charset, position = pending + _word_bytes(word[2], word[3]), named, word.end()
    out += [_word_text(pending, charset), text[position:]]
    return clean("".join(out))


def _word_text(data: bytes, charset: str) -> str:
    return decode(data, charset if codec_of(charset) else None) if data else ""


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(data)
    return _HEX.sub(lambda code: bytes([int(code[1], 16)]), data.replace(b"_", b" "))


def base64_bytes(data: bytes) -> bytes:
    """What can be read of base64 with wrong padding, foreign characters or a torn end."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = _BASE64_REST.sub(b"", data)
        kept = kept[: len(kept) - (len(kept) % 4 == 1)]
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
