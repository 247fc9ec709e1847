"""What learning announces."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("continuity_model.trained", continuity_model="model_id")
class ContinuityModelTrained(Event, frozen=True, kw_only=True):
    """A model of continuity was learned from corrections; ``status`` says whether it waits for a person or did no
    better than the active one."""

    model_id: UUID
    number: int
    status: str


@announces("continuity_model.activated", continuity_model="model_id")
class ContinuityModelActivated(Event, frozen=True, kw_only=True):
    """A learned model decides from now on which case a contact belongs to."""

    model_id: UUID
    number: int


@announces("continuity_model.retired", continuity_model="model_id")
class ContinuityModelRetired(Event, frozen=True, kw_only=True):
    """A learned model decides no more; another one, or the one that is shipped, took its place."""

    model_id: UUID
    number: int
