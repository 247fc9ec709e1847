"""JSON Schema of the lines, for whoever reads an export elsewhere."""

from typing import Any

import msgspec

from warmline.api.export.stream import FORMAT, VERSION, Header, shapes


def schema() -> dict[str, Any]:
    """Each line of an export is valid against it."""
    found = [Header, *shapes(deliveries=True)]
    references, definitions = msgspec.json.schema_components(found, ref_template="#/$defs/{name}")
    for each in definitions.values():
        if "description" in each:
            each["description"] = " ".join(each["description"].split())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a Warmline export",
        "description": f"JSON Lines of the format {FORMAT}, version {VERSION}; the first line is the header.",
        "oneOf": list(references),
        "$defs": definitions,
    }
