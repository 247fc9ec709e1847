"""The shapes of what routing learned: outcomes, and the models that were in force."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class RoutingModelLine(Line, frozen=True, kw_only=True, tag="routing_model"):
    """A model of who resolves what. It follows from the outcomes up to its `position` and from its `worths`."""

    table: ClassVar[str] = "routing_model"
    order: ClassVar[str] = "t.number"

    id: UUID
    number: int
    position: int
    outcomes: int
    worths: Json
    overloaded: list[UUID]
    day: datetime
    decided: int
    explored: int
    published_at: datetime


class RoutingOutcomeLine(Line, frozen=True, kw_only=True, tag="routing_outcome"):
    """What became of one resolution: whether the customer came back within seven days, and what it counts (`value`, in
    thousandths)."""

    table: ClassVar[str] = "routing_outcome"

    id: UUID
    interaction_id: UUID
    agent_id: UUID
    customer_id: UUID
    intent: str
    channel: str
    tier: str
    resolved_at: datetime
    due_at: datetime
    handle_seconds: float | None
    wait_seconds: float | None
    decided_at: datetime | None
    block_at: datetime | None
    learned: bool | None
    model: str | None
    worth: float | None
    recontacted_at: datetime | None
    settled_at: datetime | None
    resolved: bool | None
    satisfaction: float | None
    value: int | None
    position: int | None


MODELS: tuple[type[Line], ...] = (RoutingModelLine,)
OUTCOMES: tuple[type[Line], ...] = (RoutingOutcomeLine,)
