"""Holds a vCon against the published schemas, which lie in ``schemas/``. What is wrong is named by its place, never by
its content."""

import json
from functools import cache
from importlib import resources
from typing import Any

MOST = 5
SCHEMAS = ("vcon-core.json", "vcon-cc.json")


def faults(document: Any) -> list[str]:
    """What is wrong with the unsigned form, at most five; empty where it is valid."""
    found = []
    for validator in _validators():
        for error in validator.iter_errors(document):
            found.append(_told(error))
            if len(found) >= MOST:
                return found
    return found


@cache
def _validators() -> tuple[Any, ...]:
    # Loaded with the first vCon: the library is large, and most installations never see one.
    import jsonschema_rs

    folder = resources.files(__package__).joinpath("schemas")
    texts = [folder.joinpath(name).read_text("utf-8") for name in SCHEMAS]
    return tuple([jsonschema_rs.validator_for(json.loads(text), validate_formats=True) for text in texts])


def _told(error: Any) -> str:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path).lstrip(".")
    rule = str(error.schema_path[-1]) if error.schema_path else "schema"
    # Only the message about a missing name holds nothing that a person wrote.
    problem = error.message if rule == "required" else f"does not keep to the schema's {rule}"
    return f"{place or 'the vCon'}: {problem}"
