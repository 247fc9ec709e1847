"""From a source's columns to our words: a row made by the feed's mapping. Pure.

A column goes where the mapping says, else where its own name says; others are left out and named in the result.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from warmline.customers.hub.attributes import CONTROL, NAME, WrongValue, given
from warmline.customers.hub.model import HOUSEHOLD_SCHEME, Column
from warmline.customers.hub.record import GivenHandle, GivenValue, Raw, Record
from warmline.customers.hub.shapes import MOST, SHAPES, held, listed, related
from warmline.customers.hub.targets import KINDS, Target, by_name, target
from warmline.customers.normalise import normalise
from warmline.kit import clock

LONGEST_KEY, MOST_COLUMNS, MOST_IGNORED, DEEPEST = 512, 1_000, 100, 6
MOST_ATTRIBUTES, LARGEST_ATTRIBUTES = 100, 32_768
# How far ahead of us a source's clock may be.
AHEAD = timedelta(days=1)


class Mapped:
    """A feed's mapping at work. ``ignored`` gathers columns that go nowhere. ``zone`` is where times without an offset
    are read."""

    def __init__(self, mapping: Mapping[str, str | Column | None], key_scheme: str, zone: str = "UTC") -> None:
        self._mapping, self._key_scheme, self._zone = mapping, key_scheme, ZoneInfo(zone)
        self._targets: dict[str, Target | None] = {}
        self.ignored: set[str] = set()

    def record(self, raw: Raw) -> Record:
        """The row in our words, with all that is wrong with it."""
        made = Record(number=raw.number, digest=raw.digest)
        if raw.problem:
            made.problems.append(raw.problem)
            return made
        if len(raw.columns) > MOST_COLUMNS:
            made.problems.append(f"the row has {len(raw.columns)} columns; at most {MOST_COLUMNS} are taken")
            return made
        filling = _Filling(made, self._key_scheme, self._zone)
        for name, value in raw.columns.items():
            self._column(filling, name, value)
        filling.finish()
        return made

    def _column(self, filling: "_Filling", name: str, value: Any) -> None:
        path = name
        try:
            if name in SHAPES and name not in self._mapping:
                listed(name, value, filling.record, self._key_scheme)
                return
            for path, each in _leaves(name, value):
                to = self._target(path)
                if to:
                    filling.put(to, each)
        except WrongValue as error:
            filling.record.problems.append(f"{_printable(path)}: {error}")

    def _target(self, name: str) -> Target | None:
        if name not in self._targets:
            if len(self._targets) > MOST_COLUMNS * 10:
                self._targets.clear()
            self._targets[name] = found = self._look_up(name)
            if found is None and name not in self._mapping and len(self.ignored) < MOST_IGNORED:
                self.ignored.add(_printable(name))
        return self._targets[name]

    def _look_up(self, name: str) -> Target | None:
        if name not in self._mapping:
            return by_name(name)
        to = self._mapping[name]
        return None if to is None else target(to if isinstance(to, Column) else Column(to=to))


def _leaves(name: str, value: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """An object's fields by dotted names; anything else is itself."""
    if not isinstance(value, dict):
        yield name, value
        return
    if depth >= DEEPEST or len(value) > MOST_COLUMNS:
        raise WrongValue("is nested too deeply, or has too many fields")
    for inner, each in value.items():
        yield from _leaves(f"{name}.{inner}", each, depth + 1)


