"""Mail on disk: an mbox file (RFC 4155, quoted as mboxrd), a Maildir, or a folder of messages. Of each mail only its
place and its date are held."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import msgspec

HEAD = 64 * 1024
# The sender, the weekday, the month, the day, the time, and somewhere the year: less is a sentence in somebody's mail.
ENVELOPE = re.compile(
    rb"From \S*.{0,80}?((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rb"\s+\d{1,2}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+[A-Z]{1,5}|\s+[+-]\d{4})?\s+\d{4}(?:\s+[+-]\d{4})?)"
)
HEADER = re.compile(rb"[!-9;-~]{1,76}:")
# A file that calls itself nothing counts as mail if it begins with headers, one of these among them.
TELLING = re.compile(
    rb"^(?:From|To|Received|Return-Path|Delivered-To|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE
)
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
MAIL_SUFFIXES = frozenset({".eml", ".email"})


class Mail(msgspec.Struct, frozen=True):
    """One mail: where it is, and when it came to the mailbox, as far as that is known. ``size`` is in bytes."""

    path: Path
    start: int
    size: int
    at: datetime | None
    unquote: bool = False
    number: int = 0

    @property
    def name(self) -> str:
        """What it is called in a message to people."""
        return f"{self.path}, mail {self.number} (byte {self.start})" if self.start else str(self.path)

    def read(self) -> bytes:
        """The mail as it was sent."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            body = file.read(self.size)
        if not self.unquote:
            return body
        # The empty line before the next mail, or the end, is the mbox's and not the mail's.
        body = body[:-1] if body.endswith((b"\n\n", b"\r\n\n")) else body
        return QUOTED.sub(rb"\1", body)

    @property
    def meta(self) -> dict[str, str]:
        """What the parser is told beside the bytes."""
        return {"internal_date": format_datetime(self.at)} if self.at else {}


class Skipped(msgspec.Struct, frozen=True):
    """A file that is no mail."""

    path: Path


def mails(path: Path) -> Iterator[Mail | Skipped]:
    """All that is in an mbox, a Maildir or a folder. Raises ``OSError`` where it cannot be read."""
    if path.is_dir() and (path / "cur").is_dir():
        for folder in sorted({path, *(each.parent for each in path.glob(".*/cur"))}):
            for name in ("cur", "new"):
                yield from _folder(folder / name, every=True)
    elif path.is_dir():
        yield from _folder(path, every=False)
    else:
        yield from _file(path, every=True)


def in_order(found: Iterable[Mail]) -> list[Mail]:
    """As they came: by date; one without a date stays behind its neighbour in the mailbox."""
    dated, last = [], datetime.min.replace(tzinfo=UTC)
    for each in found:
        last = each.at or last
        dated.append((last, each))
    return [each for _, each in sorted(dated, key=lambda pair: pair[0])]


def _folder(path: Path, *, every: bool) -> Iterator[Mail | Skipped]:
    for each in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
        if each.is_file() and not hidden:
            yield from _file(each, every=every)


def _file(path: Path, *, every: bool) -> Iterator[Mail | Skipped]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if ENVELOPE.match(head):
        yield from _mbox(path)
    elif every or path.suffix.lower() in MAIL_SUFFIXES or _begins_with_headers(head):
        yield Mail(path, 0, path.stat().st_size, _arrival(head))
    else:
        yield Skipped(path)


def _begins_with_headers(head: bytes) -> bool:
    head = head.lstrip()
    return HEADER.match(head) is not None and TELLING.search(_headers(head)) is not None


def _headers(head: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]


def _mbox(path: Path) -> Iterator[Mail]:
    start, place, noted, blank, head, number = 0, 0, None, True, b"", 0
    with path.open("rb") as file:
        for line in file:
            envelope = ENVELOPE.match(line) if blank and line.startswith(b"From ") else None
            if envelope:
                if start:
                    yield Mail(path, start, place - start, _arrival(head) or noted, unquote=True, number=number)
                start, noted, head, number = place + len(line), _date(envelope[1]), b"", number + 1
            elif len(head) < HEAD:
                head += line
            place += len(line)
            blank = not line.strip()
    if start:
        yield Mail(path, start, place - start, _arrival(head) or noted, unquote=True, number=number)


def _arrival(head: bytes) -> datetime | None:
    """When the last server that handled it noted it, or else when its sender says that it was written."""
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", _headers(head))
    received = re.search(rb"^Received:[^\n]*;([^;\n]*)", unfolded, re.IGNORECASE | re.MULTILINE)
    written = re.search(rb"^Date:([^\n]*)", unfolded, re.IGNORECASE | re.MULTILINE)
    return (_date(received[1]) if received else None) or (_date(written[1]) if written else None)


def _date(text: bytes) -> datetime | None:
    words = text.decode("ascii", "replace").split()
    # An mbox writes "Fri Jul  8 12:08:34 2011", a header "Fri, 8 Jul 2011 12:08:34 +0000".
    if len(words) >= 5 and words[1].isalpha():
        year = next((each for each in words[4:] if len(each) == 4 and each.isdecimal()), words[-1])
        words = [words[2], words[1], year, words[3], *(each for each in words[4:] if each != year)]
    try:
        found = parsedate_to_datetime(" ".join(words)[:100])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
