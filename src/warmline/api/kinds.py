"""JSON Schema in words: ``list of CaseView or null``."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def kind(schema: Mapping[str, Any], name: Callable[[str], T], join: Callable[[list[str | T]], T]) -> str | T:
    """The type of a value. ``name`` shows the name of another shape; ``join`` puts parts after one another."""
    if "$ref" in schema:
        return name(str(schema["$ref"]).rpartition("/")[2])
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return join(_between(" or ", [kind(each, name, join) for each in schema[several]]))
    if "enum" in schema:
        return " or ".join(json.dumps(each) for each in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    type_ = schema.get("type", "any")
    if type_ == "array":
        return join(["list of ", kind(schema.get("items") or {}, name, join)])
    plain = " or ".join(type_) if isinstance(type_, list) else str(type_)
    return f"{plain} ({schema['format']})" if "format" in schema else plain


def _between(word: str, parts: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for part in parts:
        joined += [word, part] if joined else [part]
    return joined


def in_words(schema: Mapping[str, Any]) -> str:
    """The type of a value as plain text."""
    return kind(schema, str, lambda parts: "".join(map(str, parts)))
