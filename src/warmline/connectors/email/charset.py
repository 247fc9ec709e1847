"""Bytes to text that PostgreSQL can store, whatever charset the sender named, or none, or a wrong one."""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

# What senders write, to what they mean. Small Latin sets are read as their Windows supersets (WHATWG Encoding).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "iso8859-1": "cp1252",
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
_CODE_PAGE = re.compile(r"(?:x-)?(?:cp|windows|win|ibm|ms)[-_ ]?(\d{3,5})")
# These names are codecs of Python, but no sender means them; some take quadratic time.
_REFUSED = {"unicode_escape", "raw_unicode_escape", "undefined", "idna", "punycode", "mbcs", "oem"}
_LATIN = {"ascii", "cp1252", "cp1254"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile("[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_GUESS_FROM = 4096


@lru_cache(maxsize=512)
def codec_of(name: str | None) -> str | None:
    """Python's name of the charset, or None where there is no such charset."""
    wanted = (name or "").strip().strip("\"'").lower()
    wanted = _MEANT.get(wanted, wanted)
    if page := _CODE_PAGE.fullmatch(wanted):
        wanted = f"cp{page[1]}"
    try:
        found = codecs.lookup(wanted)
        "".encode(found.name)  # Refuses codecs that are not of text, such as hex.
    except (LookupError, ValueError):
        return None
    return None if found.name in _REFUSED else found.name


def decode(data: bytes, charset: str | None = None) -> str:
    """The text, never raising: byte order mark, then valid UTF-8 over a Latin label, then the label (one of UTF-8 only
    where something of the text is UTF-8), then a guess."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(codec, "replace"))
    codec = codec_of(charset) or ""
    # Text that is valid UTF-8 beyond ASCII is hardly ever meant as Latin-1, whatever its label says.
    for candidate in ("utf-8", codec) if not codec or codec in _LATIN else (codec, "utf-8"):
        if (text := _strictly(data, candidate)) is not None:
            return clean(text)
    if codec and codec != "ascii":
        text = data.decode(codec, "replace")
        if codec != "utf-8" or _holds_utf8(text):
            return clean(text)
    return clean(data.decode(_guess(data), "replace"))


def clean(text: str) -> str:
    """Without what PostgreSQL cannot store (NUL, lone surrogates), and with newlines as newlines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub(lambda bad: "" if bad[0] == "\x00" else "\ufffd", text)
    return text.replace("\x00", "") if "\x00" in text else text


def one_line(text: str) -> str:
    """Without line ends and other control characters: fit for a subject or a name, and unable to begin a header."""
    return " ".join(_CONTROL.sub(" ", clean(text)).split())


def _strictly(data: bytes, codec: str) -> str | None:
    if not codec:
        return None
    try:
        return data.decode(codec)
    except ValueError:
        return None


def _holds_utf8(text: str) -> bool:
    """Whether any character beyond ASCII survived: where none did, UTF-8 is a wrong label and not a torn text."""
    return any(each > "\x7f" and each != "\ufffd" for each in text)


def _guess(data: bytes) -> str:
    # A few words are too little to guess from; most short 8-bit text without a label is Western.
    if len(data) < 64:
        return "cp1252"
    best = from_bytes(data[:_GUESS_FROM]).best()
    return (best and codec_of(best.encoding)) or "cp1252"
