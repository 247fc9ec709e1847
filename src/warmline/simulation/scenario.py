"""A scenario from a TOML file, with changes by key; what is wrong with it is said by key, with what is allowed."""

import difflib
import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from warmline.simulation.checks import check
from warmline.simulation.errors import ScenarioMissing, ScenarioUnreadable, ScenarioWrong
from warmline.simulation.shape import Part, Scenario

_PLACE = re.compile(r" - at `(?:key in )?\$\.?(.*?)`$")
_UNKNOWN = re.compile(r"unknown field `(.*?)`")


def load_scenario(path: Path | str, *, overrides: Sequence[str] = ()) -> Scenario:
    """The scenario of a file; files that it names are looked for beside it. Raises ``ScenarioMissing``,
    ``ScenarioUnreadable`` and ``ScenarioWrong``."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioMissing(path=path, problem=getattr(error, "strerror", None) or "it is no UTF-8") from error
    return parse_scenario(text, overrides=overrides, beside=Path(path).parent)


def parse_scenario(text: str, *, overrides: Sequence[str] = (), beside: Path | None = None) -> Scenario:
    """The same from text. An override is ``key=value``, queues and groups by name: ``queues.claims.priority=5``."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioUnreadable(problem=str(error).rstrip(".")) from error
    for each in overrides:
        _override(values, each)
    return form_scenario(values, beside=beside)


def form_scenario(values: dict[str, Any], *, beside: Path | None = None) -> Scenario:
    """The scenario that these values say, checked; relative names of files are made ones beside this folder."""
    try:
        scenario = msgspec.convert(values, Scenario)
    except msgspec.ValidationError as error:
        raise _explained(str(error), values) from error
    found = _placed(scenario, beside or Path())
    check(found)
    return found


def example() -> str:
    """A scenario to begin with, as text."""
    return files("warmline.simulation").joinpath("example.toml").read_text(encoding="utf-8")


def _placed(scenario: Scenario, beside: Path) -> Scenario:
    queues = tuple(
        msgspec.structs.replace(each, arrivals=msgspec.structs.replace(each.arrivals, file=str(beside / name)))
        if (name := each.arrivals.file)
        else each
        for each in scenario.queues
    )
    return msgspec.structs.replace(scenario, queues=queues)


def _override(values: dict[str, Any], text: str) -> None:
    key, equals, given = text.partition("=")
    steps = key.strip().split(".")
    if not equals or not all(steps):
        raise ScenarioWrong(key=text, problem='a change is written key=value, as in "queues.claims.priority=5"')
    at: Any = values
    for n, step in enumerate(steps[:-1]):
        at = _enter(at, step, ".".join(steps[: n + 1]))
    at[_index(at, steps[-1], key) if isinstance(at, list) else steps[-1]] = _value(given.strip())


def _enter(at: Any, step: str, key: str) -> Any:
    if isinstance(at, list):
        return at[_index(at, step, key)]
    made = at.setdefault(step, {})
    if not isinstance(made, dict | list):
        raise ScenarioWrong(key=key, problem="there is a value, not a table")
    return made


def _index(at: list[Any], step: str, key: str) -> int:
    names = [each.get("name", str(n)) if isinstance(each, dict) else str(n) for n, each in enumerate(at)]
    if step in names:
        return names.index(step)
    if step.isdigit() and int(step) < len(at):
        return int(step)
    raise ScenarioWrong(key=key, problem=f"there is no {step}; there are: {', '.join(names) or 'none'}")


def _value(text: str) -> Any:
    """As TOML reads it; what it cannot read is text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _explained(message: str, values: dict[str, Any]) -> ScenarioWrong:
    """The error with its key as people write it, and what is allowed there."""
    place = _PLACE.search(message)
    path = place[1] if place else ""
    problem = message[: place.start()] if place else message
    steps = re.findall(r"[^.\[\]]+", path)
    if unknown := _UNKNOWN.search(problem):
        allowed = _fields(inspect.type_info(Scenario), steps)
        near = difflib.get_close_matches(unknown[1], allowed, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        key = ".".join([*_named(steps, values), unknown[1]])
        return ScenarioWrong(key=key, problem=f"there is no such key; {hint}Allowed are: {', '.join(sorted(allowed))}")
    if "Invalid value" in problem or "Invalid enum" in problem:
        problem += f"; allowed are: {', '.join(_choices(inspect.type_info(Scenario), steps))}"
    return ScenarioWrong(key=".".join(_named(steps, values)) or "scenario", problem=problem)


def _named(steps: Sequence[str], values: Any) -> list[str]:
    """The steps of a path, with the names of list entries in place of their numbers."""
    found: list[str] = []
    for step in steps:
        values = _inside(values, step)
        name = values.get("name") if step.isdigit() and isinstance(values, dict) else None
        found.append(name if isinstance(name, str) else step)
    return found


def _inside(values: Any, step: str) -> Any:
    if isinstance(values, list):
        return values[int(step)] if step.isdigit() and int(step) < len(values) else None
    return values.get(step) if isinstance(values, dict) else None


def _fields(kind: inspect.Type, steps: Sequence[str]) -> list[str]:
    return sorted(
        {
            each.encode_name
            for found in _at(kind, steps)
            if isinstance(found, inspect.StructType)
            for each in found.fields
        }
    )


def _choices(kind: inspect.Type, steps: Sequence[str]) -> list[str]:
    """What may stand at this place: literals, or the kinds of a distribution."""
    here = [
        str(value) for found in _at(kind, steps) if isinstance(found, inspect.LiteralType) for value in found.values
    ]
    inside = _at(kind, steps[:-1])
    return here or [str(found.tag) for found in inside if isinstance(found, inspect.StructType) and found.tag]


def _at(kind: inspect.Type, steps: Sequence[str]) -> list[inspect.Type]:
    """The types that may stand at this path."""
    found = _plain(kind)
    for step in steps:
        found = [inner for each in found for inner in _step(each, step)]
    return found


def _step(kind: inspect.Type, step: str) -> list[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        return [inner for each in kind.fields if each.encode_name == step for inner in _plain(each.type)]
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return _plain(kind.item_type)
    return _plain(kind.value_type) if isinstance(kind, inspect.DictType) else []


def _plain(kind: inspect.Type) -> list[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    return [inner for each in kind.types for inner in _plain(each)] if isinstance(kind, inspect.UnionType) else [kind]


__all__ = ["Part", "Scenario", "example", "form_scenario", "load_scenario", "parse_scenario"]
