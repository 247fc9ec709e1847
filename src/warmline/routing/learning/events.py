"""What learning announces."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("routing_learning.switched", organization="organization_id")
class RoutingLearningSwitched(Event, frozen=True, kw_only=True):
    """Somebody switched on or off that routing uses what it learned, or changed how: so from the next decision on."""

    organization_id: UUID
    on: bool
    reason: str = ""


@announces("routing_model.published", routing_model="model_id")
class RoutingModelPublished(Event, frozen=True, kw_only=True):
    """A newer model of who resolves what is in force; ``before`` and ``after`` name the models."""

    model_id: UUID
    number: int
    outcomes: int