class _Filling:
    """A record as it is filled column by column."""

    def __init__(self, record: Record, key_scheme: str, zone: ZoneInfo) -> None:
        self.record, self._key_scheme, self._zone = record, key_scheme, zone
        self._verified: Any = None
        self._references: dict[str, dict[str, str]] = {}

    def put(self, to: Target, value: Any) -> None:
        """Take a column; raises ``WrongValue``."""
        _VERBS[to.word](self, to, value)

    def key(self, to: Target, value: Any) -> None:
        """The name of the row."""
        self.record.key = _named(self._key_scheme, _scalar(value), "a key")

    def _updated_at(self, to: Target, value: Any) -> None:
        text = _scalar(value)
        if not text:
            return
        try:
            at = _moment(text, to.column.format)
            at = (at if at.tzinfo else at.replace(tzinfo=self._zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            expected = "expected a time such as 2026-03-03T09:05:07Z; name another way in the mapping's format"
            raise WrongValue(expected) from None
        if at > clock.now() + AHEAD:
            raise WrongValue("lies in the future; a wrong clock would win over every later row")
        self.record.observed_at = at

    def _verify(self, to: Target, value: Any) -> None:
        if value is None or isinstance(value, bool | list):
            self._verified = value
            return
        text = _scalar(value)
        plain = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
        self._verified = plain.get(text.lower(), [each.strip() for each in text.replace(",", ";").split(";")])

    def _attribute(self, to: Target, value: Any) -> None:
        column = to.column
        if isinstance(value, str):
            value = column.values.get(value.strip(), value)
            if column.separator and value.strip():
                value = [each.strip() for each in value.split(column.separator) if each.strip()]
            elif column.format and value.strip():
                value = _day(value.strip(), column.format)
        self.record.attributes[to.about] = GivenValue(given(to.about, value), column.verified)

    def _handle(self, to: Target, value: Any) -> None:
        for each in _several(value, to.column.separator):
            self.record.handles.append(GivenHandle(to.about, each, to.column.verified))

    def _relationship(self, to: Target, value: Any) -> None:
        found = [related(KINDS[to.about], each, self._key_scheme) for each in _several(value, to.column.separator)]
        self.record.relations = [*(self.record.relations or ()), *found]

    def _household(self, to: Target, value: Any) -> None:
        found = [_named(HOUSEHOLD_SCHEME, each, "a household's id") for each in _several(value, to.column.separator)]
        self.record.households = [*(self.record.households or ()), *found]

    def _reference(self, to: Target, value: Any) -> None:
        self.record.references = self.record.references or []
        if to.part or not to.column.separator:
            self._references.setdefault(to.about, {})[to.part] = _scalar(value)
        else:
            self.record.references += [held(to.about, {"": each}) for each in _several(value, to.column.separator)]

    def finish(self) -> None:
        """What takes several columns."""
        made = self.record
        try:
            found = [held(kind, parts) for kind, parts in self._references.items() if parts.get("")]
        except WrongValue as error:
            made.problems.append(f"reference: {error}")
            found = []
        if found:
            made.references = [*(made.references or ()), *found]
        self._vouch()
        if not made.key and not made.problems:
            made.problems.append("key: the row has none; map the column that names the customer to key")
        values = {name: each.value for name, each in made.attributes.items()}
        if len(values) > MOST_ATTRIBUTES or len(msgspec.json.encode(values)) > LARGEST_ATTRIBUTES:
            made.problems.append(
                f"at most {MOST_ATTRIBUTES} attributes and {LARGEST_ATTRIBUTES} bytes are taken of a row"
            )

    def _vouch(self) -> None:
        given_names = self._verified
        if not given_names:
            return
        if given_names is not True and not all(isinstance(each, str) and NAME.fullmatch(each) for each in given_names):
            self.record.problems.append("verified: expected true, or the names of the attributes that are")
            return
        for name, each in self.record.attributes.items():
            if given_names is True or name in given_names:
                self.record.attributes[name] = GivenValue(each.value, True)


_VERBS = {
    "key": _Filling.key,
    "updated_at": _Filling._updated_at,
    "verified": _Filling._verify,
    "household": _Filling._household,
    "attribute": _Filling._attribute,
    "handle": _Filling._handle,
    "relationship": _Filling._relationship,
    "reference": _Filling._reference,
}


def _named(scheme: str, text: str, what: str) -> str:
    identity = normalise(scheme, text) if len(text) <= LONGEST_KEY else None
    if identity is None:
        raise WrongValue(f"expected {what}, of 1 to {LONGEST_KEY} characters")
    return identity[1]


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WrongValue("expected text")
    text = str(value) if not isinstance(value, int) or abs(value) < 10**30 else ""
    if not text and value != "":
        raise WrongValue("the number is too large; send it as text")
    if CONTROL.search(text):
        raise WrongValue("has a control character such as NUL; remove it")
    return text.strip()


def _several(value: Any, separator: str | None) -> list[str]:
    if isinstance(value, list):
        found = [_scalar(each) for each in value]
    else:
        text = _scalar(value)
        found = [each.strip() for each in text.split(separator)] if separator else [text]
    if len(found) > MOST:
        raise WrongValue(f"has {len(found)} values; at most {MOST} are taken")
    return [each for each in found if each]


def _moment(text: str, form: str | None) -> datetime:
    # Without an offset it is read in the organisation's time zone, by the caller.
    return datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007 - see above


def _day(text: str, form: str) -> str:
    try:
        return _moment(text, form).date().isoformat()
    except ValueError:
        raise WrongValue("is not written as the mapping's format says") from None


def _printable(name: str) -> str:
    return "".join(each for each in name[:80] if each.isprintable())
