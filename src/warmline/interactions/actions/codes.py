"""Codes that people put on cases and interactions: terms of their vocabularies, a subcategory with its category."""

from collections.abc import Mapping
from typing import Any

from warmline.governance import active_terms, require_term
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid

VOCABULARIES = {
    "outcome": "outcome",
    "disposition": "disposition",
    "category": "inquiry_category",
    "subcategory": "inquiry_subcategory",
}


async def checked(conn: Conn, changes: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The codes among the changes, checked, with what follows from them: a subcategory brings its category where there
    is none, and a changed category takes a subcategory off that is no part of it.

    Raises the vocabulary's error for an unknown code, and ``Invalid`` for a subcategory of another category.
    """
    codes = {name: changes[name] for name in VOCABULARIES if name in changes}
    for name, code in codes.items():
        if code is not None and code != present.get(name):
            await require_term(conn, VOCABULARIES[name], code, field=name)
    if "category" not in codes and "subcategory" not in codes:
        return codes
    category = codes.get("category", present.get("category"))
    subcategory = codes.get("subcategory", present.get("subcategory"))
    parent = await _category_of(conn, subcategory) if subcategory else None
    if parent is None or parent == category:
        return codes
    if category is None and codes.get("subcategory"):
        return {**codes, "category": parent}
    if not codes.get("subcategory"):
        return {**codes, "subcategory": None}
    raise Invalid.field("subcategory", f"{subcategory!r} is part of {parent!r}, not of {category!r}")


async def _category_of(conn: Conn, subcategory: str) -> str | None:
    """The category that the subcategory is part of; None where the vocabulary names none."""
    for term in await active_terms(conn, VOCABULARIES["subcategory"]):
        if term.code == subcategory and term.parent_vocabulary == VOCABULARIES["category"]:
            return term.parent
    return None
