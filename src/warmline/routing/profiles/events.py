"""What is announced about reasons, profiles and preferences."""

from datetime import datetime
from uuid import UUID

from warmline.kit.events import Event, announces


@announces("presence_reason.created", presence_reason="reason_id")
class PresenceReasonCreated(Event, frozen=True, kw_only=True):
    """A word for why somebody is not available was set up."""

    reason_id: UUID


@announces("presence_reason.updated", presence_reason="reason_id")
class PresenceReasonUpdated(Event, frozen=True, kw_only=True):
    """A reason was renamed, is for another status, or was switched on or off."""

    reason_id: UUID


@announces("agent_routing.changed", agent_routing="agent_id")
class AgentRoutingChanged(Event, frozen=True, kw_only=True):
    """How an agent is routed to changed: what may interrupt their work."""

    agent_id: UUID


@announces("preferred_agent.set", preferred_agent="customer_id")
class PreferredAgentSet(Event, frozen=True, kw_only=True):
    """A customer is to reach this agent where possible."""

    agent_id: UUID
    until: datetime | None = None


@announces("preferred_agent.removed", preferred_agent="customer_id")
class PreferredAgentRemoved(Event, frozen=True, kw_only=True):
    """A customer is to reach nobody in particular any more."""

    agent_id: UUID
