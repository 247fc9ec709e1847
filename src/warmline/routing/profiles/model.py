"""Words of presence, how an agent is routed to, and whom a customer prefers. Pure."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.routing.model import Code, Name
from warmline.sdk import Medium

# What a reason can be given for; nobody says why they are available.
ReasonStatus = Literal["busy", "away", "wrap_up", "offline"]


class PresenceReason(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the organisation for why somebody is not available. While there are active ones, presence takes no
    other."""

    id: UUID
    code: str
    name: str
    status: ReasonStatus
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class NewPresenceReason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reason to set up."""

    code: Code
    name: Name
    status: ReasonStatus


class PresenceReasonChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a reason; one that is not active cannot be given any more, and whoever has it keeps it."""

    name: Name | UnsetType = UNSET
    status: ReasonStatus | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class AgentRouting(msgspec.Struct, frozen=True, kw_only=True):
    """How an agent is routed to beside teams, skills and capacity. Work in media that are ``interruptible`` does not
    stand against an offer of a live conversation. ``version`` is 0 where nothing was set."""

    agent_id: UUID
    interruptible: list[Medium]
    version: int


class AgentRoutingChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an agent is to be routed to."""

    interruptible: Annotated[list[Medium], Meta(max_length=10)]


class PreferredAgent(msgspec.Struct, frozen=True, kw_only=True):
    """The agent whom a customer is to reach where possible, until a moment or for good."""

    customer_id: UUID
    agent_id: UUID
    until: datetime | None


class Preference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a customer is to reach where possible; for good where ``until`` is null."""

    agent_id: UUID
    until: datetime | None = None
