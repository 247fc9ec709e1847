"""A question about staffing, from a TOML file, from options, or from both: what is given as an option wins."""

import difflib
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from warmline.staffing import checks, clock
from warmline.staffing.erlang import System
from warmline.staffing.errors import ParameterWrong
from warmline.staffing.requirement import LIMITS, Targets
from warmline.staffing.shifts import Break, Rules, Shift
from warmline.staffing.volumes import Columns

DURATIONS = ("interval", "handle_time", "within", "patience", "max_asa")
FILES = ("volumes", "required", "shifts", "scenario")
LISTS = ("add", "closed", "day", "target", "cost")
HALF_HOUR = 1800.0
T = TypeVar("T")


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that may be asked. Durations are seconds, shares are from 0 to 1. What is None is not asked."""

    erlangs: float | None = None
    calls: float | None = None
    interval: float = HALF_HOUR
    handle_time: float | None = None
    patience: float | None = None
    waiting_places: int | None = None
    agents: int | None = None
    add: list[str] = []

    max_wait_probability: float | None = None
    service_level: float | None = None
    within: float | None = None
    max_asa: float | None = None
    max_abandonment: float | None = None
    max_occupancy: float | None = None
    max_blocking: float | None = None
    shrinkage: float = 0.0

    volumes: str | None = None
    calls_column: str | None = None
    time_column: str | None = None
    day_column: str | None = None
    bin_column: str | None = None
    bin_minutes: float | None = None
    day_starts: str = "00:00"
    first_day: str | None = None
    worked: str = "mon-sun"
    closed: list[str] = []
    day: list[str] = []
    confidence: float = 0.8
    plan_for: str = "expected"

    required: str | None = None
    shifts: str | None = None
    shift: list[dict[str, Any]] = []
    rules: dict[str, Any] = {}

    scenario: str | None = None
    target: list[str] = []
    cost: list[str] = []
    policy: str | None = None
    seed: int | None = None
    hours: float | None = None
    most_runs: int = 200
    sure: bool = False

    @property
    def targets(self) -> Targets:
        """The targets of one kind of work."""
        return Targets(**{name: getattr(self, name) for name in Targets.__struct_fields__})

    @property
    def has_targets(self) -> bool:
        """Whether there is any."""
        return any(getattr(self, name) is not None for name in LIMITS)

    @property
    def columns(self) -> Columns:
        """Where the volumes are in their file."""
        return Columns(
            calls=self.calls_column,
            time=self.time_column,
            day=self.day_column,
            bin=self.bin_column,
            bin_minutes=self.bin_minutes,
            day_starts=self.day_starts,
            first_day=self.first_day,
            worked=self.worked,
            closed=tuple(clock.day("closed", each) for each in self.closed),
        )

    @property
    def system(self) -> System:
        """The queue that is asked about, with the agents given. Raises ``ParameterWrong`` for what is missing.

        Where only erlangs are given, a second is as good a handle time as any: waits by the clock are not asked for.
        """
        if (self.erlangs is None) == (self.calls is None):
            raise ParameterWrong(
                parameter="erlangs", problem="give either these, or calls with handle_time, or volumes, or a scenario"
            )
        if self.handle_time is None:
            needs = [name for name in ("calls", "service_level", "within", "max_asa", "patience") if self._given(name)]
            if needs:
                raise ParameterWrong(parameter="handle_time", problem=f"is needed for {needs[0]}")
        handle = 1.0 if self.handle_time is None else checks.number("handle_time", self.handle_time, above=True)
        if self.erlangs is not None:
            rate = checks.number("erlangs", self.erlangs, most=checks.MOST_ERLANGS) / handle
        else:
            rate = checks.number("calls", self.calls or 0.0) / checks.number("interval", self.interval, above=True)
        return System(
            rate=rate,
            handle_time=handle,
            agents=self.agents or 0,
            patience=self.patience,
            waiting_places=self.waiting_places,
        )

    def _given(self, name: str) -> bool:
        return getattr(self, name) is not None


def form_question(file: Path | None, given: Mapping[str, Any]) -> Question:
    """The question. Raises ``ParameterWrong``, also for what is misspelt."""
    told = _read(file) if file else {}
    here = file.parent if file else Path()
    for name in set(told) & set(FILES):
        if isinstance(told[name], str):
            told[name] = str(here / told[name])
    if unknown := [name for name in told if name not in Question.__struct_fields__]:
        raise _unknown(unknown[0], Question.__struct_fields__)
    told |= {name: value for name, value in given.items() if value is not None and value != []}
    for name in set(told) & set(LISTS):
        told[name] = [_text(each) for each in (told[name] if isinstance(told[name], list) else [told[name]])]
    for name in set(told) & {"day_starts", "first_day"}:
        told[name] = _text(told[name])
    if told.keys() & {"erlangs", "calls"} & {name for name, value in given.items() if value is not None}:
        # One load on the command line goes before the other in the file.
        for name in {"erlangs", "calls"} - {name for name, value in given.items() if value is not None}:
            told.pop(name, None)
    for name in DURATIONS:
        if isinstance(told.get(name), str):
            told[name] = clock.duration(name, told[name])
    return _formed(told)


def _text(value: Any) -> Any:
    """Days and times as TOML has them, as they are typed."""
    return value.isoformat() if isinstance(value, date | time) else value


def _formed(told: dict[str, Any]) -> Question:
    try:
        found = msgspec.convert(told, Question, strict=True)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$.")
        raise ParameterWrong(
            parameter=place.rstrip("`") or "file", problem=problem[:1].lower() + problem[1:]
        ) from error
    if found.plan_for not in ("expected", "high"):
        raise ParameterWrong(parameter="plan_for", problem=f"must be expected or high, not {found.plan_for!r}")
    checks.number("interval", found.interval, above=True)
    if found.agents is not None:
        checks.count("agents", found.agents)
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterWrong(parameter=str(file), problem=f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterWrong(parameter=str(file), problem=f"is no TOML: {error}") from error


def _unknown(name: str, names: tuple[str, ...]) -> ParameterWrong:
    near = difflib.get_close_matches(name, names, 1)
    return ParameterWrong(
        parameter=name,
        problem=f"is not known; did you mean {near[0]}?" if near else f"is not known; there are {', '.join(names)}",
    )


def read_shifts(question: Question) -> tuple[list[Shift], Rules]:
    """The types of shift and the rules, from their own file or from the question's. Raises ``ParameterWrong``."""
    told: dict[str, Any] = {"shift": question.shift, "rules": question.rules}
    if question.shifts:
        told = _read(Path(question.shifts))
        if unknown := [name for name in told if name not in ("shift", "rules")]:
            raise _unknown(unknown[0], ("shift", "rules"))
    if not isinstance(told.get("shift", []), list) or not isinstance(told.get("rules", {}), dict):
        raise ParameterWrong(parameter="shift", problem="write each type under [[shift]], and the rules under [rules]")
    rules = dict(told.get("rules", {}))
    if isinstance(rules.get("time_limit"), str):
        rules["time_limit"] = clock.duration("time_limit", rules["time_limit"])
    return [_shift(each) for each in told.get("shift", [])], _convert(rules, Rules, "rules")


