"""The lines with which mail programs introduce what they quote, in the languages they speak.

Three kinds: an attribution ("On Monday at 9:15, Ann wrote:"), a block of header fields as Outlook writes them, and a
marker ("-----Original Message-----").
"""

import re

from warmline.connectors.email import phrases

MAX_LINE = 400  # characters; longer lines are somebody's paragraph
_LONGEST_END = 48  # characters that "wrote" and what may follow it can take
MAX_JOINED = 6  # lines that one attribution may be wrapped over


_WROTE = phrases.pattern("wrote")
_ON = phrases.pattern("on")
_MONTH_OR_DAY = r"(?:[a-zà-žа-яґєіїα-ωά-ώ]{2,12}\.?,?\s+)"
_TIME = r"\d{1,2}\s?[:.h]\s?\d{2}|\d{1,2}\s*(?:[ap]\.?m\.?|uhr)|[上下]午"
_YEAR = r"(?:19|20)\d\d"
_NUMERIC = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}\s?[月월]\s?\d{1,2}|\d{4}\s?[年년]"
_ATOM = r"[^\s<>()\[\]\"',;:@]"
_EMAIL = rf"(?<!{_ATOM}){_ATOM}++@{_ATOM}++"

_HAS_TIME = re.compile(_TIME, re.IGNORECASE)
_HAS_DATE = re.compile(rf"{_TIME}|\b{_YEAR}\b|{_NUMERIC}", re.IGNORECASE)
_HAS_EMAIL = re.compile(_EMAIL)
_WROTE_AT_END = re.compile(rf"(?:{_WROTE})\s*(?P<colon>[:：])?\s*[-–—]*$", re.IGNORECASE)
_WROTE_INSIDE = re.compile(rf"(?<!\w)(?:{_WROTE})(?!\w)", re.IGNORECASE)
_STARTS_ON = re.compile(rf"(?:{_ON})(?![^\W\d_])", re.IGNORECASE)
_STARTS_DATE = re.compile(rf"{_MONTH_OR_DAY}{{0,3}}\d{{1,4}}(?:\W|\b|[^\W\d_])", re.IGNORECASE)
_ENDS = (":", "：", ">", ")", "]", "-", "–", "—")
_ISO_START = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\b")
_NAMED = re.compile(rf"[^@<>.!?]{{0,80}}<{_EMAIL}>")
_RULES = ("-", "–", "—", "_", "=", "*")
_ENDS_ADDRESS = re.compile(rf"[<(\[]\s*(?:mailto:)?{_EMAIL}\s*[>)\]]\s*[:：]?$")
_MAY_START = re.compile(r"[\d@]|[<:：]\s*$")
_GMAIL_NAME = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} GMT[+-]\d{2}:\d{2} \S.*")
_QUOTING = re.compile(rf"(?:quoting|zitat von|citando|citat|cytowanie|quote)\b.*{_EMAIL}.*[:：]$", re.IGNORECASE)

_RULE = r"[-–—_*=#\s>]*"
_FORWARDED = rf"{phrases.pattern('forwarded')}|forwarded by [^\n]{{1,80}}?"
_MARKER = re.compile(
    rf"{_RULE}(?:(?P<forward>{_FORWARDED})|{phrases.pattern('original')}){_RULE}[:：]?{_RULE}$", re.IGNORECASE
)
_FIELD_KINDS = phrases.fields()
_FIELD = re.compile(r"[\s>|]*[*_]{0,2}([^\W\d_][^:：*_<>@\n]{0,24}?)\s?[*_]{0,2}[:：][*_]{0,2}(.*)")
_BLOCK_LINES = 14

# Marks of direction, zero-width spaces and the like, which dates carry in some mail programs.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EMPHASIS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)")


def plain(line: str) -> str:
    """A line without what surrounds its words, for recognition only."""
    if not line.isascii():
        line = _INVISIBLE.sub("", line)
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub("", line)
    return " ".join(line.replace("&lt;", "<").replace("&gt;", ">").split())


def marker(line: str) -> str | None:
    """ "forward" or "original" where the line is such a marker."""
    bare = line.strip(" \t>")
    ruled = bare[:1] in _RULES
    if not 6 < len(line) < 120 or not (ruled or bare.endswith((":", "："))):
        return None
    found = _MARKER.fullmatch(plain(line))
    if found is None:
        return None
    return "forward" if found["forward"] else "original" if ruled else None


