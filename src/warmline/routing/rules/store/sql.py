"""The named queries of rules."""

from typing import Any

import msgspec

from warmline.kit.sql import load

SQL = load("warmline.routing.rules")


def text(value: Any) -> str:
    """JSON in an array goes as text: a list of lists would be read as an array of two dimensions."""
    return msgspec.json.encode(value).decode()
