"""Everything that an organisation has, as JSON Lines in a published shape: nothing keeps anybody here."""

from warmline.api.export.assignments import assignments
from warmline.api.export.schema import schema
from warmline.api.export.stream import FORMAT, VERSION, Export

__all__ = ["FORMAT", "VERSION", "Export", "assignments", "schema"]
