"""Capture templates at work: which fields are still missing, and how complete a form is. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warmline.kit.errors import FieldError, Invalid

MOST_ANSWERS = 100
LONGEST_NAME = 63
LONGEST_ANSWERS = 65_536


def filled(value: Any) -> bool:
    """Whether a field has an answer: false and 0 are answers, blanks are none."""
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def required(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the template's required fields; a field is required unless it says that it is not."""
    return [str(each["field"]) for each in fields if each.get("required", True)]


def missing(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> list[FieldError]:
    """A problem for each required field that is empty."""
    return [
        FieldError(name, "this field must be filled in; the capture template asks for it")
        for name in required(fields)
        if not filled(given.get(name))
    ]


def completeness(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> float:
    """The share of required fields that are filled in; 1 where none is required."""
    names = required(fields)
    return sum(filled(given.get(name)) for name in names) / len(names) if names else 1.0


def bounded(answers: Mapping[str, Any], own: Sequence[str] = ()) -> None:
    """Raise ``Invalid`` for answers that are too many or too large, or that have a field of their own elsewhere."""
    for name in answers:
        if name in own:
            raise Invalid.field(f"fields.{name}", "give this beside fields, not in them")
        if not 0 < len(name) <= LONGEST_NAME:
            raise Invalid.field("fields", f"a field's name has 1 to {LONGEST_NAME} characters")
    if len(answers) > MOST_ANSWERS:
        raise Invalid.field("fields", f"at most {MOST_ANSWERS} fields")
    if len(msgspec.json.encode(answers)) > LONGEST_ANSWERS:
        raise Invalid.field("fields", f"at most {LONGEST_ANSWERS} bytes of JSON")
