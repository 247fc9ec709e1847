"""Reasons of presence, how agents are routed to, and whom customers prefer."""

from warmline.routing.profiles.actions.preferred import (
    preferred_agent_of,
    preferred_agents,
    remove_preferred_agent,
    set_preferred_agent,
)
from warmline.routing.profiles.actions.profiles import set_agent_routing
from warmline.routing.profiles.actions.reasons import (
    create_presence_reason,
    list_presence_reasons,
    need_reason,
    update_presence_reason,
)
from warmline.routing.profiles.events import (
    AgentRoutingChanged,
    PreferredAgentRemoved,
    PreferredAgentSet,
    PresenceReasonCreated,
    PresenceReasonUpdated,
)
from warmline.routing.profiles.model import (
    AgentRouting,
    AgentRoutingChange,
    NewPresenceReason,
    Preference,
    PreferredAgent,
    PresenceReason,
    PresenceReasonChange,
)
from warmline.routing.profiles.snapshots import SNAPSHOTS, visible_profile, visible_reason

__all__ = [
    "SNAPSHOTS",
    "AgentRouting",
    "AgentRoutingChange",
    "AgentRoutingChanged",
    "NewPresenceReason",
    "Preference",
    "PreferredAgent",
    "PreferredAgentRemoved",
    "PreferredAgentSet",
    "PresenceReason",
    "PresenceReasonChange",
    "PresenceReasonCreated",
    "PresenceReasonUpdated",
    "create_presence_reason",
    "list_presence_reasons",
    "need_reason",
    "preferred_agent_of",
    "preferred_agents",
    "remove_preferred_agent",
    "set_agent_routing",
    "set_preferred_agent",
    "update_presence_reason",
    "visible_profile",
    "visible_reason",
]
