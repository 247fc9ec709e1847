"""What a row of a call log says, field by field; a wrong one is named by its column. Pure."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from warmline.sdk import Unparsable

INBOUND = frozenset({"", "in", "inbound", "incoming", "i", "received"})
OUTBOUND = frozenset({"out", "outbound", "outgoing", "o", "dialled", "dialed", "made"})
YES = frozenset({"yes", "y", "true", "1", "resolved", "x"})
NO = frozenset({"", "no", "n", "false", "0", "open", "unresolved", "-"})
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")
EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
LONGEST = 7 * 24 * 3600


class Row(msgspec.Struct, frozen=True):
    """A row as it is kept: the cells by column, the column of each field, the zone of times that name none, their
    format where it is not ISO 8601 (as ``strptime`` has it), and what was wrong with the row before it came here."""

    cells: dict[str, str]
    columns: dict[str, str]
    time_zone: str = "UTC"
    time_format: str = ""
    problem: str = ""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call. Seconds are of the agent's time."""

    id: str
    number: str
    direction: str
    started: datetime
    answered: datetime | None
    ended: datetime | None
    talk: float
    hold: float
    wrap_up: float
    resolved: datetime | None
    texts: dict[str, str]


def read(row: Row) -> Call:
    """Raises ``Unparsable``, which names the column, what is wrong, and what to do."""
    if row.problem:
        raise Unparsable(row.problem)
    cells = _Cells(row)
    started = cells.time("started")
    if started is None:
        raise Unparsable(f"{cells.column('started')}: it is empty, and a call needs the time when it began")
    answered, ended = cells.time("answered"), cells.time("ended")
    duration = cells.seconds("duration")
    if ended is None and duration is not None:
        ended = started + timedelta(seconds=duration)
    talk = cells.seconds("talk")
    if answered is None and talk and ended:
        # A log that has no such column, but says how long they talked.
        answered = max(started, ended - timedelta(seconds=talk + (cells.seconds("hold") or 0.0)))
    for name, time in (("answered", answered), ("ended", ended)):
        if time and time < started:
            raise Unparsable(f"{cells.column(name)}: it is before the call began; look at the zone and the format")
    hold = cells.seconds("hold") or 0.0
    if talk is None:
        talk = max(0.0, (ended - answered).total_seconds() - hold) if answered and ended else 0.0
    return Call(
        id=cells.text("id"),
        number=cells.text("number"),
        direction=cells.direction(),
        started=started,
        answered=answered,
        ended=ended,
        talk=talk,
        hold=hold,
        wrap_up=cells.seconds("wrap_up") or 0.0,
        resolved=cells.resolved(ended or started),
        texts={name: text for name in cells.row.columns if (text := cells.text(name))},
    )


class _Cells:
    def __init__(self, row: Row) -> None:
        self.row = row

    def column(self, name: str) -> str:
        return self.row.columns.get(name, name)

    def text(self, name: str) -> str:
        return self.row.cells.get(self.column(name), "").strip() if name in self.row.columns else ""

    def direction(self) -> str:
        given = self.text("direction").casefold()
        if given in INBOUND:
            return "inbound"
        if given in OUTBOUND:
            return "outbound"
        raise Unparsable(f"{self.column('direction')}: it is neither inbound nor outbound; leave out other calls")

    def time(self, name: str) -> datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            found = _parsed(text, self.row.time_format)
            found = found if found.tzinfo else found.replace(tzinfo=_zone(self.row.time_zone))
            return found.astimezone(UTC)
        except (ValueError, OverflowError, OSError) as error:
            wanted = f"--time-format {self.row.time_format}" if self.row.time_format else "ISO 8601"
            raise Unparsable(f"{self.column(name)}: it is no time as {wanted}; say --time-format") from error

    def seconds(self, name: str) -> float | None:
        text = self.text(name)
        if not text:
            return None
        clock = CLOCK.fullmatch(text)
        try:
            found = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3]) if clock else float(text)
        except ValueError:
            found = -1.0
        if not 0 <= found <= LONGEST:
            raise Unparsable(f"{self.column(name)}: it is neither seconds nor hours:minutes:seconds")
        return found

    def resolved(self, otherwise: datetime) -> datetime | None:
        """When the matter was settled: a time, or yes, which means with the call."""
        given = self.text("resolved").casefold()
        if given in NO:
            return None
        return otherwise if given in YES else self.time("resolved")


def _parsed(text: str, time_format: str) -> datetime:
    if time_format:
        return datetime.strptime(text, time_format)  # noqa: DTZ007 - the zone is added by the caller
    if EPOCH.fullmatch(text):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC)
    return datetime.fromisoformat(text)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise Unparsable(f"there is no time zone {name[:60]!r}; say one such as Europe/Berlin") from error