def header_block(lines: list[str], start: int, *, marked: bool = False) -> int | None:
    """Where the block of header fields that begins at ``start`` ends, or None where none begins there.

    It has three kinds of field, and a subject, a time of sending or a sender with an address: "From: Leeds / To: York /
    Date: 3 May" is a journey. After a marker two kinds are enough.
    """
    seen: dict[str, str] = {}
    end = start
    loose = 0
    for number in range(start, min(start + _BLOCK_LINES, len(lines))):
        line = lines[number]
        if not line.strip(" \t>|"):
            break
        if (found := _field(line)) is not None:
            seen.setdefault(*found)
            end, loose = number + 1, 0
        elif number == start or (loose := loose + 1) > 2:
            break
    if marked:
        return end if len(seen) >= 2 else None
    mail = "subject" in seen or "sent" in seen or "@" in seen.get("from", "")
    return end if len(seen) >= 3 and "from" in seen and mail else None


def _field(line: str) -> tuple[str, str] | None:
    found = _FIELD.match(line[:MAX_LINE]) if ":" in line or "：" in line else None
    kind = _FIELD_KINDS.get(" ".join(found[1].lower().split())) if found else None
    return (kind, found[2]) if found and kind else None


def attribution(lines: list[str], start: int) -> int | None:
    """Where the attribution that begins at ``start`` ends, or None where none begins there."""
    if len(lines[start]) > MAX_LINE or not _MAY_START.search(lines[start]):
        return None
    first = joined = plain(lines[start].lstrip("> "))
    opens = _opens(first)
    if not opens and first[-1:] not in _ENDS:
        return None
    for number in range(start, min(start + MAX_JOINED, len(lines))):
        if number > start:
            line = plain(lines[number].lstrip("> "))
            # Only an address between brackets may follow behind a blank line.
            if not line and number + 1 < len(lines) and lines[number + 1].startswith(("<", "mailto:")):
                continue
            if not (line and opens and _goes_on(joined, line)):
                return None
            joined = f"{joined} {line}"
        if _is_attribution(joined):
            return number + 1 if _is_strong(joined) or _quotes_next(lines, number + 1) else None
        if _may_introduce(joined) and _quotes_next(lines, number + 1):
            return number + 1
    return None


def _opens(first: str) -> bool:
    """Whether an attribution of several lines can begin so: a sentence that only ends in an address cannot."""
    return _is_dated(first) or (first.endswith("<") and len(first) < 80) or bool(_NAMED.match(first))


def _goes_on(joined: str, line: str) -> bool:
    """Whether the next line can belong to it: one that begins with a date begins an attribution of its own."""
    begun = _HAS_DATE.search(joined) and not _WROTE_INSIDE.search(joined)
    return len(joined) < MAX_LINE and not (begun and _is_dated(line))


def _is_dated(line: str) -> bool:
    return bool((_STARTS_ON.match(line) or _STARTS_DATE.match(line)) and _HAS_DATE.search(line))


def _is_attribution(text: str) -> bool:
    text = text.strip("-–— ")
    colon = text[-1:] in (":", "：")
    dated = bool(_HAS_DATE.search(text))
    addressed = bool(_HAS_EMAIL.search(text))
    if not dated and not (addressed and colon):
        return False
    starts_on = bool(_STARTS_ON.match(text))
    if (colon or addressed or starts_on) and _WROTE_AT_END.search(text[-_LONGEST_END:]):
        return True
    if colon and dated and addressed and _WROTE_INSIDE.search(text):
        return True
    if dated and (colon or _ISO_START.match(text)) and _STARTS_DATE.match(text) and _ENDS_ADDRESS.search(text):
        return True
    return bool(_GMAIL_NAME.fullmatch(text) or _QUOTING.fullmatch(text))


def _may_introduce(text: str) -> bool:
    """What counts only right above a quote: "Ann wrote:" without a date, or a time of day with any verb."""
    if text[-1:] not in (":", "："):
        return False
    verb = len(text.split()) <= 8 and _WROTE_AT_END.search(text[-_LONGEST_END:])
    return bool(verb or (_HAS_TIME.search(text) and _HAS_DATE.search(text)))


def _is_strong(text: str) -> bool:
    """A time of day or an address: people write "On 3 May 2021 your agent wrote:" themselves, but not these."""
    return bool(_HAS_TIME.search(text) or _HAS_EMAIL.search(text))


def _quotes_next(lines: list[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 8] if line.strip()), "")
    return following.lstrip().startswith((">", "|"))
