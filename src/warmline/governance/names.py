"""What a seal is found by: 64 bits for each id that its events name, for each of their types, and for the families of
these. See migration 0034, which says the same in SQL."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from uuid import UUID

NAMING = ("actor", "case_id", "interaction_id", "customer_id", "data")
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def of_id(id_: UUID) -> int:
    """The last 64 bits, which are the random ones."""
    return int.from_bytes(id_.bytes[8:], signed=True)


def of_type(type_: str) -> int:
    """Of a type, or of a family such as ``case.*``."""
    return int.from_bytes(hashlib.md5(type_.encode(), usedforsecurity=False).digest()[:8], signed=True)


def families(type_: str) -> list[str]:
    """``a.b.c`` is of ``a.*`` and of ``a.b.*``."""
    parts = type_.split(".")
    return [".".join(parts[:count]) + ".*" for count in range(1, len(parts))]


def of_events(rows: Iterable[Mapping[str, str | None]]) -> list[int]:
    """All that these events, as text, are found by, each once."""
    rows = list(rows)
    ids = {id_ for row in rows for column in NAMING for id_ in UUIDS.findall(row[column] or "")}
    types = {row["type"] or "" for row in rows}
    types |= {family for type_ in types for family in families(type_)}
    return sorted({of_id(UUID(each)) for each in ids} | {of_type(each) for each in types})
