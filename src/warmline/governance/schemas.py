"""Wire shapes that are not the model's own."""

import msgspec


class PackView(msgspec.Struct, frozen=True, kw_only=True):
    """An industry pack that can be installed. ``categories`` are inquiry categories."""

    name: str
    label: str
    version: int
    terms: int
    categories: list[str]


class PackAdded(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation added; all zero where everything was there."""

    vocabularies: int
    terms: int
    templates: int
