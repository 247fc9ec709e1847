"""The named queries, and rows as what is shown."""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from warmline.kit.sql import load

SQL = load("warmline.routing")
V = TypeVar("V", bound=msgspec.Struct)


def shown(rows: Iterable[Any], shape: type[V]) -> list[V]:
    """Rows as what is shown: the columns that the shape names."""
    return [shape(**{name: row[name] for name in shape.__struct_fields__}) for row in rows]
