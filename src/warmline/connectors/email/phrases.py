"""The words of ``phrases.toml``, as patterns."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


def pattern(kind: str) -> str:
    """One of the phrases, the longest that fits; to be compiled with IGNORECASE."""
    return f"(?:{'|'.join(re.escape(phrase) for phrase in sorted(_phrases()[kind], key=len, reverse=True))})"


def fields() -> dict[str, str]:
    """The kind of header field by the name that programs give it, in lower case."""
    return {name: kind for kind, names in _phrases()["fields"].items() for name in names}
