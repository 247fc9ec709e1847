"""The organisation's settings: whoever reads one says here what it looks like, and nobody can store another thing."""

from typing import Any

import msgspec

from warmline.kit.errors import Invalid

_shapes: dict[str, Any] = {}


def setting(name: str, shape: Any) -> None:
    """Declare the organisation's setting ``name``, as a type that msgspec can check. A slice does it where it reads it;
    what nobody declared is stored as it is given."""
    _shapes[name] = shape


def check_settings(wanted: dict[str, Any]) -> None:
    """``Invalid`` names each setting that nobody could read. Null takes a setting away, so it is always right."""
    problems = [f"settings.{name}: {problem}" for name, value in wanted.items() if (problem := _problem(name, value))]
    if len(problems) == 1:
        field, _, problem = problems[0].partition(": ")
        raise Invalid.field(field, problem)
    if problems:
        raise Invalid(problem="; ".join(problems))


def _problem(name: str, value: Any) -> str | None:
    if value is None or name not in _shapes:
        return None
    try:
        msgspec.convert(value, _shapes[name])
    except msgspec.ValidationError as error:
        return str(error)
    return None
