"""What is shown and said of colleagues who work together, of callbacks, and of what customers were told. Pure."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

Reason = Annotated[str, Meta(min_length=1, max_length=2_000)]
Text = Annotated[str, Meta(max_length=2_000)]
# How an attempt to call somebody back ended.
Outcome = Literal["reached", "no_answer", "busy", "voicemail", "wrong_number"]
FUTILE = frozenset({"wrong_number"})
REACHED = "reached"
NO_ANSWER = "no_answer"


class Warm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What travels with a transfer. ``fields`` answer the template's questions; what is required and missing refuses
    the transfer, unless ``allow_incomplete``."""

    reason: Reason
    fields: dict[str, Any] = {}
    allow_incomplete: bool = False


class NewInvitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to ask into a conversation: an agent, or whoever of a team or a queue comes first. ``consult`` is advice
    that the customer does not see, ``conference`` is taking part. ``wait``: ask somebody who is not there, too."""

    kind: Literal["consult", "conference"]
    agent_id: UUID | None = None
    team_id: UUID | None = None
    queue_id: UUID | None = None
    question: Text = ""
    wait: bool = False


class InvitationView(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague who was asked into a conversation. ``agent_id`` is who was asked, or who came for a team or queue."""

    id: UUID
    interaction_id: UUID
    medium: str
    kind: str
    agent_id: UUID | None
    team_id: UUID | None
    queue_id: UUID | None
    invited_by: UUID | None
    question: str
    status: str
    invited_at: datetime
    joined_at: datetime | None
    left_at: datetime | None
    outcome: str | None
    note: str
    version: int


class NewCallback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to call a customer back: a number with its country code, or one of the customer's handles. Not before
    ``not_before``, at most 30 days from now; ``queue_id`` moves it to a queue whose agents telephone."""

    number: Annotated[str, Meta(min_length=5, max_length=40)] | None = None
    handle_id: UUID | None = None
    not_before: datetime | None = None
    queue_id: UUID | None = None


class CallbackView(msgspec.Struct, frozen=True, kw_only=True):
    """A customer who is to be called back on ``number``. ``attempts`` say when, by whom and how each ended."""

    id: UUID
    interaction_id: UUID
    customer_id: UUID | None
    handle_id: UUID | None
    number: str
    status: str
    not_before: datetime | None
    attempts: list[dict[str, Any]]
    most_attempts: int
    retry_seconds: int
    requested_at: datetime
    ended_at: datetime | None
    reason: str | None
    version: int


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Work that stayed with its agent: it belongs to no queue (``no_queue``), or only its paperwork is left
    (``wrap_up``)."""

    interaction_id: UUID
    agent_id: UUID
    why: str


class Requeued(msgspec.Struct, frozen=True, kw_only=True):
    """Interactions that wait in their queues again, what stayed and why, offers that others get now, and conversations
    of others that the agents left."""

    moved: list[UUID]
    kept: list[Kept]
    offers: list[UUID]
    left: list[UUID]


class EstimateErrors(msgspec.Struct, frozen=True, kw_only=True):
    """How far what customers were told was from what came, in seconds; an error is told minus waited. ``bias`` is the
    mean error; ``within_quarter`` is the share that was at most 25 % off. All but the counts are null where nothing
    was measured."""

    queue_id: UUID
    told: int
    measured: int
    mean_waited: float | None
    bias: float | None
    mean_absolute_error: float | None
    p90_absolute_error: float | None
    within_quarter: float | None
