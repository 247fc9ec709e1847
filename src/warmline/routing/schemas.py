"""What clients send to routing."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.routing.together import Outcome, Warm
from warmline.sdk import Position


class PresenceChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``status`` is available, busy, away, wrap_up or offline. ``reason`` is the code of a presence reason for that
    status, such as lunch; free text where the organisation has no reasons."""

    status: str
    reason: Annotated[str, Meta(min_length=1, max_length=100)] | None = None


class Decline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why not."""

    reason: Annotated[str, Meta(max_length=500)] | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a customer stands; null where the interaction has ended."""

    position: Position | None


class Transfer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where work goes: a queue, a team or an agent. `warm` sends the context along. `wait`: leave it for the agent even
    if they are not there or have no room."""

    queue_id: UUID | None = None
    team_id: UUID | None = None
    agent_id: UUID | None = None
    wait: bool = False
    warm: Warm | None = None


class Give(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To which of the colleagues in the conversation the work goes."""

    agent_id: UUID


class Assign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to have the work; without it, I. ``from_id`` is who has it by what the caller saw: where that has changed
    meanwhile, nothing moves."""

    agent_id: UUID | None = None
    from_id: UUID | msgspec.UnsetType | None = msgspec.UNSET


class Leave(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of it, in a word, and what the colleague said."""

    outcome: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    note: Annotated[str, Meta(max_length=2_000)] | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a call to a customer went."""

    outcome: Outcome
    note: Annotated[str, Meta(max_length=500)] | None = None


class CancelCallback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why, and whether the customer waits on where they were, such as in the chat."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    keep_waiting: bool = False