def _shift(told: Any) -> Shift:
    """One type, as it is written: ``starts`` is "07:00-11:00" or "09:00", durations and weekdays are texts."""
    if not isinstance(told, dict):
        raise ParameterWrong(parameter="shift", problem="write each type under [[shift]]")
    made = {name: value for name, value in told.items() if name != "starts"}
    name = f"shift {told.get('name', '')}".strip()
    first, _, last = str(told.get("starts", "00:00-23:30")).partition("-")
    made |= {"first": clock.clock(f"{name}: starts", first), "last": clock.clock(f"{name}: starts", last or first)}
    for each in ("length", "every"):
        if isinstance(made.get(each), str):
            made[each] = clock.duration(f"{name}: {each}", made[each])
    if "every" in made:
        made["every"] = int(made["every"])
    if isinstance(made.get("weekdays"), str):
        made["weekdays"] = clock.weekdays(f"{name}: weekdays", made["weekdays"])
    made["breaks"] = [_break(name, each) for each in made.get("breaks", [])]
    return _convert(made, Shift, name)


def _break(name: str, told: Any) -> Break:
    if not isinstance(told, dict):
        raise ParameterWrong(parameter=f"{name}: breaks", problem="write each as a table with length, earliest, latest")
    made = {
        key: clock.duration(f"{name}: {key}", value) if isinstance(value, str) and key != "paid" else value
        for key, value in told.items()
    }
    return _convert(made, Break, f"{name}: breaks")


def _convert(told: Any, kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(told, kind)
    except msgspec.ValidationError as error:
        raise ParameterWrong(parameter=where, problem=str(error)[:1].lower() + str(error)[1:]) from error
