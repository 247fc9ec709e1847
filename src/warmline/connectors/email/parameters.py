"""Values with parameters: Content-Type and Content-Disposition, with RFC 2231 continuations and charsets."""

import re
from urllib.parse import unquote_to_bytes

from warmline.connectors.email.charset import decode
from warmline.connectors.email.headers import decode_words

_PARAMETER = re.compile(r'[;\s]*+([^\s=;"]{1,100}+)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"?|([^;]*+))')
_JUNK = re.compile(r"[;\s]*+[^;]*+")
_ESCAPED = re.compile(r"\\(.)")
_SECTION = re.compile(r"([^*]+)\*(\d{1,3})?(\*)?")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_MAX_PARAMETERS = 200


def split_value(text: str) -> tuple[str, dict[str, str]]:
    """The bare value in lower case, and its parameters by lower-case name, decoded."""
    value, _, rest = text.partition(";")
    if "=" in value:  # The first semicolon is missing: "multipart/mixed boundary=x".
        value, _, rest = text.partition(" ")
    return value.strip().lower(), _parameters(rest) if rest else {}


def media_type(value: str) -> str | None:
    """The media type, or None where the value is none."""
    return value if _TYPE.fullmatch(value) else None


def _parameters(text: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    position = 0
    while position < len(text) and len(plain) + len(sections) < _MAX_PARAMETERS:
        found = _PARAMETER.match(text, position)
        position = (found or _JUNK.match(text, position)).end()  # type: ignore[union-attr]  # _JUNK matches anything.
        if found is None:
            continue
        name = found[1].lower()
        value = _ESCAPED.sub(r"\1", found[2]) if found[2] is not None else found[3].strip()
        if section := _SECTION.fullmatch(name):
            extended = bool(section[3]) or section[2] is None
            sections.setdefault(section[1], {})[int(section[2] or 0)] = (value, extended)
        else:
            plain.setdefault(name, decode_words(value))
    return plain | {name: _joined(parts) for name, parts in sections.items()}


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 section 4.1: the charset is named before the first piece; only starred pieces are percent-encoded."""
    charset: str | None = None
    data = b""
    for number, (value, extended) in sorted(parts.items()):
        piece = value
        if extended and number == 0 and value.count("'") >= 2:
            charset, _, piece = value.split("'", 2)
        data += unquote_to_bytes(piece) if extended else piece.encode("utf-8", "replace")
    return decode_words(decode(data, charset or None))
