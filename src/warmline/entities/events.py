"""What is announced of patterns for entities."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("entity_pattern.created", entity_pattern="pattern_id")
class EntityPatternCreated(Event, frozen=True, kw_only=True):
    """Another kind of number is looked for in what customers write."""

    pattern_id: UUID


@announces("entity_pattern.updated", entity_pattern="pattern_id")
class EntityPatternUpdated(Event, frozen=True, kw_only=True):
    """A pattern looks for something else, or was switched on or off."""

    pattern_id: UUID


@announces("entity_pattern.deleted", entity_pattern="pattern_id")
class EntityPatternDeleted(Event, frozen=True, kw_only=True):
    """A pattern is looked for no more; what it found stays."""

    pattern_id: UUID
