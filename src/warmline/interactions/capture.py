"""Capture templates at work: which fields are still missing, and how complete a form is. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from warmline.kit.errors import FieldError


def required(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the template's required fields; a field is required unless it says otherwise."""
    return [str(each["field"]) for each in fields if each.get("required", True)]


def missing(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> list[FieldError]:
    """A problem for each required field that is empty."""
    return [
        FieldError(name, "this field must be filled in; the capture template asks for it")
        for name in required(fields)
        if given.get(name) in (None, "", [], {})
    ]


def completeness(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> float:
    """The share of required fields that are filled in; 1 where none is required."""
    names = required(fields)
    if not names:
        return 1.0
    return sum(given.get(name) not in (None, "", [], {}) for name in names) / len(names)
