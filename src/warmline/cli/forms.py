"""What was typed, as the shape that a verb takes."""

from typing import Any, TypeVar

import msgspec

from warmline.cli.errors import WrongUsage

T = TypeVar("T")


def formed(shape: type[T], **values: Any) -> T:
    """The values as this struct; raises ``WrongUsage`` that names the one that is wrong."""
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$.")
        raise WrongUsage(problem=f"{place.rstrip('`')}: {problem}." if place else f"{problem}.") from error
